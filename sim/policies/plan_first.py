"""Plan first: understand, simplify, automate, in that order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.arrays import Array, asarray
from sim.model.decisions import KIND_INDEX, STEP_INDEX, Decision, Observation, affordable
from sim.model.parameters.spec import Value, parameter
from sim.model.sums import by_first, by_lane
from sim.policies import Growing, moved

_PLANS = STEP_INDEX["plans"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFirst(Growing):
    """Pay for a good plan and clean data first; simplify every step until it is simple enough; then automate."""

    share: Value = parameter(
        0.40, unit="share", low=0, high=1, meaning="share of profit that is reinvested", source="judgement"
    )
    understood: Value = parameter(
        0.70, unit="share", low=0, high=1, meaning="plan quality that counts as understood", source="judgement"
    )
    study: Value = parameter(
        0.50,
        unit="share",
        low=0,
        high=1,
        meaning="share of growth money for planning and measuring until then",
        source="judgement",
    )
    simplified: Value = parameter(
        0.75,
        unit="share",
        low=0,
        high=1,
        meaning="process quality S from which a step is worth automating",
        source="judgement: up to there simplifying pays more per unit of money than automating",
    )

    def decide(self, seen: Observation) -> Decision:
        """Study while the plan is poor; simplify each step until it is simple enough, then automate it."""
        steps, kinds = self.steps(seen.lanes), self.kinds(seen.lanes)
        mending, building = moved(kinds, "automate", "simplify"), moved(kinds, "simplify", "automate")
        work = np.where((seen.process_quality < self.simplified)[:, None], mending, building)
        studying = seen.plan_quality < self.understood
        return self.growth(
            seen,
            affordable(seen, self.share),
            keep=self.share,
            steps=np.where(studying, self._studied(steps), steps),
            kinds=np.where(studying, _questioned(work), work),
        )

    def _studied(self, steps: Array) -> Array:
        """Give the plans step `study` of the growth money and the others the rest."""
        rest: Array = steps / by_lane(steps) * (1.0 - asarray(self.study))
        rest[_PLANS] += self.study
        return rest


def _questioned(work: Array) -> Array:
    """Put planning and data before all other work, which only the steps that offer them will notice."""
    urgent = work.copy()
    for kind, weight in (("planning", 10.0), ("data", 1.0)):
        urgent[:, KIND_INDEX[kind]] += weight * by_first(work)
    return urgent
