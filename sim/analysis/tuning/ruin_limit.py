"""A limit on ruin: how many ruined replications it allows, so that it holds again on luck that nobody has looked at.

A setting that just keeps the limit on the replications it was chosen by breaks it on fresh ones about every second
time: the choice preferred those where few ruins came up. So a choice is asked for more: that the Wilson bound on the
fresh replications stays below the limit with a chance of `ASSURANCE`, given what was counted.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.special import betaln, gammaln, ndtri

from sim.analysis.intervals import LEVEL, Interval, wilson

if TYPE_CHECKING:
    from sim.outcomes import Array

ASSURANCE: Final = 0.9
"""Chance that the limit holds again on the fresh replications, for a setting not picked among others (judgement)."""

NO_LIMIT: Final = 1.0
"""The limit that every setting keeps."""


def keeps(interval: Interval, limit: float) -> bool:
    """Tell whether an interval of the chance of ruin lies within a limit."""
    return interval[1] <= limit


def most_ruins(limit: float, trials: int) -> int:
    """Return the most ruins among `trials` whose Wilson bound keeps the limit; −1 when not even none does."""
    if limit >= NO_LIMIT:
        return trials
    return bisect_right(range(trials + 1), x=False, key=lambda count: not keeps(wilson(count, trials), limit)) - 1


def replications_needed(limit: float) -> int:
    """Return the replications below which even no ruin at all can't show that the limit is kept.

    Wilson's upper bound of none in n is z² / (n + z²).
    """
    z2 = float(ndtri(0.5 + LEVEL / 2.0)) ** 2
    return int(np.ceil(z2 * (1.0 - limit) / limit))


def allowed_share(limit: float, looked_at: int, fresh: int) -> float:
    """Return the share of ruined among `looked_at` replications up to which the limit holds again on `fresh` ones.

    Negative when no count gives the assurance. The count on the fresh replications is beta-binomial, given the count
    seen and Jeffreys' prior.
    """
    if limit >= NO_LIMIT:
        return 1.0
    most = most_ruins(limit, fresh)
    if most < 0:
        return -1.0
    counts = range(int(limit * looked_at) + 1)
    kept = bisect_right(counts, x=False, key=lambda count: _again(count, looked_at, most, fresh) < ASSURANCE) - 1
    return kept / looked_at


def _again(count: int, looked_at: int, most: int, fresh: int) -> float:
    """Return the chance of at most `most` ruins among `fresh` replications after `count` among `looked_at`."""
    a, b = count + 0.5, looked_at - count + 0.5
    ruins: Array = np.arange(most + 1, dtype=np.float64)
    ways = gammaln(fresh + 1.0) - gammaln(ruins + 1.0) - gammaln(fresh - ruins + 1.0)
    return float(np.exp(ways + betaln(ruins + a, fresh - ruins + b) - betaln(a, b)).sum())
