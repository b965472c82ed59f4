"""Policies with exactly known means whose outcomes are skewed, unequally spread, and tied by common luck."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from sim.randomness.uniforms import PER_COUNTER, KeyedUniforms

Array = NDArray[np.float64]

MEANS: Final = np.array([0.0, 0.1, 0.1, -0.1, 0.25, 0.0])
SPREADS: Final = np.array([1.0, 1.0, 2.0, 0.5, 3.0, 1.5])
"""Standard deviations."""
SHARED: Final = 0.8
"""Correlation of the normals behind the outcomes of two policies."""
WIDTH: Final = 0.5
"""Standard deviation of the logarithm: a skewness of 1.75."""


def outcomes(seed: int, replications: int, *, means: Array = MEANS, spreads: Array = SPREADS) -> Array:
    """Return outcomes, shape (policies, replications): lognormal, moved and stretched to their mean and spread."""
    blocks = ((0, -(-replications // PER_COUNTER)),)
    normals = ndtri(KeyedUniforms(seed).rows("skewed", 0, len(means) + 1, blocks)[:, :replications])
    mixed = np.sqrt(SHARED) * normals[0] + np.sqrt(1.0 - SHARED) * normals[1:]
    mean, variance = np.exp(WIDTH**2 / 2), np.exp(WIDTH**2) * (np.exp(WIDTH**2) - 1.0)
    return means[:, None] + spreads[:, None] * (np.exp(WIDTH * mixed) - mean) / np.sqrt(variance)
