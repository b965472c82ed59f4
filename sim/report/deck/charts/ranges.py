"""Figures with intervals as native bars with whiskers that read the sheet."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING, Final

from sim.analysis.amounts import sentence
from sim.charts import lettering
from sim.report.deck.charts import lying, pieces, rows
from sim.report.deck.charts.sheet import Column, Sheet
from sim.report.deck.ink import TEXT, TONES
from sim.report.deck.written import of_scale

if TYPE_CHECKING:
    from sim.report.deck.charts.space import Space
    from sim.report.deck.charts.spans import Span
    from sim.report.pack.plots.ranges import Range, Ranges

MOST: Final = 13
"""Rows of a slide."""
_TINT: Final = 0.35
_NAME, _MIDDLE, _LOW, _HIGH, _UP, _DOWN, _OUTER = range(7)


def parts(ranges: Ranges) -> int:
    """Return how many slides the rows take."""
    return lying.parts(len(ranges.rows), MOST)


def draw(space: Space, ranges: Ranges) -> None:
    """Draw the rows of one slide."""
    laid = lying.layout(space, [row.name for row in ranges.rows], _ends(ranges), ranges.value, MOST)
    shown = ranges.rows[laid.shown]
    sheet = _sheet(shown, laid.axis, laid.left)
    lying.draw(space, laid, sheet, partial(_series, sheet, shown), _title(ranges), gap=70)


def _title(ranges: Ranges) -> str:
    zero = ""
    if ranges.zero is not None:
        name, value = ranges.zero
        zero = f"; {of_scale(value, ranges.value)}: {name}"
    return f"{sentence(ranges.value.name)}{zero}; whiskers: {ranges.interval}"


def _ends(ranges: Ranges) -> list[tuple[float, float]]:
    """Return where bars and whiskers end, with room for what is written there."""
    ends = [(_outer(row), lettering.width(row.text, 12.0) + 0.15) for row in ranges.rows]
    ends += [(end, 0.0) for row in ranges.rows for end in (row.low, row.high)]
    return ends if ranges.zero is None else [*ends, (ranges.zero[1], 0.0)]


def _outer(row: Range) -> float:
    """Return the end of a row that is farthest from zero on the side of its bar: where its text stands."""
    middle = row.middle if math.isfinite(row.middle) else 0.0
    ends = [end for end in (row.low, row.high) if math.isfinite(end)] or [middle]
    return max(middle, *ends) if middle >= 0.0 else min(middle, *ends)


def _sheet(shown: tuple[Range, ...], axis: Span, left: float) -> Sheet:
    middle, low, high = ([getattr(row, part) for row in shown] for part in ("middle", "low", "high"))
    return Sheet((
        Column("name", tuple(rows.broken(row.name, left - 0.2) for row in shown)),
        Column("value", tuple(middle), axis.form),
        Column("low", tuple(low), axis.form),
        Column("high", tuple(high), axis.form),
        Column("reach up", rows.reach(middle, high), axis.form),
        Column("reach down", rows.reach(middle, low), axis.form),
        Column("where the text stands (not drawn)", tuple(_outer(row) for row in shown), axis.form),
    ))  # fmt: skip


def _series(sheet: Sheet, shown: tuple[Range, ...], size: float) -> list[pieces.Series]:
    texts = tuple(pieces.Label(place, row.text, "outEnd", TEXT) for place, row in enumerate(shown))
    points = "".join(
        f'<c:dPt><c:idx val="{place}"/>{pieces.UPRIGHT}<c:bubble3D val="0"/>'
        f"{pieces.look(TONES[row.tone].lighter(_TINT))}</c:dPt>"
        for place, row in enumerate(shown)
    )
    bars = pieces.Series(
        name=sheet.heading(_MIDDLE), across=sheet.values(_NAME), values=sheet.values(_MIDDLE),
        style=pieces.look(TONES["plain"].lighter(_TINT)), marker=pieces.UPRIGHT, points=points,
        whiskers=pieces.whiskers(sheet, (_UP, _DOWN)),
    )  # fmt: skip
    outer = pieces.Series(
        name=sheet.heading(_OUTER), across=sheet.values(_NAME), values=sheet.values(_OUTER),
        style=pieces.look(), marker=pieces.UPRIGHT, labels=pieces.labels(texts, size),
    )  # fmt: skip
    return [bars, outer]
