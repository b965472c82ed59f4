"""Intervals of figures made of many replications: replications drawn again with replacement."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.intervals import LEVEL, Interval
from sim.randomness import KeyedUniforms

if TYPE_CHECKING:
    from sim.outcomes import Array

DRAWS: Final = 1000
"""How often the replications are drawn again."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure and its 95 % interval."""

    value: float
    ci95: Interval

    @property
    def known(self) -> bool:
        """Whether there is a figure and an interval."""
        return all(math.isfinite(number) for number in (self.value, *self.ci95))


def weights(count: int, *, seed: int, name: str, draws: int = DRAWS) -> Array:
    """Return the share that each replication has in each resample, shape (draws, count); rows sum to 1."""
    uniforms = KeyedUniforms(seed).rows(f"resample:{name}", 0, draws, ((0, -(-count // 4)),))[:, :count]
    chosen = np.minimum((uniforms * count).astype(np.intp), count - 1)
    return np.stack([np.bincount(row, minlength=count) for row in chosen]) / count


def estimate(value: float, resampled: Array, *, level: float = LEVEL) -> Estimate:
    """Return a figure with the percentile interval of its resamples; none where more than a few resamples lack it."""
    known = resampled[np.isfinite(resampled)]
    if known.size < LEVEL * resampled.size or not math.isfinite(value):
        return Estimate(value, (math.nan, math.nan))
    tail = (1.0 - level) / 2.0
    low, high = (float(q) for q in np.quantile(known, (tail, 1.0 - tail)))
    return Estimate(value, (low, high))
