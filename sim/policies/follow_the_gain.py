"""Follow the gain: the next unit of money goes where it brings most."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.arrays import asarray
from sim.model.decisions import Decision, Observation, affordable
from sim.model.parameters.spec import Value, parameter
from sim.model.sums import by_lane
from sim.policies import Growing
from sim.results import STEPS


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowTheGain(Growing):
    """Each quarter, put most growth money into the step with the highest measured gain, the rest by gain."""

    share: Value = parameter(
        0.40, unit="share", low=0, high=1, meaning="share of profit that is reinvested", source="judgement"
    )
    focus: Value = parameter(
        0.60, unit="share", low=0, high=1, meaning="share of growth money for the best step alone", source="judgement"
    )

    def decide(self, seen: Observation) -> Decision:
        """Rank the steps by gain; where none gains, only keep up what there is."""
        gain = np.maximum(seen.marginal_gain, 0.0)
        total = by_lane(gain)
        steps = (1.0 - asarray(self.focus)) * gain / np.where(total > 0, total, 1.0)
        best = np.arange(len(STEPS))[:, None] == gain.argmax(axis=0)
        steps = np.where(best, steps + self.focus, steps)
        steps = np.where(total > 0, steps, self.steps(seen.lanes))
        amount = affordable(seen, self.share)
        amount = np.where(total > 0, amount, np.minimum(amount, seen.required_maintenance))
        return self.growth(seen, amount, keep=self.share, steps=steps)
