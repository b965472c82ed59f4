"""Outcomes in a file: the same bytes however they come, and every column read back as it was."""

from __future__ import annotations

import errno
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from pyarrow import parquet

from sim.archive import outcomes as table
from sim.archive.outcomes import OutcomeFile, outcomes_in
from sim.errors import ScenarioError, UsageError
from sim.results import OUTCOMES
from tests.unit.archive.test_run_folder import FACTS

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from sim.outcomes import Outcomes

COUNT = 70
RUN = replace(FACTS, replications=COUNT)


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "CHUNK", 40)


@pytest.fixture
def values() -> NDArray[np.float64]:
    """Outcomes of every lane, shape (outcomes, policies, replications), no two alike, some of them missing."""
    made = np.arange(len(OUTCOMES) * 2.0 * COUNT).reshape(len(OUTCOMES), 2, COUNT) / 7.0
    made[list(OUTCOMES).index("ruin_month"), :, ::3] = np.nan
    return made


def written(path: Path, values: NDArray[np.float64], at_a_time: int = 20) -> Outcomes:
    file = OutcomeFile(path, RUN, path)
    for first in range(0, COUNT, at_a_time):
        for row, policy in enumerate(RUN.policies):
            file.add(policy, first, values[:, row, first : first + at_a_time])
    return file.finished()


def test_every_column_is_read_back_as_it_was(tmp_path: Path, values: NDArray[np.float64]) -> None:
    found = written(tmp_path / "outcomes.parquet", values)
    for name, expected in zip(OUTCOMES, values, strict=True):
        column = found.column(name)
        assert list(column) == list(RUN.policies)
        np.testing.assert_array_equal(np.stack(list(column.values())), expected)


def test_the_table_is_laid_out_policy_by_policy(tmp_path: Path, values: NDArray[np.float64]) -> None:
    frame = written(tmp_path / "outcomes.parquet", values).frame
    assert list(frame.columns) == ["policy", "replication", *OUTCOMES]
    assert list(frame["policy"]) == [name for name in RUN.policies for _ in range(COUNT)]
    assert list(frame["replication"]) == [*range(COUNT)] * 2
    np.testing.assert_array_equal(frame["npv"], values[0].reshape(-1))


def test_the_bytes_do_not_depend_on_how_much_comes_at_a_time(tmp_path: Path, values: NDArray[np.float64]) -> None:
    paths = [tmp_path / f"{count}.parquet" for count in (1, 10, 40)]
    for path, count in zip(paths, (1, 10, 40), strict=True):
        written(path, values, count)
    assert len({path.read_bytes() for path in paths}) == 1


def test_rows_lie_chunk_by_chunk_then_policy_by_policy(tmp_path: Path, values: NDArray[np.float64]) -> None:
    path = tmp_path / "outcomes.parquet"
    written(path, values)
    rows = parquet.read_table(path, columns=["policy", "replication"]).to_pydict()
    expected = [(name, r) for chunk in (range(40), range(40, 70)) for name in RUN.policies for r in chunk]
    assert list(zip(rows["policy"], rows["replication"], strict=True)) == expected
    assert parquet.ParquetFile(path).metadata.num_row_groups == 2


def test_what_is_unknown_is_missing_in_the_file(tmp_path: Path, values: NDArray[np.float64]) -> None:
    path = tmp_path / "outcomes.parquet"
    written(path, values)
    assert parquet.read_table(path, columns=["ruin_month"])["ruin_month"].null_count == 2 * 24


def test_rows_in_any_order_find_their_lane(tmp_path: Path, values: NDArray[np.float64]) -> None:
    path = tmp_path / "outcomes.parquet"
    frame = written(path, values).frame
    frame.iloc[np.argsort(np.arange(2 * COUNT) * 7919 % 997)].to_parquet(path)
    pd.testing.assert_frame_equal(outcomes_in(path, RUN).frame, frame)


def test_a_table_of_another_size_is_refused(tmp_path: Path, values: NDArray[np.float64]) -> None:
    path = tmp_path / "outcomes.parquet"
    written(path, values).frame.iloc[:-1].to_parquet(path)
    with pytest.raises(ScenarioError, match="has 139 rows instead of 140"):
        outcomes_in(path, RUN)


def test_what_is_no_table_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "outcomes.parquet"
    path.write_bytes(b"no table")
    with pytest.raises(ScenarioError, match="can't be read as a table"):
        outcomes_in(path, RUN)


def test_no_more_than_a_chunk_waits_in_memory(tmp_path: Path, values: NDArray[np.float64]) -> None:
    path = tmp_path / "outcomes.parquet"
    file = OutcomeFile(path, RUN, path)
    for row, policy in enumerate(RUN.policies):
        assert not path.exists()
        file.add(policy, 0, values[:, row, :40])
    assert path.stat().st_size > 2 * 40 * 8
    file.abandon()


def test_a_full_disk_is_said(tmp_path: Path, values: NDArray[np.float64], monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(parquet.ParquetWriter, "write_table", full)
    with pytest.raises(UsageError, match=r"the disk is full.*continue with --resume"):
        written(tmp_path / "outcomes.parquet", values)
