"""How likely a target is reached."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from sim.analysis.intervals import Array, Chance, Interval, chance
from sim.analysis.statistics.paired import ChanceDifference, chance_difference
from sim.analysis.statistics.paired_shares import share_interval

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Target:
    """A value that is to be reached.

    Attributes
    ----------
    measure
        An outcome, or a monthly measure at a month, such as `cash at 24 months`.
    side
        `above`: reached at the value or more; `below`: at the value or less.
    value
        In the unit of the measure.
    """

    measure: str
    side: Literal["above", "below"]
    value: float

    def met(self, values: Array) -> NDArray[np.bool_]:
        """Tell which values reach it; a missing one does not."""
        return np.asarray(values >= self.value if self.side == "above" else values <= self.value)


@dataclass(frozen=True, slots=True)
class ShareGap:
    """How the chance of one policy differs from the baseline's under the same luck.

    Attributes
    ----------
    counts
        Mean difference, the replications that disagree, and the exact McNemar test on them.
    ci95
        Newcombe's interval of the difference of two paired shares.
    """

    counts: ChanceDifference
    ci95: Interval


@dataclass(frozen=True, slots=True)
class Odds:
    """How likely one policy reaches the target.

    Attributes
    ----------
    policy
        Its name.
    reached
        Share of replications that reach it, with Wilson interval.
    missing
        Replications in which the figure does not exist, such as the month of a closing that never comes. They count
        as not reached.
    against_baseline
        Paired difference from the baseline's share; None for the baseline.
    """

    policy: str
    reached: Chance
    missing: int
    against_baseline: ShareGap | None


@dataclass(frozen=True, slots=True)
class Reach:
    """How likely each policy reaches a target.

    Attributes
    ----------
    target
        What is to be reached.
    unit
        Unit of the measure, as in `sim.results.Column`.
    baseline
        The policy that others are compared with.
    policies
        The odds of each, in the run's order.
    values
        What was counted: one number per replication, by policy; position i is the same replication.
    """

    target: Target
    unit: str
    baseline: str
    policies: tuple[Odds, ...]
    values: Mapping[str, Array]

    def __getitem__(self, name: str) -> Odds:
        """Return the odds of one policy."""
        return next(odds for odds in self.policies if odds.policy == name)


def reach(values: Mapping[str, Array], target: Target, *, unit: str, baseline: str) -> Reach:
    """Count how often each policy reaches a target; position i of every array is the same replication."""
    met = {policy: target.met(own) for policy, own in values.items()}
    every = tuple(
        Odds(
            policy,
            chance(here),
            int(np.count_nonzero(np.isnan(values[policy]))),
            None if policy == baseline else _gap(here, met[baseline], baseline),
        )
        for policy, here in met.items()
    )
    return Reach(target, unit, baseline, every, values)


def _gap(here: NDArray[np.bool_], there: NDArray[np.bool_], baseline: str) -> ShareGap:
    return ShareGap(chance_difference(here, there, baseline=baseline), share_interval(here, there))
