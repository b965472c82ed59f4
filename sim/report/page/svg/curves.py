"""Curves with intervals in one plot, named at their ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.analysis.amounts import sentence
from sim.charts.scales import limits
from sim.report.page.svg.axes import Span, across_ticks, bottom_axis, finite, left_axis, rules
from sim.report.page.svg.canvas import INK, MUTED, SMALL, TONES, area, drawing, line, on_marks, path, text
from sim.report.page.svg.cursor import cursor, marker, places
from sim.report.page.svg.ends import End, labels, room
from sim.report.page.svg.lettering import shortened, width
from sim.report.page.writing import written

if TYPE_CHECKING:
    from sim.report.pack.plots.curves import Curves, Line
    from sim.report.page.markup import Element

HIGH: Final = 230.0
WIDE: Final = 560.0
PITCH: Final = 16.0
"""Height of a line of names above or below the plot."""
STRENGTH, TOGETHER = 0.16, 0.3
"""How strongly an interval is filled, and all of them where they lie over one another."""
DASHES: Final = (None, "7 3", "2 3", "9 3 2 3")
"""Lines of one colour are told apart by these."""


def curves(plot: Curves, wide: float) -> Element:
    """Draw curves, `wide` pixels wide."""
    top = 14.0 + PITCH * len(plot.marks)
    bottom = top + max(HIGH if wide < WIDE else HIGH + 60.0, 15.5 * len(plot.lines))
    low_high = _limits(plot)
    found, left = left_axis(plot.value, low_high, (top, bottom))
    ends = _ends(plot)
    right = wide - room(ends, wide * 0.36)
    across = Span(plot.places[0], plot.places[-1] if len(plot.places) > 1 else plot.places[0] + 1.0, left, right)
    values = Span(*low_high, bottom, top)
    dated = plot.across.kind == "months" and bool(plot.start)
    drawn = [
        *rules(found, values, (left, right)),
        *_lines(plot, across, values),
        *_marks(plot, across, (top, bottom), wide),
        *labels(ends, values, right, wide - right),
        *bottom_axis(across, across_ticks(plot.across, across, plot.start), bottom + 18.0, (0.0, wide)),
        None if dated else text((right, bottom + 36.0), shortened(sentence(plot.across.name), right, SMALL),
                                font_size=SMALL, fill=MUTED, text_anchor="end"),
        cursor((top, bottom), [marker(map(values.at, one.middle), TONES[one.tone]) for one in plot.lines]),
    ]  # fmt: skip
    return drawing((wide, bottom + (26.0 if dated else 44.0)), *drawn, data_x=places(map(across.at, plot.places)))


def _limits(plot: Curves) -> tuple[float, float]:
    values = [value for one in plot.lines for row in (one.middle, one.low, one.high) for value in finite(row)]
    values += finite([plot.level[1]] if plot.level else [])
    return limits(min(values, default=0.0), max(values, default=0.0))


def _lines(plot: Curves, across: Span, values: Span) -> list[Element | None]:
    drawn: list[Element | None] = []
    if plot.level and finite([plot.level[1]]):
        y = values.at(plot.level[1])
        drawn.append(line((across.start, y), (across.end, y), stroke=INK, stroke_dasharray="1.5 3.5"))

    def placed(row: tuple[float, ...]) -> list[tuple[float, float]]:
        return [(across.at(place), values.at(value)) for place, value in zip(plot.places, row, strict=True)]

    strength = min(STRENGTH, TOGETHER / len(plot.lines))
    drawn += [
        area(placed(one.high), placed(one.low), fill=TONES[one.tone], fill_opacity=f"{strength:.3f}")
        for one in plot.lines
        if one.low and one.high
    ]
    for one in plot.lines:
        dash = _dash(plot, one)
        drawn.append(path(placed(one.middle), stroke=TONES[one.tone], stroke_width=2.5, stroke_dasharray=dash))
    return drawn


def _dash(plot: Curves, one: Line) -> str | None:
    alike = [each for each in plot.lines if each.tone == one.tone]
    return DASHES[alike.index(one) % len(DASHES)]


def _marks(plot: Curves, across: Span, heights: tuple[float, float], wide: float) -> list[Element]:
    """Draw upright lines, each named in a row of its own above the plot."""
    top, bottom = heights
    drawn = []
    for row, (name, place) in enumerate(plot.marks):
        if not finite([place]):
            continue
        words = shortened(name, wide * 0.8, SMALL)
        half = width(words, SMALL) / 2.0
        x = across.at(min(max(place, across.low), across.high))
        y = top - 6.0 - PITCH * (len(plot.marks) - 1 - row)
        middle = min(max(x, half), wide - half)
        drawn += [
            line((x, y + 3.0), (x, bottom), stroke=INK, stroke_dasharray="5 4"),
            on_marks((middle, y), words, font_size=SMALL, text_anchor="middle"),
        ]
    return drawn


def _ends(plot: Curves) -> list[End]:
    ends = []
    for one in plot.lines:
        known = finite(one.middle)
        if known:
            ends.append(End(known[-1], f"{written(known[-1], plot.value)} {one.name}", TONES[one.tone], "bold"))
    if plot.level:
        name, value = plot.level
        ends.append(End(value, f"{written(value, plot.value)} {name}"))
    return ends
