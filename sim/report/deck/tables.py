"""Tables as native tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from lxml import etree
from pptx.enum.text import MSO_ANCHOR
from pptx.util import Emu

from sim.report.deck.charts.pieces import Stroke
from sim.report.deck.grids import PAD, TALL
from sim.report.deck.ink import FAINT, MUTED, TEXT
from sim.report.deck.leaf import Style

if TYPE_CHECKING:
    from sim.report.deck.boxes import Box
    from sim.report.deck.grids import Grid
    from sim.report.deck.leaf import Leaf, Tag

_PLAIN: Final = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""The style of tables called `No Style, No Grid`."""
_A: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"


def write(leaf: Leaf, box: Box, grid: Grid, tag: Tag) -> None:
    """Write a piece of a table."""
    table = leaf.table(box, len(grid.rows) + 1, len(grid.heads), tag)
    _plain(table)
    for place, wide in enumerate(grid.widths):
        table.columns[place].width = leaf.ground.emu(wide)
    for number, texts in enumerate((grid.heads, *grid.rows)):
        table.rows[number].height = leaf.ground.emu(grid.heights[number])
        for place, text in enumerate(texts):
            style = Style(grid.size, TEXT if number else MUTED, int(not number), grid.sides[place])
            _write(leaf, table.cell(number, place), text, style)


def _write(leaf: Leaf, place: Any, text: str, style: Style) -> None:  # noqa: ANN401 (python-pptx's)
    leaf.paragraphs(place.text_frame, [text], style)
    place.margin_left = place.margin_right = leaf.ground.emu(PAD)
    place.margin_top = place.margin_bottom = Emu(round(leaf.ground.unit * TALL * style.size / 2.0))
    place.vertical_anchor = MSO_ANCHOR.BOTTOM if style.bold else MSO_ANCHOR.MIDDLE
    ink, wide = (MUTED, 1.0) if style.bold else (FAINT, 0.75)
    inside = Stroke(ink, wide).xml().replace("<a:ln ", f'<a:lnB xmlns:a="{_A}" ', 1).replace("</a:ln>", "</a:lnB>")
    place._tc.get_or_add_tcPr().insert(0, etree.fromstring(inside))  # noqa: SLF001 (borders are not in its API)


def _plain(table: Any) -> None:  # noqa: ANN401 (python-pptx's)
    """Take the template's stripes off a table; its lines are drawn cell by cell."""
    properties = table._tbl.tblPr  # noqa: SLF001 (styles are not in its API)
    properties.find(f"{{{_A}}}tableStyleId").text = _PLAIN
    table.horz_banding = False
