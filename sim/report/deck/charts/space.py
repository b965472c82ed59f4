"""Where a figure of a pack is drawn, and the words that go with it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sim.report.deck.leaf import Tag

if TYPE_CHECKING:
    from sim.report.deck.boxes import Box
    from sim.report.deck.leaf import Leaf
    from sim.report.pack.chapter import Exhibit


@dataclass(frozen=True, slots=True)
class Space:
    """Where a figure goes.

    Attributes
    ----------
    leaf
        The slide.
    box
        Room for it.
    exhibit
        What it shows, and its words.
    part
        Which of its slides, from 0, where it has several.
    """

    leaf: Leaf
    box: Box
    exhibit: Exhibit
    part: int = 0

    def tag(self, more: str = "", alt: str = "") -> Tag:
        """Return what the figure, or a piece of it, is called."""
        name = f"{self.exhibit.name}:{more}" if more else self.exhibit.name
        return Tag(name, alt or self.exhibit.alt, self.exhibit.heading)

    def within(self, box: Box) -> Space:
        """Return the same with another box."""
        return replace(self, box=box)

    def inner(self, left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
        """Return the plotting area as shares of the chart, given margins in inches."""
        wide, high = self.box.width, self.box.height
        return (left / wide, top / high, max(0.1, 1.0 - (left + right) / wide), max(0.1, 1.0 - (top + bottom) / high))
