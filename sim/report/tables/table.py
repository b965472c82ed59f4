"""A table of a report: headings with unit and meaning, and rows of plain values."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Cell = str | float | None
"""Text, a number, or nothing; NaN and infinite numbers are nothing too."""
Kind = Literal[
    "text", "money", "share", "points", "count", "score", "ratio", "months", "number", "p", "by row"
]  # fmt: skip
"""How the values of a column are written; `points` is a difference of shares, `number` a count."""

UNITS: Final = {
    "text": "words", "money": "money", "share": "share (100% is all)", "points": "difference of two shares",
    "count": "count", "score": "score", "ratio": "no unit", "months": "months", "number": "whole number",
    "p": "p value", "by row": "as the column unit says",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of a table.

    Attributes
    ----------
    name
        Unique in its table.
    kind
        How its values are written.
    meaning
        One sentence.
    unit
        In words, where the kind does not say it all.
    widest
        Letters from which on text runs over several lines.
    """

    name: str
    kind: Kind
    meaning: str
    unit: str = ""
    widest: int = 40


@dataclass(frozen=True, slots=True)
class Scale:
    """How the values of one row are written where a column has values of many units.

    Attributes
    ----------
    kind
        Of the row.
    size
        The largest of the values that are written alike.
    """

    kind: Kind
    size: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of a report.

    Attributes
    ----------
    name
        For programs: letters only.
    title
        For people.
    headings
        The columns.
    rows
        A value per column.
    scales
        Per row, for columns of the kind `by row`; empty when there are none.
    notes
        What to know before reading it.
    """

    name: str
    title: str
    headings: tuple[Heading, ...]
    rows: Sequence[Sequence[Cell]]
    scales: Sequence[Scale] = ()
    notes: tuple[str, ...] = ()


def largest(values: Iterable[Cell]) -> float:
    """Return the largest size among finite numbers; 0 when there are none."""
    return max((abs(value) for value in values if isinstance(value, float | int) and math.isfinite(value)), default=0.0)


def kind_of(unit: str) -> Kind:
    """Return how values of a unit of results, or of parameters, are written."""
    return _KINDS.get(unit.partition("/")[0], "ratio")


_KINDS: Final[dict[str, Kind]] = {
    "money": "money", "share": "share", "per month": "share", "per year": "share", "count": "count", "points": "score",
    "months": "months", "flag": "number", "name": "text",
}  # fmt: skip


def bounded(name: str, kind: Kind, meaning: str, interval: str) -> tuple[Heading, Heading, Heading]:
    """Return a figure and the two ends of its interval as headings."""
    return (
        Heading(name, kind, meaning),
        Heading(f"{name}: low", kind, f"{meaning}: lower end of its {interval}"),
        Heading(f"{name}: high", kind, f"{meaning}: upper end of its {interval}"),
    )
