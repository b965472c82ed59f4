"""Figures with intervals under one another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.analysis.amounts import sentence
from sim.report.page.svg.axes import Span, across_ticks, bottom_axis, finite, notes
from sim.report.page.svg.canvas import FAINT, INK, SMALL, TONES, dot, drawing, line, text
from sim.report.page.svg.lettering import shortened, width
from sim.report.page.svg.rows import laid_out

if TYPE_CHECKING:
    from sim.report.pack.plots.ranges import Range, Ranges
    from sim.report.page.markup import Element
    from sim.report.page.svg.rows import Rows

ROOM: Final = 0.04
"""Room beyond the outermost value, as a share of the span."""
CAP: Final = 4.0
"""Half the height of the end of an interval."""


def ranges(plot: Ranges, wide: float) -> Element:
    """Draw figures with intervals, `wide` pixels wide."""
    rows, names = laid_out([row.name for row in plot.rows], [row.text for row in plot.rows], wide, 22.0)
    span = Span(*_limits(plot), rows.left, rows.right)
    found = across_ticks(plot.value, span, "")
    drawn: list[Element] = [
        line((span.at(value), rows.top), (span.at(value), rows.bottom), stroke=FAINT) for value in found.values
    ]
    drawn += _zero(plot, span, rows, wide)
    drawn += names
    for place, row in enumerate(plot.rows):
        drawn += _row(row, span, rows.middle(place))
    drawn += bottom_axis(span, found, rows.bottom + 17.0, (0.0, wide))
    note, end = notes(sentence(f"{plot.value.name}; bar: {plot.interval}"), rows.bottom + 22.0, wide)
    return drawing((wide, end), *drawn, *note)


def _limits(plot: Ranges) -> tuple[float, float]:
    known = finite(value for row in plot.rows for value in (row.low, row.middle, row.high))
    known += finite([plot.zero[1]] if plot.zero else [])
    low, high = min(known, default=0.0), max(known, default=1.0)
    room = ROOM * (high - low) or ROOM * abs(high) or 1.0
    return low - room, high + room


def _zero(plot: Ranges, span: Span, rows: Rows, wide: float) -> list[Element]:
    if not plot.zero or not finite([plot.zero[1]]):
        return []
    name, value = plot.zero
    words = shortened(name, wide, SMALL)
    half = width(words, SMALL) / 2.0
    x = span.at(value)
    middle = min(max(x, half), wide - half)
    return [
        line((x, rows.top - 4.0), (x, rows.bottom), stroke=INK),
        text((middle, rows.top - 9.0), words, font_size=SMALL, text_anchor="middle"),
    ]


def _row(row: Range, span: Span, y: float) -> list[Element]:
    colour = TONES[row.tone]
    drawn: list[Element] = []
    ends = [span.at(value) for value in finite((row.low, row.high))]
    if len(ends) > 1:
        drawn.append(line((ends[0], y), (ends[1], y), stroke=colour, stroke_width=2.5))
        drawn += [line((x, y - CAP), (x, y + CAP), stroke=colour, stroke_width=2.0) for x in ends]
    drawn += [dot((span.at(value), y), 5.0, fill=colour) for value in finite([row.middle])]
    return drawn
