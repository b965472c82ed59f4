"""What the charts of `explain` share: names at the left, colours by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.analysis.cycle.spiral import above_one
from sim.charts import lettering, rows
from sim.charts.panels import title_of
from sim.charts.style import BLUE, INK, MUTED, ORANGE, TICK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.analysis.cycle.explanation import Turn
    from sim.charts.page import Page

SIDES: Final = {1: BLUE, -1: ORANGE, 0: MUTED}
"""Surely above, surely below, within noise."""


def colour_of(turn: Turn) -> str:
    """Return the colour of a gain: blue when surely above one, orange when surely below, grey within noise."""
    return SIDES[above_one(turn.spiral.gain)]


def widest(names: Sequence[str], room: float) -> float:
    """Return the room that names take, with their distance from what follows, in inches."""
    return min(max(lettering.width(name, TICK, "bold") for name in names), room) + 0.3


def write_names(page: Page, names: Sequence[str], *, room: float, grey: Sequence[str] = ()) -> None:
    """Write a name at the left of every row, some in grey."""
    for row, name in enumerate(names):
        page.text(0.0, rows.HEAD_HEIGHT + (row + 0.5) * rows.ROW, lettering.shortened(name, room, TICK, "bold"),
                  fontsize=TICK, fontweight="bold", color=MUTED if name in grey else INK,
                  va="center_baseline")  # fmt: skip


def titles(turns: Sequence[Turn]) -> list[str]:
    """Return the names of policies as rows have them."""
    return [title_of(turn.policy) for turn in turns]
