"""Choosing the best of several policies under the same luck: screening, Kim and Nelson, constants of two-stage rules.

More is better everywhere. Policies are rows, replications columns; column r is the same replication for all.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.special import chdtri, ndtr, stdtr, stdtrit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from sim.analysis.intervals import Array

ALPHA: Final = 0.05
"""Chance of a wrong choice that is allowed unless said otherwise."""

_NODES: Final = 120
"""Points of the quadrature: three decimals of every table need a third of them."""
_WIDEST: Final = 100.0
"""Above any constant of use."""


@dataclass(frozen=True, slots=True)
class Gaps:
    """Paired differences of every two policies.

    Attributes
    ----------
    mean, sd
        Mean and standard deviation of row less column over replications, shape (policies, policies).
    """

    mean: Array
    sd: Array


def gaps(values: Array) -> Gaps:
    """Return the paired differences of every two rows; at least two replications."""
    means, sds = [], []
    for row in values:
        gap = row - values
        means.append(gap.mean(axis=1))
        sds.append(gap.std(axis=1, ddof=1))
    return Gaps(np.stack(means), np.stack(sds))


def screened(values: Array, *, alpha: float = ALPHA) -> NDArray[np.bool_]:
    """Return which policies no rival beats, shape (policies,).

    One-sided paired t tests, `alpha` shared out over the rivals, so the true best survives with at least 1 − alpha,
    whatever the correlations (Nelson, Swann, Goldsman & Song 2001, under common random numbers).
    """
    policies, n = values.shape
    if policies < 2 or n < 2:  # noqa: PLR2004 (nobody to compare with, or no spread)
        return np.ones(policies, np.bool_)
    found = gaps(values)
    reach = float(stdtrit(n - 1, 1.0 - alpha / (policies - 1))) / math.sqrt(n)
    return np.asarray(~(found.mean > reach * found.sd).any(axis=0))


@dataclass(frozen=True, slots=True)
class KimNelson:
    """Constants of the fully sequential procedure of Kim & Nelson (2001, ACM TOMACS 11:251), with c = 1.

    Attributes
    ----------
    eta
        ½ [(2α / (k − 1))^(−2 / (n₀ − 1)) − 1].
    h2
        2 η (n₀ − 1).
    """

    eta: float
    h2: float


def kn_constants(policies: int, first: int, *, alpha: float = ALPHA) -> KimNelson:
    """Return the constants for so many policies (two or more) and replications of the first look (two or more)."""
    eta = 0.5 * ((2.0 * alpha / (policies - 1)) ** (-2.0 / (first - 1)) - 1.0)
    return KimNelson(eta, 2.0 * eta * (first - 1))


@dataclass(frozen=True, slots=True)
class Selection:
    """What Kim and Nelson's procedure has come to.

    Attributes
    ----------
    alive
        Positions of the policies not yet ruled out.
    best
        Position of the policy chosen; None while undecided.
    looked
        Replications at the look that chose, or at the last one.
    needed
        Replications at which it would choose if means stayed as they are; `looked` when it has chosen.
    """

    alive: tuple[int, ...]
    best: int | None
    looked: int
    needed: float


def kn(values: Array, *, zone: float, looks: Sequence[int], alpha: float = ALPHA) -> Selection:
    """Choose the best policy by Kim and Nelson's procedure.

    If the best is ahead of every rival by `zone` or more, it is chosen with at least 1 − alpha; if others are closer,
    one of those within the zone is (for two policies surely; as is usual, taken for granted for more). Valid under
    common random numbers. The variances of differences are those of the first look.

    Parameters
    ----------
    values
        Shape (policies, replications).
    zone
        Difference that is not worth telling, more than 0.
    looks
        Numbers of replications at which it looks, rising, within `values`; one after every replication is the
        procedure as published, fewer looks are never less safe.
    alpha
        Chance of a wrong choice.
    """
    first, policies = looks[0], len(values)
    if policies == 1:
        return Selection((0,), 0, first, first)
    until = kn_constants(policies, first, alpha=alpha).h2 * gaps(values[:, :first]).sd ** 2 / zone**2
    sums = np.cumsum(values, axis=1)
    alive = np.arange(policies)
    for looked in looks:
        means, ends = sums[alive, looked - 1] / looked, until[np.ix_(alive, alive)]
        allowance = np.maximum(0.0, zone / (2.0 * looked) * (ends - looked))
        beaten = (means[:, None] - means > allowance).any(axis=0)
        alive, means, ends = alive[~beaten], means[~beaten], ends[np.ix_(~beaten, ~beaten)]
        if len(alive) == 1 or (ends <= looked).all():  # equal ones are left over: either is as good
            return Selection(_whole(alive), int(alive[means.argmax()]), looked, looked)
    lead = means.max() - means
    return Selection(_whole(alive), None, looks[-1], float((ends[means.argmax()] * zone / (2.0 * lead + zone)).max()))


def _whole(positions: NDArray[np.intp]) -> tuple[int, ...]:
    return tuple(int(position) for position in positions)


def rinott_h(policies: int, first: int, *, chance: float = 1.0 - ALPHA) -> float:
    """Return Rinott's constant (1978): second-stage size is ceil((h s / zone)²), independent luck, one of `policies`.

    Solves ∫ [∫ Φ(h / √(ν (1/x + 1/y))) f(x) dx]^(k−1) f(y) dy = chance, f the χ² density with ν = first − 1.
    """
    nodes, weights = _quadrature()
    inverse = 1.0 / chdtri(first - 1, 1.0 - nodes)
    scale = np.sqrt((first - 1) * (inverse[:, None] + inverse))

    def reached(h: float) -> float:
        return float((ndtr(h / scale) @ weights) ** (policies - 1) @ weights)

    return _solved(reached, chance)


def dudewicz_dalal_h1(policies: int, first: int, *, chance: float = 1.0 - ALPHA) -> float:
    """Return Dudewicz and Dalal's constant (1975) for choosing the best of `policies`.

    Solves ∫ F(t + h)^(k−1) f(t) dt = chance, F and f those of Student's t with first − 1 degrees of freedom.
    """
    nodes, weights = _quadrature()
    points = stdtrit(first - 1, nodes)

    def reached(h: float) -> float:
        return float(stdtr(first - 1, points + h) ** (policies - 1) @ weights)

    return _solved(reached, chance)


def _quadrature() -> tuple[Array, Array]:
    """Return Gauss-Legendre nodes and weights on (0, 1): probabilities of the law integrated over."""
    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    return (nodes + 1.0) / 2.0, weights / 2.0


def _solved(reached: Callable[[float], float], chance: float) -> float:
    from scipy.optimize import brentq

    return float(brentq(lambda h: reached(h) - chance, 0.0, _WIDEST))
