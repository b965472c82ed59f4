"""What shows where a chart is being read: hidden until the page's script moves it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from sim.report.page.markup import element, number
from sim.report.page.svg.canvas import INK, PAPER, dot, line, on_marks

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sim.report.page.markup import Element

AWAY: Final = "-9999"


def places(positions: Iterable[float]) -> str:
    """Write positions for the script; an unknown one lies out of sight."""
    return " ".join(number(each) if math.isfinite(each) else AWAY for each in positions)


def cursor(heights: tuple[float, float], markers: Sequence[Element]) -> Element:
    """Return an upright line over a plot with the markers of its curves."""
    top, bottom = heights
    return element("g", line((0.0, top), (0.0, bottom), stroke=INK), *markers, class_="cursor", visibility="hidden")


def marker(heights: Iterable[float], colour: str) -> Element:
    """Return the point of one curve, and how high it lies at every place."""
    return element("g", dot((0.0, 0.0), 4.5, fill=PAPER, stroke=colour, stroke_width=2.5), data_y=places(heights))


def telling(heights: Iterable[float], colour: str) -> Element:
    """Return such a point, beside which the script writes its value."""
    made = marker(heights, colour)
    made.append(on_marks((0.0, -9.0), "", fill=colour, font_weight="bold"))
    return made
