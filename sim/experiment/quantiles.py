"""Quantiles of many rows at once, as the paths table has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.results import QUANTILES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.arrays import Array


def quantiles(values: NDArray[np.float32]) -> Array:
    """Return the linearly interpolated `QUANTILES` along the last axis; NaN values do not count.

    Parameters
    ----------
    values
        Shape (…, values); sorted in place.

    Returns
    -------
    Array
        Shape (…, quantiles), NaN where nothing is known.
    """
    ordered = values.reshape(-1, values.shape[-1])
    ordered.sort(axis=-1)  # NaN sorts last
    known = ordered.shape[-1] - np.count_nonzero(np.isnan(ordered), axis=-1)
    last = np.maximum(known - 1, 0)[:, None]
    place = np.asarray(QUANTILES) * last
    low = np.floor(place).astype(np.intp)
    high = np.minimum(low + 1, last)
    row = np.arange(len(ordered))[:, None]
    below, above = ordered[row, low].astype(np.float64), ordered[row, high].astype(np.float64)
    found = np.where(known[:, None] > 0, below + (place - low) * (above - below), np.nan)
    return np.asarray(found.reshape(*values.shape[:-1], -1))
