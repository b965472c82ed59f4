"""What slides stand on: an empty presentation with its layouts, size and theme, our own or a template's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pptx import Presentation
from pptx.oxml import parse_xml
from pptx.util import Emu

from sim.report.deck import layouts, template
from sim.report.deck.boxes import HEIGHT, Box
from sim.report.deck.theme import Theme, dress, theme_of

if TYPE_CHECKING:
    from pathlib import Path

INCH: Final = 914_400
"""English metric units."""
WIDTH: Final = 13.333
MARGIN: Final = 0.6
_BARRED: Final = {"Title Slide", "Section Header"}
_KEPT: Final = _BARRED | {"Title Only", "Blank"}
_BAR: Final = (
    '<p:sp xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><p:nvSpPr><p:cNvPr id="90" name="Bar"/>'
    '<p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr><a:xfrm>'
    f'<a:off x="{round(MARGIN * INCH)}" y="{2 * INCH}"/><a:ext cx="{INCH}" cy="{round(0.08 * INCH)}"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:schemeClr val="accent1"/></a:solidFill>'
    "<a:ln><a:noFill/></a:ln></p:spPr></p:sp>"
)
"""A line above the title of the first slide."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """An empty presentation.

    Attributes
    ----------
    deck
        The presentation of python-pptx.
    unit
        English metric units of an inch of `boxes`.
    width
        Of a slide in those inches.
    theme
        Colours and font.
    cover, divider, message
        Layouts.
    own
        Whether it is a template of the user's.
    """

    deck: Any
    unit: float
    width: float
    theme: Theme
    cover: Any
    divider: Any
    message: Any
    own: str

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the user should know of the template."""
        return self.theme.warnings() if self.own == "template" else ()

    def emu(self, inches: float) -> Emu:
        """Return inches of a slide as the file counts them."""
        return Emu(round(inches * self.unit))

    def points(self, size: float) -> float:
        """Return a size of type in points of this slide."""
        return max(1.0, round(2.0 * size * self.unit / INCH) / 2.0)

    def box(self, shape: Any) -> Box:  # noqa: ANN401 (python-pptx's)
        """Return where a shape lies."""
        return Box(*(float(side) / self.unit for side in (shape.left, shape.top, shape.width, shape.height)))


def ground(path: Path | None) -> Ground:
    """Return what slides stand on.

    Parameters
    ----------
    path
        A template; our own look when None.
    """
    deck = _house() if path is None else template.opened(path)
    unit = int(deck.slide_height) / HEIGHT
    message = layouts.chosen(deck, layouts.MESSAGE, "titleOnly")
    return Ground(
        deck=deck,
        unit=unit,
        width=int(deck.slide_width) / unit,
        theme=theme_of(message.slide_master),
        cover=layouts.chosen(deck, layouts.COVER, "title"),
        divider=layouts.chosen(deck, layouts.DIVIDER, "secHead"),
        message=message,
        own="house" if path is None else "template",
    )


def _house() -> Any:  # noqa: ANN401 (python-pptx's)
    """Return our own look: the presentation that comes with python-pptx, at 16:9, with our colours and type."""
    deck = Presentation()
    wider = WIDTH * INCH / int(deck.slide_width)
    deck.slide_width, deck.slide_height = Emu(round(WIDTH * INCH)), Emu(round(HEIGHT * INCH))
    master = deck.slide_master
    for layout in list(deck.slide_layouts):
        if layout.name not in _KEPT:
            deck.slide_layouts.remove(layout)
    for shape in [shape for page in (master, *deck.slide_layouts) for shape in page.shapes]:
        if shape._element.spPr.xfrm is not None:  # noqa: SLF001 (asked for, it would be written)
            shape.left, shape.width = Emu(round(shape.left * wider)), Emu(round(shape.width * wider))
    dress(deck)
    _set_titles(deck)
    for layout in deck.slide_layouts:
        if layout.name in _BARRED:
            layout.shapes._spTree.append(parse_xml(_BAR))  # noqa: SLF001 (python-pptx adds no shapes to layouts)
    return deck


def _set_titles(deck: Any) -> None:  # noqa: ANN401 (python-pptx's)
    """Set titles as sentences: bold, to the left, from the top."""
    space = {"a": "http://schemas.openxmlformats.org/drawingml/2006/main"}
    for page in (deck.slide_master, *deck.slide_layouts):
        for shape in page.placeholders:
            kind = shape._element.ph.get("type")  # noqa: SLF001 (its types are localised)
            if kind in {"title", "ctrTitle"}:
                body = shape._element.txBody.find("a:bodyPr", space)  # noqa: SLF001 (not in its API)
                body.set("anchor", "t")
                for level in shape._element.txBody.iterfind("a:lstStyle/*/a:defRPr", space):  # noqa: SLF001 (not in its API)
                    level.attrib.pop("cap", None)
                for side in ("lIns", "rIns", "tIns", "bIns"):
                    body.set(side, "0")
            if kind == "title" and page is deck.slide_master:
                shape.left, shape.top = Emu(round(MARGIN * INCH)), Emu(round(0.74 * INCH))
                shape.width, shape.height = Emu(round((WIDTH - 2 * MARGIN) * INCH)), Emu(round(0.98 * INCH))
            if kind in {"dt", "ftr", "sldNum"} and page is deck.slide_master:
                shape.top, shape.height = Emu(round(7.06 * INCH)), Emu(round(0.3 * INCH))
    master = deck.slide_master._element  # noqa: SLF001 (the styles of titles are not in its API)
    first = master.find(".//p:titleStyle/a:lvl1pPr", space | {"p": master.nsmap["p"]})
    first.set("algn", "l")
    first.find("a:defRPr", space).set("sz", "2800")
    first.find("a:defRPr", space).set("b", "1")
