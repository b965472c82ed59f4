"""Labels beside points of a plane, each at the first place where it covers neither a point nor another label."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Final

from sim.charts import lettering
from sim.charts.style import LABEL, LINE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matplotlib.axes import Axes

BESIDE: Final = 0.1
"""Distance of a label from its point in inches."""
DOT: Final = 0.06
"""Half the width of a point in inches."""
STEPS: Final = (0, *(step for far in range(1, 13) for step in (far, -far)))
"""How many lines higher or lower a label is tried, the nearest first."""
Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""


@dataclass(frozen=True, slots=True)
class Label:
    """A text and the point that it belongs to, in the units of the axes."""

    point: tuple[float, float]
    text: str
    colour: str


def place_labels(axes: Axes, labels: Sequence[Label], inches: tuple[float, float], *, marks: Sequence[Box]) -> None:
    """Write labels beside their points, in the order given; one that was moved away gets a line to its point.

    Parameters
    ----------
    axes, labels
        Where, and what.
    inches
        Width and height of the axes.
    marks
        What no label may cover, in the units of the axes.
    """
    taken = [_grown(*_inches(axes, mark[:2], inches), *_inches(axes, mark[2:], inches)) for mark in marks]
    for label in labels:
        where = _inches(axes, label.point, inches)
        size = lettering.width(label.text, LABEL), lettering.height(LABEL)
        place = next((box for box in _places(where, size) if _free(box, taken, inches)), None)
        if place is None:
            continue
        taken.append(place)
        middle = (place[1] + place[3]) / 2.0
        axes.text(place[0] / inches[0], middle / inches[1], label.text, transform=axes.transAxes, fontsize=LABEL,
                  color=label.colour, va="center_baseline", zorder=5)  # fmt: skip
        if abs(middle - where[1]) > size[1]:
            end = place[0] if place[0] > where[0] else min(place[2], where[0])
            axes.plot([where[0] / inches[0], end / inches[0]], [where[1] / inches[1], middle / inches[1]],
                      transform=axes.transAxes, color=LINE, linewidth=0.6, gid="leader", zorder=1,
                      scalex=False, scaley=False)  # fmt: skip


def _inches(axes: Axes, point: tuple[float, float], inches: tuple[float, float]) -> tuple[float, float]:
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    return (point[0] - left) / (right - left) * inches[0], (point[1] - low) / (high - low) * inches[1]


def _grown(left: float, low: float, right: float, high: float) -> Box:
    return left - DOT, low - DOT, right + DOT, high + DOT


def _places(where: tuple[float, float], size: tuple[float, float]) -> Iterator[Box]:
    """Yield places for a label, the nearest first: beside the point, then higher and lower."""
    wide, high = size
    for step, away, side in product(STEPS, (1, 3, 5), (1, -1)):
        left = where[0] + away * BESIDE if side > 0 else where[0] - away * BESIDE - wide
        bottom = where[1] + step * high - high / 2.0
        yield left, bottom, left + wide, bottom + high


def _free(box: Box, taken: Sequence[Box], inches: tuple[float, float]) -> bool:
    inside = box[0] >= 0.0 and box[1] >= 0.0 and box[2] <= inches[0] and box[3] <= inches[1]
    return inside and not any(
        box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3] for other in taken
    )
