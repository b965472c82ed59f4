"""Staged: start small, expand once it is seen to pay."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.model.decisions import Decision, Observation, affordable
from sim.model.parameters.spec import Value, parameter
from sim.policies import Growing


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged(Growing):
    """Grow on a small share beyond upkeep; after the pilot, expand while the measured gain beats the hurdle."""

    pilot_share: Value = parameter(
        0.15, unit="share", low=0, high=1, meaning="share of profit reinvested during the pilot", source="judgement"
    )
    share: Value = parameter(
        0.40, unit="share", low=0, high=1, meaning="share of profit reinvested once expanded", source="judgement"
    )
    pilot_reviews: Value = parameter(
        4.0, unit="count", low=0, high=100, meaning="reviews before the first expansion", source="judgement: one year"
    )
    expansion_reviews: Value = parameter(
        8.0,
        unit="count",
        low=1,
        high=100,
        meaning="reviews over which the share rises to its full height",
        source="judgement: two years",
    )
    hurdle: Value = parameter(
        1.0,
        unit="ratio",
        low=0,
        high=10,
        meaning="yearly profit per unit of money below which the policy falls back to its pilot",
        source="judgement: a year's payback on paper, since half the work fails and technology wears out in three",
    )

    def decide(self, seen: Observation) -> Decision:
        """Spend a share that grows with time as long as growth is seen to pay."""
        progress = np.clip((seen.quarter + 1.0 - self.pilot_reviews) / self.expansion_reviews, 0.0, 1.0)
        steps = self.steps(seen.lanes)
        pays = (steps * seen.marginal_gain).sum(axis=0) / steps.sum(axis=0) > self.hurdle
        share = self.pilot_share + (self.share - self.pilot_share) * progress * pays
        upkeep = np.minimum(seen.required_maintenance, affordable(seen, self.share))
        return self.growth(seen, np.maximum(affordable(seen, share), upkeep), keep=self.share)
