"""What symbols are not made for is followed as NumPy does it, or refused; never otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from sim.traced.graph import UntraceableError
from tests.unit.traced.evaluating import World
from tests.unit.traced.pairing import agree, drawn

if TYPE_CHECKING:
    from collections.abc import Callable


def followed_or_refused(work: Callable[..., Any], *shapes: tuple[int, ...]) -> bool:
    try:
        return agree(work, *shapes)
    except UntraceableError:
        return True


def _row_changed(a: Any) -> Any:  # noqa: ANN401 (numbers or symbols)
    row = a[1]
    row += 1.0
    return a


def _row_of_a_block_changed(a: Any) -> Any:  # noqa: ANN401
    row = a[2, 1]
    row *= 2.0
    return a


def _sum_changed(a: Any) -> Any:  # noqa: ANN401
    total = a[:1].max(axis=0)
    total += 1.0
    return a


def _true_among_tests(a: Any) -> Any:  # noqa: ANN401
    test = a > 0.5
    test[0] = True
    return ~test


def _numbers_among_tests(a: Any) -> Any:  # noqa: ANN401
    test = a > 0.5
    test[0] = a[0]
    return test & (a < 1)


def _sum_written(a: Any) -> Any:  # noqa: ANN401
    np.add.reduce(a, axis=0, out=a[:1][0])
    return a


WORKS: dict[str, tuple[Callable[..., Any], tuple[int, ...]]] = {
    "a row changed through a name of its own": (_row_changed, (3,)),
    "a row of a block changed through a name of its own": (_row_of_a_block_changed, (3, 2)),
    "the largest of one block changed, and with it the block": (_sum_changed, (3, 2)),
    "zeros of the negative sign summed": (lambda a: (0.0 * np.minimum(a, -1.0)).sum(axis=0), (3,)),
    "axes swapped that are counted from the end": (lambda a: a.swapaxes(-2, -3), (2, 3, 4)),
    "a lane taken after an ellipsis": (lambda a: a[..., 0], (3, 2)),
    "an axis put behind the lanes": (lambda a: a[..., None], (3,)),
    "every second lane": (lambda a: a[..., 0:8:2], ()),
    "two tests added": (lambda a: (a > 0) + (a < 1), (2,)),
    "a root of a test, which is of half precision": (lambda a: np.exp(a > 0) + 0.0 * a, (2,)),
    "one number and missing ones": (lambda a: a + np.array([1.0] + 7 * [np.nan]), ()),
    "zeros of both signs": (lambda a: np.abs(a) * np.array([0.0] + 7 * [-0.0]), ()),
    "true put among tests": (_true_among_tests, (2,)),
    "numbers put among tests": (_numbers_among_tests, (2,)),
    "a sum written elsewhere": (_sum_written, (3, 2)),
    "a sum that begins elsewhere": (lambda a: np.add.reduce(a, axis=0, initial=5.0), (3,)),
    "a sum that keeps its axis": (lambda a: np.add.reduce(a, axis=0, keepdims=True), (3,)),
    "a sum of some": (lambda a: np.add.reduce(a, axis=0, where=np.array([[True], [False], [True]])), (3,)),
    "powers alike in every lane, one for each": (lambda a: np.power(np.abs(a), np.full(8, 0.5)), (40,)),
    "a test and truth added": (lambda a: ((a > 0) + np.True_) + 0.0, (2,)),
    "a choice between tests added to a test": (lambda a: np.where(a > 0, a > 1, a < -1) + (a > 0) + 0.0, (2,)),
    "a whole number turned negative": (lambda a: 1.0 / -np.where(a > 0, 1, 0), (2,)),
    "tests like zeros": (lambda a: np.zeros_like(a > 0), (2,)),
}


@pytest.mark.parametrize("name", WORKS)
def test_it_is_followed_as_numpy_does_it_or_refused(name: str) -> None:
    work, shape = WORKS[name]
    assert followed_or_refused(work, shape)


def test_policies_joined_in_another_order_are_refused() -> None:
    world = World(8, ((0, 3), (3, 8)))
    numbers = drawn("joined", 8)
    symbols = world.symbols(numbers)
    try:
        joined = np.concatenate([symbols[..., 3:8], symbols[..., 0:3] + 1.0], axis=-1)
    except UntraceableError:
        return
    np.testing.assert_array_equal(world.numbers(joined), np.concatenate([numbers[3:8], numbers[:3] + 1.0]))
