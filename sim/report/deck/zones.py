"""Where the parts of a slide go, given the title that a layout has, if any."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from sim.report.deck.boxes import Box
from sim.report.deck.ground import INCH, MARGIN
from sim.report.deck.layouts import has_title

if TYPE_CHECKING:
    from sim.report.deck.ground import Ground

KICKER: Final = 0.32
TITLE: Final = 1.02
"""Least height of a title: two lines."""
SOURCE: Final = 0.36
GAP: Final = 0.16
FLOOR: Final = 7.06
"""Where footers begin in a layout that has none."""
_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P: Final = "{http://schemas.openxmlformats.org/presentationml/2006/main}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Zones:
    """Parts of a slide.

    Attributes
    ----------
    kicker, title, body, source
        Boxes; that of the title includes the margins of its text.
    inset
        Those margins in inches.
    size
        Points of the template's titles.
    side
        How they are aligned: `l`, `ctr`, `r`.
    """

    kicker: Box
    title: Box
    body: Box
    source: Box
    inset: float
    size: float
    side: str


def zones(ground: Ground) -> Zones:
    """Return the parts of a slide with a message."""
    layout = ground.message
    title, inset = _title(ground, layout)
    text = Box(title.left + inset, title.top, title.width - 2.0 * inset, title.height)
    if title.top >= KICKER + 0.06:
        kicker = Box(text.left, title.top - KICKER, text.width, KICKER)
    else:
        kicker, text = text.cut_top(KICKER)
        title = replace(title, top=title.top + KICKER)
    title = replace(title, height=max(TITLE, title.height - (KICKER if kicker.bottom == title.top else 0.0)))
    floor = _floor(ground, layout)
    source = Box(text.left, floor - SOURCE, text.width, SOURCE)
    top = title.bottom + GAP
    body = Box(text.left, top, text.width, source.top - GAP / 2.0 - top)
    size, side = _style(ground, layout)
    return Zones(kicker=kicker, title=title, body=body, source=source, inset=inset, size=size, side=side)


def _title(ground: Ground, layout: Any) -> tuple[Box, float]:  # noqa: ANN401 (python-pptx's)
    """Return the title's box and the margins of its text; our own where the layout's is no line above a body."""
    usual = Box(MARGIN, 0.74, ground.width - 2.0 * MARGIN, TITLE)
    if not has_title(layout):
        return usual, 0.0
    shape = next(one for one in layout.placeholders if one._element.ph.get("type") in {"title", "ctrTitle"})  # noqa: SLF001 (its types are localised)
    box = ground.box(shape)
    level = box.width > 0.5 * ground.width and box.top < 2.0 and box.height < 2.2  # noqa: PLR2004 (inches)
    return (box, _inset(ground, shape, layout)) if level else (usual, _inset(ground, shape, layout))


def _inset(ground: Ground, shape: Any, layout: Any) -> float:  # noqa: ANN401 (python-pptx's)
    for owner in (shape, *_master_title(layout)):
        body = owner._element.txBody.find(f"{_A}bodyPr")  # noqa: SLF001 (not in its API)
        if body is not None and body.get("lIns") is not None:
            return float(body.get("lIns")) / ground.unit
    return 0.1 * INCH / ground.unit


def _master_title(layout: Any) -> list[Any]:  # noqa: ANN401 (python-pptx's)
    return [one for one in layout.slide_master.placeholders if one._element.ph.get("type") == "title"]  # noqa: SLF001 (its types are localised)


def _floor(ground: Ground, layout: Any) -> float:  # noqa: ANN401 (python-pptx's)
    """Return where the footers of a layout begin."""
    furniture = [one for one in layout.placeholders if one._element.ph.get("type") in {"dt", "ftr", "sldNum"}]  # noqa: SLF001 (its types are localised)
    tops = [ground.box(one).top for one in furniture]
    low = [top for top in tops if 6.0 < top < 7.5]  # noqa: PLR2004 (inches; others are at the side or at the top)
    return min([FLOOR, *low])


def _style(ground: Ground, layout: Any) -> tuple[float, str]:  # noqa: ANN401 (python-pptx's)
    """Return size and side of the template's titles."""
    path = f"{_P}txStyles/{_P}titleStyle/{_A}lvl1pPr"
    first = layout.slide_master._element.find(path)  # noqa: SLF001 (the styles of titles are not in its API)
    if first is None:
        return 28.0, "l"
    font = first.find(f"{_A}defRPr")
    size = float(font.get("sz", 2800)) / 100.0 if font is not None else 28.0
    return size * INCH / ground.unit, first.get("algn", "l")
