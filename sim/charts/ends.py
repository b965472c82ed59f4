"""Labels at the right end of lines and bands, in columns, spread so that none overlaps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sim.charts import lettering
from sim.charts.style import LABEL, LINE, MUTED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

GAP: Final = 0.16
"""Distance from the plot to its labels, in inches: room for a leader."""
BETWEEN: Final = 0.08
"""Distance between the two columns of a label."""
LEADER_FROM: Final = 0.035
"""A label moved farther than this from its value, in inches, gets a leader line."""


@dataclass(frozen=True, slots=True)
class End:
    """One label.

    Attributes
    ----------
    value
        Where on the value axis it belongs.
    text, note
        First column, such as the value, and second column, such as the odds.
    colour, weight
        Look of both.
    """

    value: float
    text: str
    note: str = ""
    colour: str = MUTED
    weight: str = "normal"


def room(ends: Sequence[End]) -> float:
    """Return the width that these labels take, in inches, gap included."""
    first = max((lettering.width(end.text, LABEL, end.weight) for end in ends), default=0.0)
    second = max((lettering.width(end.note, LABEL, end.weight) for end in ends if end.note), default=-BETWEEN)
    return GAP + first + BETWEEN + second


def label_ends(axes: Axes, ends: Sequence[End], inches: tuple[float, float]) -> None:
    """Write the labels beside axes of this width and height in inches; limits must be set before."""
    wide, high = inches
    low, top = axes.get_ylim()
    wanted = [high * min(1.0, max(0.0, (end.value - low) / (top - low))) for end in ends]
    line = lettering.height(LABEL)
    placed = lettering.spread(wanted, line, 0.0, high)
    column = GAP + BETWEEN + max((lettering.width(end.text, LABEL, end.weight) for end in ends), default=0.0)
    for end, there, here in zip(ends, wanted, placed, strict=True):
        look: dict[str, Any] = {
            "fontsize": LABEL,
            "color": end.colour,
            "fontweight": end.weight,
            "va": "center_baseline",
        }
        axes.text(1.0 + GAP / wide, here / high, end.text, transform=axes.transAxes, **look)
        if end.note:
            axes.text(1.0 + column / wide, here / high, end.note, transform=axes.transAxes, **look)
        if abs(here - there) > LEADER_FROM:
            _leader(axes, (there / high, here / high), wide)


def _leader(axes: Axes, heights: tuple[float, float], wide: float) -> None:
    """Draw an elbow from the value at the edge of the plot to its label."""
    there, here = heights
    across = [1.0 + part * GAP / wide for part in (0.08, 0.3, 0.62, 0.85)]
    axes.plot(
        across, [there, there, here, here], transform=axes.transAxes, clip_on=False,
        color=LINE, linewidth=0.6, gid="leader", scalex=False, scaley=False,
    )  # fmt: skip
