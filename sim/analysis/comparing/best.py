"""Which alternative is the best, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.intervals import LEVEL, Chance, chance
from sim.analysis.statistics.simultaneous import least_score

if TYPE_CHECKING:
    from sim.analysis.intervals import Array, Interval
    from sim.analysis.statistics.simultaneous import Means


FEWEST: Final = 10
"""Replications below which P(best) is not said: drawn again, two that agree would make it certain."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How one alternative stands against the best of the others.

    Attributes
    ----------
    gap
        Its mean less that of the best other one, in the unit of the outcome; above zero it is ahead.
    interval
        Simultaneous 95 % interval of Hsu's multiple comparisons with the best: never all above zero, never all below.
    may_be_best
        Whether it can't be told from the best.
    probability
        Share of bootstrap samples in which its mean is the best; equal bests share. NaN below `FEWEST` replications.
    paths
        Share of replications in which nothing ends better than it; equals count for each.
    """

    gap: float
    interval: Interval
    may_be_best: bool
    probability: float
    paths: Chance


def standings(values: Array, means: Means, *, level: float = LEVEL) -> tuple[Standing, ...]:
    """Compare every alternative with the best of the others; more is better. Shape of values (k, replications)."""
    wide = [_one_sided(means, one, level=level) for one in range(len(values))]
    able = [one for one in range(len(values)) if _unbeaten(means, one, wide[one])]
    lower, upper = _bounds(means, wide, able)
    top = values.max(axis=0)
    odds = probabilities(means)
    return tuple(
        Standing(
            gap=min(means.gap(one, other) for other in _others(means, one)),
            interval=(lower[one], upper[one]),
            may_be_best=one in able,
            probability=float(odds[one]),
            paths=chance(np.asarray(values[one] >= top)),
        )
        for one in range(len(values))
    )


def _others(means: Means, one: int) -> list[int]:
    return [other for other in range(len(means.gaps)) if other != one]


def _one_sided(means: Means, control: int, *, level: float) -> float:
    """Return the critical score of one alternative's leads over all others, were it the best."""
    largest = np.max([-means.scores[control, other] for other in _others(means, control)], axis=0)
    least = least_score(means.replications, 1.0 - level, len(means.gaps) - 1)
    return max(float(np.quantile(largest, level)), least)


def _unbeaten(means: Means, one: int, wide: float) -> bool:
    """Tell whether no other alternative is ahead beyond noise; a twin, equal in every replication, beats nobody."""
    gaps = {other: means.gap(one, other) for other in _others(means, one)}
    return all(gap == 0.0 or gap + wide * means.errors[one, other] > 0.0 for other, gap in gaps.items())


def _bounds(means: Means, wide: list[float], able: list[int]) -> tuple[list[float], list[float]]:
    """Return lower and upper bounds (Edwards & Hsu 1983), each pair with its own paired error."""
    lower, upper = [], []
    for one in range(len(means.gaps)):
        others = _others(means, one)
        upper.append(max(0.0, min(means.gap(one, j) + wide[one] * float(means.errors[one, j]) for j in others)))
        rivals = [j for j in others if j in able]
        lower.append(min([0.0, *(means.gap(one, j) - wide[j] * float(means.errors[one, j]) for j in rivals)]))
    return lower, upper


def probabilities(means: Means) -> Array:
    """Return in what share of bootstrap samples each mean is the best; NaN where they are too few to draw from."""
    if means.replications < FEWEST:
        return np.full(len(means.gaps), np.nan)
    drawn = means.gaps + means.moves
    top = drawn.max(axis=1, keepdims=True)
    best = drawn >= top - 1e-12 * np.abs(drawn).max(axis=1, keepdims=True)
    return np.asarray((best / best.sum(axis=1, keepdims=True)).mean(axis=0))
