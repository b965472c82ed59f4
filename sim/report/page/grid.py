"""A table of the page: texts as they are read, and the full number behind each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.analysis.amounts import sentence
from sim.report.page.writing import said

if TYPE_CHECKING:
    from sim.report.tables.table import Cell as Value
    from sim.report.tables.table import Kind, Table


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell.

    Attributes
    ----------
    text
        As it is read.
    value
        The number behind it, in full; None for text.
    """

    text: str
    value: float | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """Rows that belong together, such as those of one policy.

    Attributes
    ----------
    name
        Empty when a table has one part only.
    rows
        A cell per column; the first one names the row.
    """

    name: str
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table.

    Attributes
    ----------
    headings
        A name per column, with its unit.
    parts
        From the top.
    """

    headings: tuple[str, ...]
    parts: tuple[Part, ...]


def of_table(table: Table, currency: str) -> Grid:
    """Return a table of the report, its values written as their columns say, or their rows where units differ."""
    kinds: list[Kind | None] = [scale.kind for scale in table.scales] or [None for _ in table.rows]
    rows = tuple(
        tuple(
            plain(value, (kind if heading.kind == "by row" else None) or heading.kind, currency)
            for value, heading in zip(row, table.headings, strict=True)
        )
        for row, kind in zip(table.rows, kinds, strict=True)
    )
    return Grid(tuple(sentence(each.name) for each in table.headings), (Part("", rows),))


def plain(value: Value, kind: Kind, currency: str = "") -> Cell:
    """Return what stands for a value of a table."""
    if value is None or isinstance(value, str):
        return Cell(value or "")
    return Cell(said(value, kind, currency), float(value))
