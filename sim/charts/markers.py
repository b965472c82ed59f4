"""Upright lines at values of the horizontal axis, their labels above it in as few rows as keep them apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sim.charts import lettering
from sim.charts.style import LABEL, MUTED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from sim.charts.page import Page
    from sim.charts.panels import Box

ROW: Final = lettering.height(LABEL) + 0.03
_APART: Final = 0.12
"""Inches between two labels of a row."""


@dataclass(frozen=True, slots=True)
class Marker:
    """One upright line.

    Attributes
    ----------
    value
        Where it stands.
    text, colour
        Its label.
    line
        Dash pattern of the line.
    """

    value: float
    text: str
    colour: str = MUTED
    line: Any = (0, (1, 2))


def rows_of(markers: Sequence[Marker], span: tuple[float, float], wide: float) -> list[tuple[int, float]]:
    """Return for every marker its row, from the bottom, and where its label starts, in inches from the axes' left."""
    taken: list[list[tuple[float, float]]] = []
    placed = []
    for marker in markers:
        width = lettering.width(marker.text, LABEL, "bold")
        middle = wide * (marker.value - span[0]) / (span[1] - span[0])
        start = min(max(middle - width / 2.0, 0.0), max(0.0, wide - width))
        row = next((row for row, ends in enumerate(taken) if _free(ends, start, start + width)), len(taken))
        if row == len(taken):
            taken.append([])
        taken[row].append((start, start + width))
        placed.append((row, start))
    return placed


def _free(taken: list[tuple[float, float]], start: float, end: float) -> bool:
    return all(end + _APART <= left or start >= right + _APART for left, right in taken)


def room(markers: Sequence[Marker], span: tuple[float, float], wide: float) -> float:
    """Return the height that the labels take above the axes."""
    return ROW * (1 + max((row for row, _ in rows_of(markers, span, wide)), default=-1)) + (0.06 if markers else 0.0)


def draw(page: Page, axes: Axes, markers: Sequence[Marker], box: Box) -> None:
    """Draw the lines in axes of this box, and their labels above."""
    for marker, (row, start) in zip(markers, rows_of(markers, axes.get_xlim(), box.width), strict=True):
        axes.axvline(marker.value, color=marker.colour, linewidth=1.1, linestyle=marker.line, gid="marker", zorder=2)
        top = box.top - 0.06 - ROW * (row + 1)
        page.text(box.left + start, top, marker.text, fontsize=LABEL, fontweight="bold", color=marker.colour)
