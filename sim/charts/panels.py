"""Small multiples: one panel per policy on one scale, in a grid that stays readable from 1 to 12 and beyond."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sim.analysis.amounts import sentence, spoken
from sim.charts import lettering
from sim.charts.page import CONTENT, inches
from sim.charts.style import COLOURS, HEAD, INK, LABEL, MUTED

if TYPE_CHECKING:
    from sim.analysis.run.summary import PolicySummary
    from sim.charts.page import Page

FOOT: Final = 0.34
"""Room under a panel for its time axis."""
GUTTER: Final = 0.22
"""Room between the labels of one panel and the next."""
BELOW_HEAD: Final = 0.1
_COLUMNS: Final = {1: 1, 2: 2, 3: 3, 4: 2}
_HEIGHTS: Final = {1: 3.3, 2: 2.9, 3: 2.5}


@dataclass(frozen=True, slots=True)
class Box:
    """Where a panel's plot lies, in inches from the content's upper left corner."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Grid:
    """A grid of equal panels.

    Attributes
    ----------
    columns, rows
        Shape.
    plot
        Width and height of each plot in inches.
    left, right
        Room for the value labels of the first column and for the end labels of each panel.
    """

    columns: int
    rows: int
    plot: tuple[float, float]
    left: float
    right: float

    @property
    def height(self) -> float:
        """Height of the whole grid in inches."""
        return self.rows * (HEAD_HEIGHT + self.plot[1] + FOOT) + (self.rows - 1) * GUTTER

    def box(self, number: int) -> Box:
        """Return where the plot of panel `number` lies."""
        row, column = divmod(number, self.columns)
        wide, high = self.plot
        left = self.left + column * (wide + self.right + GUTTER)
        top = HEAD_HEIGHT + row * (HEAD_HEIGHT + high + FOOT + GUTTER)
        return Box(left, top, wide, high)

    def starts_row(self, number: int) -> bool:
        """Tell whether panel `number` stands in the first column."""
        return number % self.columns == 0


HEAD_HEIGHT: Final = lettering.height(HEAD) + lettering.height(LABEL) + BELOW_HEAD


def shape(count: int) -> tuple[int, int]:
    """Return columns and rows for this many panels."""
    columns = _COLUMNS.get(count, 3)
    return columns, math.ceil(count / columns)


def plot_height(count: int) -> float:
    """Return the height of a plot in inches: lower when there are many."""
    columns, rows = shape(count)
    return inches(_HEIGHTS[columns] if rows == 1 else 2.1)


def grid(count: int, left: float, right: float) -> Grid:
    """Lay out `count` panels over the width of the page."""
    columns, rows = shape(count)
    wide = (inches(CONTENT) - left - (columns - 1) * GUTTER) / columns - right
    return Grid(columns, rows, (wide, plot_height(count)), left, right)


def colour_of(policy: PolicySummary) -> str:
    """Return the colour of a policy: blue when more paths grow than shrink, orange the other way, slate otherwise."""
    return COLOURS.get(policy.regime.lean, MUTED)


COLOUR_KEY: Final = "Blue: clearly more paths grow than shrink; orange: clearly more shrink; grey: neither."


def title_of(name: str) -> str:
    """Return a policy's name as a heading."""
    return sentence(spoken(name))


def write_head(page: Page, box: Box, room: float, policy: PolicySummary, line: str) -> None:
    """Write the policy's name and one line of numbers above its plot."""
    name = lettering.shortened(title_of(policy.name), room, HEAD, "bold")
    line = lettering.shortened(line, room, LABEL, "bold")
    top = box.top - HEAD_HEIGHT
    page.text(box.left, top, name, fontsize=HEAD, fontweight="bold", color=colour_of(policy))
    page.text(box.left, top + lettering.height(HEAD), line, fontsize=LABEL, fontweight="bold", color=INK)
