"""Normal distributions in several dimensions: spread points, densities, moments of weighted points."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from sim.arrays import Array

_FLOOR: Final = 1e-10
"""Least variance of a direction, so that every matrix has a factor."""


def points(dimensions: int, count: int, seed: int) -> Array:
    """Return standard normal scores that fill the space evenly (scrambled Sobol), shape (dimensions, count)."""
    from scipy.special import ndtri
    from scipy.stats import qmc

    engine = qmc.Sobol(dimensions, scramble=True, rng=seed)
    # The engine's numbers have 30 bits, so they may be 0, where the score is infinite.
    return np.asarray(ndtri(engine.random(count).T + 2.0**-31))


def factor(covariance: Array) -> Array:
    """Return the Cholesky factor, with a floor under the variance."""
    return np.asarray(np.linalg.cholesky(covariance + _FLOOR * np.eye(len(covariance))))


def log_density(scores: Array, mean: Array, covariance: Array) -> Array:
    """Return the log density up to a constant, shape (points,), at scores of shape (dimensions, points)."""
    own = factor(covariance)
    standard = np.linalg.solve(own, scores - mean[:, None])
    return np.asarray(-0.5 * np.sum(standard**2, axis=0) - np.log(np.diag(own)).sum())


def moments(scores: Array, weights: Array) -> tuple[Array, Array]:
    """Return mean and covariance of weighted points; weights sum to one."""
    mean = (scores * weights).sum(axis=1)
    gap = scores - mean[:, None]
    return mean, (gap * weights) @ gap.T
