"""The fan: bands of a measure over the months, a drawing per policy, all on one scale."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.charts.scales import limits
from sim.report.pack.plots.scale import Scale
from sim.report.page.svg.axes import Span, across_ticks, bottom_axis, finite, left_axis, rules
from sim.report.page.svg.canvas import BODY, HEAD, INK, MUTED, TONES, area, drawing, line, path, text
from sim.report.page.svg.cursor import cursor, places, telling
from sim.report.page.svg.ends import End, labels, room
from sim.report.page.svg.lettering import wrapped
from sim.report.page.writing import written

if TYPE_CHECKING:
    from sim.report.pack.plots.fan import Course, Fan
    from sim.report.page.markup import Element

MONTHS: Final = Scale("month", "months")
HIGH: Final = 190.0
"""Pixels of height of the plot of a small drawing; a wide one gets more."""
WIDE: Final = 560.0
"""From which width on a drawing counts as wide."""
STRENGTHS: Final = (0.16, 0.2, 0.28)
"""How strongly bands are filled, widest first; inner ones lie over outer ones."""
LINES: Final = 2
"""Lines that a name, and what is written at its end, may take."""


def panels(fan: Fan, wide: float) -> list[Element]:
    """Return a drawing per policy, `wide` pixels wide."""
    names = [wrapped(one.name, wide - 4.0, LINES, HEAD, "bold") for one in fan.courses]
    ends = [wrapped(one.end, wide - 4.0, LINES, BODY) if one.end else [] for one in fan.courses]
    head = 20.0 * max(map(len, names), default=0) + 18.0 * max(map(len, ends), default=0) + 12.0
    return [
        _panel(fan, course, (wide, head), (name, end))
        for course, name, end in zip(fan.courses, names, ends, strict=True)
    ]


def _panel(fan: Fan, course: Course, size: tuple[float, float], words: tuple[list[str], list[str]]) -> Element:
    wide, top = size
    bottom = top + (HIGH if wide < WIDE else HIGH + 80.0)
    low_high = _limits(fan)
    found, left = left_axis(fan.value, low_high, (top, bottom))
    ends = _ends(fan, course)
    right = wide - room([end for one in fan.courses for end in _ends(fan, one)], wide * 0.3)
    months = Span(fan.months[0], max(fan.months[-1], fan.months[0] + 1), left, right)
    values = Span(*low_high, bottom, top)
    drawn = [
        *_heading(course, words),
        *rules(found, values, (left, right)),
        *_bands(fan, course, months, values),
        *labels(ends, values, right, wide - right),
        *bottom_axis(months, across_ticks(MONTHS, months, fan.start), bottom + 18.0, (0.0, wide)),
        cursor((top, bottom), [telling(map(values.at, course.median), TONES[course.tone])]),
    ]
    return drawing((wide, bottom + 26.0), *drawn, data_x=places(map(months.at, fan.months)))


def _limits(fan: Fan) -> tuple[float, float]:
    values = [value for one in fan.courses for row in (one.median, *(row for band in one.bands for row in band[1:]))
              for value in finite(row)]  # fmt: skip
    values += finite([fan.level[1]] if fan.level else [])
    return limits(min(values, default=0.0), max(values, default=0.0))


def _heading(course: Course, words: tuple[list[str], list[str]]) -> list[Element]:
    names, ends = words
    drawn = [
        text((0.0, 16.0 + 20.0 * place), each, font_size=HEAD, font_weight="bold", fill=TONES[course.tone])
        for place, each in enumerate(names)
    ]
    start = 16.0 + 20.0 * len(names)
    return drawn + [text((0.0, start + 18.0 * place), each, fill=INK) for place, each in enumerate(ends)]


def _bands(fan: Fan, course: Course, months: Span, values: Span) -> list[Element | None]:
    colour = TONES[course.tone]

    def placed(row: tuple[float, ...]) -> list[tuple[float, float]]:
        return [(months.at(month), values.at(value)) for month, value in zip(fan.months, row, strict=True)]

    drawn: list[Element | None] = [
        area(placed(high), placed(low), fill=colour, fill_opacity=f"{strength:g}")
        for (_, low, high), strength in zip(course.bands, STRENGTHS, strict=False)
    ]
    if fan.level and finite([fan.level[1]]):
        y = values.at(fan.level[1])
        drawn.append(line((months.start, y), (months.end, y), stroke=INK, stroke_dasharray="1.5 3.5"))
    return [*drawn, path(placed(course.median), stroke=colour, stroke_width=2.5, stroke_linejoin="round")]


def _ends(fan: Fan, course: Course) -> list[End]:
    """Return what is written at the right: the widest band, the median, and the level to compare with."""
    ends = [End(course.median[-1], written(course.median[-1], fan.value), TONES[course.tone], "bold")]
    for _, low, high in course.bands[:1]:
        ends += [End(row[-1], written(row[-1], fan.value)) for row in (high, low)]
    if fan.level:
        name, value = fan.level
        ends.append(End(value, name, MUTED))
    return ends
