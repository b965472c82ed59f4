"""The markup of the axes of native charts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from sim.report.deck.charts.markup import ACROSS, UP, type_of
from sim.report.deck.charts.pieces import Stroke, letters, look
from sim.report.deck.ink import FAINT, LINE, MUTED

if TYPE_CHECKING:
    from sim.report.deck.charts.spans import Months, Span


def _ends(low: float, high: float) -> str:
    return f'<c:scaling><c:orientation val="minMax"/><c:max val="{high!r}"/><c:min val="{low!r}"/></c:scaling>'


def _title(text: str, size: float, turn: str = "") -> str:
    if not text:
        return ""
    font = f"<a:defRPr {letters(size)}>{MUTED.xml()}</a:defRPr>"
    run = f'<a:r><a:rPr lang="en-GB" {letters(size)}>{MUTED.xml()}</a:rPr><a:t>{escape(text)}</a:t></a:r>'
    rich = f"<c:rich><a:bodyPr{turn}/><a:lstStyle/><a:p><a:pPr>{font}</a:pPr>{run}</a:p></c:rich>"
    return f'<c:title><c:tx>{rich}</c:tx><c:overlay val="0"/></c:title>'


def _numbered(form: str, labels: str) -> str:
    ticks = '<c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
    written = escape(form, {'"': "&quot;"})
    return f'<c:numFmt formatCode="{written}" sourceLinked="0"/>{ticks}<c:tickLblPos val="{labels}"/>'


_GRID: Final = f"<c:majorGridlines><c:spPr>{Stroke(FAINT, 0.75).xml()}</c:spPr></c:majorGridlines>"


def values_up(axis: Span, size: float, *, between: str = "midCat", title: str = "") -> str:
    """Return an upright axis of numbers."""
    return _values(axis, size, (UP, ACROSS), "l", between=between, title=title)


def values_across(axis: Span, size: float, *, title: str, of: str = "bars") -> str:
    """Return a level axis of numbers, under bars that lie or under points."""
    if of == "bars":
        return _values(axis, size, (UP, ACROSS), "b", between="between", title=title)
    return _values(axis, size, (ACROSS, UP), "b", between="midCat", title=title)


def _values(axis: Span, size: float, ids: tuple[int, int], side: str, *, between: str, title: str) -> str:
    turn = ' rot="-5400000" vert="horz"' if side == "l" else ""
    rows = side == "b" and ids[0] == UP  # names run from the top, so their end is at the bottom
    crosses = f'<c:crosses val="{"max" if rows else "autoZero"}"/>'
    beside = "nextTo" if rows else "low"
    return (
        f'<c:valAx><c:axId val="{ids[0]}"/>{_ends(axis.low, axis.high)}<c:delete val="0"/><c:axPos val="{side}"/>'
        f"{_GRID}{_title(title, size, turn)}{_numbered(axis.form, beside)}{look()}{type_of(size)}"
        f'<c:crossAx val="{ids[1]}"/>{crosses}<c:crossBetween val="{between}"/>'
        f'<c:majorUnit val="{axis.step!r}"/></c:valAx>'
    )


def months_under(shown: Months, size: float) -> str:
    """Return a level axis of months."""
    base = "months" if shown.dated else "days"
    return (
        f'<c:dateAx><c:axId val="{ACROSS}"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/>'
        f'<c:axPos val="b"/>{_title("" if shown.dated else "month", size)}{_numbered(shown.form, "low")}'
        f'{look(stroke=Stroke(LINE, 0.75))}{type_of(size)}<c:crossAx val="{UP}"/><c:crosses val="autoZero"/>'
        f'<c:auto val="0"/><c:lblOffset val="100"/><c:baseTimeUnit val="{base}"/>'
        f'<c:majorUnit val="{shown.every}"/><c:majorTimeUnit val="{shown.unit}"/></c:dateAx>'
    )


LEVEL: Final = ' rot="0" vert="horz"'
"""Names are never turned."""


def names(size: float, *, side: str) -> str:
    """Return an axis of names, on the left (`l`, from the top) or below (`b`)."""
    way = "maxMin" if side == "l" else "minMax"
    return (
        f'<c:catAx><c:axId val="{ACROSS}"/><c:scaling><c:orientation val="{way}"/></c:scaling><c:delete val="0"/>'
        f'<c:axPos val="{side}"/>{_numbered("General", "low")}{look(stroke=Stroke(LINE, 1.0))}'
        f'{type_of(size, turn=LEVEL)}<c:crossAx val="{UP}"/><c:crosses val="autoZero"/><c:auto val="0"/>'
        f'<c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx>'
    )
