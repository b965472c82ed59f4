"""Pieces of runs: kept whole, found again, never believed when damaged."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

import numpy as np
import pytest

from sim.archive import FreshPieces, PieceFolder
from sim.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

KEY = "ab" + 62 * "0"
ARRAYS = {"sums": np.arange(6.0).reshape(2, 3), "months": np.array([[1, np.nan]], np.float32), "none": np.empty((2, 0))}


@pytest.fixture
def kept(tmp_path: Path) -> PieceFolder:
    folder = PieceFolder(tmp_path)
    folder.put(KEY, ARRAYS)
    return folder


def the_file(folder: Path) -> Path:
    (path,) = folder.glob("*/*.piece")
    return path


def test_what_is_kept_is_found_again(kept: PieceFolder) -> None:
    found = kept.get(KEY)
    assert kept.has(KEY)
    assert found is not None
    for name, value in ARRAYS.items():
        np.testing.assert_array_equal(found[name], value)
        assert found[name].dtype == value.dtype


def test_what_was_never_kept_is_not_found(kept: PieceFolder) -> None:
    assert not kept.has("cd" + 62 * "0")
    assert kept.get("cd" + 62 * "0") is None


def test_fresh_pieces_are_kept_but_not_looked_for(tmp_path: Path, kept: PieceFolder) -> None:
    assert kept.has(KEY)
    assert not FreshPieces(tmp_path).has(KEY)


@pytest.mark.parametrize("at", [0, 20, 60, -1])
def test_one_wrong_byte_is_noticed(at: int, kept: PieceFolder, tmp_path: Path) -> None:
    content = bytearray(the_file(tmp_path).read_bytes())
    content[at] ^= 1
    the_file(tmp_path).write_bytes(content)
    assert kept.get(KEY) is None


@pytest.mark.parametrize("length", [0, 10, 40, 100])
def test_a_piece_cut_short_is_noticed(length: int, kept: PieceFolder, tmp_path: Path) -> None:
    os.truncate(the_file(tmp_path), length)
    assert kept.get(KEY) is None


def test_a_full_disk_is_said_and_costs_nothing(
    kept: PieceFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: Path, content: bytes) -> int:
        raise OSError(errno.ENOSPC, f"No space left for {len(content)} bytes")

    with monkeypatch.context() as patch:
        patch.setattr("pathlib.Path.write_bytes", full)
        with pytest.raises(UsageError, match="the disk is full"):
            kept.put("cd" + 62 * "0", ARRAYS)
    assert kept.get(KEY) is not None
    assert [path.name for path in tmp_path.glob("*/.*")] == []


def test_the_pieces_used_longest_ago_go_first(tmp_path: Path, kept: PieceFolder) -> None:
    size = the_file(tmp_path).stat().st_size
    for index in range(1, 4):
        kept.put(f"{index}0" + 62 * "0", ARRAYS)
    for age, path in enumerate(sorted(tmp_path.glob("*/*.piece"))):
        os.utime(path, (1e9 - age, 1e9 - age))
    kept.get(KEY)
    kept.trim(2 * size + 10)
    left = {path.parent.name for path in tmp_path.glob("*/*.piece")}
    assert left == {"ab", "10"}
