"""Odds over two keys as a surface: logistic where that fits, else the shares as they are, with intervals."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.special import expit

from sim.analysis.intervals import LEVEL, wilson
from sim.analysis.statistics.logit import fit_logit, standardised
from sim.analysis.statistics.row_bootstrap import ends
from sim.analysis.sweep.crossing import EVEN

if TYPE_CHECKING:
    from sim.analysis.intervals import Array
    from sim.analysis.sweep.axis import Axis
_ORDER: Final = 3
"""Highest power of the surface's polynomial."""


def smoothed(across: Axis, up: Axis, shares: Array) -> Array | None:
    """Return logistic surfaces; None when the first misses the shares by more than noise does."""
    x, y = (
        grid.ravel()
        for grid in np.meshgrid(*(axis.position(np.array(axis.values)) for axis in (across, up)), indexing="ij")
    )
    flat, _, _ = standardised(np.column_stack([x, y]))
    order = min(_ORDER, len(across.values) - 1, len(up.values) - 1)
    terms = [
        flat[:, 0] ** one * flat[:, 1] ** other
        for one in range(order + 1)
        for other in range(order + 1)
        if 0 < one + other <= order
    ]
    design = np.column_stack([np.ones(len(x)), *(standardised(term[:, None])[0] for term in terms)])
    fitted = expit(fit_logit(design, shares) @ design.T)
    missed = shares - fitted
    allowed = np.quantile(np.abs(missed[1:] - missed[0]).max(axis=1), LEVEL)
    return None if np.abs(missed[0]).max() > allowed else fitted


def bounded(rows: Array, plain: int) -> Array:
    """Return ends of intervals, shape (2, …), of odds of which the first row is the estimate, the others resamples.

    Where odds are shares of `plain` replications as they are, and not of a surface (0), Wilson's interval is held as
    well: none of a hundred is none however it is resampled, and yet not impossible.
    """
    low, high = ends(rows[1:])
    if plain:
        known = np.array([wilson(count, plain) for count in range(plain + 1)])[np.rint(rows[0] * plain).astype(np.intp)]
        low, high = np.minimum(low, known[..., 0]), np.maximum(high, known[..., 1])
    return np.stack([low, high])


def between(values: Array, value: float, rows: Array) -> Array:
    """Return what lies at a value, linear between the neighbours along the last axis."""
    right = int(np.clip(np.searchsorted(values, value), 1, len(values) - 1))
    part = (value - values[right - 1]) / (values[right] - values[right - 1])
    return np.asarray((1.0 - part) * rows[..., right - 1] + part * rows[..., right])


def nearest_even(values: Array, row: Array, today: float) -> float:
    """Return the nearest value at which a row is even; ∞ or −∞, on the side where it comes closer to that, if none."""
    sides = row > EVEN
    left = np.flatnonzero(sides[1:] != sides[:-1])
    if not len(left):
        rising = abs(row[-1] - EVEN) <= abs(row[0] - EVEN)
        return math.inf if rising else -math.inf
    part = (EVEN - row[left]) / (row[left + 1] - row[left])
    places = values[left] + part * (values[left + 1] - values[left])
    return float(places[np.abs(places - today).argmin()])
