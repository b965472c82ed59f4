"""Curves as native lines, each named at its end, its interval as thin lines beside it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sim.analysis.amounts import sentence
from sim.charts import lettering
from sim.report.deck.charts import axes, markup, pieces, rows, spans
from sim.report.deck.charts.sheet import Column, Sheet
from sim.report.deck.ink import MUTED, TONES, written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.report.deck.charts.sheet import Cell
    from sim.report.deck.charts.space import Space
    from sim.report.deck.charts.spans import Span
    from sim.report.pack.plots.curves import Curves, Line

LONGEST: Final = 2.6
"""Inches of a name."""
_DASHES: Final = ("solid", "dash", "sysDot", "dashDot", "lgDash", "lgDashDot")
"""Of lines that share a colour."""
_LINE: Final = 0.23
"""Inches from one name to the next."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A column of the sheet as it is drawn.

    Attributes
    ----------
    column
        Its place in the sheet.
    stroke
        Of its line; None for none.
    label
        Its name; None for none.
    fall
        Markup of a line down from its points; empty for none.
    """

    column: int
    stroke: pieces.Stroke | None
    label: pieces.Label | None = None
    fall: str = ""


def draw(space: Space, curves: Curves) -> None:
    """Draw the lines over months or over another quantity."""
    box = space.box
    ends = [v for line in curves.lines for side in (line.middle, line.low, line.high) for v in side]
    level = [] if curves.level is None else [curves.level[1]]
    axis = spans.span([*ends, *level], curves.value, box.height - 1.0)
    names = [lettering.shortened(line.name, LONGEST, 12.0, "bold") for line in curves.lines]
    right = max((lettering.width(name, 12.0, "bold") for name in names), default=0.0) + 0.25
    monthly = curves.across.kind == "months"
    left = axis.widest + 0.14
    rows_up = _mark_rows(curves, box.width - left - right)
    inner = space.inner(left, 0.1 + _LINE * (max(rows_up, default=-1) + 1), right, 0.32 if monthly else rows.BELOW)
    sheet = _sheet(curves, axis, monthly=int(monthly))
    columns = [
        *_lines(curves, names, (axis, inner[3] * box.height, box.height)),
        *_marks(curves, axis, [row * _LINE / box.height for row in rows_up]),
        *_level(curves),
    ]
    across = inner[2] * box.width

    def drawn(size: float) -> bytes:
        series = [_series(sheet, one, size) for one in columns]
        if monthly:
            shown = spans.Months.of([round(place) for place in curves.places], curves.start, across)
            scales = axes.months_under(shown, size) + axes.values_up(axis, size)
            return markup.chart_space(markup.lines(series), scales, inner, size)
        under = _under(curves, across)
        scales = axes.values_across(under, size, title=sentence(curves.across.name), of="points")
        return markup.chart_space(markup.points(series), scales + axes.values_up(axis, size), inner, size)

    space.leaf.chart(box, sheet, drawn, space.tag())


def _under(curves: Curves, width: float) -> Span:
    """Return the axis of a quantity; it starts where the places start, which need not be at zero."""
    low, high = min(curves.places), max(curves.places)
    found = spans.span([high - low], curves.across, width, every=1.1)
    start = math.floor(low / found.step + 1e-9) * found.step
    end = math.ceil(high / found.step - 1e-9) * found.step
    return spans.Span(start, end if end > start else start + found.step, found.step, curves.across)


def _sheet(curves: Curves, axis: Span, *, monthly: int) -> Sheet:
    across: Sequence[Cell] = curves.places
    form = "General"
    if monthly:
        across, form = spans.months_across([round(place) for place in curves.places], curves.start)
    columns = [Column(curves.across.name, tuple(across), form)]
    for line in curves.lines:
        columns.append(Column(line.name, line.middle, axis.form))
        if line.low:
            columns += [Column(f"{line.name}: low", line.low, axis.form)]
            columns += [Column(f"{line.name}: high", line.high, axis.form)]
    for name, place in curves.marks:
        columns.append(Column(name, _only_at(curves.places, place, axis.high), axis.form))
    if curves.level is not None:
        columns.append(Column(curves.level[0], (curves.level[1],) * len(curves.places), axis.form))
    return Sheet(tuple(columns))


def _only_at(places: Sequence[float], place: float, value: float) -> tuple[float | None, ...]:
    """Return a value at the nearest of the places, and nothing elsewhere."""
    nearest = _nearest(places, place)
    return tuple(value if index == nearest else None for index in range(len(places)))


def _lines(curves: Curves, names: list[str], room: tuple[Span, float, float]) -> list[Drawn]:
    """Return the lines with their names and intervals; `room` is the axis, and heights of plot and chart in inches."""
    axis, area, height = room
    found, column, last = [], 1, len(curves.places) - 1
    shifts = _shifts(curves.lines, axis, area)
    for number, line in enumerate(curves.lines):
        same = sum(other.tone == line.tone for other in curves.lines[:number])
        dash = _DASHES[same % len(_DASHES)]
        label = pieces.Label(last, names[number], "r", written(line.tone), bold=True, shift=shifts[number] / height)
        found.append(Drawn(column, pieces.Stroke(TONES[line.tone], 2.25, dash), label))
        thin = pieces.Stroke(TONES[line.tone].lighter(0.55), 0.75, dash)
        sides = 2 if line.low else 0
        found += [Drawn(column + side, thin) for side in range(1, sides + 1)]
        column += 1 + sides
    return found


def _marks(curves: Curves, axis: Span, shifts: list[float]) -> list[Drawn]:
    """Return upright lines with their names above them."""
    first = 1 + sum(3 if line.low else 1 for line in curves.lines)
    fall = pieces.drop_line(pieces.Stroke(MUTED, 1.0, "sysDash"), axis.high - axis.low)
    return [
        Drawn(first + row, None, pieces.Label(_nearest(curves.places, at), name, "t", MUTED, shift=-shifts[row]), fall)
        for row, (name, at) in enumerate(curves.marks)
    ]


def _level(curves: Curves) -> list[Drawn]:
    """Return a level line with its name."""
    if curves.level is None:
        return []
    column = 1 + sum(3 if line.low else 1 for line in curves.lines) + len(curves.marks)
    label = pieces.Label((len(curves.places) - 1) // 6, curves.level[0], "t", MUTED)
    return [Drawn(column, pieces.Stroke(MUTED, 1.0, "sysDash"), label)]


def _mark_rows(curves: Curves, width: float) -> list[int]:
    """Return in which row above the plot each mark's name stands, so that neighbours don't meet."""
    low, high = min(curves.places), max(curves.places)
    ends: list[float] = []
    found = [0] * len(curves.marks)
    for place in sorted(range(len(curves.marks)), key=lambda place: curves.marks[place][1]):
        name, at = curves.marks[place]
        middle = (at - low) / ((high - low) or 1.0) * width
        half = lettering.width(name, 12.0) / 2.0 + 0.08
        row = next((row for row, end in enumerate(ends) if end <= middle - half), len(ends))
        ends[row:] = [middle + half, *ends[row + 1 :]]
        found[place] = row
    return found


def _nearest(places: Sequence[float], at: float) -> int:
    return min(range(len(places)), key=lambda index: abs(places[index] - at))


def _shifts(lines: Sequence[Line], axis: Span, area: float) -> list[float]:
    """Return how far down names move, in inches, so that none covers another."""
    ends = [line.middle[-1] if math.isfinite(line.middle[-1]) else axis.low for line in lines]
    wanted = [(1.0 - axis.share(end)) * area for end in ends]
    placed = lettering.spread(wanted, _LINE, 0.0, area)
    return [to - at for at, to in zip(wanted, placed, strict=True)]


def _series(sheet: Sheet, one: Drawn, size: float) -> pieces.Series:
    return pieces.Series(
        name=sheet.heading(one.column), across=sheet.values(0), values=sheet.values(one.column),
        style=pieces.look(stroke=one.stroke), marker=pieces.NO_MARKER,
        labels=pieces.labels((one.label,) if one.label else (), size), whiskers=one.fall,
    )  # fmt: skip
