"""What can't be followed without knowing numbers is refused, never guessed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from sim.arrays import anywhere, asarray, is_array, least
from sim.traced.graph import UntraceableError
from tests.unit.traced.evaluating import World
from tests.unit.traced.pairing import drawn

if TYPE_CHECKING:
    from collections.abc import Callable

    Work = Callable[[Any, Any], Any]


@pytest.fixture
def row() -> Any:  # noqa: ANN401
    return World().symbols(drawn("row", 8))


@pytest.fixture
def block() -> Any:  # noqa: ANN401
    return World().symbols(drawn("block", 5, 3, 8))


REFUSED: dict[str, Work] = {
    "a choice": lambda row, _: 1 if row > 0 else 0,
    "a choice of either": lambda row, _: row > 0 or row < 1,
    "something in it": lambda row, _: 1.0 in row,
    "as an array": lambda row, _: np.asarray(row),
    "as an array of its own": lambda row, _: np.array(row),
    "put among numbers": lambda row, _: np.zeros(8).__setitem__(slice(None), row),
    "one lane": lambda row, _: row[0],
    "one lane of a block": lambda _, block: block[0, 0, 0],
    "some lanes": lambda row, _: row[2:4],
    "lanes that are so": lambda row, _: row[row > 0],
    "rows that are so": lambda _, block: block[block > 0],
    "a loop over lanes": lambda row, _: list(row),
    "lanes set": lambda row, _: row.__setitem__((..., slice(0, 8)), 1.0),
    "one lane set": lambda row, _: row.__setitem__(0, 1.0),
    "lanes set that are so": lambda row, _: row.__setitem__(row > 0, 1.0),
    "a sum over lanes": lambda row, _: row.sum(axis=0),
    "a sum over other axes": lambda _, block: block.sum(axis=1),
    "a sum over everything": lambda _, block: np.add.reduce(block, axis=None),
    "a function of lanes": lambda row, _: np.sum(row),
    "the mean": lambda row, _: np.mean(row),
    "the median": lambda row, _: np.median(row),
    "the place of the largest": lambda _, block: np.argmax(block, axis=0),
    "the lane of the largest": lambda row, _: row.argmax(axis=0),
    "the place within": lambda _, block: block.argmax(axis=1),
    "sorted": lambda row, _: np.sort(row),
    "a running sum": lambda _, block: np.add.accumulate(block),
    "all against all": lambda row, _: np.add.outer(row, row),
    "added at places": lambda row, _: np.add.at(row, 0, 1.0),
    "whole parts": lambda row, _: row // 2.0,
    "remainders": lambda row, _: row % 2.0,
    "matrices": lambda row, _: row @ row,
    "an operation nobody needed": lambda row, _: np.sinh(row),
    "only where": lambda row, _: np.add(row, row, where=np.array(True)),  # noqa: FBT003
    "another precision": lambda row, _: np.add(row, row, dtype=np.float32),
    "whole numbers": lambda row, _: row.astype(np.int64),
    "numbers as tests": lambda row, _: ~row,
    "numbers beside tests": lambda row, _: (row > 0) & row,
    "a choice by numbers": lambda row, _: np.where(row, 1.0, 2.0),
    "a choice by plain numbers": lambda row, _: np.where(1.0, row, 2.0),
    "tests put among numbers": lambda _, block: block.__setitem__(0, block[0] > 0),
    "tests written over numbers": lambda row, _: np.greater(row, 0.0, out=row),
    "tests stacked": lambda row, _: np.stack([row > 0, row > 1]),
    "numbers of each lane": lambda row, _: row + np.arange(8.0),
    "numbers of each lane in one row": lambda _, block: block[0] + np.arange(24.0).reshape(3, 8) % 9,
    "numbers for other lanes": lambda row, _: row + np.ones(5),
    "missing in one lane": lambda row, _: row + np.array([np.nan] + 7 * [0.0]),
    "the power of nothing": lambda row, _: row**0,
    "a power for each lane": lambda row, _: row ** np.full(8, 2.0),
    "a power from NumPy": lambda row, _: row ** np.float64(2.0),
    "lanes in front": lambda _, block: block.swapaxes(0, 2),
    "lanes in front, from the end": lambda _, block: block.swapaxes(-1, 0),
    "lanes laid out with rows": lambda _, block: block.reshape(-1),
    "lanes laid out otherwise": lambda _, block: block.reshape(8, 15),
    "joined along rows within": lambda _, block: np.concatenate([block, block], axis=1),
}


@pytest.mark.parametrize("what", REFUSED)
def test_it_is_refused(what: str, row: Any, block: Any) -> None:  # noqa: ANN401
    with pytest.raises(UntraceableError):
        REFUSED[what](row, block)


NOT_THERE: dict[str, Work] = {
    "one number": lambda row, _: float(row),
    "a whole number": lambda row, _: int(row),
    "the mean": lambda row, _: row.mean(),
    "the place of the smallest": lambda _, block: block.argmin(axis=0),
    "any": lambda row, _: (row > 0).any(),
    "all": lambda row, _: (row > 0).all(),
    "turned": lambda _, block: block.T,
    "a list": lambda row, _: row.tolist(),
    "one item": lambda row, _: row.item(),
    "nothing": lambda row, _: row + None,
    "a word": lambda row, _: row + "one",
    "where alone": lambda row, _: np.where(row > 0),
    "bounds left open": lambda row, _: np.clip(row, None, 1.0),
}


@pytest.mark.parametrize("what", NOT_THERE)
def test_what_symbols_do_not_have_fails(what: str, row: Any, block: Any) -> None:  # noqa: ANN401
    with pytest.raises((UntraceableError, AttributeError, TypeError, ValueError)):
        NOT_THERE[what](row, block)


def test_nothing_is_noted_of_what_is_refused(row: Any) -> None:  # noqa: ANN401
    before = row.rows.copy()
    with pytest.raises(UntraceableError):
        row += np.arange(8.0)
    assert row.rows.tolist() == before.tolist()


def test_the_model_takes_symbols_for_arrays(row: Any) -> None:  # noqa: ANN401
    assert asarray(row) is row
    assert is_array(row)
    assert anywhere(0.0 * row)
    assert least(row) == -np.inf
    assert not is_array(1.0)
