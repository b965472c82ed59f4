"""A few numbers that say what a history says about the parameters: one for each, learnt from simulated firms.

The best summary of data for a parameter is its posterior mean; a linear regression of the parameters on features of
simulated histories comes close (semi-automatic summaries: Fearnhead & Prangle 2012, JRSS B 74:419). It is done along
the features' principal directions, and leaves out those in which the data lie where no simulated firm does: what the
model can't show must not bend what it can.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from sim.arrays import Array

ODD: Final = 4.5
"""Standard deviations of simulated firms beyond which a direction of the data is left out, so that it bends nothing."""

BEYOND: Final = 7.0
"""Standard deviations from which figures hang together as in no firm at all; among the hundred directions of firms
that the model itself made, the oddest lies at 2 to 5."""

_FAR: Final = 5.0
"""Standard deviations beyond which a feature of a simulated firm counts as no farther."""

_RIDGE: Final = 1e-3
"""Variance, of features of variance one, below which a direction tells less and less."""


@dataclass(frozen=True, slots=True)
class Summary:
    """How features become one number a parameter.

    Attributes
    ----------
    centre, scale
        Of the features among simulated firms, shape (features,).
    level
        Mean score of every parameter, shape (parameters,).
    weights
        Shape (features, parameters).
    oddest
        Standard deviations of simulated firms by which the data are off along the worst direction.
    """

    centre: Array
    scale: Array
    level: Array
    weights: Array
    oddest: float

    def of(self, features: Array) -> Array:
        """Return the summaries of histories, shape (parameters, lanes)."""
        standard = np.clip((features - self.centre) / self.scale, -_FAR, _FAR)
        return np.asarray(self.level[:, None] + (standard @ self.weights).T)


def learn(features: Array, scores: Array, seen: Array) -> Summary:
    """Learn summaries from simulated firms.

    Parameters
    ----------
    features
        Shape (lanes, features).
    scores
        Of the same firms, shape (parameters, lanes).
    seen
        Features of the data, shape (features,).
    """
    centre, scale, level = features.mean(axis=0), features.std(axis=0) + 1e-9, scores.mean(axis=1)
    rows = np.clip((features - centre) / scale, -_FAR, _FAR)
    rows -= rows.mean(axis=0)
    sizes, axes = np.linalg.eigh(rows.T @ rows / len(rows))
    tells = sizes > _RIDGE
    data = np.zeros(len(sizes))
    data[tells] = ((seen - centre) / scale) @ axes[:, tells] / np.sqrt(sizes[tells])
    kept = axes[:, np.abs(data) < ODD]
    told = (rows @ kept).T @ (scores - level[:, None]).T / len(rows)
    weights = kept @ (told / (sizes[np.abs(data) < ODD] + _RIDGE)[:, None])
    return Summary(centre, scale, level, np.asarray(weights, np.float64), float(np.abs(data).max()))
