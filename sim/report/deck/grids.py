"""How a table is cut into pieces that have room on slides: its size of type, its columns, its rows."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING, Final

from sim.analysis.amounts import sentence
from sim.charts import lettering
from sim.report.deck.fitting import line_count, width
from sim.report.deck.written import cell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.report.tables.table import Table

SIZES: Final = (12.0, 11.0, 10.0)
"""Points of type: the largest that takes the fewest slides."""
PAD: Final = 0.08
"""Inches beside a text."""
TALL: Final = 0.005
"""Inches above and below a text, of every point of its size."""
_NARROWEST: Final = 0.7
_WIDEST: Final = 4.2
"""Inches of a column of words, more or less."""
_WORD: Final = 2.7
"""Inches of a word that is not broken."""
_MOST: Final = (0.95, 0.85)
"""Shares of the texts of a column that it is made as wide as; longer ones run over several lines."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A piece of a table that has room on a slide.

    Attributes
    ----------
    heads
        Headings as written.
    rows
        Cells as written.
    sides
        `l` or `r` per column.
    widths
        Inches per column.
    heights
        Inches per row, the headings' first.
    size
        Points of type.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sides: tuple[str, ...]
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    size: float


def grids(table: Table, room: float, heights: tuple[float, float], currency: str) -> list[Grid]:
    """Return a table in pieces that fit, at least one when it has rows; the first column leads every piece.

    Parameters
    ----------
    table
        The table.
    room
        Inches of width.
    heights
        Inches of height of the first piece, and of all others.
    currency
        Of amounts.
    """
    columns = range(len(table.headings))
    texts = [tuple(_cell(table, row, place, currency) for place in columns) for row in range(len(table.rows))]
    best: list[Grid] = []
    for size, most in product(SIZES, _MOST):
        found = list(_Cut(table, texts, room, size, most).pieces(heights))
        if not best or len(found) < len(best):
            best = found
        if len(best) <= 1:
            break
    return best


def _cell(table: Table, row: int, place: int, currency: str) -> str:
    kind = table.headings[place].kind
    if kind == "by row":
        kind = table.scales[row].kind if table.scales else "ratio"
    return cell(table.rows[row][place], kind, currency)


@dataclass(frozen=True, slots=True)
class _Cut:
    """A table that is cut into pieces.

    Attributes
    ----------
    table, texts
        Its headings, and its cells as written.
    room
        Inches of width.
    size
        Points of type.
    most
        Share of the texts of a column that it is made as wide as.
    """

    table: Table
    texts: list[tuple[str, ...]]
    room: float
    size: float
    most: float

    def pieces(self, heights: tuple[float, float]) -> Iterator[Grid]:
        """Yield the pieces; the first has less height where words stand above it."""
        first, later = heights
        for place, chosen in enumerate(self._chosen()):
            found = self._rows(chosen, (later if place else first, later))
            yield from map(_without_empty, found)

    def _wanted(self, place: int) -> tuple[float, float]:
        """Return the least width of a column, and the one it would like: words may be wrapped, numbers may not."""
        name, padding = self.table.headings[place].name, 2.0 * PAD + 0.06
        cells = sorted(width(row[place], self.size) for row in self.texts) or [0.0]
        word = max((width(one, self.size, "bold") for one in name.split()), default=0.0)
        head = max(min(word, _WIDEST), min(width(name, self.size, "bold") / 2.0, 1.6))
        if self.table.headings[place].kind != "text":
            both = max(cells[-1], head, _NARROWEST) + padding
            return both, both
        long = max((width(one, self.size) for row in self.texts for one in row[place].split()), default=0.0)
        most = cells[math.ceil(self.most * len(cells)) - 1]
        least = max(min(long, _WORD), head, _NARROWEST)
        return least + padding, max(min(most, _WIDEST), least) + padding

    def _chosen(self) -> list[tuple[int, ...]]:
        """Return the columns of every piece: as many as have room, the first before each."""
        least = [self._wanted(place)[0] for place in range(len(self.table.headings))]
        count, used = 1, least[0]
        for place in range(1, len(least)):
            if used + least[place] > self.room and used > least[0]:
                count, used = count + 1, least[0]
            used += least[place]
        others = range(1, len(least))
        each = math.ceil(len(others) / count) or 1  # no last piece of one column
        return [(0, *others[place : place + each]) for place in range(0, len(others), each)] or [(0,)]

    def _widths(self, chosen: tuple[int, ...]) -> list[float]:
        """Return widths that fill the room without stretching numbers far from their names."""
        asked = [self._wanted(place) for place in chosen]
        least, liked = (sum(column) for column in zip(*asked, strict=True))
        if least > self.room:
            return [one * self.room / least for one, _ in asked]
        part = min(1.0, (self.room - least) / (liked - least)) if liked > least else 1.0
        spare = min(max(0.0, self.room - liked) / len(asked), 0.6)
        return [low + part * (high - low) + spare for low, high in asked]

    def _rows(self, chosen: tuple[int, ...], heights: tuple[float, float]) -> Iterator[Grid]:
        """Yield the rows of some columns in pieces of these heights, the first and all others."""
        widths = self._widths(chosen)
        headings = [self.table.headings[place] for place in chosen]
        heads = tuple(sentence(heading.name) for heading in headings)
        sides = tuple("l" if heading.kind == "text" else "r" for heading in headings)
        limit, later = heights
        rows: list[tuple[str, ...]] = []
        highs = [self._high(heads, widths, "bold")]
        for texts in self.texts:
            row = tuple(texts[place] for place in chosen)
            high = self._high(row, widths, "normal")
            if rows and sum(highs) + high > limit:
                yield Grid(heads, tuple(rows), sides, tuple(widths), tuple(highs), self.size)
                rows, highs, limit = [], highs[:1], later
            rows.append(row)
            highs.append(high)
        if rows:
            yield Grid(heads, tuple(rows), sides, tuple(widths), tuple(highs), self.size)

    def _high(self, texts: tuple[str, ...], widths: list[float], weight: str) -> float:
        rooms = [wide - 2.0 * PAD - 0.02 for wide in widths]
        lines = max(line_count(text, room, self.size, weight) for text, room in zip(texts, rooms, strict=True))
        return lettering.height(self.size, lines) + 2.0 * TALL * self.size


def _without_empty(grid: Grid) -> Grid:
    """Leave out columns of words that say nothing in this piece: the end of a long table often has none."""
    kept = [
        place
        for place, side in enumerate(grid.sides)
        if not place or side == "r" or any(row[place] for row in grid.rows)
    ]
    return replace(
        grid,
        heads=tuple(grid.heads[place] for place in kept),
        rows=tuple(tuple(row[place] for place in kept) for row in grid.rows),
        sides=tuple(grid.sides[place] for place in kept),
        widths=tuple(grid.widths[place] for place in kept),
    )
