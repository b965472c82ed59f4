"""What pictures are made of: curves with bands over time or along a sweep, bars and dots with intervals."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from pictures.canvas import CONTENT
from sim.charts import ends, scales
from sim.charts.style import HEAD, INK, LABEL, LINE, MUTED, TICK, tint

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from matplotlib.axes import Axes

    from pictures.canvas import Picture
    from tests.statistical.claims.series import Series
    from tests.statistical.claims.statements import Line

FOOT: Final = 0.36
"""Room under a plot for its axis, in inches."""
POINTS: Final = 61
"""Points a curve is drawn with at most: more than a reader sees, and few enough for a small file."""
ROW: Final = 0.36
"""Height of a row of bars, in inches."""
ROOM_BELOW: Final = 0.12
"""Share of a plot's height that a value needs under its dot."""
DOTTED: Final = (0, (1, 2))
WHITE: Final[dict[str, Any]] = {"facecolor": "white", "edgecolor": "none", "pad": 0.8}
"""Ground behind a text that stands on lines."""

SHARE: Final = scales.Unit("share")
PLAIN: Final = scales.Unit("ratio")


@dataclass(frozen=True, slots=True)
class Box:
    """Where a plot lies, in inches from the content's upper left corner."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Curve:
    """A series with its look and the words at its right end."""

    series: Series
    colour: str
    text: str
    note: str = ""


def plot(picture: Picture, box: Box, span: tuple[float, float], unit: scales.Unit, head: str = "") -> Axes:
    """Add a plot with a value axis and a heading above it."""
    axes = picture.axes(box.left, box.top, box.width, box.height)
    scales.value_axis(axes, span, unit, box.height)
    if head:
        picture.text(box.left, box.top - 0.3, head, fontsize=HEAD, fontweight="bold", color=INK)
    return axes


def span(series: Iterable[Series], *also: float) -> tuple[float, float]:
    """Return limits that hold every band and these values, with room on both sides."""
    low = min([*(float(each.low.min()) for each in series), *also])
    high = max([*(float(each.high.max()) for each in series), *also])
    room = 0.06 * (high - low)
    return (low - room if low < 0 else low, high + room)


def room(left: float, curves: Sequence[Curve], right: float = CONTENT) -> float:
    """Return the width of a plot from `left` that leaves room up to `right` for the words at the curves' ends."""
    return right - left - ends.room(_labels(curves))


def draw(axes: Axes, curves: Sequence[Curve], box: Box) -> None:
    """Draw curves with their bands and label them at the right end."""
    for curve in curves:
        at, mean, low, high = thinned(curve.series)
        axes.fill_between(at, low, high, color=tint(curve.colour, 0.28), linewidth=0.0, zorder=2)
        axes.plot(at, mean, color=curve.colour, linewidth=2.0, zorder=3)
    ends.label_ends(axes, _labels(curves), (box.width, box.height))


def _labels(curves: Sequence[Curve]) -> list[ends.End]:
    return [ends.End(float(c.series.mean[-1]), c.text, c.note, c.colour, "bold") for c in curves if c.text]


def note(axes: Axes, at: tuple[float, float], text: str, colour: str, move: tuple[float, float]) -> None:
    """Write a text near a point, moved by points of type, with a line to it."""
    axes.annotate(
        text, at, move, textcoords="offset points", ha="center", va="center_baseline", fontsize=LABEL,
        fontweight="bold", color=colour, zorder=7, bbox=WHITE,
        arrowprops={"arrowstyle": "-", "color": LINE, "linewidth": 0.8, "shrinkA": 1, "shrinkB": 4},
    )  # fmt: skip


def thinned(series: Series) -> tuple[np.ndarray, ...]:
    """Return the series at evenly spread points, first and last included."""
    kept = np.unique(np.linspace(0, len(series.at) - 1, min(POINTS, len(series.at))).round().astype(int))
    return tuple(part[kept] for part in (series.at, series.mean, series.low, series.high))


def years(axes: Axes, months: float, every: int) -> None:
    """Label the time axis in years from today."""
    ticks = np.arange(0, months + 1, 12 * every)
    names = ["today", *(f"year {tick / 12:.0f}" for tick in ticks[1:])]
    axes.set_xlim(0, months)
    scales.show_ticks(axes.xaxis, [float(tick) for tick in ticks], names)


