"""Reichheld & Sasser (1990), Gupta, Lehmann & Stuart (2004): what five points of retention and one per cent are worth.

Published: "Zero defections", Harvard Business Review 68(5): five points fewer defections raise profits by 25 to 85 %;
"Valuing customers", Journal of Marketing Research 41(1): one per cent of retention, margin and acquisition cost is
worth about 5, 1 and .1 % of what customers are worth. Claim C17 holds both on a whole firm with its fixed cost; here
stand the faults it must catch, and the value of customers alone.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import pytest

from sim.model.parameters import Parameters, substitute
from sim.scenario import load
from tests.statistical.claims.register import CLAIMS, found
from tests.statistical.claims.runs import compare, number, same_firm, today
from tests.statistical.claims.statements import FOLDER
from tests.statistical.literature.cohorts import STUB, Study, follow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.model.parameters.spec import Value
    from tests.statistical.claims.runs import Side

SCENARIO: Final = "c17_five_points_of_retention"
PROFIT: Final = "profit over"


@pytest.mark.slow
def test_five_points_of_retention_raise_profit_by_a_quarter_or_more() -> None:
    """Both intervals, over five and ten years, lie between 25 and 85 %."""
    lines = [line for line in found(17).lines if line.says.startswith(PROFIT)]
    assert [(line.above, line.below, line.holds) for line in lines] == [(0.25, 0.85, True)] * 2


@pytest.mark.slow
def test_mutant_an_opening_that_undoes_retention_is_caught() -> None:
    """Were leads closed anew on the better retention, fewer would come: five points would be worth next to nothing."""
    scenario = load(FOLDER / f"{SCENARIO}.yaml").vary({"replications": 50})
    kept = (1 - float(today(scenario).churned[0]) / number(scenario.parameters.business.customers)) ** 12
    points = {"usual": 0.0, "more": 0.05}
    churn = {name: {"experience.monthly_churn": 1 - (kept + more) ** (1 / 12)} for name, more in points.items()}
    faulty = compare({name: scenario.vary(change) for name, change in churn.items()})
    sound = compare({name: same_firm(scenario, change) for name, change in churn.items()})

    assert profit_gain(faulty) < 0.05
    assert 0.25 < profit_gain(sound) < 0.85


def profit_gain(sides: Mapping[str, Side]) -> float:
    more, usual = (sides[name].total("profit").mean() for name in ("more", "usual"))
    return float(more / usual - 1)


@pytest.mark.slow
def test_in_a_firm_that_earns_next_to_nothing_the_band_is_left() -> None:
    """The other side: where fixed cost eats nearly all the margin, five points do more than 85 %."""
    lines = CLAIMS[16].found({"business.operating_margin": 0.03}).lines
    assert [line.holds for line in lines if line.says.startswith(PROFIT)] != [True, True]


@cache
def customer_value(discount: float = 0.15, retention: float = 1.0, margin: float = 1.0, cost: float = 1.0) -> float:
    """Return lifetime value less acquisition cost of a new customer, each lever multiplied; no fixed cost in it."""
    b = Parameters().business
    changes: dict[str, Value] = {
        **STUB,
        "business.customer_base_age": 100.0,
        "experience.monthly_churn": 1 - (0.83 * retention) ** (1 / 12),
        "business.cost_of_sales": 1 - margin * (1 - number(b.cost_of_sales)),
        "business.service_share": 0.0,
        "business.marketing_share": cost * number(b.marketing_share),
        "business.sales_share": cost * number(b.sales_share),
        "demand.leads": 340.0,  # replace those who leave, at today's rates
        "reinvestment.discount_rate": discount,
    }
    one: Parameters = substitute(Parameters(), changes)
    recording = follow(one, Study(months=1))
    return float(recording["clv"][0, 0] - recording["cac"][0, 0])


def elasticity(discount: float = 0.15, **lever: float) -> float:
    return (customer_value(discount, **lever) / customer_value(discount) - 1) / 0.01


def test_customer_value_reacts_most_to_retention_then_margin_then_acquisition_cost() -> None:
    retention, margin, cost = elasticity(retention=1.01), elasticity(margin=1.01), elasticity(cost=0.99)
    assert retention > margin > cost > 0


def test_mutant_owners_who_hardly_count_the_future_are_caught() -> None:
    """At 150 % a year little of a longer life is worth anything; retention falls behind margin."""
    assert elasticity(1.5, retention=1.01) < elasticity(1.5, margin=1.01)
