"""The firm's own figures as Python has them: the name of a file, or a DataFrame."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypedDict

import pandas as pd

from sim.errors import UsageError
from sim.interface.subject import How
from sim.studies.books import NOISE, Books
from sim.studies.calibration.columns import MONTH, measure_of
from sim.studies.calibration.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Data = str | Path | pd.DataFrame
"""A CSV file by name, or a table with the same columns; its months may be its index."""

_NAME: Final = "the data frame"


class Columns(TypedDict, total=False):
    """What the columns are, and whose figures they are."""

    mapping: Mapping[str, str]
    """Measure by column, where a column's name says nothing to us: `{"Umsatz": "revenue"}`."""
    policy: str
    """What the firm did; the baseline when left out."""


class Use(Columns, total=False):
    """How figures are held against paths."""

    use: Sequence[str]
    """Measures that count; all when left out."""
    noise: float
    """Error of measurement, a share: 0.05 when left out."""


class Fitted(Use, total=False):
    """How a scenario is fitted and run on."""

    seed: int
    """Which luck; the scenario's when left out."""


class Followed(Use, How, total=False):
    """How figures are held against a run, and how a scenario is run for it."""


def books(data: Data, how: Mapping[str, Any]) -> Books:
    """Return the figures and how they are to be used, as the studies take them.

    Raises
    ------
    UsageError
        When they are neither a file nor a table, or measures are one text instead of a list of names.
    """
    using = how.get("use", ())
    if isinstance(using, str):
        raise UsageError(f"use takes a list of measures: use=[{using!r}]")
    noise = how.get("noise", NOISE)
    if not isinstance(noise, int | float):
        raise UsageError(f"noise is a share such as 0.05, not {noise!r}")
    mapping = entries(how)
    return Books(
        data=table(data, mapping), mapping=mapping, using=tuple(using), policy=how.get("policy"),
        noise=noise,
    )  # fmt: skip


def entries(how: Mapping[str, Any]) -> tuple[str, ...]:
    """Return which column is which measure, as the command line writes it.

    Raises
    ------
    UsageError
        When it is no mapping.
    """
    mapping = how.get("mapping", {})
    if not hasattr(mapping, "items"):
        raise UsageError(f"mapping says what columns are: mapping={{'Umsatz': 'revenue'}}, not {mapping!r}")
    return tuple(f"{column}={measure}" for column, measure in mapping.items())


def table(data: Data, mapping: Sequence[str] = ()) -> str | Sheet:
    """Return the name of a file, or a table as it would be read from one; its rows count from 0.

    Raises
    ------
    UsageError
        When it is neither, or a table without rows, or with two columns of one name.
    """
    if isinstance(data, str | Path):
        return str(data)
    if not isinstance(data, pd.DataFrame):
        raise UsageError(f"data is the name of a CSV file or a DataFrame, not {type(data).__name__}")
    if data.empty:
        raise UsageError("the data frame is empty: a column of months, one of figures, and a row for every month")
    frame = _with_months(data, mapping)
    head = tuple(str(name).strip() for name in frame.columns)
    twice = [name for name in head if head.count(name) > 1]
    if twice:
        raise UsageError(f"the data frame has column {twice[0]!r} more than once")
    rows = zip(*(map(_cell, frame.iloc[:, place].tolist()) for place in range(len(head))), strict=True)
    return Sheet(str(data.attrs.get("source", _NAME)), head, tuple(enumerate(rows)))


def _with_months(data: pd.DataFrame, mapping: Sequence[str]) -> pd.DataFrame:
    """Return the table with its index as a column, when that has the months."""
    said = {entry.rpartition("=")[0] for entry in mapping if entry.rpartition("=")[2] == MONTH}
    has = any(measure_of(str(name)) == MONTH or str(name) in said for name in data.columns)
    if has or isinstance(data.index, pd.RangeIndex):
        return data
    name = str(data.index.name)
    return data.reset_index(names=name if name in said else MONTH)


def _cell(value: object) -> str:
    """Return a value as a file has it."""
    if isinstance(value, str):
        return value.strip()
    if value is None or value is pd.NA or value is pd.NaT or value != value:  # noqa: PLR0124 (NaN)
        return ""
    if isinstance(value, float) and "." in str(value) and "e" not in str(value):
        return f"{value}0"  # the nought says that 1.234 is no thousand
    return value.strftime("%Y-%m") if isinstance(value, datetime) else str(value)
