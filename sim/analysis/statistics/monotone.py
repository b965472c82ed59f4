"""Rising rows: the nearest one to a row that need not rise, and where it reaches a level."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from sim.analysis.intervals import Array


def against(rows: Array) -> Array:
    """Return how far each row falls below what it had reached before, at most."""
    return np.asarray((np.maximum.accumulate(rows, axis=1) - rows).max(axis=1))


def monotone(rows: Array) -> Array:
    """Return the nearest rising rows, by least squares (the minimax form of pool adjacent violators)."""
    count = rows.shape[1]
    total = np.concatenate([np.zeros((len(rows), 1)), np.cumsum(rows, axis=1)], axis=1)
    best = np.full(rows.shape, -np.inf)
    for first in range(count):
        # Means of every stretch that starts here; from the right, the least of those that end at or after a place.
        means = (total[:, first + 1 :] - total[:, first : first + 1]) / np.arange(1, count - first + 1)
        least = np.minimum.accumulate(means[:, ::-1], axis=1)[:, ::-1]
        best[:, first:] = np.maximum(best[:, first:], least)
    return best


def crossings(positions: Array, rows: Array, level: float) -> Array:
    """Return where rising rows reach a level, linear between positions; ∓∞ when below or above all of them."""
    above = rows >= level
    first = above.argmax(axis=1)
    found = np.where(above.any(axis=1), -np.inf, np.inf)
    inside = np.flatnonzero(above.any(axis=1) & (first > 0))
    right = first[inside]
    low, high = rows[inside, right - 1], rows[inside, right]
    part = (level - low) / (high - low)
    found[inside] = positions[right - 1] + part * (positions[right] - positions[right - 1])
    exact = np.flatnonzero(above.any(axis=1) & (first == 0) & (rows[:, 0] == level))
    found[exact] = positions[0]
    return found
