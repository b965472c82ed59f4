"""Weighted points from a density that is nearly normal: importance sampling that adapts to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.calibration.normals import factor, log_density, moments, points

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.arrays import Array

_ROUNDS: Final = 3
_WIDER: Final = 1.3
"""Variance of the proposal over that of the target, so that its tails are covered."""
_FEW: Final = 300
"""Effective points below which the next round trusts the new covariance only by half."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Weighted points.

    Attributes
    ----------
    scores
        Shape (dimensions, points).
    weights
        Shape (points,), their sum 1.
    """

    scores: Array
    weights: Array

    @property
    def effective(self) -> float:
        """Number of independent points of equal weight that they are worth."""
        return float(1.0 / np.sum(self.weights**2))

    def drawn(self, count: int) -> Array:
        """Return `count` points of equal weight, shape (dimensions, count): every point about as often as it weighs."""
        places = (np.arange(count) + 0.5) / count
        return self.scores[:, np.searchsorted(np.cumsum(self.weights), places).clip(max=len(self.weights) - 1)]


def sample(log: Callable[[Array], Array], start: tuple[Array, Array], count: int, seed: int) -> Sample:
    """Sample a density, given by its logarithm up to a constant, starting from a normal approximation."""
    mean, covariance = start
    for turn in range(_ROUNDS):
        found = _weighted(log, mean, _WIDER * covariance, points(len(mean), count, seed + turn))
        mean, fresh = moments(found.scores, found.weights)
        covariance = fresh if found.effective > _FEW else 0.5 * (covariance + fresh)
    return _weighted(log, mean, _WIDER * covariance, points(len(mean), count, seed + _ROUNDS))


def _weighted(log: Callable[[Array], Array], mean: Array, covariance: Array, normals: Array) -> Sample:
    scores = mean[:, None] + factor(covariance) @ normals
    weights = log(scores) - log_density(scores, mean, covariance)
    weights = np.exp(weights - weights.max())
    return Sample(scores, weights / weights.sum())
