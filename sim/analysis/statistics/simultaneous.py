"""Means under the same luck, and intervals that hold for all their differences at once."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.special import stdtrit

from sim.analysis.intervals import LEVEL

if TYPE_CHECKING:
    from sim.analysis.intervals import Array, Interval
    from sim.analysis.statistics.bootstrap import Rows

_ROUNDING: Final = 1e-12
FEW: Final = 30
"""Replications below which their resampling does not say how far the largest of several scores goes."""
_LEAST: Final = 0.5
"""Smallest standard error of a bootstrap sample, as a share of the one seen. A difference that few replications make is
now and then missing from a whole sample; without a floor it would stretch the intervals of all the others."""


@dataclass(frozen=True, slots=True)
class Means:
    """Means of alternatives under the same luck, and how they move together when replications are drawn again.

    Attributes
    ----------
    gaps
        Mean of each alternative less that of the first, shape (k,).
    errors
        Standard error of every paired difference, shape (k, k); 0 for one that is the same in every replication.
    moves
        How far each gap moves in each bootstrap sample, shape (draws, k).
    scores
        How far each difference moves, in standard errors of the same sample, shape (k, k, draws).
    replications
        Number of replications.
    """

    gaps: Array
    errors: Array
    moves: Array
    scores: Array
    replications: int

    def gap(self, one: int, other: int) -> float:
        """Return the mean of one alternative less that of another; exactly nothing for equals."""
        found = float(self.gaps[one] - self.gaps[other])
        if self.errors[one, other] > 0.0:
            return found
        return 0.0 if abs(found) <= _ROUNDING * max(abs(float(self.gaps[one])), abs(float(self.gaps[other]))) else found


def means_of(values: Array, rows: Rows) -> Means:
    """Return means of alternatives, `values` of shape (k, replications); column r is the same luck in every row.

    Gaps from the first alternative come first, so that what all of them share cancels before anything is rounded.
    """
    gaps, count = values - values[0], len(values)
    errors, scores = np.zeros((count, count)), np.zeros((count, count, rows.draws))
    for one, other in combinations(range(count), 2):
        errors[one, other] = errors[other, one] = _error(values[one], values[other])
    averaged = rows.averaged(gaps)
    for one in range(count):
        others = [other for other in range(one + 1, count) if errors[one, other] > 0.0]
        if others:
            scores[one, others] = _scores(averaged[one] - averaged[others], rows)
            scores[others, one] = -scores[one, others]
    return Means(gaps.mean(axis=1), errors, rows.moved(averaged), scores, values.shape[1])


def _error(one: Array, other: Array) -> float:
    """Return the standard error of a mean paired difference; what is only rounding counts as nothing."""
    error = float(np.std(one - other, ddof=1)) / math.sqrt(len(one))
    return error if error > _ROUNDING * max(float(np.abs(one).max()), float(np.abs(other).max())) else 0.0


def _scores(differences: Array, rows: Rows) -> Array:
    """Return t statistics of differences in every bootstrap sample, around the means seen (bootstrap-t).

    Each sample is divided by its own error, not by one for all: that takes in what skewness does to few replications.
    """
    count, freedom = len(differences), differences.shape[1] - 1
    centred = differences - differences.mean(axis=1, keepdims=True)
    squares = centred**2
    drawn = rows.means(np.concatenate([centred, squares])).T
    moved, spread = drawn[:count], np.maximum(drawn[count:] - drawn[:count] ** 2, 0.0) / freedom
    seen = squares.mean(axis=1, keepdims=True) / freedom
    return np.asarray(moved / np.sqrt(np.maximum(spread, _LEAST**2 * seen)))


def least_score(replications: int, tail: float, tests: int) -> float:
    """Return the t score with this much of a tail beyond it, shared among the tests when replications are few."""
    return -float(stdtrit(replications - 1, tail / (tests if replications < FEW else 1)))


def two_sided(means: Means, pairs: list[tuple[int, int]], *, level: float = LEVEL) -> list[Interval]:
    """Return intervals of the differences of these pairs that hold for all of them at once (max-t bootstrap).

    Never narrower than the t interval of a single difference; with few replications than Bonferroni's.
    """
    largest = np.max([np.abs(means.scores[pair]) for pair in pairs], axis=0)
    wide = max(float(np.quantile(largest, level)), least_score(means.replications, (1.0 - level) / 2.0, len(pairs)))
    found = []
    for pair in pairs:
        gap, half = means.gap(*pair), wide * float(means.errors[pair])
        found.append((gap - half, gap + half))
    return found
