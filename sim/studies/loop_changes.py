"""What every cause of the causal graph changes: by itself where a link can be held back, by arithmetic elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.loops import Changes
from sim.model.causes import CAUSES
from sim.studies.loop_lanes import WINDOW
from sim.studies.loop_records import HELD_BACK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from sim.analysis.loops.system import Edge
    from sim.arrays import Array
    from sim.studies.loop_lanes import Lanes
    from sim.studies.loop_records import Lived

_LEAD_CAUSES: Final = ("capability_demand", "data", "marketing", "market_left")
_WIN_CAUSES: Final = (*_LEAD_CAUSES, "budget", "referrals", "capability_acquisition", "sales_load")
_STAY_CAUSES: Final = ("capability_experience", "service_load", "delay")

THROUGH: Final[dict[Edge, tuple[str, ...]]] = {
    ("leads", "wins"): (*_LEAD_CAUSES, "budget"),
    ("leads", "sales_load"): (*_LEAD_CAUSES, "budget"),
    ("wins", "customers"): _WIN_CAUSES,
    ("customers", "service_load"): (*(name for name in _WIN_CAUSES if name != "budget"), *_STAY_CAUSES),
    ("volume", "delay"): (*_WIN_CAUSES, *_STAY_CAUSES),
}
"""Causes that can't be held back themselves: theirs is the sum of what their own causes do to the target."""

PER_CUSTOMER: Final = ("capability_experience", "service_load", "delay", "market_left")
"""Causes of referrals that also move customers: only what they do to the referrals of a customer is theirs."""

SHARE_IN: Final[dict[Edge, str]] = {
    ("customers", "volume"): "spending",
    ("spending", "volume"): "customers",
    ("volume", "revenue"): "price",
    ("volume", "gross_profit"): "margin",
}
"""Factors of a product, and the other factor."""

TERMS: Final[dict[Edge, int]] = {
    ("gross_profit", "profit"): 1,
    ("fixed_cost", "profit"): -1,
    ("marketing", "profit"): -1,
    ("sales_cost", "profit"): -1,
    ("upkeep", "profit"): -1,
}
"""Terms of a sum; tax, interest and the service team are left out."""

ONLY: Final[tuple[Edge, ...]] = (
    ("profit", "budget"),
    ("revenue", "marketing"),
    ("revenue", "capability_cost"),
    ("revenue", "sales_cost"),
    ("customers", "market_left"),
    ("volume", "learning"),
    ("volume", "purchase_prices"),
    ("volume", "fixed_cost"),
)
"""Only causes of their targets: all of the change is theirs."""


def changes_of(lanes: Lanes, months: NDArray[np.int64]) -> dict[Edge, Changes]:
    """Return the changes along every cause over the years that end with `months`, shape (months, lanes).

    The figure of a month is the mean of the twelve months that end with it; its change is that from the twelve
    before. Firms that are closed by the end of a window count nothing.
    """
    parts: dict[Edge, Array] = {}
    for edge, part in _parts(lanes):
        parts[edge] = parts[edge] + part if edge in parts else part
    alive = lanes.live.alive[months - 1]
    moved = {node: _moved(lanes.live.nodes[node], months) * alive for node in _nodes()}
    found = {}
    for cause in CAUSES:
        edge = cause.source, cause.target
        part = moved[cause.target] if edge in ONLY else _mean(parts[edge], months) * alive
        found[edge] = Changes(part, moved[cause.target], moved[cause.source], cause.sign)
    return found


def _nodes() -> dict[str, None]:
    return dict.fromkeys(name for cause in CAUSES for name in (cause.source, cause.target))


def _parts(lanes: Lanes) -> Iterator[tuple[Edge, Array]]:
    """Yield what causes change month by month, shape (months, lanes); some edges come in several parts."""
    yield from _by_arithmetic(lanes.live)
    base = lanes.replayed()
    for node, alone in zip(HELD_BACK, lanes.alone(HELD_BACK), strict=True):
        yield from _by_holding_back(node, base, alone)


def _by_holding_back(node: str, base: Lived, alone: Lived) -> Iterator[tuple[Edge, Array]]:
    for edge, through in THROUGH.items():
        if node in through:
            yield edge, base.nodes[edge[1]] - alone.nodes[edge[1]]
    for cause in CAUSES:
        edge = cause.source, cause.target
        if cause.source != node or edge in TERMS or edge in ONLY or edge in THROUGH:
            continue
        if cause.target == "referrals" and node in PER_CUSTOMER:
            yield edge, base.before * (_each(base) - _each(alone))
        elif cause.target != "gross_profit":
            yield edge, base.nodes[cause.target] - alone.nodes[cause.target]


def _by_arithmetic(live: Lived) -> Iterator[tuple[Edge, Array]]:
    nodes = live.nodes
    customers = nodes["customers"]
    factors = {
        "spending": nodes["spending"],
        "customers": customers,
        "price": _ratio(nodes["revenue"], nodes["volume"]),
        "margin": _ratio(nodes["gross_profit"], nodes["volume"]),
    }
    for (source, target), other in SHARE_IN.items():
        yield (source, target), _change(nodes[source]) * factors[other]
    for (source, target), sign in TERMS.items():
        yield (source, target), sign * _change(nodes[source])
    yield ("unit_cost", "gross_profit"), -_change(nodes["unit_cost"]) * nodes["volume"]
    yield ("customers", "referrals"), _change(live.before) * _each(live)


def _each(lived: Lived) -> Array:
    """Return the referrals of a customer."""
    return _ratio(lived.nodes["referrals"], lived.before)


def _ratio(above: Array, below: Array) -> Array:
    return np.asarray(np.where(below > 0, above / np.where(below > 0, below, 1.0), 0.0))


def _change(series: Array) -> Array:
    """Return the change from the same month a year before; 0 in the first year."""
    change = np.zeros_like(series)
    change[WINDOW:] = series[WINDOW:] - series[:-WINDOW]
    return change


def _moved(series: Array, months: NDArray[np.int64]) -> Array:
    return _mean(_change(series), months)


def _mean(series: Array, months: NDArray[np.int64]) -> Array:
    """Return the mean over the twelve months that end with each month."""
    total = np.concatenate([np.zeros_like(series[:1]), np.cumsum(series, axis=0)])
    return np.asarray((total[months] - total[months - WINDOW]) / WINDOW)
