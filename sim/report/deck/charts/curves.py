"""Curves as native lines, each named at its end, its interval as thin lines beside it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sim.analysis.amounts import sentence
from sim.charts import lettering
from sim.report.deck.charts import axes, markup, rows
from sim.report.deck.charts.ink import MUTED, TONES, written
from sim.report.deck.charts.sheet import Column, Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.report.deck.charts.axes import Span
    from sim.report.deck.charts.sheet import Cell
    from sim.report.deck.charts.space import Space
    from sim.report.pack.plots import Curves, Line

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
    stroke: markup.Stroke | None
    label: markup.Label | None = None
    fall: str = ""


def draw(space: Space, curves: Curves) -> None:
    """Draw the lines over months or over another quantity."""
    box = space.box
    ends = [v for line in curves.lines for side in (line.middle, line.low, line.high) for v in side]
    level = [] if curves.level is None else [curves.level[1]]
    axis = axes.span([*ends, *level], curves.value, box.height - 1.0)
    names = [lettering.shortened(line.name, LONGEST, 12.0, "bold") for line in curves.lines]
    right = max((lettering.width(name, 12.0, "bold") for name in names), default=0.0) + 0.25
    monthly = curves.across.kind == "months"
    inner = space.inner(axis.widest + 0.14, 0.3 if curves.marks else 0.1, right, 0.32 if monthly else rows.BELOW)
    sheet = _sheet(curves, axis, monthly=int(monthly))
    columns = _drawn(curves, names, axis, inner[3] * box.height, box.height)
    across = inner[2] * box.width

    def drawn(size: float) -> bytes:
        series = [_series(sheet, one, size) for one in columns]
        if monthly:
            shown = axes.Months.of([round(place) for place in curves.places], curves.start, across)
            scales = axes.months_under(shown, size) + axes.values_up(axis, size)
            return markup.chart_space(markup.lines(series), scales, inner, size)
        under = _under(curves, across)
        scales = axes.values_across(under, size, title=sentence(curves.across.name), of="points")
        return markup.chart_space(markup.points(series), scales + axes.values_up(axis, size), inner, size)

    space.leaf.chart(box, sheet, drawn, space.tag())


def _under(curves: Curves, width: float) -> Span:
    """Return the axis of a quantity; it starts where the places start, which need not be at zero."""
    low, high = min(curves.places), max(curves.places)
    found = axes.span([high - low], curves.across, width, every=1.1)
    start = math.floor(low / found.step + 1e-9) * found.step
    end = math.ceil(high / found.step - 1e-9) * found.step
    return axes.Span(start, end if end > start else start + found.step, found.step, curves.across)


def _sheet(curves: Curves, axis: Span, *, monthly: int) -> Sheet:
    across: Sequence[Cell] = curves.places
    form = "General"
    if monthly:
        across, form = axes.months_across([round(place) for place in curves.places], curves.start)
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
    nearest = min(range(len(places)), key=lambda index: abs(places[index] - place))
    return tuple(value if index == nearest else None for index in range(len(places)))


def _drawn(curves: Curves, names: list[str], axis: Span, area: float, height: float) -> list[Drawn]:
    found, column = [], 1
    last = len(curves.places) - 1
    shifts = _shifts(curves.lines, axis, area)
    for number, line in enumerate(curves.lines):
        same = sum(other.tone == line.tone for other in curves.lines[:number])
        dash = _DASHES[same % len(_DASHES)]
        label = markup.Label(last, names[number], "r", written(line.tone), bold=True, shift=shifts[number] / height)
        found.append(Drawn(column, markup.Stroke(TONES[line.tone], 2.25, dash), label))
        thin = markup.Stroke(TONES[line.tone].lighter(0.55), 0.75, dash)
        sides = 2 if line.low else 0
        found += [Drawn(column + side, thin) for side in range(1, sides + 1)]
        column += 1 + sides
    for name, place in curves.marks:
        nearest = min(range(last + 1), key=lambda index: abs(curves.places[index] - place))
        fall = markup.drop_line(markup.Stroke(MUTED, 1.0, "sysDash"), axis.high - axis.low)
        found.append(Drawn(column, None, markup.Label(nearest, name, "t", MUTED), fall))
        column += 1
    if curves.level is not None:
        label = markup.Label(last // 6, curves.level[0], "t", MUTED)
        found.append(Drawn(column, markup.Stroke(MUTED, 1.0, "sysDash"), label))
    return found


def _shifts(lines: Sequence[Line], axis: Span, area: float) -> list[float]:
    """Return how far down names move, in inches, so that none covers another."""
    ends = [line.middle[-1] if math.isfinite(line.middle[-1]) else axis.low for line in lines]
    wanted = [(1.0 - axis.share(end)) * area for end in ends]
    placed = lettering.spread(wanted, _LINE, 0.0, area)
    return [to - at for at, to in zip(wanted, placed, strict=True)]


def _series(sheet: Sheet, one: Drawn, size: float) -> markup.Series:
    return markup.Series(
        name=sheet.heading(one.column), across=sheet.values(0), values=sheet.values(one.column),
        style=markup.look(stroke=one.stroke), marker=markup.NO_MARKER,
        labels=markup.labels((one.label,) if one.label else (), size), whiskers=one.fall,
    )  # fmt: skip
