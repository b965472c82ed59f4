"""What a run may be asked to go on for, and whether it has come that far.

Intervals are 95 %. Looking again and again costs what is said in `docs/reference/until.md`: widths are judged by the
plain interval, which late and seldom looks leave honest; who is best is judged by procedures made for looking often.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
from scipy.special import ndtri

from sim.analysis.intervals import LEVEL, Array, Interval, t_interval, wilson
from sim.analysis.selection import ALPHA, gaps, kn, screened
from sim.results import OUTCOMES

if TYPE_CHECKING:
    from collections.abc import Sequence

FIRST: Final = 1_000
"""Replications before the first look: fewer do not tell a small chance of ruin."""

EVERY: Final = 500
"""Replications from look to look."""

SHARES: Final = frozenset({"share", "share/year", "flag"})
"""Units in which a per cent is a point, not a part of the mean."""

RANKED: Final = "npv"
"""The outcome by which a policy is the best."""

Column = Callable[[str], Mapping[str, Array]]
"""Gives the values of an outcome by policy, ordered by replication."""


@dataclass(frozen=True, slots=True)
class Width:
    """An interval that is to be narrow enough.

    Attributes
    ----------
    text
        As the user wrote it.
    outcome
        The outcome whose mean is wanted.
    policy
        The policy it is wanted for; every policy when empty.
    less
        The policy whose outcome is subtracted, replication by replication; none when empty.
    half
        Half width wanted: in the unit of the outcome, or as a part of the mean.
    part_of
        What `half` is given in.
    """

    text: str
    outcome: str
    policy: str
    less: str
    half: float
    part_of: Literal["unit", "mean"]


@dataclass(frozen=True, slots=True)
class Best:
    """The policy with the highest mean NPV is to be known.

    Attributes
    ----------
    text
        As the user wrote it.
    zone
        Difference in money that is not worth telling; 0 to tell any.
    """

    text: str
    zone: float


Target = Width | Best


@dataclass(frozen=True, slots=True)
class Estimate:
    """How well one mean is known.

    Attributes
    ----------
    of
        Policy, or `A - B`.
    mean, ci95
        In the unit of the outcome.
    half, wanted
        Half width of the interval, and the one that is wide enough.
    """

    of: str
    mean: float
    ci95: Interval
    half: float
    wanted: float

    @property
    def shortfall(self) -> float:
        """How many times wider than wanted; 1 or less is good."""
        if self.wanted > 0.0:
            return self.half / self.wanted
        return math.inf if self.half > 0.0 else 0.0


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether a target is reached.

    Attributes
    ----------
    text, outcome
        The target as written, and the outcome it is about.
    reached
        Whether it is.
    estimates
        For a width: every mean it is about.
    leaders
        For the best: the policies it may still be, highest mean first; one, or several that are the same, when reached.
    missing
        Replications in which the outcome does not exist: it has no mean then, and more replications give none.
    needed
        Replications that would reach it if means and spreads stayed as they are; infinite where no number would.
    """

    text: str
    outcome: str
    reached: bool
    estimates: tuple[Estimate, ...] = ()
    leaders: tuple[str, ...] = ()
    missing: int = 0
    needed: float = math.inf


@dataclass(frozen=True, slots=True)
class Stopped:
    """When a run stopped, and why.

    Attributes
    ----------
    judgements
        Every target at the last look.
    looks
        Numbers of replications at which it looked.
    most
        Replications after which it would have stopped in any case.
    """

    judgements: tuple[Judgement, ...]
    looks: tuple[int, ...]
    most: int

    @property
    def replications(self) -> int:
        """Replications made."""
        return self.looks[-1]

    @property
    def reached(self) -> bool:
        """Whether every target was."""
        return all(one.reached for one in self.judgements)

    @property
    def hopeless(self) -> bool:
        """Whether some target can't be reached by any number of replications."""
        return any(one.missing for one in self.judgements)


def looks(most: int) -> tuple[int, ...]:
    """Return the numbers of replications at which a run of up to `most` looks: all targets together, every time."""
    return (*range(FIRST, most, EVERY), most) if most > FIRST else (most,)


def judge(target: Target, column: Column, looked: Sequence[int]) -> Judgement:
    """Judge a target by the replications made so far.

    Parameters
    ----------
    target
        What is wanted.
    column
        The outcomes of the first `looked[-1]` replications.
    looked
        Numbers of replications at which was looked so far, this look included.
    """
    values = column(RANKED if isinstance(target, Best) else target.outcome)
    missing = max(int(np.count_nonzero(~np.isfinite(values[name]))) for name in _about(target, values))
    if missing:
        outcome = RANKED if isinstance(target, Best) else target.outcome
        return Judgement(target.text, outcome, reached=False, missing=missing)
    return _best(target, values, looked) if isinstance(target, Best) else _width(target, values)


def _about(target: Target, values: Mapping[str, Array]) -> tuple[str, ...]:
    if isinstance(target, Best) or not target.policy:
        return tuple(values)
    return (target.policy, target.less) if target.less else (target.policy,)


