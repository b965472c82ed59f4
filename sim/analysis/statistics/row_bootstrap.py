"""Intervals by drawing the rows of a design again, luck of the bootstrap keyed like all other luck."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.analysis.intervals import LEVEL
from sim.analysis.statistics.bootstrap import resampled

Array = NDArray[np.float64]

RESAMPLES: Final = 1000
"""Enough to place the ends of a 95 % interval within about a seventh of its half width, two standard errors."""


def resampled_means(columns: Array, *, seed: int, stream: str, draws: int = RESAMPLES) -> Array:
    """Return the column means of resampled rows, shape (draws, columns).

    Parameters
    ----------
    columns
        Shape (rows, columns); rows are drawn whole, with replacement.
    seed, stream, draws
        Key of the draws, and how many.
    """
    rows = resampled(len(columns), seed, draws=draws, stream=stream)
    return rows.means(rows.averaged(columns.T))


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


def ends(samples: Array, *, level: float = LEVEL) -> Array:
    """Return the ends of the percentile interval along the first axis, shape (2, …).

    Samples may be infinite where an estimate lies beyond what was tried: then so may be an end. Ends are order
    statistics, since between a number and infinity there is nothing to interpolate.
    """
    tail = (1.0 - level) / 2.0
    return np.asarray(np.quantile(samples, (tail, 1.0 - tail), axis=0, method="inverted_cdf"))
