"""Labels beside points, each at the first place where it covers neither a point nor another label."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Final

from sim.report.page.svg.canvas import BODY, INK, LINE, line, on_marks
from sim.report.page.svg.lettering import shortened, width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sim.report.page.markup import Element

BESIDE: Final = 10.0
HIGH: Final = 16.0
STEPS: Final = (0, *(step for far in range(1, 13) for step in (far, -far)))
"""How many lines higher or lower a label is tried, the nearest first."""
MOST: Final = 0.55
"""Share of the width of the plot that a label may take."""
CHOICE: Final = 6
"""Free places that are looked at for one that covers no line: a name far from its point says less."""
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(frozen=True, slots=True)
class Label:
    """A text, the point that it belongs to, and its colour."""

    at: tuple[float, float]
    words: str
    colour: str = INK


def beside(labels: Sequence[Label], frame: Box, marks: Sequence[Box], lines: Sequence[Box] = ()) -> list[Element]:
    """Write labels beside their points, inside a frame; one that was moved away gets a line to its point.

    Parameters
    ----------
    labels, frame
        What, and where.
    marks
        What no label may cover.
    lines
        What none covers where there is room elsewhere.
    """
    taken = list(marks)
    drawn: list[Element] = []
    for label in labels:
        words = shortened(label.words, MOST * (frame[2] - frame[0]), BODY, "bold")
        wide = width(words, BODY, "bold")
        free = [box for box in _places(label.at, wide) if _free(box, taken, frame)]
        place = next((box for box in free[:CHOICE] if _free(box, lines, frame)), free[0] if free else None)
        if place is None:  # no room: better over something than missing
            left = min(max(label.at[0] - wide / 2.0, frame[0]), frame[2] - wide)
            place = (left, label.at[1] - BESIDE - HIGH, left + wide, label.at[1] - BESIDE)
        taken.append(place)
        middle = (place[1] + place[3]) / 2.0
        if abs(middle - label.at[1]) > HIGH:
            end = min(max(label.at[0], place[0]), place[2])
            drawn.append(line(label.at, (end, middle), stroke=LINE, stroke_width=0.8))
        at, anchor = (place[2], "end") if place[2] <= label.at[0] else (place[0], "start")
        look = {"fill": label.colour, "font_weight": "bold", "text_anchor": anchor}
        drawn.append(on_marks((at, middle + 4.5), words, **look))
    return drawn


def _places(at: tuple[float, float], wide: float) -> Iterator[Box]:
    for step, away, side in product(STEPS, (1, 3), (1, -1)):
        left = at[0] + away * BESIDE if side > 0 else at[0] - away * BESIDE - wide
        top = at[1] + step * HIGH - HIGH / 2.0
        yield left, top, left + wide, top + HIGH


def _free(box: Box, taken: Sequence[Box], frame: Box) -> bool:
    inside = box[0] >= frame[0] and box[1] >= frame[1] and box[2] <= frame[2] and box[3] <= frame[3]
    return inside and not any(
        box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3] for other in taken
    )
