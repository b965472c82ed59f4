"""Rows with a name each: beside the plot where there is room, else above their bars."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sim.report.page.svg.canvas import BODY, on_marks, text
from sim.report.page.svg.lettering import shortened, widest, width, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.report.page.markup import Element

WIDE: Final = 560.0
"""From which width on names stand beside their rows."""
MOST: Final = 0.34
"""Share of the width that names may take."""
GAP: Final = 14.0


@dataclass(frozen=True, slots=True)
class Rows:
    """Where rows lie.

    Attributes
    ----------
    left, right
        Ends of what may be plotted in.
    top, pitch
        Height at which the rows begin, and the height of one.
    shift
        From the top of a row to the middle of its bar.
    count
        How many.
    """

    left: float
    right: float
    top: float
    pitch: float
    shift: float
    count: int

    def middle(self, place: int) -> float:
        """Return the height of the bar of a row."""
        return self.top + self.pitch * place + self.shift

    @property
    def bottom(self) -> float:
        """Where the rows end."""
        return self.top + self.pitch * self.count


def laid_out(names: Sequence[str], sides: Sequence[str], wide: float, top: float) -> tuple[Rows, list[Element]]:
    """Place rows, and write their names and what stands at their sides.

    Parameters
    ----------
    names, sides
        A name per row, and what is written for it, such as its figure.
    wide, top
        Width of the drawing, and where rows begin.
    """
    return _beside(names, sides, wide, top) if wide >= WIDE else _above(names, sides, wide, top)


def _beside(names: Sequence[str], sides: Sequence[str], wide: float, top: float) -> tuple[Rows, list[Element]]:
    room = min(MOST * wide, widest(list(names)))
    end = min(0.25 * wide, widest(list(sides), BODY, "bold"))
    rows = Rows(room + GAP, wide - end - (GAP if end else 0.0), top, 42.0, 21.0, len(names))
    drawn: list[Element] = []
    for place, (name, side) in enumerate(zip(names, sides, strict=True)):
        lines = wrapped(name, room, 2)
        first = rows.middle(place) + 4.5 - 8.0 * (len(lines) - 1)
        drawn += [text((0.0, first + 16.0 * row), each) for row, each in enumerate(lines)]
        if side:
            words = shortened(side, end, BODY, "bold")
            drawn.append(text((wide, rows.middle(place) + 4.5), words, font_weight="bold", text_anchor="end"))
    return rows, drawn


def _above(names: Sequence[str], sides: Sequence[str], wide: float, top: float) -> tuple[Rows, list[Element]]:
    rows = Rows(2.0, wide - 2.0, top, 46.0, 31.0, len(names))
    drawn: list[Element] = []
    for place, (name, side) in enumerate(zip(names, sides, strict=True)):
        y = rows.middle(place) - 15.0
        figure = shortened(side, wide * 0.45, BODY, "bold")
        left = wide - width(figure, BODY, "bold") - GAP if side else wide
        drawn.append(on_marks((0.0, y), shortened(name, left)))
        if side:
            drawn.append(on_marks((wide, y), figure, font_weight="bold", text_anchor="end"))
    return rows, drawn
