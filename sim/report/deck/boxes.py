"""The space of a slide, in inches of a slide 7.5 inches high, whatever size its template has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

HEIGHT: Final = 7.5
"""Inches; a slide of another height is laid out the same way and drawn larger or smaller."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; inches from the upper left corner of the slide."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Where it ends."""
        return self.top + self.height

    def columns(self, count: int, gap: float) -> list[Box]:
        """Return boxes of equal width, side by side."""
        width = (self.width - gap * (count - 1)) / count
        return [Box(self.left + place * (width + gap), self.top, width, self.height) for place in range(count)]

    def rows(self, count: int, gap: float) -> list[Box]:
        """Return boxes of equal height, under one another."""
        height = (self.height - gap * (count - 1)) / count
        return [Box(self.left, self.top + place * (height + gap), self.width, height) for place in range(count)]

    def cut_top(self, height: float) -> tuple[Box, Box]:
        """Return what lies above and below a cut, counted from the top."""
        height = min(max(height, 0.0), self.height)
        return (
            Box(self.left, self.top, self.width, height),
            Box(self.left, self.top + height, self.width, self.height - height),
        )

    def cut_bottom(self, height: float) -> tuple[Box, Box]:
        """Return what lies above and below a cut, counted from the bottom."""
        return self.cut_top(self.height - height)

    def cut_left(self, width: float, gap: float = 0.0) -> tuple[Box, Box]:
        """Return what lies to the left and to the right of a gap."""
        rest = max(0.0, self.width - width - gap)
        return Box(self.left, self.top, width, self.height), Box(self.right - rest, self.top, rest, self.height)
