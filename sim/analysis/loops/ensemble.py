"""Scores over replications: average the changes first, then score.

Noise adds to the change of every stock, so the scores of single paths shrink, and those of long loops shrink
most. Averages over replications lose the noise and keep the mechanism.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.loops.changes import Changes
from sim.randomness import KeyedUniforms

if TYPE_CHECKING:
    from sim.arrays import Array

DRAWS: Final = 200
"""Bootstrap draws: an end of a 95 % interval is the fifth or sixth value."""


def averaged(found: Changes, weights: Array | None = None) -> Changes:
    """Return mean changes over replications, which are the last axis.

    Parameters
    ----------
    found
        Changes with replications last.
    weights
        Weight of every replication in every draw, shape (draws, replications), as `row_weights` gives; the result
        then has draws last. Equal weights when None.
    """
    count = found.part.shape[-1]
    each = np.full((1, count), 1.0 / count) if weights is None else weights
    # Without BLAS, whose sums may depend on its threads.
    part, target, source = (
        np.einsum("...r,dr->...d", values, each, optimize=False) for values in (found.part, found.target, found.source)
    )
    if weights is None:
        part, target, source = part[..., 0], target[..., 0], source[..., 0]
    return Changes(part, target, source, found.sign)


def row_weights(seed: int, name: str, replications: int, *, draws: int = DRAWS) -> Array:
    """Return bootstrap weights of whole replications, shape (draws, replications); every row adds up to 1."""
    uniforms = KeyedUniforms(seed).rows(name, 0, draws, ((0, -(-replications // 4)),))[:, :replications]
    drawn = np.minimum((uniforms * replications).astype(np.intp), replications - 1)
    counts = np.stack([np.bincount(row, minlength=replications) for row in drawn])
    return counts / replications
