"""The sheet behind a native chart: what `Edit Data` opens, in full precision."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

Cell = str | float | date | None
NAME: Final = "Sheet1"
CREATED: Final = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""Stands where a clock's time would, so that the same run gives the same bytes."""
EPOCH: Final = date(1899, 12, 30)
"""Day 0 of spreadsheets, from March 1900 on."""
_PLAIN: Final[dict[str, Any]] = {"in_memory": True}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the sheet.

    Attributes
    ----------
    name
        Its heading.
    values
        Text, numbers, days, or nothing.
    form
        Number format.
    """

    name: str
    values: tuple[Cell, ...]
    form: str = "General"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table whose columns a chart draws."""

    columns: tuple[Column, ...]

    def ref(self, column: int, row: int | None = None) -> str:
        """Return the address of a column's values, or of one of them."""
        letter = _letters(column)
        if row is not None:
            return f"{NAME}!${letter}${row + 2}"
        return f"{NAME}!${letter}$2:${letter}${len(self.columns[column].values) + 1}"

    def heading(self, column: int) -> str:
        """Return the series name that a column's heading gives, as markup with address and text."""
        return _texts(f"{NAME}!${_letters(column)}$1", [self.columns[column].name])

    def cell(self, column: int, row: int) -> str:
        """Return the series name that one cell gives."""
        return _texts(self.ref(column, row), [str(self.columns[column].values[row])])

    def values(self, column: int, row: int | None = None) -> str:
        """Return the values of a column, or one of them, as markup with address and cached copy."""
        part = self.columns[column]
        kept = part.values if row is None else part.values[row : row + 1]
        if any(isinstance(value, str) for value in kept):
            return _texts(self.ref(column, row), [str(value) for value in kept])
        return _numbers(self.ref(column, row), [number(value) for value in kept], part.form)

    def pair(self, first: int, row: int) -> str:
        """Return the values of two neighbouring columns in one row."""
        kept = [number(self.columns[column].values[row]) for column in (first, first + 1)]
        address = f"{NAME}!${_letters(first)}${row + 2}:${_letters(first + 1)}${row + 2}"
        return _numbers(address, kept, self.columns[first].form)

    def workbook(self) -> bytes:
        """Return the sheet as a workbook, always the same bytes."""
        from xlsxwriter.workbook import Workbook

        content = BytesIO()
        with Workbook(content, _PLAIN) as book:
            book.set_properties({"created": CREATED})
            page = book.add_worksheet(NAME)
            for place, column in enumerate(self.columns):
                page.write_string(0, place, column.name)
                _write(page, place, column, book.add_format({"num_format": column.form}))
            page.freeze_panes(1, 1)
            page.set_column(0, len(self.columns) - 1, 16)
        return content.getvalue()


def number(value: Cell) -> float | None:
    """Return a value as a cell's number; nothing for what is no number."""
    if isinstance(value, date):
        return float((value - EPOCH).days)
    return float(value) if isinstance(value, int | float) and math.isfinite(value) else None


def _write(page: Worksheet, place: int, column: Column, look: object) -> None:
    """Write text as text, whatever it begins with, and numbers as numbers."""
    for row, value in enumerate(column.values, 1):
        if isinstance(value, str):
            page.write_string(row, place, value)
        elif (known := number(value)) is not None:
            page.write_number(row, place, known, look)


def _letters(column: int) -> str:
    first, last = divmod(column, 26)
    return (chr(64 + first) if first else "") + chr(65 + last)


def _texts(address: str, texts: list[str]) -> str:
    points = "".join(f'<c:pt idx="{place}"><c:v>{escape(text)}</c:v></c:pt>' for place, text in enumerate(texts))
    cache = f'<c:strCache><c:ptCount val="{len(texts)}"/>{points}</c:strCache>'
    return f"<c:strRef><c:f>{address}</c:f>{cache}</c:strRef>"


def _numbers(address: str, numbers: list[float | None], form: str) -> str:
    points = "".join(
        f'<c:pt idx="{place}"><c:v>{value!r}</c:v></c:pt>' for place, value in enumerate(numbers) if value is not None
    )
    head = f"<c:formatCode>{escape(form)}</c:formatCode>"
    cache = f'<c:numCache>{head}<c:ptCount val="{len(numbers)}"/>{points}</c:numCache>'
    return f"<c:numRef><c:f>{address}</c:f>{cache}</c:numRef>"
