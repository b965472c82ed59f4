"""Means under the same luck, and intervals that hold for all their differences at once."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtr, stdtrit

from sim.analysis.intervals import LEVEL

if TYPE_CHECKING:
    from sim.analysis.bootstrap import Rows
    from sim.analysis.intervals import Array, Interval


@dataclass(frozen=True, slots=True)
class Means:
    """Means of alternatives under the same luck, and how they move together when replications are drawn again.

    Attributes
    ----------
    gaps
        Mean of each alternative less that of the first, shape (k,).
    errors
        Standard error of every paired difference, shape (k, k).
    moves
        How far each gap moves in each bootstrap sample, shape (draws, k).
    replications
        Number of replications.
    """

    gaps: Array
    errors: Array
    moves: Array
    replications: int

    def gap(self, one: int, other: int) -> float:
        """Return the mean of one alternative less that of another."""
        return float(self.gaps[one] - self.gaps[other]) if self.errors[one, other] else self._exact(one, other)

    def _exact(self, one: int, other: int) -> float:
        """Return a difference that is the same in every replication, free of rounding when it is nothing."""
        found = float(self.gaps[one] - self.gaps[other])
        scale = max(abs(float(self.gaps[one])), abs(float(self.gaps[other])))
        return 0.0 if abs(found) <= _ROUNDING * scale else found

    def scores(self, one: int, other: int) -> Array:
        """Return in how many standard errors the difference moves, sample by sample."""
        error = self.errors[one, other]
        moved = self.moves[:, one] - self.moves[:, other]
        return np.asarray(moved / error) if error > 0.0 else np.zeros(len(moved))


_ROUNDING = 1e-12


def means_of(values: Array, rows: Rows) -> Means:
    """Return means of alternatives, `values` of shape (k, replications); column r is the same luck in every row.

    Gaps from the first alternative come first, so that what all of them share cancels before anything is rounded.
    """
    gaps, n = values - values[0], values.shape[1]
    errors = np.zeros((len(values), len(values)))
    for one, other in combinations(range(len(values)), 2):
        spread = np.std(values[one] - values[other], ddof=1) / math.sqrt(n)
        size = max(np.abs(values[one]).max(), np.abs(values[other]).max())
        errors[one, other] = errors[other, one] = spread if spread > _ROUNDING * size else 0.0
    return Means(gaps.mean(axis=1), errors, rows.deviations(gaps), n)


def critical(scores: Array, replications: int, *, level: float = LEVEL) -> float:
    """Return the number of standard errors that no difference leaves with this level, all taken together.

    Parameters
    ----------
    scores
        The largest score of every bootstrap sample.
    replications
        Rows drawn again have too small a spread and miss that the standard errors are estimates: the quantile is
        carried from the normal to Student's t at the same tail probability, which is exact for one normal difference.
    """
    scale = math.sqrt(replications / (replications - 1))
    largest = float(np.quantile(scores, level)) * scale
    return _as_student(largest, replications - 1)


def _as_student(score: float, freedom: int) -> float:
    """Carry a normal score to the t score with the same tail."""
    tail = float(ndtr(-score))
    return -float(stdtrit(freedom, tail)) if tail > 0.0 else score


def two_sided(means: Means, pairs: list[tuple[int, int]], *, level: float = LEVEL) -> list[Interval]:
    """Return intervals of the differences of these pairs that hold for all of them at once (max-t bootstrap).

    Never narrower than the t interval of a single difference.
    """
    largest = np.max([np.abs(means.scores(*pair)) for pair in pairs], axis=0)
    single = float(stdtrit(means.replications - 1, 0.5 + level / 2.0))
    wide = max(critical(largest, means.replications, level=level), single)
    found = []
    for pair in pairs:
        gap, half = means.gap(*pair), wide * float(means.errors[pair])
        found.append((gap - half, gap + half))
    return found
