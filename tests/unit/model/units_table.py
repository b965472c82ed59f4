"""The closed vocabulary of units, what each measures, and where a unit leaves part of that unsaid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.unit.model.dimensions import COUNT, DAY, EACH, MONEY, PLAIN, WEEK, YEAR, YEARLY, Dimension

if TYPE_CHECKING:
    from collections.abc import Mapping

UNITS: Final[Mapping[str, Dimension]] = {
    "share": PLAIN,
    "ratio": PLAIN,
    "score": PLAIN,
    "points": PLAIN,
    "flag": PLAIN,
    "months": PLAIN,
    "per month": PLAIN,
    "money": MONEY,
    "money/month": MONEY,
    "count": COUNT,
    "count/month": COUNT,
    "days": DAY,
    "weeks": WEEK,
    "years": YEAR,
    "per year": YEARLY,
    "share/year": YEARLY,
}
"""Every unit a parameter, event, measure or outcome may carry; a month is the unit of time and has no dimension."""

FULLER: Final[Mapping[str, Dimension]] = {
    "business.price": EACH,
    **dict.fromkeys(
        (
            *("capability.cost_simplify", "capability.cost_automate", "capability.cost_train"),
            *("plans.cost_planning", "demand.cost_content", "demand.cost_data"),
        ),
        YEAR,
    ),
    "capability.change_capacity": YEARLY,
    "capability.parallel_limit": PLAIN,
    "demand.content_uses": PLAIN,
    "reinvestment.excess_use": YEARLY,
}
"""Parameters whose unit says less than the equations need: price is money per customer or order, a cost that is a
share of a year's revenue is years of revenue, what a firm digests or uses up in a year is a yearly rate, and uses of a
piece of content or initiatives at once are numbers, not customers."""

FULLER_RULES: Final[Mapping[str, Dimension]] = {
    "hurdle": YEARLY,
    "pilot_reviews": PLAIN,
    "expansion_reviews": PLAIN,
}
"""The same for settings of policies: a hurdle is yearly profit per unit of money; reviews are numbers."""

FULLER_MEASURES: Final[Mapping[str, Dimension]] = dict.fromkeys(("order_value", "cac", "clv", "unit_cost"), EACH)
"""The same for measures and outcomes: money per order, customer or unit."""


def of_parameter(key: str, unit: str) -> Dimension:
    """Return what a parameter measures."""
    return FULLER.get(key, UNITS[unit])


def of_measure(name: str, unit: str) -> Dimension:
    """Return what a measure or outcome measures."""
    return FULLER_MEASURES.get(name, UNITS[unit])
