"""The tornado: what each input does at the ends of its range, the widest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.analysis.amounts import sentence
from sim.charts.scales import around_zero
from sim.report.page.svg.axes import Span, Ticks, bottom_axis, finite, notes, ticks
from sim.report.page.svg.canvas import FAINT, INK, SMALL, TONES, box, drawing, line, text
from sim.report.page.svg.lettering import shortened, widest, width
from sim.report.page.svg.rows import laid_out
from sim.report.page.writing import written

if TYPE_CHECKING:
    from sim.report.pack.plots.tornado import Swing, Tornado
    from sim.report.page.markup import Element
    from sim.report.page.svg.rows import Rows

HALF: Final = 8.0
"""Half the height of a bar."""
GAP: Final = 6.0
MOST: Final = 0.22
"""Share of the width of the plot that is written at either end of a bar, at most."""


def tornado(plot: Tornado, wide: float) -> Element:
    """Draw swings around the base, `wide` pixels wide."""
    names = [swing.name if swing.clear else f"{swing.name} (within noise)" for swing in plot.swings]
    rows, drawn = laid_out(names, [""] * len(names), wide, 24.0)
    most = MOST * (rows.right - rows.left)
    room = min(most, widest([text for swing in plot.swings for text in (swing.low_text, swing.high_text)], SMALL)) + GAP
    low, high = around_zero(value for swing in plot.swings for value in (swing.low, swing.high))
    span = Span(low, high, rows.left + room, rows.right - room)
    found = _ticks(plot, (low, high), span)
    grid = [line((span.at(value), rows.top), (span.at(value), rows.bottom), stroke=FAINT) for value in found.values]
    bars = [part for place, swing in enumerate(plot.swings) for part in _bar(swing, span, rows.middle(place), most)]
    name = plot.value.name if plot.value.name.startswith("change") else f"change of {plot.value.name}"
    words = sentence(f"{name}; at the ends of a bar: where the input stands")
    note, end = notes(words, rows.bottom + 22.0, wide)
    return drawing(
        (wide, end), *note, *grid, *drawn, *bars, *_base(plot, span, rows, wide),
        *bottom_axis(span, found, rows.bottom + 17.0, (0.0, wide)),
    )  # fmt: skip


def _ticks(plot: Tornado, low_high: tuple[float, float], span: Span) -> Ticks:
    found = ticks(low_high, plot.value, max(2, int((span.end - span.start) / 78.0)))
    labels = [f"+{label}" if value > 0.0 else label for value, label in zip(found.values, found.labels, strict=True)]
    return Ticks(found.values, labels)


def _base(plot: Tornado, span: Span, rows: Rows, wide: float) -> list[Element]:
    words = shortened(f"{written(plot.base, plot.value)} with every input at its median", wide, SMALL)
    half = width(words, SMALL) / 2.0
    x = span.at(0.0)
    return [
        line((x, rows.top - 4.0), (x, rows.bottom), stroke=INK),
        text((min(max(x, half), wide - half), rows.top - 10.0), words, font_size=SMALL, text_anchor="middle"),
    ]


def _bar(swing: Swing, span: Span, y: float, most: float) -> list[Element]:
    drawn: list[Element] = []
    for value in finite((swing.low, swing.high)):
        colour = TONES["good" if value >= 0.0 else "bad"]
        look = {"fill": colour} if swing.clear else {"fill": colour, "fill_opacity": "0.25", "stroke": colour}
        drawn.append(box((span.at(0.0), y - HALF), (span.at(value), y + HALF), **look))
    ends = sorted(
        ((value, words) for value, words in ((swing.low, swing.low_text), (swing.high, swing.high_text))
         if finite([value])), key=lambda end: end[0],
    )  # fmt: skip
    if len(ends) > 1:
        left, right = span.at(min(ends[0][0], 0.0)) - GAP, span.at(max(ends[-1][0], 0.0)) + GAP
        for x, words, anchor in ((left, ends[0][1], "end"), (right, ends[-1][1], "start")):
            drawn.append(text((x, y + 4.5), shortened(words, most, SMALL), font_size=SMALL, text_anchor=anchor))
    return drawn
