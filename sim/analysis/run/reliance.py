"""How much of the best policy's worth lies beyond the horizon, and when that decides which one is the best."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.analysis.intervals import LEVEL, Array, Interval, student
from sim.analysis.run.ranking import contenders
from sim.analysis.statistics.paired import Difference, difference

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Ratio:
    """A ratio of two means over the same replications.

    Attributes
    ----------
    value, ci95
        The ratio and Fieller's interval; NaN where the denominator is not clear of zero.
    """

    value: float
    ci95: Interval

    @property
    def known(self) -> bool:
        """Whether there is an interval."""
        return all(math.isfinite(end) for end in self.ci95)


@dataclass(frozen=True, slots=True)
class Lasting:
    """What of all terminal values has to come true for the best policy to stay ahead.

    Attributes
    ----------
    rival
        The policy that catches up first as terminal values shrink, all by the same share.
    least
        The share of them at which it does.
    """

    rival: str
    least: Ratio


@dataclass(frozen=True, slots=True)
class Reliance:
    """What the best policy by net present value owes to the terminal value.

    Attributes
    ----------
    best
        The policy that is best beyond noise.
    pays_nothing
        Whether its owners get and give nothing before the horizon, in any replication.
    share
        Part of its mean net present value that is terminal value.
    without
        Policies that can't be told from the best without terminal value, the best mean first.
    behind
        The first of those less `best`, without terminal value; None when `best` is one of them.
    lasting
        None when nobody is ahead of `best` without terminal value.
    """

    best: str
    pays_nothing: bool
    share: Ratio
    without: tuple[str, ...]
    behind: Difference | None
    lasting: Lasting | None

    @property
    def turns(self) -> bool:
        """Whether another policy is surely the better one without terminal value."""
        return self.behind is not None


def reliance(whole: Mapping[str, Array], without: Mapping[str, Array]) -> Reliance | None:
    """Return what the best policy owes to the terminal value; None when no policy is the best beyond noise.

    Parameters
    ----------
    whole, without
        Net present value with and without terminal value by policy, ordered by replication.
    """
    values = [*whole.values(), *without.values()]
    if len(whole) < 2 or not all(np.isfinite(one).all() for one in values):  # noqa: PLR2004 (nobody to be ahead of)
        return None
    leaders = contenders(whole)
    if len(leaders) > 1:
        return None
    best, bare = leaders[0], contenders(without)
    return Reliance(
        best=best,
        pays_nothing=not without[best].any(),
        share=ratio(whole[best] - without[best], whole[best]),
        without=bare,
        behind=None if best in bare else difference(without[bare[0]], without[best], baseline=best),
        lasting=_lasting(best, whole, without),
    )


def _lasting(best: str, whole: Mapping[str, Array], without: Mapping[str, Array]) -> Lasting | None:
    """Find the rival that is level with the best at the largest share of terminal values.

    At share f the lead is (1 − f) × the lead without + f × the lead with them, so it is nothing at −a / (b − a).
    """
    found = []
    for rival in whole:
        bare = without[rival] - without[best]
        if rival != best and np.mean(bare) > 0.0:
            found.append(Lasting(rival, ratio(bare, bare + whole[best] - whole[rival])))
    return max(found, key=lambda one: one.least.value, default=None)


def ratio(above: Array, below: Array, *, level: float = LEVEL) -> Ratio:
    """Return mean(above) / mean(below), pair by pair, with Fieller's interval.

    It holds every q for which the t interval of above − q × below holds zero: exact for normal means, also where the
    denominator is noisy.
    """
    n, top, bottom = len(above), float(np.mean(above)), float(np.mean(below))
    value = top / bottom if bottom else math.nan
    if n < 2:  # noqa: PLR2004 (a spread needs two values)
        return Ratio(value, (math.nan, math.nan))
    t2 = student(n, level) ** 2 / n
    (var_top, both), (_, var_bottom) = np.cov(above, below)
    a, b, c = bottom**2 - t2 * var_bottom, top * bottom - t2 * both, top**2 - t2 * var_top
    if a <= 0.0:
        return Ratio(value, (math.nan, math.nan))
    half = math.sqrt(max(0.0, b * b - a * c))
    return Ratio(value, (float((b - half) / a), float((b + half) / a)))
