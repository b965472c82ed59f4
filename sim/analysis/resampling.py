"""Replications drawn again with replacement, whole rows at a time, so that columns keep their common luck."""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.analysis.intervals import LEVEL, Array
from sim.randomness import KeyedUniforms

DRAWS: Final = 1000
"""Enough to place the ends of a 95 % interval within about a seventh of its half width, two standard errors."""
_AT_ONCE: Final = 4_000_000
"""Numbers held at a time."""


def resampled_means(rows: Array, *, seed: int, stream: str, draws: int = DRAWS) -> Array:
    """Return column means of bootstrap samples of rows, shape (draws, columns).

    Parameters
    ----------
    rows
        Shape (replications, columns); rows are drawn whole.
    seed, stream, draws
        Key of the draws, and how many samples.
    """
    uniforms, count = KeyedUniforms(seed), len(rows)
    each = max(1, min(draws, _AT_ONCE // max(1, count)))
    parts = []
    for first in range(0, draws, each):
        size = min(each, draws - first)
        # A part is a month of its own, so that what is held at a time is bounded.
        drawn = uniforms.rows(stream, first, size, ((0, -(-count // 4)),))[:, :count]
        places = (drawn * count).astype(np.int64) + count * np.arange(size)[:, None]
        counts = np.bincount(places.ravel(), minlength=size * count).reshape(size, count)
        parts.append(counts.astype(np.float64) @ rows / count)
    return np.concatenate(parts)


def ends(samples: Array, *, level: float = LEVEL) -> Array:
    """Return the ends of the percentile interval along the first axis, shape (2, …).

    Samples may be infinite where an estimate lies beyond what was tried: then so may be an end. Ends are order
    statistics, since between a number and infinity there is nothing to interpolate.
    """
    tail = (1.0 - level) / 2.0
    return np.asarray(np.quantile(samples, (tail, 1.0 - tail), axis=0, method="inverted_cdf"))
