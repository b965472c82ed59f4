"""What a setting of the sliders leads to: bands, odds and gain of the policies shown, and the difference from a pin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.fate.regime import Regime, regime
from sim.analysis.intervals import Chance, chance
from sim.analysis.statistics.paired import Difference, difference
from sim.analysis.statistics.resampling import mean_of
from sim.studies.pushes import Wanted, push

if TYPE_CHECKING:
    from sim.analysis.intervals import Array
    from sim.analysis.statistics.resampling import Estimate
    from sim.experiment.look import Look
    from sim.notebook.tuning import Tuning
    from sim.scenario import Scenario

OUTCOMES: Final = ("npv", "ruined", "growth")
"""Outcomes that odds are made of."""
PUSHED: Final = 200
"""Replications that the gain is worked out from."""


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of the firm under one policy.

    Attributes
    ----------
    policy
        Its name.
    worth
        Mean net present value.
    closed
        Share of replications that close before the horizon.
    regime
        Which way they go.
    """

    policy: str
    worth: Estimate
    closed: Chance
    regime: Regime


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen of a setting.

    Attributes
    ----------
    tuning
        The setting.
    look
        Bands by month, and outcomes by replication.
    fates
        By policy shown, in their order.
    ahead
        The first policy less the second, under the same luck; None for a single policy.
    gains
        Cycle gain by policy shown; empty while it is not known.
    """

    tuning: Tuning
    look: Look
    fates: tuple[Fate, ...]
    ahead: Difference | None
    gains: tuple[Estimate, ...] = ()

    def npv(self, policy: str) -> Array:
        """Return net present value by replication."""
        return np.asarray(self.look.ends[OUTCOMES.index("npv"), self.look.policies.index(policy)])

    def bands(self, policy: str, measure: str) -> Array:
        """Return quantiles of a measure by month, shape (months + 1, quantiles)."""
        return np.asarray(self.look.bands[self.look.measures.index(measure), :, self.look.policies.index(policy)])


def seen(tuning: Tuning, look: Look) -> Seen:
    """Return what a look says."""
    fates = []
    for place, policy in enumerate(look.policies):
        npv, ruined, growth = look.ends[:, place]
        closed = ruined > 0.0
        fates.append(Fate(policy, mean_of(npv), chance(closed), regime(growth, closed)))
    npv = look.ends[OUTCOMES.index("npv")]
    ahead = difference(npv[0], npv[1], baseline=look.policies[1]) if len(npv) > 1 else None
    return Seen(tuning, look, tuple(fates), ahead)


def from_pin(now: Seen, pinned: Seen, policy: str) -> Difference | None:
    """Return the net present value under a policy now, less that when it was pinned, replication by replication.

    None where the policy was not shown then. Where one of the two knows fewer replications, only these are compared:
    they are the first of the others, and have the same luck.
    """
    if policy not in pinned.look.policies:
        return None
    few = min(now.look.replications, pinned.look.replications)
    return difference(now.npv(policy)[:few], pinned.npv(policy)[:few], baseline=policy)


def gains_of(scenario: Scenario, replications: int = PUSHED) -> tuple[Estimate, ...]:
    """Return the cycle gain under every policy, as `explain` defines it, from few replications."""
    pushed = push(scenario, Wanted(replications=min(replications, PUSHED)), workers=1)
    return tuple(mean_of(answer.budgets.sum(axis=1) / answer.push.money) for answer in pushed.responses)
