"""What one scenario is worth more than another under the same luck, and which of their differences carries it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.intervals import LEVEL, Array, Chance, chance
from sim.analysis.run.odds import ShareGap
from sim.analysis.statistics.paired import Difference, chance_difference, difference
from sim.analysis.statistics.paired_shares import share_interval

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

LEFT: Final = "A"
"""What the first scenario is called in results."""


@dataclass(frozen=True, slots=True)
class Ends:
    """How the replications of one scenario end.

    Attributes
    ----------
    values
        The outcome asked for, by policy; position i is the same luck in every scenario.
    ruined
        Whether the firm closed, by policy.
    """

    values: Mapping[str, Array]
    ruined: Mapping[str, NDArray[np.bool_]]


@dataclass(frozen=True, slots=True)
class PolicyEffect:
    """What the second scenario does to one policy.

    Attributes
    ----------
    policy
        Its name.
    left, right
        Means of the outcome in either scenario; NaN when it is unknown on some path.
    gap
        Paired difference, second less first.
    ruin_left, ruin_right
        Chance of ruin in either.
    ruin
        Paired difference of the two chances.
    """

    policy: str
    left: float
    right: float
    gap: Difference
    ruin_left: Chance
    ruin_right: Chance
    ruin: ShareGap


@dataclass(frozen=True, slots=True)
class KeyEffect:
    """What one difference does when it alone is laid over the first scenario.

    Attributes
    ----------
    key
        Dotted key.
    gaps
        Paired difference from the first scenario, by policy; empty when the key can't be changed alone.
    refused
        Why it can't, empty when it can.
    """

    key: str
    gaps: Mapping[str, Difference]
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Effects:
    """What all differences do together, and one by one.

    Attributes
    ----------
    measure
        The outcome.
    policies
        One entry per policy that both scenarios have.
    keys
        One entry per difference; empty when there is one only, or too many.
    leads
        By policy, whether the difference that moves it most does so beyond noise more than every other one.
    rest
        By policy, what all together do beyond the sum of each alone: how they act on one another, and those that
        can't be changed alone.
    """

    measure: str
    policies: tuple[PolicyEffect, ...]
    keys: tuple[KeyEffect, ...]
    leads: Mapping[str, bool]
    rest: Mapping[str, Difference]

    def __getitem__(self, policy: str) -> PolicyEffect:
        """Return the effect on one policy."""
        return next(effect for effect in self.policies if effect.policy == policy)

    def clear(self, policy: str) -> int:
        """Return the direction of a policy's change beyond noise, Bonferroni over the policies, else 0."""
        gap = self[policy].gap
        return (gap.ci95[0] > 0.0) - (gap.ci95[1] < 0.0) if len(self.policies) == 1 else self._strictly(gap)

    def _strictly(self, gap: Difference) -> int:
        low, high = (gap.mean + (end - gap.mean) * self.stretch for end in gap.ci95)
        return (low > 0.0) - (high < 0.0)

    @property
    def stretch(self) -> float:
        """How much wider an interval is that holds for all policies at once."""
        from scipy.special import stdtrit

        n = self.policies[0].ruin_left.trials
        tail = 0.5 * (1.0 - LEVEL)
        return float(stdtrit(n - 1, 1.0 - tail / len(self.policies)) / stdtrit(n - 1, 1.0 - tail)) if n > 1 else 1.0


def effects(measure: str, left: Ends, right: Ends, alone: Mapping[str, Ends], *, refused: Mapping[str, str]) -> Effects:
    """Compare two scenarios under the same luck.

    Parameters
    ----------
    measure
        The outcome whose values are given.
    left, right
        How the two end, with the same policies.
    alone
        How the first ends with one difference laid over it, by key.
    refused
        Why other differences can't be laid over it alone, by key.
    """
    policies = tuple(_effect(name, left, right) for name in left.values)
    keys = [KeyEffect(key, _gaps(ends, left)) for key, ends in alone.items()]
    keys += [KeyEffect(key, {}, reason) for key, reason in refused.items()]
    rest = {name: _rest(name, left, right, alone) for name in left.values} if alone else {}
    leads = {name: _leads(left.values[name], [ends.values[name] for ends in alone.values()]) for name in rest}
    return Effects(measure, policies, tuple(keys), leads, rest)


def _effect(name: str, left: Ends, right: Ends) -> PolicyEffect:
    here, there = right.ruined[name], left.ruined[name]
    return PolicyEffect(
        policy=name,
        left=float(np.mean(left.values[name])),
        right=float(np.mean(right.values[name])),
        gap=difference(right.values[name], left.values[name], baseline=LEFT),
        ruin_left=chance(there),
        ruin_right=chance(here),
        ruin=ShareGap(chance_difference(here, there, baseline=LEFT), share_interval(here, there)),
    )


def _gaps(ends: Ends, left: Ends) -> dict[str, Difference]:
    return {name: difference(values, left.values[name], baseline=LEFT) for name, values in ends.values.items()}


def _leads(start: Array, moved: Sequence[Array]) -> bool:
    """Tell whether the largest of several paired changes is larger than each other one beyond noise.

    The 95 % intervals hold one by one: all of them must exclude zero, which no chance makes easier.
    """
    changes = [values - start for values in moved]
    sizes = sorted((change if change.mean() >= 0.0 else -change for change in changes), key=lambda size: -size.mean())
    return all(difference(sizes[0], other, baseline="other").ci95[0] > 0.0 for other in sizes[1:])


def _rest(name: str, left: Ends, right: Ends, alone: Mapping[str, Ends]) -> Difference:
    """Return all together less the sum of each alone, replication by replication."""
    start = left.values[name]
    summed = start + sum((ends.values[name] - start for ends in alone.values()), np.zeros_like(start))
    return difference(right.values[name], np.asarray(summed), baseline="sum of each alone")
