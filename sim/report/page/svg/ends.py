"""Labels at the right end of lines, spread so that none lies over another."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sim.charts.lettering import spread
from sim.report.page.svg.canvas import BODY, LINE, MUTED, path, text
from sim.report.page.svg.lettering import shortened, width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.report.page.markup import Element
    from sim.report.page.svg.axes import Span

GAP: Final = 12.0
"""Pixels between the plot and its labels: room for a leader."""
PITCH: Final = 15.0
"""Pixels from one label to the next, at least."""
MOVED: Final = 2.0
"""A label moved farther than this from its value gets a leader."""


@dataclass(frozen=True, slots=True)
class End:
    """A label and the value that it belongs to."""

    value: float
    words: str
    colour: str = MUTED
    weight: str = "normal"


def room(ends: Sequence[End], most: float) -> float:
    """Return the width that labels take, gap included, but no more than `most`."""
    return min(most, GAP + 2.0 + max((width(end.words, BODY, end.weight) for end in ends), default=0.0))


def labels(ends: Sequence[End], span: Span, x: float, wide: float) -> list[Element]:
    """Write labels from `x` on in `wide` pixels, beside an upright axis."""
    known = [end for end in ends if math.isfinite(end.value)]
    top, bottom = sorted((span.start, span.end))
    there = [min(max(span.at(end.value), top), bottom) for end in known]
    here = spread(there, PITCH, top, bottom)
    drawn: list[Element | None] = []
    for end, wanted, placed in zip(known, there, here, strict=True):
        words = shortened(end.words, wide - GAP, BODY, end.weight)
        if abs(wanted - placed) > MOVED:
            elbow = [(x + 1.0, wanted), (x + 3.0, wanted), (x + GAP - 4.0, placed), (x + GAP - 2.0, placed)]
            drawn.append(path(elbow, stroke=LINE, stroke_width=0.8))
        drawn.append(text((x + GAP, placed + 4.5), words, fill=end.colour, font_weight=end.weight))
    return [each for each in drawn if each is not None]
