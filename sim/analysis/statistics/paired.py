"""Differences of two policies under the same luck, replication by replication."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import bdtr

from sim.analysis.intervals import LEVEL, Array, Chance, Interval, chance, t_interval

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Difference:
    """How an outcome of one policy differs from that of another, replication by replication.

    Attributes
    ----------
    baseline
        The policy that is subtracted.
    mean, ci95
        Mean paired difference and its t interval, in the unit of the outcome.
    better
        Share of replications with a strictly higher outcome than the baseline's.
    equal
        Share of replications with exactly the same outcome.
    variance_reduction
        How many times fewer replications the same luck needs than independent luck for the same
        interval: (var A + var B) / var(A − B). Infinite when every difference is the same number.
    """

    baseline: str
    mean: float
    ci95: Interval
    better: Chance
    equal: float
    variance_reduction: float

    @property
    def clear(self) -> bool:
        """Whether the interval excludes zero."""
        return self.ci95[0] > 0.0 or self.ci95[1] < 0.0


def difference(values: Array, of_baseline: Array, *, baseline: str, level: float = LEVEL) -> Difference:
    """Compare two policies; position i of both arrays is the same replication.

    A missing value makes every figure missing.
    """
    gap = values - of_baseline
    if not np.isfinite(gap).all():
        gap = gap[:0]
    equal = float(np.mean(gap == 0.0)) if len(gap) else math.nan
    reduction = variance_reduction(values, of_baseline)
    mean = float(np.mean(gap)) if len(gap) else math.nan
    return Difference(baseline, mean, t_interval(gap, level=level), chance(gap > 0.0), equal, reduction)


def variance_reduction(values: Array, of_baseline: Array) -> float:
    """Return (var A + var B) / var(A − B): what common random numbers are worth."""
    if len(values) < 2:  # noqa: PLR2004 (a variance needs two values)
        return math.nan
    independent = float(np.var(values, ddof=1) + np.var(of_baseline, ddof=1))
    paired = float(np.var(values - of_baseline, ddof=1))
    if paired > 0.0:
        return independent / paired
    return math.inf if paired == 0.0 and independent > 0.0 else math.nan


@dataclass(frozen=True, slots=True)
class ChanceDifference:
    """How the chance of an event differs between two policies under the same luck.

    Attributes
    ----------
    baseline
        The policy that is subtracted.
    mean
        Difference of the two shares.
    only_here, only_baseline
        Replications in which the event happens under one policy and not under the other.
    p_value
        Exact two-sided McNemar test: could the discordant replications be a fair coin?
    """

    baseline: str
    mean: float
    only_here: int
    only_baseline: int
    p_value: float


def chance_difference(
    happened: NDArray[np.bool_], in_baseline: NDArray[np.bool_], *, baseline: str
) -> ChanceDifference:
    """Compare the chance of an event under two policies; position i is the same replication in both."""
    here = int(np.count_nonzero(happened & ~in_baseline))
    there = int(np.count_nonzero(in_baseline & ~happened))
    mean = (here - there) / len(happened) if len(happened) else math.nan
    return ChanceDifference(baseline, mean, here, there, mcnemar(here, there))


def mcnemar(only_first: int, only_second: int) -> float:
    """Return the exact two-sided p value of McNemar's test."""
    discordant = only_first + only_second
    return min(1.0, 2.0 * float(bdtr(min(only_first, only_second), discordant, 0.5)))
