"""Scales on which figures are compared: logarithms of money, Anscombe's roots of counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.analysis.calibration.observed import COUNTS

if TYPE_CHECKING:
    from sim.arrays import Array


def scaled(measure: str, figures: Array, money: float) -> Array:
    """Return figures on a scale on which noise is about as large whatever the size of the firm.

    Counts: 2√(x + 3/8), whose noise is 1 for a Poisson count (Anscombe 1948). Money: log(x + 1). Cash, which may be
    below zero: its inverse hyperbolic sine in units of `money`, a month's revenue.
    """
    if measure == "cash":
        return np.asarray(np.arcsinh(figures / money))
    if measure in COUNTS:
        return np.asarray(2.0 * np.sqrt(np.maximum(figures, 0.0) + 0.375))
    return np.asarray(np.log1p(np.maximum(figures, 0.0)))
