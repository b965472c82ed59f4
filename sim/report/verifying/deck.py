"""A deck read back: texts, tables, the cells behind every chart and the copies of them that the chart draws, notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.errors import ScenarioError
from sim.report.provenance import Provenance, months_named
from sim.report.verifying.markup import P, R
from sim.report.verifying.package import links, parts_of, reading, xml
from sim.report.verifying.places import Places
from sim.report.verifying.slide import Found, Slide

if TYPE_CHECKING:
    from collections.abc import Mapping

MAIN: Final = "ppt/presentation.xml"
_SPACE: Final = "urn:cyclesim:report"


def told(name: str, parts: Mapping[str, bytes]) -> Provenance:
    """Return where the figures of a deck come from.

    Raises
    ------
    ScenarioError
        When it does not say so.
    """
    items = [part for part in parts if part.startswith("customXml/item")]
    for part in sorted(items, key=lambda part: (len(part), part), reverse=True):  # a template may have brought its own
        root = xml(name, part, parts[part]) if _SPACE.encode() in parts[part] else None
        if root is not None and root.tag == f"{{{_SPACE}}}cyclesim":
            return Provenance(
                run=root.get("run", ""),
                version=root.get("version", ""),
                engine=root.get("engine", ""),
                months=months_named(root.get("months")),
                scenario=root.findtext(f"{{{_SPACE}}}scenario") or "",
            )
    raise ScenarioError(f"{name}: carries no scenario of cyclesim, so nothing can be computed again")


def read(name: str, content: bytes) -> Places:
    """Return what stands in a deck.

    Raises
    ------
    ScenarioError
        When it is none, or a damaged one.
    """
    parts = parts_of(name, content)
    found = Found()
    with reading(name):
        ways = links(name, MAIN, parts)
        listed = xml(name, MAIN, parts[MAIN]).iter(f"{P}sldId")
        for number, slide in enumerate(listed, 1):
            kind, part = ways.get(slide.get(f"{R}id", ""), ("", ""))
            if kind == "slide":
                Slide(name, parts, part, number, found).read()
    return Places(
        figures=tuple(found.figures),
        passages=tuple(found.passages),
        pictures=found.pictures,
        others=found.others,
        asides=tuple(found.asides),
    )
