"""The picture within a discovery's chart: two inputs as a scatter with the box, or one input as a strip of bars."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from matplotlib.patches import Rectangle

from sim.analysis.amounts import sentence
from sim.analysis.inputs.inputs import PERIODS
from sim.analysis.inputs.splines import LEVELS
from sim.analysis.intervals import chance
from sim.charts import scales
from sim.charts.page import CONTENT
from sim.charts.style import BLUE, GREY, INK, MUTED, ORANGE, tint

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from sim.analysis.discovering.discovery import Discovery, Limit
    from sim.analysis.inputs.inputs import Input
    from sim.analysis.intervals import Array

HEIGHT: Final = 4.6
LEFT, SIDE = 0.75, 2.75
"""Room for the labels of the vertical axis, and for the figures at the right, in inches."""
MOST: Final = 1_200
"""Points drawn."""
BINS: Final = 16
TRIM: Final = (0.005, 0.995)
"""Quantiles between which an input is drawn."""
ROOM: Final = 0.02


def checking(discovery: Discovery, shown: list[Limit]) -> NDArray[np.bool_]:
    """Return the replications that check the limits and keep those limits that are not drawn."""
    here = np.arange(len(discovery.happened)) % 2 == 1
    for limit in discovery.limits:
        if limit not in shown:
            here &= (limit.input.values >= limit.low) & (limit.input.values <= limit.high)
    return np.asarray(here)


def scatter(axes: Axes, discovery: Discovery, limits: list[Limit], currency: str) -> None:
    """Draw every path by two inputs, and the box."""
    across, up = limits
    here = np.flatnonzero(checking(discovery, limits))[:MOST]
    won = discovery.happened[here]
    x, y = (_spaced(limit.input, here) for limit in limits)
    looks: list[tuple[str, NDArray[np.bool_], dict[str, Any]]] = [
        ("not", ~won, {"marker": "x", "color": ORANGE, "s": 13.0, "linewidths": 0.9}),
        ("happens", won, {"marker": "o", "color": BLUE, "s": 15.0, "linewidths": 0.0}),
    ]
    for gid, those, look in looks:
        axes.scatter(x[those], y[those], alpha=0.55, gid=gid, zorder=3, **look)
    spans = [_span(limit.input.values) for limit in limits]
    axes.set_xlim(*spans[0])
    axes.set_ylim(*spans[1])
    (left, right), (bottom, top) = (_edges(limit, span) for limit, span in zip((across, up), spans, strict=True))
    axes.add_patch(
        Rectangle(
            (left, bottom), right - left, top - bottom, facecolor=tint(BLUE, 0.12), edgecolor=INK, linewidth=1.4,
            gid="box", zorder=2,
        )
    )  # fmt: skip
    _value_axis(axes, "x", across.input, currency)
    _value_axis(axes, "y", up.input, currency)


def strip(axes: Axes, discovery: Discovery, limit: Limit, currency: str) -> None:
    """Draw how often it happens in equally likely parts of one input, those within the limits in blue."""
    here = checking(discovery, [limit])
    values, won = limit.input.values[here], discovery.happened[here]
    for low, high in _parts(limit, values):
        inside = (values >= low) & (values < high)
        if not inside.any():
            continue
        share, middle = chance(won[inside]), (low + high) / 2.0
        within = limit.low <= middle <= limit.high
        look: dict[str, Any] = {
            "color": tint(BLUE if within else GREY, 0.6),
            "gid": "inside" if within else "outside",
        }
        axes.bar(low, share.probability, high - low, align="edge", linewidth=0.8, edgecolor="white", zorder=2, **look)
        axes.plot([middle, middle], share.ci95, color=MUTED, linewidth=1.0, gid="interval", zorder=3)
    base = discovery.base.probability
    axes.axhline(base, color=INK, linewidth=1.0, linestyle=(0, (3, 2)), gid="base", zorder=4)
    axes.set_xlim(*_span(limit.input.values))
    axes.set_ylim(0.0, 1.0)
    _value_axis(axes, "x", limit.input, currency)
    ticks = scales.value_ticks(0.0, 1.0, HEIGHT)
    scales.show_ticks(axes.yaxis, ticks, scales.Unit("share").ticks(ticks))
    axes.grid(axis="y")


def _parts(limit: Limit, values: Array) -> list[tuple[float, float]]:
    """Return the parts of an input: equally likely, none across a limit; or one per value where there are few."""
    levels = np.unique(limit.input.values)
    if len(levels) <= LEVELS:
        half = np.diff(levels).min() / 2.0
        return [(float(level - half), float(level + half)) for level in levels]
    low, high = _span(limit.input.values)
    limits = [end for end in (limit.low, limit.high) if np.isfinite(end)]
    edges = np.quantile(values, np.linspace(0.0, 1.0, BINS + 1))
    width = np.median(np.diff(edges)) / 3.0
    inner = [edge for edge in edges[1:-1] if all(abs(edge - end) > width for end in limits)]
    cuts = sorted({low, *inner, *limits, high})
    return list(pairwise(cuts))


def _spaced(of: Input, here: NDArray[np.intp]) -> Array:
    """Return values to draw; where there are few different ones, points are set side by side around them."""
    levels = np.unique(of.values)
    if len(levels) > LEVELS or len(levels) < 2:  # noqa: PLR2004 (a distance needs two)
        return of.values[here]
    width = 0.5 * np.diff(levels).min()
    return np.asarray(of.values[here] + width * ((np.arange(len(here)) * 0.618034) % 1.0 - 0.5))


def _span(values: Array) -> tuple[float, float]:
    levels = np.unique(values)
    if len(levels) <= LEVELS:
        room = np.diff(levels).min() / 2.0 if len(levels) > 1 else 1.0
        return float(levels[0] - room), float(levels[-1] + room)
    low, high = np.quantile(values, TRIM)
    room = ROOM * (high - low)
    return float(low - room), float(high + room)


def _edges(limit: Limit, span: tuple[float, float]) -> tuple[float, float]:
    """Return where the box ends in the picture: half-way to the next value where there are few."""
    levels = np.unique(limit.input.values)
    room = np.diff(levels).min() / 2.0 if 1 < len(levels) <= LEVELS else 0.0
    return max(limit.low - room, span[0]), min(limit.high + room, span[1])


def _value_axis(axes: Axes, which: str, of: Input, currency: str) -> None:
    axis, span = (axes.xaxis, axes.get_xlim()) if which == "x" else (axes.yaxis, axes.get_ylim())
    kind = {"share": "share", "per month": "share", "per year": "share", "money": "money"}.get(of.unit, "plain")
    unit = scales.Unit(kind, currency if kind == "money" else "")
    inches = CONTENT - LEFT - SIDE if which == "x" else HEIGHT
    ticks = scales.value_ticks(*span, inches, every=0.8 if which == "x" else 0.5)
    scales.show_ticks(axis, ticks, unit.ticks(ticks))


def axis_name(of: Input) -> str:
    """Return what an axis shows, with its unit where the ticks do not say it."""
    unit = of.unit if of.unit in PERIODS else of.period
    return sentence(of.name) + (f", {unit}" if unit else "")
