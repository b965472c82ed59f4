"""Intervals by drawing the rows of a design again, luck of the bootstrap keyed like all other luck."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.analysis.intervals import LEVEL
from sim.randomness import KeyedUniforms

Array = NDArray[np.float64]

RESAMPLES: Final = 1000
"""Enough to place the ends of a 95 % interval within about a seventh of its half width, two standard errors."""
_AT_ONCE: Final = 100


def resampled_means(columns: Array, *, seed: int, stream: str) -> Array:
    """Return the column means of resampled rows, shape (RESAMPLES, columns).

    Parameters
    ----------
    columns
        Shape (rows, columns); rows are drawn whole, with replacement.
    seed, stream
        Key of the draws.
    """
    uniforms, rows = KeyedUniforms(seed), len(columns)
    parts = []
    for part in range(RESAMPLES // _AT_ONCE):
        drawn = uniforms.rows(stream, part, _AT_ONCE, ((0, -(-rows // 4)),))[:, :rows]
        place = (drawn * rows).astype(np.int64) + rows * np.arange(_AT_ONCE)[:, None]
        counts = np.bincount(place.ravel(), minlength=_AT_ONCE * rows).reshape(_AT_ONCE, rows)
        parts.append(counts @ columns / rows)
    return np.concatenate(parts)


def above_rest(values: Array) -> list[bool]:
    """Return whether each column of resampled values is above all later ones beyond noise; False for the last."""
    highest_later = np.maximum.accumulate(values[:, ::-1], axis=1)[:, -2::-1]
    gaps = values[:, :-1] - highest_later
    return [*(bool(low > 0.0) for low in (percentiles(gaps)[0] if gaps.size else ())), False]


def percentiles(values: Array) -> Array:
    """Return the ends of the percentile interval along the first axis, shape (2, …); what is unknown is left out."""
    tail = (1.0 - LEVEL) / 2.0
    known = np.isfinite(values).any(axis=0)
    filled = np.where(known, values, 0.0)
    return np.where(known, np.nanquantile(filled, (tail, 1.0 - tail), axis=0), np.nan)