def _width(target: Width, values: Mapping[str, Array]) -> Judgement:
    flag = OUTCOMES[target.outcome].unit == "flag"
    if target.less:
        means = {f"{target.policy} - {target.less}": values[target.policy] - values[target.less]}
    else:
        means = {name: values[name] for name in _about(target, values)}
    of_flags = discordant if target.less else _share
    found = tuple(
        _estimate(name, own, of_flags(own) if flag else t_interval(own), target) for name, own in means.items()
    )
    reached = all(one.half <= one.wanted for one in found)
    return Judgement(target.text, target.outcome, reached, found, needed=_needed(target, found, values))


def _needed(target: Width, found: Sequence[Estimate], values: Mapping[str, Array]) -> float:
    """Return the replications that would do, by the square root; no part of a mean within noise of 0 can be had.

    Of a share by Wilson's interval itself: near 0 and 1 it shrinks with the number, not with its root.
    """
    if target.part_of == "mean" and any(one.ci95[0] <= 0.0 <= one.ci95[1] and one.half > 0.0 for one in found):
        return math.inf
    count = len(next(iter(values.values())))
    if OUTCOMES[target.outcome].unit == "flag" and not target.less:
        return max(float(count), *(trials(one.mean, one.wanted) for one in found))
    return count * max(1.0, *(one.shortfall**2 for one in found))


def trials(share: float, half: float) -> float:
    """Return the replications after which Wilson's interval of a share reaches this half width; none for half and more.

    From half · (n + z²) = z · √(n · share · (1 − share) + z² / 4).
    """
    z2 = float(ndtri(0.5 + LEVEL / 2.0)) ** 2
    linear = z2 * (2.0 * half**2 - share * (1.0 - share))
    return (math.sqrt(linear**2 - 4.0 * half**2 * z2**2 * (half**2 - 0.25)) - linear) / (2.0 * half**2)


def _estimate(name: str, values: Array, ci95: Interval, target: Width) -> Estimate:
    """Put an interval beside the one wanted.

    A half width of γ / (1 + γ) of the estimated mean is one of γ of the true mean at most (Law 2015, section 9.4.1).
    """
    mean = float(values.mean())
    wanted = target.half if target.part_of == "unit" else target.half / (1.0 + target.half) * abs(mean)
    half = (ci95[1] - ci95[0]) / 2.0
    return Estimate(name, mean, ci95, math.inf if math.isnan(half) else half, wanted)


def _share(happened: Array) -> Interval:
    """Wilson: a t interval that is looked at shrinks to nothing while chance has shown no ruin yet."""
    return wilson(int(np.count_nonzero(happened)), len(happened))


def discordant(differences: Array) -> Interval:
    """Return the interval of the difference of two chances from pairs of −1, 0 and 1 (Agresti & Min 2005).

    Half a pair is added to each of the four cells, so that no difference seen is not taken for none there.
    """
    up, down = np.count_nonzero(differences > 0.0) + 0.5, np.count_nonzero(differences < 0.0) + 0.5
    n = len(differences) + 2.0
    mean = float(up - down) / n
    half = float(ndtri(0.5 + LEVEL / 2.0)) * math.sqrt(float(up + down) - n * mean**2) / n
    return (mean - half, mean + half)


def _best(target: Best, column: Mapping[str, Array], looked: Sequence[int]) -> Judgement:
    names, values = tuple(column), np.stack(list(column.values()))
    if looked[-1] < 2:  # noqa: PLR2004 (a spread needs two values)
        return Judgement(target.text, RANKED, reached=False, leaders=_ranked(names, values, range(len(names))))
    if target.zone > 0.0:
        found = kn(values, zone=target.zone, looks=looked)
        alive = found.alive if found.best is None else (found.best,)
        leaders = _ranked(names, values, alive)
        return Judgement(target.text, RANKED, found.best is not None, leaders=leaders, needed=found.needed)
    alive = tuple(int(place) for place in np.flatnonzero(screened(values, alpha=_spent(len(looked), len(names)))))
    leader = max(alive, key=lambda place: float(values[place].mean()))
    rivals = [place for place in alive if (values[place] != values[leader]).any()]
    needed = max((_told_apart(values[[leader, rival]], len(names)) for rival in rivals), default=float(looked[-1]))
    return Judgement(target.text, RANKED, not rivals, leaders=_ranked(names, values, alive), needed=needed)


def _ranked(names: Sequence[str], values: Array, alive: Sequence[int]) -> tuple[str, ...]:
    return tuple(names[place] for place in sorted(alive, key=lambda place: -float(values[place].mean())))


def _spent(look: int, policies: int) -> float:
    """Return the α that look number `look` may spend: all looks together spend no more than α, since Σ 1/ℓ² = π²/6.

    Of two policies either may wrongly be called the best, so two share α as three do, with two rivals each.
    """
    return ALPHA * 6.0 / (math.pi * look) ** 2 * min(1.0, (policies - 1) / 2.0)


def _told_apart(pair: Array, policies: int) -> float:
    """Return the replications after which the first of two would be told from the second, by the means now seen."""
    found = gaps(pair)
    lead, sd = float(found.mean[0, 1]), float(found.sd[0, 1])
    if lead <= 0.0:
        return math.inf
    needed = float(pair.shape[1])
    for _ in range(3):  # the later the look, the less α it may spend
        look = max(1, math.ceil((needed - FIRST) / EVERY) + 1)
        needed = (float(ndtri(_spent(look, policies) / (policies - 1))) * sd / lead) ** 2
    return needed
