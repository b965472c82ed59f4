"""Tables as native tables: columns as wide as their words, rows over as many slides as they take."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from lxml import etree
from pptx.enum.text import MSO_ANCHOR
from pptx.util import Emu

from sim.analysis.amounts import sentence
from sim.charts import lettering
from sim.report.deck.charts.pieces import Stroke
from sim.report.deck.fitting import line_count, width
from sim.report.deck.ink import FAINT, MUTED, TEXT
from sim.report.deck.leaf import Style, Tag
from sim.report.deck.written import cell

if TYPE_CHECKING:
    from sim.report.deck.boxes import Box
    from sim.report.deck.leaf import Leaf
    from sim.report.tables.table import Table

SIZE: Final = 12.0
PAD: Final = 0.08
"""Inches on every side of a text."""
_TALL: Final = 0.08
_NARROWEST: Final = 0.7
_WIDEST: Final = 4.2
"""Inches of a column of words, more or less."""
_WORD: Final = 2.4
"""Inches of a word that is not broken."""
_PLAIN: Final = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""The style of tables called `No Style, No Grid`."""
_A: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"


@dataclass(frozen=True, slots=True)
class Grid:
    """A piece of a table that has room on a slide.

    Attributes
    ----------
    heads
        Headings as written.
    rows
        Cells as written.
    sides
        `l` or `r` per column.
    widths
        Inches per column.
    heights
        Inches per row, the headings' first.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sides: tuple[str, ...]
    widths: tuple[float, ...]
    heights: tuple[float, ...]


def grids(table: Table, room: float, heights: tuple[float, float], currency: str) -> list[Grid]:
    """Return a table in pieces that fit, at least one when it has rows; the first column leads every piece.

    Parameters
    ----------
    table
        The table.
    room
        Inches of width.
    heights
        Inches of height of the first piece, and of all others.
    currency
        Of amounts.
    """
    columns = range(len(table.headings))
    texts = [tuple(_cell(table, row, place, currency) for place in columns) for row in range(len(table.rows))]
    found: list[Grid] = []
    for chosen in _chosen(table, texts, room):
        widths = _widths(table, texts, chosen, room)
        shape = chosen, widths
        found += _pieces(
            table, [tuple(row[place] for place in chosen) for row in texts], shape, heights[1:] if found else heights
        )
    return found


def write(leaf: Leaf, box: Box, grid: Grid, tag: Tag) -> None:
    """Write a piece of a table."""
    table = leaf.table(box, len(grid.rows) + 1, len(grid.heads), tag)
    _plain(table)
    for place, wide in enumerate(grid.widths):
        table.columns[place].width = leaf.ground.emu(wide)
    for number, texts in enumerate((grid.heads, *grid.rows)):
        table.rows[number].height = leaf.ground.emu(grid.heights[number])
        for place, text in enumerate(texts):
            style = Style(SIZE, TEXT if number else MUTED, int(not number), grid.sides[place])
            _write(leaf, table.cell(number, place), text, style)


def _cell(table: Table, row: int, place: int, currency: str) -> str:
    kind = table.headings[place].kind
    if kind == "by row":
        kind = table.scales[row].kind if table.scales else "ratio"
    return cell(table.rows[row][place], kind, currency)


def _wanted(table: Table, texts: list[tuple[str, ...]], place: int) -> tuple[float, float]:
    """Return the least width of a column, and the one it would like: words may be wrapped, numbers may not."""
    name, padding = table.headings[place].name, 2.0 * PAD + 0.06
    cells = max((width(row[place], SIZE) for row in texts), default=0.0)
    word = max((width(one, SIZE, "bold") for one in name.split()), default=0.0)
    head = max(min(word, _WIDEST), min(width(name, SIZE, "bold") / 2.0, 1.6))
    if table.headings[place].kind != "text":
        both = max(cells, head, _NARROWEST) + padding
        return both, both
    long = max((width(one, SIZE) for row in texts for one in row[place].split()), default=0.0)
    return max(min(long, _WORD), head, _NARROWEST) + padding, max(min(cells, _WIDEST), head, _NARROWEST) + padding


def _chosen(table: Table, texts: list[tuple[str, ...]], room: float) -> list[tuple[int, ...]]:
    """Return the columns of every piece: as many as have room, the first before each."""
    least = [_wanted(table, texts, place)[0] for place in range(len(table.headings))]
    count, used = 1, least[0]
    for place in range(1, len(least)):
        if used + least[place] > room and used > least[0]:
            count, used = count + 1, least[0]
        used += least[place]
    others = range(1, len(least))
    each = math.ceil(len(others) / count) or 1  # no last piece of one column
    return [(0, *others[place : place + each]) for place in range(0, len(others), each)] or [(0,)]


def _widths(table: Table, texts: list[tuple[str, ...]], chosen: tuple[int, ...], room: float) -> list[float]:
    """Return widths that fill the room without stretching numbers far from their names."""
    asked = [_wanted(table, texts, place) for place in chosen]
    least, liked = (sum(column) for column in zip(*asked, strict=True))
    if least > room:
        return [one * room / least for one, _ in asked]
    part = min(1.0, (room - least) / (liked - least)) if liked > least else 1.0
    spare = min(max(0.0, room - liked) / len(asked), 0.6)
    return [low + part * (high - low) + spare for low, high in asked]


def _pieces(
    table: Table,
    texts: list[tuple[str, ...]],
    shape: tuple[tuple[int, ...], list[float]],
    heights: tuple[float, ...],
) -> list[Grid]:
    chosen, widths = shape
    heads = tuple(sentence(table.headings[place].name) for place in chosen)
    sides = tuple("l" if table.headings[place].kind == "text" else "r" for place in chosen)
    head = _high(heads, widths, "bold")
    found: list[Grid] = []
    rows: list[tuple[str, ...]] = []
    highs = [head]
    for row in texts:
        high = _high(row, widths, "normal")
        if rows and sum(highs) + high > (heights[-1] if found else heights[0]):
            found.append(Grid(heads, tuple(rows), sides, tuple(widths), tuple(highs)))
            rows, highs = [], [head]
        rows.append(row)
        highs.append(high)
    return [*found, Grid(heads, tuple(rows), sides, tuple(widths), tuple(highs))] if rows else found


def _high(texts: tuple[str, ...], widths: list[float], weight: str) -> float:
    rooms = [wide - 2.0 * PAD - 0.02 for wide in widths]
    lines = max(line_count(text, room, SIZE, weight) for text, room in zip(texts, rooms, strict=True))
    return lettering.height(SIZE, lines) + 2.0 * _TALL


def _write(leaf: Leaf, place: Any, text: str, style: Style) -> None:  # noqa: ANN401 (python-pptx's)
    leaf.paragraphs(place.text_frame, [text], style)
    place.margin_left = place.margin_right = leaf.ground.emu(PAD)
    place.margin_top = place.margin_bottom = Emu(round(leaf.ground.unit * _TALL / 2.0))
    place.vertical_anchor = MSO_ANCHOR.BOTTOM if style.bold else MSO_ANCHOR.MIDDLE
    ink, wide = (MUTED, 1.0) if style.bold else (FAINT, 0.75)
    inside = Stroke(ink, wide).xml().replace("<a:ln ", f'<a:lnB xmlns:a="{_A}" ', 1).replace("</a:ln>", "</a:lnB>")
    place._tc.get_or_add_tcPr().insert(0, etree.fromstring(inside))  # noqa: SLF001 (borders are not in its API)


def _plain(table: Any) -> None:  # noqa: ANN401 (python-pptx's)
    """Take the template's stripes off a table; its lines are drawn cell by cell."""
    properties = table._tbl.tblPr  # noqa: SLF001 (styles are not in its API)
    properties.find(f"{{{_A}}}tableStyleId").text = _PLAIN
    table.horz_banding = False
