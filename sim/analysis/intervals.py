"""How sure a number is: t intervals for means, Wilson for shares, order statistics for quantiles."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.special import bdtr, ndtri, stdtrit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.arrays import Array

Interval = tuple[float, float]

LEVEL: Final = 0.95
"""Coverage of every interval unless said otherwise."""


def t_interval(values: Array, *, level: float = LEVEL) -> Interval:
    """Return the Student interval of the mean; NaN with fewer than two values.

    Replications are independent, so the plain formula holds: mean ± t(n−1) · s / √n.
    """
    n = len(values)
    if n < 2:  # noqa: PLR2004 (a spread needs two values)
        return (math.nan, math.nan)
    half = float(student(n, level) * np.std(values, ddof=1) / math.sqrt(n))
    mean = float(np.mean(values))
    return (mean - half, mean + half)


def student(n: int, level: float = LEVEL) -> float:
    """Return the half-width, in standard errors, of a two-sided interval from `n` values."""
    return float(stdtrit(n - 1, 0.5 + level / 2.0))


def wilson(count: float, trials: float, *, level: float = LEVEL) -> Interval:
    """Return the Wilson score interval of a share.

    Unlike mean ± 2 standard errors it keeps its promise near 0 and 1, where ruin lives: no ruin in
    100 replications still allows for 3.7 %. Without trials nothing is known: (0, 1).
    """
    if trials == 0:
        return (0.0, 1.0)
    z2 = float(ndtri(0.5 + level / 2.0)) ** 2
    share = count / trials
    centre = (share + z2 / (2 * trials)) / (1 + z2 / trials)
    half = math.sqrt(z2) / (1 + z2 / trials) * math.sqrt(share * (1 - share) / trials + z2 / (4 * trials**2))
    low = 0.0 if count == 0 else centre - half
    high = 1.0 if count == trials else centre + half
    return (low, high)


def quantile_ranks(n: int, p: float, *, level: float = LEVEL) -> tuple[int, int]:
    """Return the ranks (from 1) of the two sorted values that enclose quantile `p` with at least `level`.

    Distribution-free; a rank of 0 or n + 1 means that n values are too few to bound that side.
    """
    tail = (1.0 - level) / 2.0

    def below(k: int) -> float:
        """Return the chance that at most k values lie below the quantile."""
        return float(bdtr(k, n, p))

    low = bisect_right(range(n + 1), tail, key=below)
    high = bisect_left(range(n + 1), 1.0 - tail, key=below) + 1
    return (low, high)


def quantile_interval(values: Array, p: float, *, level: float = LEVEL) -> Interval:
    """Return the order-statistics interval of quantile `p`; an open side is infinite."""
    if not len(values) or not np.isfinite(values).all():
        return (math.nan, math.nan)
    return _between_ranks(np.sort(values), p, level=level)


def _between_ranks(ranked: Array, p: float, *, level: float = LEVEL) -> Interval:
    low, high = quantile_ranks(len(ranked), p, level=level)
    return (
        float(ranked[low - 1]) if low > 0 else -math.inf,
        float(ranked[high - 1]) if high <= len(ranked) else math.inf,
    )


def direction(interval: Interval, reference: Interval) -> int:
    """Return 1 or −1 when the first interval lies wholly above or below the second, 0 when they overlap.

    Careful for figures under the same luck, since it ignores the pairing.
    """
    return (interval[0] > reference[1]) - (interval[1] < reference[0])


@dataclass(frozen=True, slots=True)
class Chance:
    """A share of replications.

    Attributes
    ----------
    probability
        `count / trials`; NaN without trials.
    ci95
        Wilson interval.
    count, trials
        What was counted.
    """

    probability: float
    ci95: Interval
    count: int
    trials: int


def chance(happened: NDArray[np.bool_]) -> Chance:
    """Count in how many replications something happened."""
    trials, count = len(happened), int(np.count_nonzero(happened))
    return Chance(count / trials if trials else math.nan, wilson(count, trials), count, trials)


@dataclass(frozen=True, slots=True)
class Spread:
    """How an outcome is spread over replications, in the unit of the outcome.

    Attributes
    ----------
    mean, ci95
        Mean and its t interval.
    p05, p10, p50, p90, p95
        Quantiles: five in a hundred replications end below `p05`, and so on.
    p05_ci95, p10_ci95, p50_ci95, p90_ci95
        Order-statistics intervals of the quantiles that titles speak about.
    """

    mean: float
    ci95: Interval
    p05: float
    p10: float
    p50: float
    p90: float
    p95: float
    p05_ci95: Interval
    p10_ci95: Interval
    p50_ci95: Interval
    p90_ci95: Interval


_NOTHING: Final = (math.nan, math.nan)
_UNKNOWN: Final = Spread(
    math.nan, _NOTHING, math.nan, math.nan, math.nan, math.nan, math.nan, _NOTHING, _NOTHING, _NOTHING, _NOTHING
)  # fmt: skip


def spread(values: Array) -> Spread:
    """Describe the spread of an outcome; a missing value makes every figure missing rather than vanish."""
    if not len(values) or not np.isfinite(values).all():
        return _UNKNOWN
    ranked = np.sort(values)
    p05, p10, p50, p90, p95 = (float(q) for q in np.quantile(ranked, (0.05, 0.1, 0.5, 0.9, 0.95)))
    return Spread(
        mean=float(np.mean(values)),
        ci95=t_interval(values),
        p05=p05,
        p10=p10,
        p50=p50,
        p90=p90,
        p95=p95,
        p05_ci95=_between_ranks(ranked, 0.05),
        p10_ci95=_between_ranks(ranked, 0.1),
        p50_ci95=_between_ranks(ranked, 0.5),
        p90_ci95=_between_ranks(ranked, 0.9),
    )
