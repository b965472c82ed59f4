"""Tornados as native bars: what an input does at its low and at its high end, from the base."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from sim.charts import lettering
from sim.report.deck.charts import lying, pieces, rows
from sim.report.deck.charts.sheet import Column, Sheet
from sim.report.deck.ink import GOOD, PLAIN, TEXT, Ink
from sim.report.deck.written import of_scale

if TYPE_CHECKING:
    from sim.report.deck.charts.space import Space
    from sim.report.deck.charts.spans import Span
    from sim.report.pack.plots.tornado import Swing, Tornado

MOST: Final = 12
"""Rows of a slide."""
_FAINT: Final = 0.6
"""White in the bars of inputs that do nothing beyond noise."""
_NAME, _LOW, _HIGH, _OVER = range(4)


def parts(tornado: Tornado) -> int:
    """Return how many slides the bars take."""
    return lying.parts(len(tornado.swings), MOST)


def draw(space: Space, tornado: Tornado) -> None:
    """Draw the bars of one slide."""
    laid = lying.layout(space, [_name(swing) for swing in tornado.swings], _ends(tornado), tornado.value, MOST)
    shown = tornado.swings[laid.shown]
    sheet = _sheet(shown, laid.axis, laid.left)
    lying.draw(space, laid, sheet, partial(_series, sheet, shown), _title(tornado), gap=45)


def _title(tornado: Tornado) -> str:
    name = tornado.value.name.removeprefix("change of ")
    return f"Change of {name} from {of_scale(tornado.base, tornado.value)}; labels: where the input stands"


def _name(swing: Swing) -> str:
    return swing.name if swing.clear else f"{swing.name} (within noise)"


def _hidden(swing: Swing) -> bool:
    """Tell whether the bar of the low end lies on the side of that of the high end, and would be covered by it."""
    return swing.low * swing.high > 0.0 and abs(swing.low) <= abs(swing.high)


def _written(end: str, swing: Swing) -> str:
    """Return what stands at an end of a bar; with both ends on one side, the longer bar says both."""
    low, high = f"low: {swing.low_text}", f"high: {swing.high_text}"
    if swing.low * swing.high <= 0.0:
        return low if end == "low" else high
    longer = "high" if _hidden(swing) else "low"
    both = f"{high}, {low}" if longer == "high" else f"{low}, {high}"
    return both if end == longer else ""


def _ends(tornado: Tornado) -> list[tuple[float, float]]:
    """Return where bars end, with room for what is written there."""
    return [
        (value, lettering.width(_written(end, swing), 12.0) + 0.15)
        for swing in tornado.swings
        for end, value in (("low", swing.low), ("high", swing.high))
    ]


def _sheet(shown: tuple[Swing, ...], axis: Span, left: float) -> Sheet:
    return Sheet((
        Column("input", tuple(rows.broken(_name(swing), left - 0.2) for swing in shown)),
        Column("input low", tuple(None if _hidden(swing) else swing.low for swing in shown), axis.form),
        Column("input high", tuple(swing.high for swing in shown), axis.form),
        Column("input low, drawn last", tuple(swing.low if _hidden(swing) else None for swing in shown), axis.form),
        Column("where it stands, low", tuple(swing.low_text for swing in shown)),
        Column("where it stands, high", tuple(swing.high_text for swing in shown)),
    ))  # fmt: skip


def _series(sheet: Sheet, shown: tuple[Swing, ...], size: float) -> list[pieces.Series]:
    return [_side(sheet, shown, size, column) for column in (_LOW, _HIGH, _OVER)]


def _side(sheet: Sheet, shown: tuple[Swing, ...], size: float, column: int) -> pieces.Series:
    end = "high" if column == _HIGH else "low"
    ink: Ink = GOOD if end == "high" else PLAIN
    texts = tuple(
        pieces.Label(place, _written(end, swing), "outEnd", TEXT)
        for place, swing in enumerate(shown)
        if _written(end, swing) and column != _OVER
    )
    points = "".join(
        f'<c:dPt><c:idx val="{place}"/>{pieces.UPRIGHT}<c:bubble3D val="0"/>{pieces.look(ink.lighter(_FAINT))}</c:dPt>'
        for place, swing in enumerate(shown)
        if not swing.clear
    )
    return pieces.Series(
        name=sheet.heading(column), across=sheet.values(_NAME), values=sheet.values(column), style=pieces.look(ink),
        marker=pieces.UPRIGHT, points=points, labels=pieces.labels(texts, size),
    )  # fmt: skip
