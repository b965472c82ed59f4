"""Logistic regression by Newton's method, many samples at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.special import expit

if TYPE_CHECKING:
    from sim.analysis.intervals import Array

RIDGE: Final = 1e-4
"""Penalty on every squared slope, per observation: invisible where data speak, and an end to slopes where they are
perfectly separated. Predictors have unit spread."""
_STEPS: Final = 60
_CLOSE: Final = 1e-6
_LONGEST: Final = 5.0
"""Longest step of a coefficient: from far away plain Newton steps overshoot."""


def fit_logit(design: Array, shares: Array, *, ridge: float = RIDGE) -> Array:
    """Return coefficients of the logit of shares on predictors, shape (samples, predictors).

    Parameters
    ----------
    design
        Shape (observations, predictors); the first is constant and not penalised.
    shares
        Between 0 and 1, shape (samples, observations), each fitted on its own.
    """
    count, width = design.shape
    penalty = np.full(width, ridge * count)
    penalty[0] = 1e-9 * count
    found = np.zeros((len(shares), width))
    for _ in range(_STEPS):
        fitted = expit(found @ design.T)
        slope = (shares - fitted) @ design - penalty * found
        weights = fitted * (1.0 - fitted)
        curved = (weights[:, None, :] * design.T) @ design + np.diag(penalty)
        step = np.clip(np.linalg.solve(curved, slope[..., None])[..., 0], -_LONGEST, _LONGEST)
        found = found + step
        if np.abs(step).max(initial=0.0) < _CLOSE:
            break
    return found


def standardised(values: Array) -> tuple[Array, Array, Array]:
    """Return columns with mean 0 and unit spread, and the means and spreads; a constant column becomes 0."""
    centre, spread = values.mean(axis=0), values.std(axis=0)
    scale = np.where(spread > 0.0, spread, 1.0)
    return (values - centre) / scale, centre, scale
