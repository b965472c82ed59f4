"""What choosing a policy costs against the policy that is best in the future that comes."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import stdtrit

from sim.analysis.intervals import LEVEL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from sim.analysis.intervals import Array, Interval


@dataclass(frozen=True, slots=True)
class Future:
    """One of the ways things may turn out.

    Attributes
    ----------
    group, name
        What it is about, such as an input, and which of its cases this is.
    values
        Outcome, more is better, shape (policies, replications).
    members
        Which replications belong to it, shape (replications,).
    """

    group: str
    name: str
    values: Array
    members: NDArray[np.bool_]

    @property
    def label(self) -> str:
        """Both, for a sentence."""
        return " ".join(part for part in (self.group, self.name) if part)


@dataclass(frozen=True, slots=True)
class Loss:
    """How much a choice falls short, in the unit of the outcome.

    Attributes
    ----------
    mean, ci95
        Mean, slightly negative within noise, and its interval, which allows for every policy that may be the best one.
    """

    mean: float
    ci95: Interval

    @property
    def clear(self) -> bool:
        """Whether it is a loss beyond noise."""
        return self.ci95[0] > 0.0

    @property
    def none(self) -> bool:
        """Whether it is none beyond noise: no other policy may be the better one."""
        return not self.mean and self.ci95[1] <= 0.0


@dataclass(frozen=True, slots=True)
class PolicyRegret:
    """The regret of one policy.

    Attributes
    ----------
    in_future
        Regret in each future.
    expected
        Average over the futures, each as likely as the other.
    worst, where
        The largest, and the place of its future.
    overall
        Regret when the choice is made once for all replications together.
    """

    in_future: tuple[Loss, ...]
    expected: Loss
    worst: Loss
    where: int
    overall: Loss


@dataclass(frozen=True, slots=True)
class Regret:
    """The regret of every policy in every future.

    Attributes
    ----------
    policies, futures
        Names of the policies; group and name of each future.
    of
        A row per policy.
    """

    policies: tuple[str, ...]
    futures: tuple[tuple[str, str], ...]
    of: tuple[PolicyRegret, ...]

    def label(self, future: int) -> str:
        """Name a future in a sentence."""
        return " ".join(part for part in self.futures[future] if part)


def regret(policies: Sequence[str], futures: Sequence[Future], whole: Future | None = None) -> Regret:
    """Measure regret: the best policy of a future is chosen on half of its replications and valued on the other half.

    Choosing and valuing on the same replications would make every policy look worse than it is, by the luck of the
    one chosen. Both halves take both roles; the two results are averaged.

    Parameters
    ----------
    policies
        Names, in the order of the rows of every future's values.
    futures
        What may come, each as likely as the other.
    whole
        All of it at once, when that is not the average of the futures.
    """
    losses, together = [], _Part.nothing(futures[0])
    for future in futures:  # one at a time: there may be millions of replications
        part = _Part.of(future)
        losses.append([part.loss(place) for place in range(len(policies))])
        together = together.plus(part, 1.0 / len(futures))
    overall = together if whole is None else _Part.of(whole)
    found = []
    for place in range(len(policies)):
        row = tuple(future[place] for future in losses)
        where = int(np.argmax([loss.mean for loss in row]))
        found.append(PolicyRegret(row, together.loss(place), row[where], where, overall.loss(place)))
    return Regret(tuple(policies), tuple((future.group, future.name) for future in futures), tuple(found))


@dataclass(frozen=True, slots=True)
class _Part:
    """Regret in a future.

    Attributes
    ----------
    mean
        Of every policy.
    around
        What each replication adds to a mean beside its average share, shape (policies, replications).
    excess
        How much further up each regret may lie, since another policy than the chosen one may be the best.
    freedom
        Degrees of freedom of the error.
    """

    mean: Array
    around: Array
    excess: Array
    freedom: int

    @classmethod
    def nothing(cls, future: Future) -> _Part:
        """Return what parts are added to."""
        none = np.zeros(len(future.values))
        return cls(none, np.zeros_like(future.values), none, future.members.size)

    @classmethod
    def of(cls, future: Future) -> _Part:
        """Choose on one half and value on the other, both ways."""
        places = np.flatnonzero(future.members)
        halves = places[::2], places[1::2]
        chosen = [int(np.argmax(future.values[:, half].mean(axis=1))) for half in halves]
        mean, around = np.zeros(len(future.values)), np.zeros_like(future.values)
        for half, choice in zip(halves, reversed(chosen), strict=True):
            lost = future.values[choice, half] - future.values[:, half]
            mean += 0.5 * lost.mean(axis=1)
            around[:, half] = 0.5 * (lost - lost.mean(axis=1, keepdims=True)) / _root(len(half))
        plain = cls(mean, around, np.zeros(len(mean)), min(map(len, halves)) - 1)
        tops = np.array([plain.loss(place).ci95[1] for place in range(len(mean))])
        return replace(plain, excess=np.maximum(0.0, _most(future.values[:, places]) - tops))

    def plus(self, other: _Part, weight: float) -> _Part:
        """Add another part with this weight; replications in both count once, together."""
        freedom = min(self.freedom, other.freedom)
        mean, around = self.mean + weight * other.mean, self.around + weight * other.around
        return _Part(mean, around, self.excess + weight * other.excess, freedom)

    def loss(self, place: int) -> Loss:
        """Return the regret of one policy."""
        mean, error = float(self.mean[place]), math.sqrt(float(np.square(self.around[place]).sum()))
        half = float(stdtrit(self.freedom, 0.5 + LEVEL / 2.0)) * error if self.freedom > 0 else math.nan
        return Loss(mean, (mean - half, float(np.maximum(max(0.0, mean), mean + half + self.excess[place]))))


def _most(values: Array) -> Array:
    """Return the most that each policy may fall short of the best, whichever that is; shape (policies,).

    The largest upper end of its paired t intervals against all others, at least 0: that against the policy which truly
    is the best is one of them, so it holds as that one does. The choice of a half may miss the best, and the same
    choice on both halves would pass for certainty.
    """
    policies, count = values.shape
    score = float(stdtrit(count - 1, 0.5 + LEVEL / 2.0)) / math.sqrt(count) if count > 1 else math.nan
    most = np.zeros(policies)
    for other in values:
        ahead = other - values
        most = np.maximum(most, ahead.mean(axis=1) + score * ahead.std(axis=1, ddof=min(1, count - 1)))
    return most


def _root(count: int) -> float:
    """Return what makes the sum of squares of `count` deviations the variance of their mean."""
    return math.sqrt(count * max(1, count - 1))