def levels(axes: Axes, at: Sequence[float], names: Sequence[str]) -> None:
    """Label a sweep at its levels, with a little room on both sides."""
    room = 0.07 * (at[-1] - at[0])
    axes.set_xlim(at[0] - room, at[-1] + room)
    scales.show_ticks(axes.xaxis, list(at), list(names))


def dots(axes: Axes, series: Series, colours: Sequence[str], texts: Sequence[str]) -> None:
    """Draw a sweep: a dot with its interval and its value at each level, joined by a faint line."""
    low, high = axes.get_ylim()
    axes.plot(series.at, series.mean, color=tint(MUTED, 0.5), linewidth=1.4, zorder=2)
    for number, (at, colour, text) in enumerate(zip(series.at, colours, texts, strict=True)):
        ends_ = (float(series.low[number]), float(series.high[number]))
        axes.plot([at, at], ends_, color=colour, linewidth=2.2, solid_capstyle="round", zorder=3)
        axes.plot([at], [series.mean[number]], "o", color=colour, markersize=7.0, zorder=4)
        below = (ends_[0] - low) / (high - low) > ROOM_BELOW
        axes.annotate(
            text, (at, ends_[0] if below else ends_[1]), (0, -6 if below else 6), textcoords="offset points",
            ha="center", va="top" if below else "bottom", fontsize=LABEL, fontweight="bold", color=colour, zorder=6,
        )  # fmt: skip


def level_line(axes: Axes, value: float, text: str = "", at: float = 0.01) -> None:
    """Draw a dotted level line, with words on it at a share of the width."""
    axes.axhline(value, color=MUTED, linewidth=0.9, linestyle=DOTTED, zorder=2)
    if text:
        axes.annotate(
            text, (at, value), (0, 3), xycoords=("axes fraction", "data"), textcoords="offset points",
            fontsize=LABEL, color=MUTED, zorder=5,
        )  # fmt: skip


def crossing(axes: Axes, tip: Line, level: float, text: str, move: tuple[float, float]) -> None:
    """Mark where a curve crosses a level; where it never does there is nothing to mark."""
    if math.isfinite(tip.mean):
        axes.plot([tip.mean], [level], "D", color=INK, markersize=5.0, zorder=6)
        note(axes, (tip.mean, level), text, INK, move)


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a bar chart: its name, its value with interval, its colour, and the text at its end."""

    name: str
    line: Line
    colour: str
    text: str
    start: float = 0.0


def bars(picture: Picture, box: Box, rows: Sequence[Bar], limits: tuple[float, float], names: float) -> Axes:
    """Draw horizontal bars with their intervals; names stand in a column of this width at the left."""
    axes = picture.axes(box.left + names, box.top, box.width - names, box.height)
    axes.set_xlim(*limits)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.spines["bottom"].set_visible(False)
    axes.axvline(0.0, color=LINE, linewidth=0.9, zorder=5)
    step = box.height / len(rows)
    for row, bar in enumerate(rows):
        value, ahead = bar.line.mean, bar.line.mean >= 0
        axes.barh(row, value, left=bar.start, height=0.56, color=tint(bar.colour, 0.55), zorder=2)
        low, high = bar.start + bar.line.low, bar.start + bar.line.high
        axes.plot([low, high], [row, row], color=bar.colour, linewidth=2.0, zorder=4)
        tip = max(high, bar.start + value, 0.0) if ahead else min(low, bar.start + value, 0.0)
        axes.annotate(
            bar.text, (tip, row), (5 if ahead else -5, 0), textcoords="offset points", color=bar.colour,
            fontsize=LABEL, fontweight="bold", ha="left" if ahead else "right", va="center_baseline", zorder=6,
        )  # fmt: skip
        middle = box.top + (row + 0.5) * step
        picture.text(box.left + names - 0.12, middle, bar.name, color=INK, fontsize=TICK, ha="right",
                     va="center_baseline", linespacing=1.15)  # fmt: skip
    return axes
