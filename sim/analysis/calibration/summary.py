"""A few numbers that say what a history says about the parameters: one for each, learnt from simulated firms.

The best summary of data for a parameter is its posterior mean; a linear regression of the parameters on features of
simulated histories comes close (semi-automatic summaries: Fearnhead & Prangle 2012, JRSS B 74:419).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from sim.analysis.calibration.observed import Array

_FAR: Final = 4.0
"""Standard deviations beyond which a feature tells no more, so that one odd month does not carry everything."""

_RIDGE: Final = 1e-3
"""Prior precision of a standardised coefficient, per simulated firm."""


@dataclass(frozen=True, slots=True)
class Summary:
    """How features become one number a parameter.

    Attributes
    ----------
    centre, scale
        Of the features among simulated firms, shape (features,).
    weights
        Shape (1 + features, parameters).
    """

    centre: Array
    scale: Array
    weights: Array

    def of(self, features: Array) -> Array:
        """Return the summaries of histories, shape (parameters, lanes)."""
        standard = np.clip((features - self.centre) / self.scale, -_FAR, _FAR)
        return np.asarray((_with_one(standard) @ self.weights).T)


def learn(features: Array, scores: Array) -> Summary:
    """Learn summaries from simulated firms: features (lanes, features) and scores (parameters, lanes)."""
    centre, scale = features.mean(axis=0), features.std(axis=0) + 1e-9
    rows = _with_one(np.clip((features - centre) / scale, -_FAR, _FAR))
    ridge = _RIDGE * len(rows) * np.diag(np.r_[0.0, np.ones(rows.shape[1] - 1)])
    return Summary(centre, scale, np.asarray(np.linalg.solve(rows.T @ rows + ridge, rows.T @ scores.T), np.float64))


def _with_one(rows: Array) -> Array:
    return np.hstack([np.ones((len(rows), 1)), rows])
