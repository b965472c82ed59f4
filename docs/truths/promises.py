"""How often intervals of a comparison hold what they promise, and wrong variants that must not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from sim.analysis.comparing.best import standings
from sim.analysis.comparing.regret import Future, regret
from sim.analysis.statistics.bootstrap import resampled
from sim.analysis.statistics.simultaneous import Means, means_of, two_sided

Array = NDArray[np.float64]
Interval = tuple[float, float]
Intervals = Callable[[Means], list[Interval]]


def paired(values: Array, seed: int) -> Means:
    """Draw whole replications again, as `compare` does."""
    return means_of(values, resampled(values.shape[1], seed))


def apart(values: Array, seed: int) -> Means:
    """Draw replications again for every policy apart: a mutant that loses the common luck."""
    found = paired(values, seed)
    moves = np.stack(
        [
            resampled(values.shape[1], seed, stream=f"apart {place}").deviations(row[None, :])[:, 0]
            for place, row in enumerate(values)
        ]
    )
    with np.errstate(invalid="ignore"):
        scores = (moves[:, None] - moves[None, :]) / found.errors[:, :, None]
    return replace(found, moves=moves.T, scores=np.nan_to_num(scores))


def against_first(found: Means) -> list[Interval]:
    """Return simultaneous intervals of the differences from the first policy."""
    return two_sided(found, [(place, 0) for place in range(1, len(found.gaps))])


def all_pairs(found: Means) -> list[Interval]:
    """Return simultaneous intervals of every difference."""
    return two_sided(found, list(combinations(range(len(found.gaps)), 2)))


def one_by_one(found: Means) -> list[Interval]:
    """Return t intervals that hold one by one: a mutant that forgets how many there are."""
    wide = float(stdtrit(found.replications - 1, 0.975)) * found.errors[1:, 0]
    gaps = [found.gap(place, 0) for place in range(1, len(found.gaps))]
    return [(gap - half, gap + half) for gap, half in zip(gaps, wide, strict=True)]


def hold(intervals: Sequence[Interval], truths: Sequence[float]) -> bool:
    """Tell whether all of them hold at once."""
    return all(low <= truth <= high for (low, high), truth in zip(intervals, truths, strict=True))


def covered(found: Iterable[Means], means: Array, intervals: Intervals = against_first) -> float:
    """Return how often all intervals of an experiment hold at once."""
    truths = [means[one] - means[other] for one, other in _pairs(intervals, len(means))]
    return float(np.mean([hold(intervals(one), truths) for one in found]))


def _pairs(intervals: Intervals, count: int) -> list[tuple[int, int]]:
    if intervals is all_pairs:
        return list(combinations(range(count), 2))
    return [(place, 0) for place in range(1, count)]


def best_covered(samples: Iterable[Array], found: Iterable[Means], means: Array) -> float:
    """Return how often all intervals against the best hold at once; more is better."""
    truths = [mean - np.delete(means, place).max() for place, mean in enumerate(means)]
    kept = [
        hold([one.interval for one in standings(sample, drawn)], truths)
        for sample, drawn in zip(samples, found, strict=True)
    ]
    return float(np.mean(kept))


def regret_of_equals(samples: Iterable[Array]) -> Array:
    """Return the average regret of policies with equal means, sample by sample: nothing, on average."""
    return np.array([np.mean([one.overall.mean for one in regret(*_one_future(sample)).of]) for sample in samples])


def regret_on_the_same(samples: Iterable[Array]) -> Array:
    """Return the same with the best chosen on the replications that it is valued on: a mutant with a curse."""
    return np.array([float(sample.mean(axis=1).max() - sample.mean()) for sample in samples])


def _one_future(sample: Array) -> tuple[list[str], list[Future]]:
    names = [str(place) for place in range(len(sample))]
    return names, [Future("", "all", sample, np.ones(sample.shape[1], dtype=np.bool_))]
