"""Sums over everything but lanes, in one fixed order.

NumPy adds along an axis in an order that depends on the shape: with a single lane the summed axis is
contiguous and is added pairwise, with many lanes row by row. The last bit of a lane would then depend
on its company. These sums always go row by row.
"""

from __future__ import annotations

import numpy as np

from sim.arrays import Array, Symbolic, asarray


def by_lane(values: Array) -> Array:
    """Return the sum over all axes but the last, shape (lanes,)."""
    return _row_by_row(values.reshape(-1, values.shape[-1]))


def by_first(values: Array) -> Array:
    """Return the sum over the middle axis of (rows, middle, lanes), shape (rows, lanes)."""
    return _row_by_row(values.swapaxes(0, 1))


def _row_by_row(rows: Array) -> Array:
    """Return the sum over the first axis; NumPy itself adds row by row where several lanes lie side by side.

    It begins with the first row, zeros of either sign as they are, which is what -0 before it comes to.
    """
    if isinstance(rows, Symbolic) or (rows.shape[-1] > 1 and rows.strides[-1] == rows.itemsize):
        return asarray(np.add.reduce(rows, axis=0, dtype=np.float64, initial=-0.0))
    total = np.array(rows[0], dtype=np.float64)
    for row in rows[1:]:
        total += row
    return total
