"""Counts found by adding up probabilities from zero until they reach the uniform: a table of steps by lanes.

Every sum and product is made in the order of the steps, whatever the shape of the table, so a count never depends on
the lanes that are searched with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from sim.arrays import Array
    from sim.randomness.laws import CountingLaw, Recursion

_STEPS: Final = np.arange(1.0, 513.0)[:, np.newaxis]

_NARROW: Final = 100
"""Lanes below which one call for a whole table is faster than one for each of its rows."""


def search(law: CountingLaw, uniform: Array, mean: Array) -> Array:
    """Return how many of the running sums of probabilities lie below the uniform."""
    steps = 3 + int(mean.item(mean.argmax()))  # as many as most lanes need; more are for the few that are left
    return _searched(law.recursion(), uniform, steps)


def _searched(recursion: Recursion, uniform: Array, steps: int) -> Array:
    start, fall, rise = recursion
    table = np.empty((steps + 1, uniform.size))
    table[0] = start
    ratios = table[1:]
    np.divide(rise, _STEPS[:steps], ratios)
    if fall is not None:
        ratios -= fall
    _run(np.multiply, table)
    _run(np.add, table)
    below = uniform > table
    count: Array = np.add.reduce(below.view(np.int8), 0, np.int8).astype(np.float64)
    left = below[-1].nonzero()[0]
    if left.size:
        less = start.take(left), None if fall is None else fall.take(left), rise.take(left)
        count[left] = _searched(less, uniform.take(left), 2 * steps)
    return count


def _run(step: np.ufunc, table: Array) -> None:
    """Let every row become what the rows so far come to."""
    if table.shape[1] < _NARROW:
        step.accumulate(table, 0, None, table)
        return
    before = table[0]
    for row in table[1:]:
        step(before, row, row)
        before = row
