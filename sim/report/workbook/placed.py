"""Where a table lies on its sheet, and how wide its columns are."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.report.tables.table import Cell, Heading, Table

NARROWEST: Final = 11
"""Letters in the narrowest column."""

Range = list[str | int]
"""Sheet, first row, first column, last row, last column."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a table lies.

    Attributes
    ----------
    sheet
        Name of the sheet.
    head, first
        Row of the headings and first row of values, counted from 0.
    table
        What lies there.
    """

    sheet: str
    head: int
    first: int
    table: Table

    def column(self, name: str, rows: range | None = None) -> Range:
        """Return the cells of a column, all rows or some of them."""
        place = [heading.name for heading in self.table.headings].index(name)
        kept = range(len(self.table.rows)) if rows is None else rows
        return [self.sheet, self.first + kept.start, place, self.first + kept.stop - 1, place]

    def values(self, name: str, rows: range) -> list[float]:
        """Return the numbers of some rows of a column; NaN where there is none."""
        place = [heading.name for heading in self.table.headings].index(name)
        cells = [self.table.rows[row][place] for row in rows]
        return [float(cell) if isinstance(cell, float | int) else math.nan for cell in cells]


def width_of(heading: Heading, cells: Sequence[Cell], size: float) -> float:
    """Return the width of a column: its longest text or largest number, with room for the filter's button."""
    words = max((len(word) for word in heading.name.split()), default=0) + 4
    if heading.kind == "text":
        longest = max((len(str(cell)) for cell in cells if cell is not None), default=0)
        return min(heading.widest, max(NARROWEST, words, longest + 2))
    digits = len(f"{size:,.0f}") + 5 if size < 1e15 else NARROWEST  # noqa: PLR2004 (then a power of ten)
    return max(NARROWEST, words, digits if heading.kind in {"money", "by row", "count"} else 0)
