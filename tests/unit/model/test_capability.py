"""What capability is worth, what it loses and what it costs (docs/explanation/steps/1-plans.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from sim.model.capability import Benefit
from sim.model.parameters import spread
from tests.unit.model.laid import firm, laid, one

if TYPE_CHECKING:
    from sim.model.batch import Batch

WEIGHTS = {
    "capability.technology_weight": 0.2,
    "capability.simplicity_weight": 0.3,
    "capability.joint_weight": 0.75,  # weights are divided by their sum, 1.25
    "capability.paving_harm": 0.1,
}
COSTS = {
    "capability.cost_simplify": 0.03,
    "capability.cost_automate": 0.04,
    "capability.cost_train": 0.007,
    "capability.hosted_share": 0.6,
    "capability.onsite_cost": 1.5,
    "demand.cost_data": 0.005,
    "demand.cost_content": 0.008,
    "demand.content_reuse": 0.3,
    "demand.content_uses": 5.0,
    "plans.cost_planning": 0.012,
}
RATES = {
    "capability.process_erosion": 0.08,
    "capability.technology_depreciation": 0.3,
    "capability.adoption_turnover": 0.15,
    "plans.plan_staleness": 0.4,
    "demand.data_decay": 0.03,
    "demand.content_half_life": 9.0,
    "acquisition.crm_use": 0.7,
    "acquisition.crm_data_effect": 0.6,
    "plans.waste_share": 0.25,
}


def test_benefit_of_used_technology_on_simple_processes() -> None:
    """B = b_T T A + b_S S + b_TS T A S - h T A (1 - S) with weights .16, .24, .60."""
    benefit = Benefit.of(spread(firm(WEIGHTS), 1))
    used = 0.5 * 0.8
    expected = 0.16 * used + 0.24 * 0.7 + 0.60 * used * 0.7 - 0.1 * used * 0.3
    assert benefit.value(one(0.7), one(0.5), one(0.8)) == pytest.approx(expected)


def test_everything_simple_automated_and_used_is_worth_one_and_nothing_nothing() -> None:
    benefit = Benefit.of(spread(firm(WEIGHTS), 1))
    assert benefit.value(one(1), one(1), one(1)) == pytest.approx(1)
    assert benefit.value(one(0), one(0), one(0)) == 0
    assert benefit.value(one(0), one(1), one(1)) == pytest.approx(0.16 - 0.1)


def test_slopes_are_those_of_the_benefit() -> None:
    benefit = Benefit.of(spread(firm(WEIGHTS), 1))
    quality, technology, adoption, small = one(0.35), one(0.55), one(0.65), 1e-6
    here = benefit.value(quality, technology, adoption)
    by_quality = (benefit.value(quality + small, technology, adoption) - here) / small
    by_technology = (benefit.value(quality, technology + small, adoption) - here) / small
    assert benefit.slope_quality(technology, adoption) == pytest.approx(by_quality, rel=1e-6)
    assert benefit.slope_technology(quality, adoption) == pytest.approx(by_technology, rel=1e-6)


@pytest.fixture
def batch() -> Batch:
    b = laid({**COSTS, **RATES})
    b.firm.crm_use, b.firm.data_quality, b.firm.content, b.firm.plan_quality = one(0.5), one(0.65), one(1.2), one(0.4)
    return b


def test_unit_costs_are_shares_of_yearly_revenue_at_todays_size(batch: Batch) -> None:
    costs, base = batch.upkeep.costs(one(1.3)), 12 * float(batch.opening.revenue[0]) * 1.3
    assert costs.simplify == pytest.approx(0.03 * base)
    assert costs.automate == pytest.approx(0.04 * base * (0.6 + 0.4 * 1.5))
    assert costs.renew == pytest.approx(0.04 * base)
    assert costs.train == pytest.approx(0.007 * base)
    assert costs.data == pytest.approx(0.005 * base)
    assert costs.planning == pytest.approx(0.012 * base)
    assert costs.content == pytest.approx(0.008 * base / (1 + 0.3 * 4))


def test_losses_of_a_month_compound_to_those_of_a_year(batch: Batch) -> None:
    wear = batch.upkeep.wear(batch.firm)
    for share, yearly in ((wear.quality, 0.08), (wear.technology, 0.3), (wear.adoption, 0.15), (wear.plan, 0.4)):
        np.testing.assert_allclose((1 - share) ** 12, 1 - yearly)
    np.testing.assert_allclose((1 - wear.content) ** 9, 0.5)


def test_data_go_wrong_faster_where_the_database_is_not_used(batch: Batch) -> None:
    assert batch.upkeep.wear(batch.firm).data == pytest.approx(0.03 * (0.7 / 0.5) ** 0.6)
    batch.firm.crm_use = one(0)
    assert batch.upkeep.wear(batch.firm).data == 1


def test_upkeep_makes_good_every_loss_and_renews_technology_without_a_licence(batch: Batch) -> None:
    firm, wear, costs = batch.firm, batch.upkeep.wear(batch.firm), batch.upkeep.costs(one(1.3))
    expected = (
        (firm.process_quality * wear.quality).sum() * costs.simplify
        + (firm.technology * wear.technology).sum() * costs.renew
        + (firm.adoption * wear.adoption).sum() * costs.train
        + 0.4 * wear.plan * costs.planning
        + 0.65 * wear.data * costs.data
        + 1.2 * wear.content * costs.content
    )
    assert wear.repair(firm, costs) == pytest.approx(expected)


def test_a_better_plan_wastes_less(batch: Batch) -> None:
    assert batch.upkeep.waste(batch.firm) == pytest.approx(0.25 * 0.6)
