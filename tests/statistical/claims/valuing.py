"""What a change is worth: the before/after example, five points of retention (C11, C17)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from tests.statistical.claims.runs import Array, compare, number, same_firm, today
from tests.statistical.claims.statements import Found, mean_of, percent

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sim.scenario import Scenario
    from tests.statistical.claims.runs import Side
    from tests.statistical.claims.statements import Line

BEFORE_TO_AFTER: Final[Mapping[str, Mapping[str, float]]] = {
    "retention 70 to 80 %": {"experience.monthly_churn": 1 - 0.8 ** (1 / 12)},
    "conversion 2 to 3.5 %": {"acquisition.win_rate": 0.07},
    "orders of 50 to 58": {"business.price": 58.0},
    "NPS +20 to +45": {"experience.nps": 45.0},
}
"""Conversion is that of visits: the win rate acts on the half of them that are serious."""


def before_and_after(scenario: Scenario, cut: Collection[str]) -> Found:
    """C11: NPV after less before, one by one and all at once, at the same leads and fixed cost."""
    every = {key: value for change in BEFORE_TO_AFTER.values() for key, value in change.items()}
    changes: dict[str, Mapping[str, float]] = {**BEFORE_TO_AFTER, "all together": every, "before": {}}
    sides = compare({name: same_firm(scenario, change) for name, change in changes.items()}, cut=cut)

    def gain(name: str, outcome: str = "npv") -> Array:
        return np.asarray(sides[name].ends[outcome] - sides["before"].ends[outcome])

    *levers, score = BEFORE_TO_AFTER
    lines = [mean_of(f"NPV of {name} alone", gain(name), above=0, unit="money") for name in levers]
    lines += [
        mean_of(
            f"NPV of {score} alone: NPS is read, never a cause", gain(score), above=-1e-6, below=1e-6, unit="money"
        ),
        mean_of("NPV of all together", gain("all together"), above=0, unit="money"),
    ]
    ten = gain("all together", "npv_without_terminal_value")
    ten_years = mean_of("NPV of all together, payouts of ten years only", ten, above=0, unit="money")
    revenue = 12 * float(today(scenario).revenue[0])
    paid = (
        f"A firm of {revenue:,.0f} a year may pay up to {lines[-1].low:,.0f} today for all of it, or "
        f"{ten_years.low:,.0f} if only the payouts of ten years count (lower ends of the intervals)."
    )
    alone = sum((gain(name) for name in levers), np.zeros_like(ten))
    added = mean_of("the three one by one, added up", alone, unit="money")
    return Found((*lines, ten_years), paid, bars={"sum": added})


def five_points_of_retention(scenario: Scenario, cut: Collection[str]) -> Found:
    """C17: profit with five points more retention; elasticities of NPV to retention, margin and acquisition cost."""
    opened, b = today(scenario), scenario.parameters.business
    kept = (1 - float(opened.churned[0]) / number(b.customers)) ** 12
    start = scenario.vary({"experience.monthly_churn": _monthly(kept)})
    changes: dict[str, Mapping[str, float]] = {
        "base": {},
        "loyal": {"experience.monthly_churn": _monthly(kept + 0.05)},
        "retention": {"experience.monthly_churn": _monthly(1.01 * kept)},
        "margin": {"business.cost_of_sales": 1 - 1.01 * (1 - number(b.cost_of_sales))},
        "acquisition cost": {
            "business.marketing_share": 0.99 * number(b.marketing_share),
            "business.sales_share": 0.99 * number(b.sales_share),
        },
    }
    sides = compare({name: same_firm(start, change) for name, change in changes.items()}, cut=cut)
    base, loyal = sides.pop("base"), sides.pop("loyal")
    npv = base.ends["npv"]
    worth = {name: (side.ends["npv"] - npv) / npv.mean() / 0.01 for name, side in sides.items()}
    lines = [_profit_gain(loyal, base, years) for years in (5, 10)]
    lines += [
        mean_of(f"elasticity of NPV to {more} less that to {less}", worth[more] - worth[less], above=0, unit="times")
        for more, less in (("retention", "margin"), ("margin", "acquisition cost"))
    ]
    each = ", ".join(f"{name} {value.mean():.1f}" for name, value in worth.items())
    return Found(
        tuple(lines),
        f"From a yearly retention of {percent(kept, 0)}. Elasticities: {each}.",
        bars={name: mean_of(name, value, unit="times") for name, value in worth.items()},
    )


def _profit_gain(loyal: Side, base: Side, years: int) -> Line:
    more, usual = (side.total("profit", 1, 12 * years) for side in (loyal, base))
    return mean_of(f"profit over {years} years", (more - usual) / usual.mean(), above=0.25, below=0.85)


def _monthly(retention: float) -> float:
    return float(1 - retention ** (1 / 12))
