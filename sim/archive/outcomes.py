"""The table of outcomes: written while they come, read a column at a time."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sim.archive.disk import writing
from sim.archive.tables import refuse_columns
from sim.errors import ScenarioError
from sim.outcomes import Outcomes
from sim.results import OUTCOMES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray
    from pyarrow.parquet import ParquetFile

    from sim.arrays import Array
    from sim.results import RunFacts

CHUNK: Final = 20_000
"""Replications that are written together, policy by policy: one row group of the file.

A multiple of the replications that come at a time; part of the layout, since the bytes of the file depend on it.
"""

_REPEATING: Final = ("flag", "months")
"""Units of outcomes with few values, worth a dictionary; the other numbers pack better byte by byte."""


class OutcomeFile:
    """Outcomes on their way into a file: no more than a chunk of them is in memory.

    Parameters
    ----------
    path
        File to write; made when the first chunk is complete.
    facts
        The run.
    place
        What the file will be part of, named when it can't be written.

    Raises
    ------
    UsageError
        By every method, when the file can't be written: no permission, disk full.
    """

    def __init__(self, path: Path, facts: RunFacts, place: Path) -> None:
        self._path, self._facts, self._place = path, facts, place
        self._chunk: Array = np.empty((len(OUTCOMES), len(facts.policies), min(CHUNK, facts.replications)))
        self._first = self._lanes = 0
        self._writer: Any = None

    def add(self, policy: str, first: int, outcomes: Array) -> None:
        """Take the outcomes of replications `first` onwards, shape (outcomes, replications), as `Book` says."""
        start = first - self._first
        self._chunk[:, self._facts.policies.index(policy), start : start + outcomes.shape[1]] = outcomes
        self._lanes += outcomes.shape[1]
        if self._lanes == self._size * len(self._facts.policies):
            with writing(self._place):
                self._write()

    def copy(self, outcomes: Outcomes) -> None:
        """Take all outcomes of a run at once."""
        columns = [outcomes.read(name) for name in OUTCOMES]
        for first in range(0, outcomes.replications, CHUNK):
            for row, policy in enumerate(outcomes.policies):
                self.add(policy, first, np.stack([column[row, first : first + CHUNK] for column in columns]))
        self.finished()

    def finished(self) -> Outcomes:
        """Close the file and return what reads it."""
        with writing(self._place):
            self._writer.close()
        self._chunk = np.empty(0)
        return outcomes_in(self._path, self._facts)

    def abandon(self) -> None:
        """Close the file however far it came; it will be removed."""
        if self._writer is not None:
            with suppress(OSError):
                self._writer.close()

    @property
    def _size(self) -> int:
        """Replications of the chunk at hand."""
        return min(CHUNK, self._facts.replications - self._first)

    def _write(self) -> None:
        """Write the chunk as one row group."""
        import pyarrow as pa
        from pyarrow import parquet

        size, policies = self._size, self._facts.policies
        which = np.repeat(np.arange(len(policies), dtype=np.int32), size)
        columns = {
            "policy": pa.DictionaryArray.from_arrays(which, list(policies)).cast(pa.large_string()),
            "replication": np.tile(np.arange(self._first, self._first + size), len(policies)),
        }
        for name, values in zip(OUTCOMES, self._chunk[..., :size], strict=True):
            columns[name] = pa.array(values.reshape(-1), from_pandas=True)  # missing, not NaN
        table = pa.table(columns)
        if self._writer is None:
            self._writer = parquet.ParquetWriter(self._path, table.schema, **_PACKING)
        self._writer.write_table(table, row_group_size=len(table))
        self._first, self._lanes = self._first + size, 0


_FEW: Final = ["policy", *(name for name, column in OUTCOMES.items() if column.unit in _REPEATING)]
_PACKING: Final[dict[str, Any]] = {
    "compression": "zstd",
    "use_dictionary": _FEW,
    "column_encoding": {name: "BYTE_STREAM_SPLIT" for name in OUTCOMES if name not in _FEW}
    | {"replication": "DELTA_BINARY_PACKED"},
}


def outcomes_in(path: Path, facts: RunFacts) -> Outcomes:
    """Return the outcomes of a run that lie in a file, read when they are asked for.

    Raises
    ------
    ScenarioError
        When the file is no table, or not one of this run.
    """
    with _opened(path) as file:
        rows = file.metadata.num_rows
        refuse_columns(path, file.schema_arrow, ("policy", "replication", *OUTCOMES))
    if rows != facts.lanes:
        raise ScenarioError(f"{path}: has {rows:,} rows instead of {facts.lanes:,}; run the scenario again")
    return Outcomes(facts.policies, facts.replications, partial(_read, path, facts))


def _read(path: Path, facts: RunFacts, name: str) -> Array:
    """Return one outcome, shape (policies, replications), in whatever order the file has the rows."""
    found = np.full((len(facts.policies), facts.replications), np.nan)
    columns, place = ["policy", "replication", name], {policy: row for row, policy in enumerate(facts.policies)}
    with _opened(path) as file:
        for group in range(file.num_row_groups):  # asked for at once, all of them would lie in memory packed
            for batch in file.iter_batches(row_groups=[group], columns=columns, use_threads=False):
                policy, replication, values = batch.columns
                rows = np.array([place.get(known, -1) for known in policy.dictionary.to_pylist()], dtype=np.int64)
                lanes = rows[policy.indices.to_numpy()], replication.to_numpy()
                _refuse_strangers(path, *lanes, facts.replications)
                found[lanes] = values.to_numpy(zero_copy_only=False)
    return found


def _refuse_strangers(path: Path, policies: NDArray[np.int64], replications: NDArray[np.int64], most: int) -> None:
    """Refuse rows of a policy or a replication that the run does not have."""
    if policies.min(initial=0) < 0 or replications.min(initial=0) < 0 or replications.max(initial=0) >= most:
        raise ScenarioError(f"{path}: holds a policy or a replication that the run does not have")


@contextmanager
def _opened(path: Path) -> Iterator[ParquetFile]:
    """Lend an open table.

    Raises
    ------
    ScenarioError
        In place of any error of the system or the format.
    """
    import pyarrow as pa
    from pyarrow.parquet import ParquetFile

    try:
        with ParquetFile(path, read_dictionary=["policy"]) as file:
            yield file
    except (OSError, KeyError, UnicodeDecodeError, pa.ArrowException) as error:  # KeyError: it has no policies
        raise ScenarioError(f"{path}: can't be read as a table: {error}") from error
