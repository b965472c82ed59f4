"""A CSV file as rows of cells, each with its line, whatever separates them."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sim.errors import MissingFileError, Problem, ScenarioError

if TYPE_CHECKING:
    from collections.abc import Sequence

_SEPARATORS: Final = (";", "\t", "|", ",")
"""The comma last: names and German numbers have commas in them."""
_SAID: Final = re.compile(r"sep=(?P<separator>[,;\t|])[\s,;|]*")
"""First line with which Excel says what separates."""
_NOTHING: Final = " ,;\t|"
_MOST: Final = 2_000_000
"""Bytes; monthly figures of a century take less than a tenth."""
_MOST_COLUMNS: Final = 500


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as text.

    Attributes
    ----------
    name
        Of the file.
    head
        Names of the columns.
    rows
        (line of the file, cells); as many cells as columns.
    """

    name: str
    head: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    def problem(self, line: int, column: str, message: str, hint: str, *, severity: str = "error") -> Problem:
        """Return a problem with a cell, named by row and column."""
        place = f"row {line}, column {column!r}" if column else f"row {line}"
        return Problem(f"{self.name}: {place}", message, hint=hint, severity=severity, key=column)


def read_sheet(path: Path | str) -> Sheet:
    """Read a CSV file: commas, semicolons, tabs or bars; a byte-order mark or none.

    Raises
    ------
    MissingFileError
        When there is no such file, or it is a folder.
    ScenarioError
        When it is no table with a header and rows.
    """
    file = Path(path)
    cells = _table(file, _text(file).splitlines())
    if not cells:
        raise ScenarioError(f"{file} is empty: a header and a row for every month are needed")
    (_, head), rows = cells[0], cells[1:]
    _refuse_headless(file, head)
    if not rows:
        raise ScenarioError(f"{file} has a header and no month")
    _refuse_ragged(file, head, rows)
    return Sheet(file.name, head, tuple((number, _filled(row, len(head))) for number, row in rows))


def _text(file: Path) -> str:
    if file.is_dir():
        raise MissingFileError(f"{file} is a folder, not a file: name the CSV file in it")
    if not file.is_file():
        raise MissingFileError(f"no such file: {file}")
    with file.open("rb") as stream:
        raw = stream.read(_MOST + 1)
    if len(raw) > _MOST or b"\0" in raw:
        raise ScenarioError(f"{file} is no CSV file. Save the sheet as CSV (UTF-8).")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _table(file: Path, lines: list[str]) -> list[tuple[int, tuple[str, ...]]]:
    """Return the cells of every row that has any, with the line in which it begins."""
    said = _SAID.fullmatch(lines[0]) if lines else None
    own = ["", *lines[1:]] if said else lines
    reader = csv.reader(
        (f"{line}\n" for line in own),
        delimiter=said["separator"] if said else _separator(own),
        skipinitialspace=True,
    )
    found, line = [], 1
    try:
        for row in reader:
            cells = tuple(" ".join(cell.splitlines()).strip() for cell in row)
            if any(cell.strip(_NOTHING) for cell in cells):
                found.append((line, cells))
            line = reader.line_num + 1
    except csv.Error as error:
        raise ScenarioError(f"{file}: row {line} can't be read: {error}. Is a quote left open?") from error
    return found


def _separator(lines: list[str]) -> str:
    written = [line for line in lines if line.strip(_NOTHING)] or [""]
    first, last = written[0], written[-1]
    return max(_SEPARATORS, key=lambda one: (min(first.count(one), last.count(one)), first.count(one)))


def _filled(row: Sequence[str], columns: int) -> tuple[str, ...]:
    return (*row, *[""] * (columns - len(row)))[:columns]


def _refuse_headless(file: Path, head: tuple[str, ...]) -> None:
    if any(cell[:1].isdigit() for cell in head):
        row = ", ".join(head)[:60]
        raise ScenarioError(
            f"{file} has no header: its first row is {row!r}. Begin with 'month,customers,revenue', "
            "then a row for every month."
        )
    if len(head) > _MOST_COLUMNS:
        raise ScenarioError(f"{file} has {len(head):,} columns; up to {_MOST_COLUMNS} are read")
    twice = sorted({name for name in head if name and head.count(name) > 1})
    if twice:
        raise ScenarioError(f"{file} has column {twice[0]!r} more than once")


def _refuse_ragged(file: Path, head: tuple[str, ...], rows: Sequence[tuple[int, tuple[str, ...]]]) -> None:
    problems = tuple(
        Problem(
            f"{file.name}: row {number}",
            f"{len(row)} cells under {len(head)} columns",
            hint="The header comes first, without a title above it; a number with a comma in it needs quotes.",
        )
        for number, row in rows
        if any(row[len(head) :])
    )
    if problems:
        count = f"{len(problems)} rows have" if len(problems) > 1 else "1 row has"
        raise ScenarioError(f"{count} more cells than the header of {file}", problems[:20])
