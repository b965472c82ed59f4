"""Fans as native charts: bands stacked on a hidden base, the median and a level as lines on the same axes."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from sim.charts import lettering
from sim.report.deck.charts import axes, markup, pieces, spans
from sim.report.deck.charts.sheet import Column, Sheet
from sim.report.deck.ink import MUTED, TONES, written
from sim.report.deck.leaf import Style
from sim.report.deck.written import of_scale

if TYPE_CHECKING:
    from sim.report.deck.boxes import Box
    from sim.report.deck.charts.space import Space
    from sim.report.deck.charts.spans import Span
    from sim.report.pack.plots.fan import Course, Fan
    from sim.report.pack.plots.scale import Row

MOST: Final = 6
"""Panels of a slide."""
_GRID: Final = {1: (1, 1), 2: (2, 1), 3: (3, 1), 4: (2, 2), 5: (3, 2), 6: (3, 2)}
"""Columns and rows by the number of panels."""
_ROW: Final = 3
"""Panels that stand in one row."""
_TINTS: Final = (0.78, 0.55, 0.25)
"""Share of white in bands, the widest first."""
_HEAD: Final = 0.52
"""Inches above a panel for name and end under one another; beside one another they take half."""
_BETWEEN: Final = 0.15
_EVERY: Final = 0.34
"""Inches between name and end, and from one number of the axis to the next."""


def parts(fan: Fan) -> int:
    """Return how many slides a fan takes."""
    return max(1, math.ceil(len(fan.courses) / MOST))


def spare(fan: Fan, part: int, box: Box) -> Box | None:
    """Return the room that the panels of a slide leave free in their grid; None when they fill it."""
    boxes, shown = _boxes(box, count := len(_shown(fan, part)[1])), count
    return boxes[-1] if len(boxes) > shown else None


def crowded(fan: Fan) -> bool:
    """Tell whether panels stand in two rows, so that there is no room for words below them."""
    return len(_shown(fan, 0)[1]) > _ROW


def _shown(fan: Fan, part: int) -> tuple[int, tuple[Course, ...]]:
    """Return the panels of a slide, and how many come before."""
    each = math.ceil(len(fan.courses) / parts(fan))
    return part * each, fan.courses[part * each : (part + 1) * each]


def _boxes(box: Box, count: int) -> list[Box]:
    columns, rows = _GRID[count]
    return [one for row in box.rows(rows, 0.12) for one in row.columns(columns, 0.3)]


def draw(space: Space, fan: Fan) -> None:
    """Draw the panels of one slide, all slides of the fan on one scale."""
    first, shown = _shown(fan, space.part)
    boxes = _boxes(space.box, len(shown))
    head = _HEAD if any(_wide(space, course) > boxes[0].width for course in shown) else _HEAD / 2.0
    axis = spans.span(_values(fan), fan.value, boxes[0].height - head - 0.4, every=_EVERY)
    for place, (course, box) in enumerate(zip(shown, boxes, strict=False)):
        above, below = box.cut_top(head)
        _panel(space.within(below), fan, axis, first + place)
        _head(space.within(above), course, first + place + 1)


def _values(fan: Fan) -> list[float]:
    level = [] if fan.level is None else [fan.level[1]]
    ends = [value for course in fan.courses for _, *sides in course.bands for side in sides for value in side]
    return [*level, *ends, *(value for course in fan.courses for value in course.median)]


def _wide(space: Space, course: Course) -> float:
    """Return the inches that name and end of a panel take beside one another."""
    text = lettering.width(course.name, 14.0, "bold") + lettering.width(course.end, 12.0) + _BETWEEN
    return text * space.leaf.ground.theme.stretch


def _head(space: Space, course: Course, number: int) -> None:
    """Write whose panel it is, and how it ends: beside one another, or under one another where a box is higher."""
    leaf, stretch, box = space.leaf, space.leaf.ground.theme.stretch, space.box
    name, end = box.cut_top(_HEAD / 2.0)
    if end.height < _HEAD / 4.0:
        name, end = box.cut_left(lettering.width(course.name, 14.0, "bold") * stretch + 0.05, _BETWEEN - 0.05)
    shown = lettering.shortened(course.name, name.width / stretch, 14.0, "bold")
    tag = space.tag(f"{number}:name", f"Name of the panel: {course.name}")
    leaf.text(name, [shown], Style(14.0, written(course.tone), 1, anchor="bottom"), tag)
    if course.end:
        shown = lettering.shortened(course.end, end.width / stretch, 12.0)
        tag = space.tag(f"{number}:end", f"How it ends: {course.end}")
        leaf.text(end, [shown], Style(12.0, MUTED, anchor="bottom"), tag)


def _panel(space: Space, fan: Fan, axis: Span, place: int) -> None:
    course = fan.courses[place]
    box = space.box
    sheet = _sheet(fan, course, axis)
    end = of_scale(course.median[-1], fan.value)
    inner = space.inner(axis.widest + 0.14, 0.1, lettering.width(end, 12.0, "bold") + 0.16, 0.3)
    shown = spans.Months.of(fan.months, fan.start, inner[2] * box.width)

    def drawn(size: float) -> bytes:
        groups = _bands(sheet, course) + _lines(sheet, fan, course, end, size)
        scales = axes.months_under(shown, size) + axes.values_up(axis, size)
        return markup.chart_space(groups, scales, inner, size)

    alt = f"{course.name}: {space.exhibit.alt}"
    space.leaf.chart(box, sheet, drawn, space.tag(str(place + 1), alt))


def _sheet(fan: Fan, course: Course, axis: Span) -> Sheet:
    across, form = spans.months_across(fan.months, fan.start)
    edges = [low for _, low, _ in course.bands] + [high for _, _, high in reversed(course.bands)]
    columns = [Column("month", across, form)]
    if edges:
        columns.append(Column("lower end (not drawn)", edges[0], axis.form))
        names = [f"{share}%" for share, *_ in course.bands]
        steps = [f"{name} below" for name in names[:-1]] + names[-1:] + [f"{name} above" for name in names[-2::-1]]
        columns += [
            Column(name, _difference(low, high), axis.form)
            for name, (low, high) in zip(steps, pairwise(edges), strict=True)
        ]
    columns.append(Column("median", course.median, axis.form))
    if fan.level is not None:
        columns.append(Column(fan.level[0], (fan.level[1],) * len(fan.months), axis.form))
    return Sheet(tuple(columns))


def _difference(low: Row, high: Row) -> tuple[float, ...]:
    return tuple(above - below for below, above in zip(low, high, strict=True))


def _bands(sheet: Sheet, course: Course) -> str:
    if not course.bands:
        return ""
    count = len(course.bands)
    tints = list(_TINTS[3 - count :] if count <= len(_TINTS) else [_TINTS[0]] * (count - 3) + list(_TINTS))
    fills = [None, *(TONES[course.tone].lighter(share) for share in [*tints, *tints[-2::-1]])]
    series = [
        pieces.Series(
            name=sheet.heading(place),
            across=sheet.values(0),
            values=sheet.values(place),
            style=pieces.look(fill),
        )
        for place, fill in enumerate(fills, 1)
    ]
    return markup.areas(series)


def _lines(sheet: Sheet, fan: Fan, course: Course, end: str, size: float) -> str:
    last = len(fan.months) - 1
    place = len(sheet.columns) - (1 if fan.level is None else 2)
    label = pieces.Label(last, end, "r", written(course.tone), bold=True)
    looks = [pieces.Stroke(TONES[course.tone].lighter(-0.25), 2.25), pieces.Stroke(MUTED, 1.0, "sysDash")]
    shown = [(label,), _level(fan, course)]
    series = [
        pieces.Series(
            name=sheet.heading(column),
            across=sheet.values(0),
            values=sheet.values(column),
            style=pieces.look(stroke=looks[number]),
            marker=pieces.NO_MARKER,
            labels=pieces.labels(shown[number], size),
        )
        for number, column in enumerate(range(place, len(sheet.columns)))
    ]
    return markup.lines(series, place - 1)


def _level(fan: Fan, course: Course) -> tuple[pieces.Label, ...]:
    """Name the level where the bands leave room: on the side of it where the path does not go."""
    if fan.level is None:
        return ()
    name, value = fan.level
    where = "b" if course.median[-1] >= value else "t"
    return (pieces.Label(len(fan.months) // 6, name, where, MUTED),)
