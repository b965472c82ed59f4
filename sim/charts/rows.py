"""Figures with one row per policy: names at the left, columns of values on horizontal scales."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol

from sim.analysis.amounts import brief
from sim.charts import lettering, scales
from sim.charts.panels import title_of
from sim.charts.style import HEAD, INK, LABEL, LINE, MUTED, TICK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from sim.charts.page import Page

ROW: Final = 0.46
"""Height of a row in inches."""
FOOT: Final = 0.34
BELOW: Final = 0.25
"""Room under the last row, in rows, for a second line of text."""
HEAD_HEIGHT: Final = lettering.height(HEAD) + 0.14
NAME_ROOM: Final = 2.2
"""Widest name in inches."""
TICK_EVERY: Final = 0.72
"""Inches of width per tick, at least."""


NAME_LETTERS: Final = 26
"""Letters that such a name has room for, about."""


@dataclass(frozen=True, slots=True)
class Short:
    """A policy of several runs, its run's name shortened so that its own can be read."""

    name: str

    @classmethod
    def of(cls, name: str) -> Short:
        """Shorten a name to what fits."""
        return cls(brief(name, NAME_LETTERS))


class Named(Protocol):
    """A policy, known by its name."""

    @property
    def name(self) -> str:
        """As in the scenario."""
        ...


def plot_height(rows: int) -> float:
    """Return the height of axes with this many rows, in inches."""
    return (rows + BELOW) * ROW


def names_width(policies: Sequence[Named]) -> float:
    """Return the room that the names take, with their distance from the first column."""
    widest = max(lettering.width(title_of(policy.name), TICK, "bold") for policy in policies)
    return min(widest, NAME_ROOM) + 0.3


def write_names(page: Page, policies: Sequence[Named], baseline: str, *, top: float) -> None:
    """Write the names of the policies, the baseline's in grey with a note."""
    for row, policy in enumerate(policies):
        middle = top + (row + 0.5) * ROW
        name = lettering.shortened(title_of(policy.name), NAME_ROOM, TICK, "bold")
        is_baseline = policy.name == baseline
        colour = MUTED if is_baseline else INK
        page.text(0.0, middle, name, fontsize=TICK, fontweight="bold", color=colour, va="center_baseline")
        if is_baseline and len(policies) > 1:
            write_baseline_note(page, middle)


def write_baseline_note(page: Page, middle: float) -> None:
    """Say below a name that it is the baseline's."""
    note = middle + lettering.height(TICK)
    page.text(0.0, note, "baseline", fontsize=TICK - 1.5, color=MUTED, va="center_baseline")


def write_column(page: Page, right: float, title: str, cells: Sequence[tuple[str, str]]) -> None:
    """Write a column of texts and their colours that ends at `right`, its title above."""
    look: dict[str, Any] = {"fontsize": LABEL, "ha": "right", "va": "center_baseline"}
    page.text(right, HEAD_HEIGHT - lettering.height(LABEL), title, color=MUTED, **look)
    for row, (text, colour) in enumerate(cells):
        page.text(right, HEAD_HEIGHT + (row + 0.5) * ROW, text, color=colour, fontweight="bold", **look)


def row_axes(axes: Axes, rows: int, span: tuple[float, float], unit: scales.Unit, inches: float) -> None:
    """Set up axes with one row per policy, the first at the top, over this span."""
    axes.set_xlim(*span)
    axes.set_ylim(rows - 0.5 + BELOW, -0.5)
    axes.set_yticks([])
    ticks = scales.value_ticks(*span, inches, every=TICK_EVERY)
    scales.show_ticks(axes.xaxis, ticks, unit.ticks(ticks))
    axes.grid(axis="x")
    if span[0] < 0.0 < span[1]:
        axes.axvline(0.0, color=LINE, linewidth=0.9, zorder=1, gid="zero")
