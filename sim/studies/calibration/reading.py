"""Reads the firm's monthly figures from a CSV file; whatever is wrong is told at once, by row and column."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.calibration.observed import MEASURES, Observed
from sim.errors import Problem, ScenarioError
from sim.scenario.shipped import find
from sim.studies.calibration.cells import CellError, label_of, read_month, read_number, refuse_pointed
from sim.studies.calibration.columns import MONTH, hint_for, measure_of, read_mapping
from sim.studies.calibration.sheet import Sheet, read_sheet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sim.arrays import Array

SHOWN: Final = 20
"""Problems that are printed; the number of all is told."""

_MOST_MONTHS: Final = 1200
_BELOW_ZERO: Final = frozenset({"cash"})
"""Measures that may be negative."""


@dataclass(slots=True)
class _Notes:
    """What is found wrong on the way."""

    errors: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)


def read_kpi(data: Path | str | Sheet, mapping: Sequence[str] = ()) -> Observed:
    """Return the monthly figures of a firm.

    Parameters
    ----------
    data
        A CSV file: a header, and a row for every month; a name that is none here may be that of one that travels with
        the tool. Or such a table that is read already.
    mapping
        Entries such as `Umsatz=revenue` for columns whose names say nothing to us.

    Raises
    ------
    MissingFileError
        When there is no such file.
    UsageError
        When a mapping names what does not exist.
    ScenarioError
        With everything that is wrong in the file.
    """
    sheet, notes = data if isinstance(data, Sheet) else read_sheet(_file(data)), _Notes()
    columns = _columns(sheet, read_mapping(mapping, sheet.head), notes)
    months = _months(sheet, columns[MONTH], notes)
    cells: dict[str, list[float]] = {
        name: _figures(sheet, columns[name], name, notes) for name in MEASURES if name in columns
    }
    _raise(sheet, notes)
    return _laid_out(sheet, months, cells, columns, notes)


def _file(name: Path | str) -> Path | str:
    return find(str(name), beside=Path()) or name


def _columns(sheet: Sheet, mapped: Mapping[str, str], notes: _Notes) -> dict[str, str]:
    """Return the column of every measure that the file has."""
    found: dict[str, str] = {}
    for column in filter(None, sheet.head):
        known = mapped.get(column) or measure_of(column)
        if not known:
            message = f"column {column!r} is left out: no measure of this name"
            notes.warnings.append(Problem(sheet.name, message, hint=hint_for(column), severity="warning", key=column))
        elif known in found:
            message = f"columns {found[known]!r} and {column!r} are both {known}"
            notes.errors.append(Problem(sheet.name, message, hint="Rename or drop one of them."))
        else:
            found[known] = column
    if MONTH not in found:
        hint = f'The columns are {", ".join(sheet.head)}. Write --map "COLUMN=month".'
        notes.errors.append(Problem(sheet.name, "no column has the months", hint=hint))
    if not set(found) - {MONTH}:
        hint = f'Measures: {", ".join(MEASURES)}. Write --map "COLUMN=MEASURE".'
        notes.errors.append(Problem(sheet.name, "no column is a measure", hint=hint))
    if MONTH not in found or len(found) == 1:
        _raise(sheet, notes)
    return found


def _months(sheet: Sheet, column: str, notes: _Notes) -> list[int]:
    """Return the month of every row; -1 where it can't be read."""
    place, found = sheet.head.index(column), []
    seen: dict[int, int] = {}
    for line, row in sheet.rows:
        try:
            month = read_month(row[place])
        except CellError as error:
            notes.errors.append(sheet.problem(line, column, error.message, error.hint))
            month = -1
        if month in seen and month >= 0:
            message = f"{label_of(month)} stands in row {seen[month]} already"
            notes.errors.append(sheet.problem(line, column, message, "Keep one row a month: the month's figures."))
        seen.setdefault(month, line)
        found.append(month)
    return found


def _figures(sheet: Sheet, column: str, measure: str, notes: _Notes) -> list[float]:
    place, found = sheet.head.index(column), []
    for line, row in sheet.rows:
        number = float("nan")
        try:
            number = read_number(row[place])
        except CellError as error:
            notes.errors.append(sheet.problem(line, column, error.message, error.hint))
        if number < 0 and measure not in _BELOW_ZERO:
            hint = f"{measure} is 0 or more; leave the cell empty if it is not known."
            notes.errors.append(sheet.problem(line, column, f"{row[place]} is below zero", hint))
        found.append(number)
    _refuse_pointed(sheet, column, notes)
    if not notes.errors and not np.isfinite(found).any():
        notes.warnings.append(Problem(sheet.name, f"column {column!r} has no figure", severity="warning", key=column))
    return found


def _refuse_pointed(sheet: Sheet, column: str, notes: _Notes) -> None:
    place = sheet.head.index(column)
    try:
        refuse_pointed([row[place] for _, row in sheet.rows])
    except CellError as error:
        first = next(line for line, row in sheet.rows if "." in row[place])
        notes.errors.append(sheet.problem(first, column, error.message, error.hint))


def _raise(sheet: Sheet, notes: _Notes) -> None:
    if notes.errors:
        count = f"{len(notes.errors)} problems" if len(notes.errors) > 1 else "1 problem"
        more = f", the first {SHOWN} shown" if len(notes.errors) > SHOWN else ""
        raise ScenarioError(f"{count} in {sheet.name}{more}", tuple(notes.errors[:SHOWN]))


def _laid_out(
    sheet: Sheet, months: list[int], cells: Mapping[str, list[float]], columns: Mapping[str, str], notes: _Notes
) -> Observed:
    first, last = min(months), max(months)
    if last - first >= _MOST_MONTHS:
        raise ScenarioError(f"{sheet.name} spans {label_of(first)} to {label_of(last)}: check the years")
    if months != sorted(months):
        message = "the months are not in order; they are put in order"
        notes.warnings.append(Problem(sheet.name, message, severity="warning"))
    gaps = [label_of(month) for month in range(first, last + 1) if month not in set(months)]
    if gaps:
        message = f"no row for {', '.join(gaps[:6])}{f' and {len(gaps) - 6} more' if len(gaps) > 6 else ''}"  # noqa: PLR2004
        hint = "These months count as not observed."
        notes.warnings.append(Problem(sheet.name, message, hint=hint, severity="warning"))
    values: dict[str, Array] = {}
    for name, figures in cells.items():
        values[name] = np.full(last - first + 1, np.nan)
        values[name][np.array(months) - first] = figures
    observed = Observed(
        source=sheet.name,
        months=tuple(label_of(month) for month in range(first, last + 1)),
        values=values,
        columns={name: columns[name] for name in cells},
        warnings=tuple(notes.warnings),
    )
    if not observed.measures:
        raise ScenarioError(f"{sheet.name} has no figure in any column that is a measure")
    return observed
