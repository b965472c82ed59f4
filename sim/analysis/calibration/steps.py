"""Single figures of the cycle read straight from the data, each from the two series that it ties together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.arrays import Array

FEWEST: Final = 3
"""Months from which a ratio gets an interval."""
_LAG: Final = 3
"""Months over which what is left is taken to hang together (Newey & West 1987)."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """What is read from the data.

    Attributes
    ----------
    name
        In words.
    above, below
        Measures whose sums are divided.
    earlier
        Months that `below` lies before `above`.
    unit
        `share`, `money` or `ratio`.
    """

    name: str
    above: str
    below: str
    unit: str
    earlier: int = 0


RATIOS: Final = (
    Ratio("customers who leave, a month", "churned", "customers", "share", earlier=1),
    Ratio("new customers per lead", "new_customers", "leads", "share"),
    Ratio("new customers over customers, a month", "new_customers", "customers", "share", earlier=1),
    Ratio("orders per customer, a month", "orders", "customers", "ratio"),
    Ratio("revenue per order", "revenue", "orders", "money"),
    Ratio("cost of an order over its revenue", "unit_cost", "revenue per order", "share"),
    Ratio("marketing over revenue", "marketing_spend", "revenue", "share"),
    Ratio("marketing per lead", "marketing_spend", "leads", "money"),
)


@dataclass(frozen=True, slots=True)
class Step:
    """One such figure.

    Attributes
    ----------
    name, unit
        As in `Ratio`.
    value, low, high
        Ratio of the sums, with 95 % interval; the interval is missing (NaN) for fewer than three months.
    months
        Months in which both figures are there.
    key, start
        The parameter that it starts the fit of, and the value; empty and NaN where there is none.
    """

    name: str
    unit: str
    value: float
    low: float
    high: float
    months: int
    key: str = ""
    start: float = float("nan")


def steps(values: Mapping[str, Array]) -> tuple[Step, ...]:
    """Return every figure that some months of data give."""
    known = dict(values)
    if "revenue" in known and "orders" in known:
        known["revenue per order"] = known["revenue"] / np.where(known["orders"] > 0, known["orders"], np.nan)
    return tuple(
        step
        for ratio in RATIOS
        if ratio.above in known and ratio.below in known
        and (step := _step(ratio, known[ratio.above], known[ratio.below])) is not None
    )  # fmt: skip


def _step(ratio: Ratio, above: Array, below: Array) -> Step | None:
    above, below = above[ratio.earlier :], below[: len(below) - ratio.earlier]
    both = np.isfinite(above) & np.isfinite(below)
    above, below = above[both], below[both]
    if not len(above) or below.sum() <= 0:
        return None
    value = float(above.sum() / below.sum())
    half = _half(above - value * below, float(below.sum()))
    return Step(ratio.name, ratio.unit, value, max(0.0, value - half), value + half, len(above))


def _half(left: Array, total: float) -> float:
    """Return half the 95 % interval of a ratio of sums, months near each other counted as alike."""
    from scipy.stats import t

    count = len(left)
    if count < FEWEST:
        return float("nan")
    spread = float(left @ left)
    for lag in range(1, min(_LAG, count - 2) + 1):
        spread += 2 * (1 - lag / (_LAG + 1)) * float(left[lag:] @ left[:-lag])
    return float(t.ppf(0.975, count - 1) * np.sqrt(max(spread, 0.0) * count / (count - 1)) / total)
