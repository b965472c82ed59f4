"""The last bit of a lane's sum depends neither on its company nor on how the array lies in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from sim.model.sums import by_first, by_lane

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.arrays import Array

LAYOUTS: dict[str, Callable[[Array], Array]] = {
    "as it is": lambda values: values,
    "lanes far apart": np.asfortranarray,
    "every other lane": lambda values: np.repeat(values, 2, axis=-1)[..., ::2],
    "backwards": lambda values: values[..., ::-1].copy()[..., ::-1],
}


def wild(*shape: int) -> Array:
    """Return numbers of very different sizes: added in another order they make another sum."""
    made = np.random.default_rng(4)  # noqa: TID251 (not the model's luck)
    return np.asarray(made.normal(size=shape) * 10.0 ** made.integers(-6, 7, size=shape))


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
@pytest.mark.parametrize("lanes", [1, 2, 7, 64])
def test_sums_go_row_by_row(layout: Callable[[Array], Array], lanes: int) -> None:
    values = wild(40, 5, lanes)
    every = np.zeros(lanes)
    for row in values.reshape(-1, lanes):
        every = every + row
    middle = np.zeros((40, lanes))
    for index in range(5):
        middle = middle + values[:, index]
    np.testing.assert_array_equal(by_lane(layout(values)), every)
    np.testing.assert_array_equal(by_lane(layout(values.reshape(-1, lanes))), every)
    np.testing.assert_array_equal(by_first(layout(values)), middle)


@pytest.mark.parametrize("lanes", [1, 3])
def test_sums_of_values_that_lanes_share_and_of_truths_are_numbers_like_others(lanes: int) -> None:
    column = wild(90, 1)
    np.testing.assert_array_equal(by_lane(np.broadcast_to(column, (90, lanes))), np.repeat(by_lane(column), lanes))
    assert by_lane(np.ones((3, lanes), bool)).tolist() == [3.0] * lanes
    assert by_lane(np.ones((3, lanes), bool)).dtype == np.float64


def test_numpy_left_to_itself_would_not_do() -> None:
    """The mutant: added along the axis as it lies."""
    values = wild(200, 1)
    assert values.sum(axis=0) != by_lane(values)
