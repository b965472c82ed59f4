"""What shows where a chart is being read: hidden until the page's script moves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.report.page.markup import element
from sim.report.page.svg.canvas import INK, PAPER, dot, line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.report.page.markup import Element


def cursor(heights: tuple[float, float], markers: Sequence[Element]) -> Element:
    """Return an upright line over a plot with the markers of its curves."""
    top, bottom = heights
    return element("g", line((0.0, top), (0.0, bottom), stroke=INK), *markers, class_="cursor", visibility="hidden")


def marker(colour: str) -> Element:
    """Return the point of one curve; the script sets where it lies."""
    return dot((0.0, 0.0), 4.5, fill=PAPER, stroke=colour, stroke_width=2.5)
