"""A slide that is being written: text, charts, pictures and tables, each under a name that stays the same."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from lxml import etree
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from pptx.parts.chart import ChartPart
from pptx.util import Pt

from sim.report.deck.fitting import SPACING
from sim.report.deck.ink import MUTED, TEXT, TYPE, Ink

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sim.report.deck.boxes import Box
    from sim.report.deck.charts.sheet import Sheet
    from sim.report.deck.ground import Ground

_A: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
_SIDES: Final = {"l": PP_ALIGN.LEFT, "ctr": PP_ALIGN.CENTER, "r": PP_ALIGN.RIGHT}
_LONGEST: Final = 2_000
"""Letters of an alternative text."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a text looks: points of type, colour, bold or not (1 or 0), side, and where it stands in its box."""

    size: float
    ink: Ink = TEXT
    bold: int = 0
    side: str = "l"
    anchor: str = "top"


SOURCE: Final = Style(9.0, MUTED, anchor="bottom")


@dataclass(frozen=True, slots=True)
class Tag:
    """What a shape is to programs and to people who can't see it.

    Attributes
    ----------
    name
        Within its chapter.
    alt
        What it shows, in words.
    title
        What is plotted.
    """

    name: str
    alt: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A slide.

    Attributes
    ----------
    ground
        What it stands on.
    slide
        That of python-pptx.
    key
        Of the chapter.
    """

    ground: Ground
    slide: Any
    key: str

    def text(self, box: Box, texts: Sequence[str], style: Style, tag: Tag) -> Any:  # noqa: ANN401 (python-pptx's)
        """Write paragraphs into a box of their own."""
        shape = self.slide.shapes.add_textbox(*self._sides(box))
        frame = shape.text_frame
        frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        frame.vertical_anchor = {"top": MSO_ANCHOR.TOP, "bottom": MSO_ANCHOR.BOTTOM, "middle": MSO_ANCHOR.MIDDLE}[
            style.anchor
        ]
        self.paragraphs(frame, texts, style)
        self.name(shape, tag)
        return shape

    def paragraphs(self, frame: Any, texts: Sequence[str], style: Style) -> None:  # noqa: ANN401 (python-pptx's)
        """Fill the text of a shape."""
        size = self.ground.points(style.size)
        for place, text in enumerate(texts):
            part = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
            part.alignment = _SIDES.get(style.side, PP_ALIGN.LEFT)
            part.space_before = Pt(SPACING * size if place else 0)
            run = part.add_run()
            run.text = " ".join(text.split())
            run.font.size, run.font.bold = Pt(size), bool(style.bold)
            colour(run, style.ink)

    def title(self, shape: Any, text: str, size: float, tag: Tag) -> None:  # noqa: ANN401 (python-pptx's)
        """Write a title in the look that the template gives it, at a size."""
        run = shape.text_frame.paragraphs[0].add_run()
        run.text, run.font.size = " ".join(text.split()), Pt(self.ground.points(size))
        body = shape._element.txBody.find(f"{{{_A}}}bodyPr")  # noqa: SLF001 (not in its API)
        for old in list(body):
            body.remove(old)
        etree.SubElement(body, f"{{{_A}}}normAutofit")
        self.name(shape, tag)

    def chart(self, box: Box, sheet: Sheet, draw: Callable[[float], bytes], tag: Tag) -> None:
        """Place a native chart; `draw` gives its markup for a size of type."""
        package = self.slide.part.package
        name = package.next_partname(ChartPart.partname_template)
        part = ChartPart.load(name, CONTENT_TYPE.DML_CHART, package, draw(self.ground.points(TYPE)))
        part.chart_workbook.update_from_xlsx_blob(sheet.workbook())
        link = self.slide.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
        frame = self.slide.shapes._add_chart_graphicFrame(link, *self._sides(box))  # noqa: SLF001 (takes a chart that exists)
        _named(frame.nvGraphicFramePr.cNvPr, self.key, tag)

    def picture(self, box: Box, content: bytes, tag: Tag) -> None:
        """Place a picture as large as its box allows, in the middle of it across and at its top."""
        shape = self.slide.shapes.add_picture(BytesIO(content), 0, 0)
        room = self.ground.emu(box.width), self.ground.emu(box.height)
        shrink = min(room[0] / shape.width, room[1] / shape.height)
        shape.width, shape.height = int(shape.width * shrink), int(shape.height * shrink)
        shape.left = int(self.ground.emu(box.left) + (room[0] - shape.width) / 2)
        shape.top = self.ground.emu(box.top)
        self.name(shape, tag)

    def table(self, box: Box, rows: int, columns: int, tag: Tag) -> Any:  # noqa: ANN401 (python-pptx's)
        """Place an empty table."""
        shape = self.slide.shapes.add_table(rows, columns, *self._sides(box))
        self.name(shape, tag)
        return shape.table

    def number(self) -> None:
        """Place the slide's number, where the layout has it."""
        layout = self.slide.slide_layout
        kept = [one for one in layout.placeholders if one._element.ph.get("type") == "sldNum"]  # noqa: SLF001 (its types are localised)
        if kept:
            element = deepcopy(kept[0]._element)  # noqa: SLF001 (python-pptx leaves these out of slides)
            self.slide.shapes._spTree.append(element)  # noqa: SLF001 (the same)
            spare = element.spPr
            for old in list(spare):
                spare.remove(old)
            element.nvSpPr.cNvPr.set("id", str(max(self._ids()) + 1))
            _named(element.nvSpPr.cNvPr, self.key, Tag("number", "Number of the slide"))
            _field(element.txBody, len(self.ground.deck.slides))

    def name(self, shape: Any, tag: Tag) -> None:  # noqa: ANN401 (python-pptx's)
        """Name a shape, and say in words what it shows."""
        _named(shape._element._nvXxPr.cNvPr, self.key, tag)  # noqa: SLF001 (alternative text is not in its API)

    def _sides(self, box: Box) -> tuple[Any, Any, Any, Any]:
        emu = self.ground.emu
        return emu(box.left), emu(box.top), emu(box.width), emu(box.height)

    def _ids(self) -> list[int]:
        return [int(one) for one in self.slide.shapes._spTree.xpath("//p:cNvPr/@id")]  # noqa: SLF001 (not in its API)


def colour(run: Any, ink: Ink) -> None:  # noqa: ANN401 (python-pptx's)
    """Colour a piece of text by the theme."""
    look = run.font._element  # noqa: SLF001 (python-pptx has tints of colours only)
    look.insert(0, etree.fromstring(ink.xml().replace("<a:solidFill>", f'<a:solidFill xmlns:a="{_A}">', 1)))


def _field(body: Any, number: int) -> None:  # noqa: ANN401 (lxml's)
    """Make a text the number of its slide."""
    for old in body.findall(f"{{{_A}}}p"):
        body.remove(old)
    part = etree.SubElement(body, f"{{{_A}}}p")
    field = etree.SubElement(part, f"{{{_A}}}fld", id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}", type="slidenum")
    etree.SubElement(field, f"{{{_A}}}rPr", lang="en-GB")
    etree.SubElement(field, f"{{{_A}}}t").text = str(number)


def _named(properties: Any, key: str, tag: Tag) -> None:  # noqa: ANN401 (lxml's)
    properties.set("name", f"cyclesim:{key}:{tag.name}")
    properties.set("descr", tag.alt[:_LONGEST])
    if tag.title:
        properties.set("title", tag.title[:_LONGEST])
