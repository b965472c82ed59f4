"""The waterfall, from the top down: what steps add between totals, across zero where need be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sim.analysis.amounts import sentence
from sim.charts.scales import around_zero
from sim.report.page.svg.axes import Span, across_ticks, bottom_axis, finite, notes
from sim.report.page.svg.canvas import FAINT, INK, LINE, TONES, box, drawing, line
from sim.report.page.svg.rows import laid_out
from sim.report.page.writing import change, written

if TYPE_CHECKING:
    from sim.report.pack.plots.waterfall import Stride, Waterfall
    from sim.report.page.markup import Element

HALF: Final = 9.0
"""Half the height of a bar."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A step with where it begins and ends, and the ends of its interval."""

    stride: Stride
    start: float
    end: float
    low: float
    high: float


def waterfall(plot: Waterfall, wide: float) -> Element:
    """Draw the steps, `wide` pixels wide."""
    bars = stacked(plot.strides)
    sides = [written(one.amount, plot.value) if one.total else change(one.amount, plot.value) for one in plot.strides]
    rows, drawn = laid_out([one.name for one in plot.strides], sides, wide, 6.0)
    span = Span(*around_zero(v for bar in bars for v in (bar.start, bar.end, bar.low, bar.high)), rows.left, rows.right)
    found = across_ticks(plot.value, span, "")
    grid = [
        line((span.at(value), rows.top), (span.at(value), rows.bottom), stroke=INK if value == 0.0 else FAINT)
        for value in found.values
    ]
    for place, bar in enumerate(bars):
        y = rows.middle(place)
        drawn += _bar(bar, span, y)
        if place + 1 < len(bars):
            x = span.at(bar.end)
            drawn.append(line((x, y + HALF), (x, rows.middle(place + 1) - HALF), stroke_dasharray="2 2"))
    note, end = notes(sentence(f"{plot.value.name}; thin lines: 95% intervals"), rows.bottom + 22.0, wide)
    return drawing(
        (wide, end), *note, *grid, *drawn, *bottom_axis(span, found, rows.bottom + 17.0, (0.0, wide)),
    )  # fmt: skip


def stacked(strides: tuple[Stride, ...]) -> list[Bar]:
    """Return every step with where it begins and ends: where the one before it ended, or at zero for a total."""
    bars, level = [], 0.0
    for one in strides:
        start = 0.0 if one.total else level
        low, high = start + one.low, start + one.high
        level = start + (one.amount if finite([one.amount]) else 0.0)
        bars.append(Bar(one, start, level, low, high))
    return bars


def _bar(bar: Bar, span: Span, y: float) -> list[Element]:
    colour = LINE if bar.stride.total else TONES["good" if bar.stride.amount >= 0.0 else "bad"]
    drawn = [box((span.at(bar.start), y - HALF), (span.at(bar.end), y + HALF), fill=colour)]
    ends = [span.at(value) for value in finite((bar.low, bar.high))]
    if len(ends) > 1:
        drawn.append(line((ends[0], y), (ends[1], y), stroke=INK, stroke_width=1.2))
        drawn += [line((x, y - 3.5), (x, y + 3.5), stroke=INK, stroke_width=1.2) for x in ends]
    return drawn
