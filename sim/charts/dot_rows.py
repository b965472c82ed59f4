"""How large dots are and where their rows lie: as large as the values allow, all on the page."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sim.charts import lettering
from sim.charts.dots import DOTS, Dots, places
from sim.charts.page import CONTENT
from sim.charts.panels import title_of
from sim.charts.rows import NAME_ROOM
from sim.charts.style import LABEL, TICK

if TYPE_CHECKING:
    from sim.analysis.run.odds import Reach

STACKS: Final = (3, 4, 5)
"""Dots on top of one another, at most: as few, and so as large, as the values allow."""
TALLEST, LOWEST, ALL = 1.05, 0.6, 6.6
"""Height of a row, and of all rows together, in inches."""
AIR: Final = 0.2
"""Room above the dots of a row, in inches."""
COLUMN_GAP: Final = 0.3
FLAG_ENDS: Final = [0.0, 1.0]
"""No and yes, both of which the axis of a flag shows."""
NEVER_GAP: Final = 0.3


@dataclass(frozen=True, slots=True)
class Layout:
    """Sizes in inches: a row, the plot's left edge and width, a dot, the room for what never comes.

    `stack` is the number of dots on top of one another, at most.
    """

    row: float
    left: float
    stack: int
    wide: float
    never: float

    @property
    def dot(self) -> float:
        """Distance of two dots in inches."""
        return (self.row - AIR) / self.stack


def layout_of(reach: Reach, dots: dict[str, Dots], table: float) -> Layout:
    """Return the sizes that fit these dots beside a table of this width."""
    row = min(TALLEST, max(LOWEST, ALL / len(dots)))
    names = max(lettering.width(title_of(odds.policy), TICK, "bold") for odds in reach.policies)
    left = min(max(names, lettering.width("baseline", TICK)), NAME_ROOM) + 0.3
    missing = max(sum(1 for value in one.values if math.isnan(value)) for one in dots.values())
    word = lettering.width(absent_word(reach), LABEL, "bold")
    for stack in STACKS:
        dot = (row - AIR) / stack
        never = NEVER_GAP + max(word, math.ceil(missing / stack) * dot) if missing else 0.0
        layout = Layout(row, left, stack, CONTENT - left - table - never, never)
        if _highest(reach, dots, layout) <= stack:
            break
    return layout


def _highest(reach: Reach, dots: dict[str, Dots], layout: Layout) -> int:
    """Return how many dots would lie on top of one another if there were no limit."""
    each = column_width(reach, dots, layout)
    heights = [height + 1 for one in dots.values() for _, height in places(one, reach.target, each, DOTS)]
    return max(heights, default=0)


def column_width(reach: Reach, dots: dict[str, Dots], layout: Layout) -> float:
    """Return the width of a column in the unit of the values, so that all columns fit into the plot."""
    known = [float(value) for one in dots.values() for value in one.values if math.isfinite(value)]
    known += FLAG_ENDS if reach.unit == "flag" else []
    low, high = min([reach.target.value, *known]), max([reach.target.value, *known])
    fit = math.floor(layout.wide / layout.dot)
    each = (high - low) / max(1, fit - 3) or max(abs(high), 1.0) / fit
    for _ in range(fit):
        columns = [c for one in dots.values() for c, _ in places(one, reach.target, each, layout.stack)] or [0]
        if max(*columns, 0) - min(*columns, -1) + 1 <= fit:
            return each
        each *= 1.05  # full columns pushed others out of the plot
    return each


def absent_word(reach: Reach) -> str:
    """Return what a dot without a value is called."""
    return "never" if reach.unit == "months" else "unknown"
