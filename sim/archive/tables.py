"""Tables of a run folder, read only where they have the columns and the size that a run's tables have.

A checksum proves that a table is the one that the manifest names, not that the folder came from a run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sim.errors import ScenarioError
from sim.results import MEASURES, PATH_COLUMNS, SAMPLE_MEASURES, SAMPLE_PATHS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import pandas as pd

    from sim.results import RunFacts

WORDS: Final = frozenset({"policy", "measure"})
COUNTS: Final = frozenset({"month", "replication"})
"""Columns of whole numbers; any other that is no word holds measured figures."""

_COLUMNS: Final = {
    "paths": PATH_COLUMNS,
    "samples": ("policy", "replication", "month", *SAMPLE_MEASURES),
    "replications": ("policy", "replication", "month"),
}
_MOST_MEASURES: Final = 10 * len(MEASURES)
"""Of a run by another version, which may have had more."""


def read_table(path: Path, table: str, facts: RunFacts) -> pd.DataFrame:
    """Return a table of a run.

    Raises
    ------
    ScenarioError
        When the file is no table, or not one of this run.
    """
    import pyarrow as pa
    from pyarrow.parquet import ParquetFile

    try:
        with ParquetFile(path) as file:
            schema, rows = file.schema_arrow, file.metadata.num_rows
            if rows or not set(schema.names).issuperset(_COLUMNS[table]):  # no rows have no kind
                refuse_columns(path, schema, _COLUMNS[table])
            _refuse_rows(path, rows, _most(table, facts))
            frame: pd.DataFrame = file.read().to_pandas()
    except (OSError, UnicodeDecodeError, pa.ArrowException) as error:
        raise ScenarioError(f"{path}: can't be read as a table: {error}") from error
    return frame


def refuse_columns(path: Path, schema: Any, names: Iterable[str]) -> None:  # noqa: ANN401 (pyarrow ships no types)
    """Refuse a table that lacks a column, or has one of another kind.

    Raises
    ------
    ScenarioError
        With the names of all such columns.
    """
    wrong = [name for name in names if schema.get_field_index(name) < 0 or not _fits(name, schema.field(name).type)]
    if wrong:
        raise ScenarioError(f"{path}: not a table of a run: columns missing or of another kind: {', '.join(wrong)}")


def _fits(name: str, kind: Any) -> bool:  # noqa: ANN401
    from pyarrow import types

    if types.is_null(kind):  # a table without rows
        return True
    if name in WORDS:
        inner = kind.value_type if types.is_dictionary(kind) else kind
        return bool(types.is_string(inner) or types.is_large_string(inner))
    return bool(types.is_integer(kind) if name in COUNTS else types.is_floating(kind) or types.is_integer(kind))


def _most(table: str, facts: RunFacts) -> int:
    cells = len(facts.policies) * (facts.months + 1)
    return cells * {"paths": _MOST_MEASURES, "samples": SAMPLE_PATHS, "replications": facts.replications}[table]


def _refuse_rows(path: Path, rows: int, most: int) -> None:
    """Refuse a table of more rows than its run can have: packed, a billion of them take no room."""
    if rows > most:
        raise ScenarioError(
            f"{path}: has {rows:,} rows, where the run has no more than {most:,}; run the scenario again"
        )
