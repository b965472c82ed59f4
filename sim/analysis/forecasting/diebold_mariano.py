"""Whether one forecast is really better than another: Diebold and Mariano's test, corrected for few forecasts."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.special import stdtr

if TYPE_CHECKING:
    from sim.analysis.intervals import Array

FEWEST: Final = 4
"""Pairs below which no test is made: with three, only a miracle is significant."""


@dataclass(frozen=True, slots=True)
class Contest:
    """A loss against another loss, start by start.

    Attributes
    ----------
    difference
        Mean of the first loss less the second; negative: the first is better. NaN without pairs.
    statistic, p_value
        Of the two-sided test; NaN with fewer than `FEWEST` pairs, or where the difference never varies.
    pairs
        Starts at which both losses are known.
    """

    difference: float
    statistic: float
    p_value: float
    pairs: int


def diebold_mariano(first: Array, second: Array, horizon: int) -> Contest:
    """Compare the losses of two forecasts made at the same starts for `horizon` months ahead.

    Forecasts overlap when the horizon exceeds one month, so the variance of the mean takes in autocovariances up to
    horizon − 1 (Diebold and Mariano 1995); the statistic is shrunk for few starts and compared with Student's t
    (Harvey, Leybourne and Newbold 1997). Where the sum of autocovariances is not positive, as happens with few starts,
    they are weighed down by Bartlett's kernel, which can't be.

    Parameters
    ----------
    first, second
        Losses by start, in order of time, shape (starts,); pairs with a missing one do not count.
    horizon
        Months ahead, at least 1.
    """
    gap = first - second
    gap = gap[~np.isnan(gap)]
    n = len(gap)
    mean = float(gap.mean()) if n else math.nan
    # The correction has no value for horizons that the starts cannot tell apart.
    shrink = (n + 1.0 - 2.0 * horizon + horizon * (horizon - 1.0) / max(n, 1)) / max(n, 1)
    variance = _variance(gap - mean, horizon) if n >= FEWEST else 0.0
    if shrink <= 0.0 or variance <= 1e-24 * mean**2 or variance <= 0.0:
        return Contest(mean, math.nan, math.nan, n)
    statistic = math.sqrt(shrink) * mean / math.sqrt(variance)
    return Contest(mean, statistic, float(2.0 * stdtr(n - 1, -abs(statistic))), n)


def _variance(centred: Array, horizon: int) -> float:
    """Return the variance of the mean."""
    n = len(centred)
    lags = min(horizon, n) - 1
    own = [float(centred[lag:] @ centred[: n - lag]) / n for lag in range(lags + 1)]
    plain = own[0] + 2.0 * sum(own[1:])
    if plain <= 0.0:
        plain = own[0] + 2.0 * sum((1.0 - lag / (lags + 1)) * value for lag, value in enumerate(own) if lag)
    return plain / n
