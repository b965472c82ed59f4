"""Replications drawn again with replacement, whole rows at a time, so that policies keep their common luck."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.randomness import KeyedUniforms

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.analysis.intervals import Array

DRAWS: Final = 2000
"""Bootstrap samples: an end of a 95 % interval is then itself known to about 2 % of the interval's width."""
MOST_ROWS: Final = 20_000
"""More replications than this are averaged in groups first: means of groups have the same error of the mean."""
STREAM: Final = "compare:bootstrap"
_AT_ONCE: Final = 4_000_000
"""Numbers held at a time."""


@dataclass(frozen=True, slots=True)
class Rows:
    """How often each row stands in each bootstrap sample.

    Attributes
    ----------
    counts
        Shape (draws, rows); every line sums to the number of rows.
    size
        Consecutive replications that one row is the average of.
    replications
        In all; what does not fill a last row is left out of the bootstrap, not of the figures themselves.
    """

    counts: NDArray[np.uint16]
    size: int
    replications: int

    @property
    def draws(self) -> int:
        """Number of bootstrap samples."""
        return len(self.counts)

    def averaged(self, values: Array) -> Array:
        """Return the rows of values of shape (things, replications)."""
        rows = self.counts.shape[1]
        if self.size == 1:
            return values
        return np.asarray(values[:, : rows * self.size].reshape(len(values), rows, self.size).mean(axis=2))

    def deviations(self, values: Array) -> Array:
        """Return how far the mean of each thing moves in each sample, shape (draws, things)."""
        return self.moved(self.averaged(values))

    def moved(self, averaged: Array) -> Array:
        """Return the same of values that are averaged to rows already."""
        return self.means(averaged - averaged.mean(axis=1, keepdims=True))

    def means(self, averaged: Array) -> Array:
        """Return the mean of each thing in each sample, shape (draws, things); values are averaged to rows already."""
        each = max(1, _AT_ONCE // averaged.shape[1])
        parts = [self.counts[first : first + each] @ averaged.T for first in range(0, self.draws, each)]
        return np.asarray(np.concatenate(parts) / averaged.shape[1])


def resampled(replications: int, seed: int, *, draws: int = DRAWS, stream: str = STREAM) -> Rows:
    """Draw bootstrap samples; the same seed and number of replications give the same samples."""
    size = max(1, -(-replications // MOST_ROWS))
    rows = replications // size
    uniforms, blocks = KeyedUniforms(seed), -(-rows // 4)
    each = max(1, _AT_ONCE // rows)
    parts = []
    for first in range(0, draws, each):
        count = min(each, draws - first)
        # A part is a month of its own, so that memory bounds how many numbers are held at once.
        drawn = uniforms.rows(stream, first, count, ((0, blocks),))[:, :rows]
        places = (drawn * rows).astype(np.int64) + np.arange(count)[:, None] * rows
        parts.append(np.bincount(places.ravel(), minlength=count * rows).reshape(count, rows).astype(np.uint16))
    return Rows(np.concatenate(parts), size, replications)
