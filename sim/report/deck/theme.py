"""The colours and fonts of a theme: those of the house written into it, those of a template read from it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Any, Final

from lxml import etree
from pptx.opc.constants import RELATIONSHIP_TYPE

from sim.charts.style import BLUE, GREY, INK, MUTED, ORANGE
from sim.charts.vision import distance

SPACE: Final = {"a": "http://schemas.openxmlformats.org/drawingml/2006/main"}
HOUSE: Final = {
    "dk1": INK, "lt1": "#FFFFFF", "dk2": MUTED, "lt2": "#EEF1F4", "accent1": BLUE, "accent2": ORANGE, "accent3": GREY,
    "accent4": "#6B8E23", "accent5": "#1B2130", "accent6": "#B7A57A", "hlink": BLUE, "folHlink": MUTED,
}  # fmt: skip
FONT: Final = "Arial"
"""On every machine, or one of the same widths."""
NARROW: Final = frozenset({
    "arial", "calibri", "carlito", "helvetica", "helvetica neue", "liberation sans", "arial narrow", "aptos", "inter",
    "source sans pro", "open sans", "times new roman", "georgia", "garamond", "cambria", "gill sans mt", "lato",
})  # fmt: skip
"""Fonts no wider than the one that texts are measured by, or hardly."""
WIDER: Final = 1.18
"""How much wider other fonts may be; Verdana is."""
CLOSE: Final = 25.0
"""CIE76 distance below which two colours are hard to tell apart in a chart: blue and purple have 6, red and green 7 for
people without the green cones, good and bad of the house 87 or more."""


@dataclass(frozen=True, slots=True)
class Theme:
    """What a deck looks like.

    Attributes
    ----------
    accents
        Colours of good, bad and plain.
    font
        Of text.
    stretch
        How much wider than measured text may be.
    """

    accents: tuple[str, str, str]
    font: str
    stretch: float

    def warnings(self) -> tuple[str, ...]:
        """Return a sentence per pair of accents that are hard to tell apart."""
        places = combinations(enumerate(self.accents, 1), 2)
        return tuple(
            f"accents {first} ({one}) and {second} ({other}) of the template are hard to tell apart, also for people "
            f"who see red and green alike: the charts that use both are read by their labels alone"
            for (first, one), (second, other) in places
            if distance(one, other) < CLOSE
        )


def dress(deck: Any) -> None:  # noqa: ANN401 (python-pptx's)
    """Write the colours and the font of the house into the theme of a presentation."""
    part = _part(deck.slide_masters[0])
    root = etree.fromstring(part.blob)
    for name, colour in HOUSE.items():
        holder = root.find(f".//a:clrScheme/a:{name}", SPACE)
        for old in list(holder):
            holder.remove(old)
        etree.SubElement(holder, f"{{{SPACE['a']}}}srgbClr", val=colour.lstrip("#"))
    for face in root.findall(".//a:fontScheme/*/a:latin", SPACE):
        face.set("typeface", FONT)
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)  # noqa: SLF001 (no setter of its own)


def theme_of(master: Any) -> Theme:  # noqa: ANN401 (python-pptx's)
    """Return the theme of a slide master."""
    root = etree.fromstring(_part(master).blob, etree.XMLParser(resolve_entities=False))
    accents = tuple(_colour(root, f"accent{place}", usual) for place, usual in enumerate((BLUE, ORANGE, GREY), 1))
    face = root.find(".//a:fontScheme/a:minorFont/a:latin", SPACE)
    font = FONT if face is None else str(face.get("typeface") or FONT)
    head = root.find(".//a:fontScheme/a:majorFont/a:latin", SPACE)
    faces = {font.lower(), font.lower() if head is None else str(head.get("typeface") or font).lower()}
    return Theme((accents[0], accents[1], accents[2]), font, 1.0 if faces <= NARROW else WIDER)


def _colour(root: Any, name: str, usual: str) -> str:  # noqa: ANN401 (lxml's)
    """Return a colour of the theme, as #RRGGBB."""
    for found in root.findall(f".//a:clrScheme/a:{name}/*", SPACE):
        code = found.get("lastClr") or found.get("val") or ""
        if len(code) == 6:  # noqa: PLR2004 (RRGGBB)
            return f"#{code.upper()}"
    return usual


def _part(master: Any) -> Any:  # noqa: ANN401 (python-pptx's)
    return master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
