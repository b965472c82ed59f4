"""Marketing only: more noise, same firm."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.model.decisions import KINDS, STEP_INDEX, Decision, Observation, affordable
from sim.model.parameters.spec import Value, parameter
from sim.policies import Rule, in_lanes
from sim.results import STEPS


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketingOnly(Rule):
    """Put every penny of growth money into media and content, and leave the other steps as they are."""

    share: Value = parameter(
        0.40, unit="share", low=0, high=1, meaning="share of profit that is reinvested", source="judgement"
    )
    media: Value = parameter(0.6, unit="ratio", low=0, high=1000, meaning="weight of buying media", source="judgement")
    content: Value = parameter(
        0.4, unit="ratio", low=0, high=1000, meaning="weight of making content", source="judgement"
    )

    def decide(self, seen: Observation) -> Decision:
        """Spend on demand alone."""
        steps = np.zeros((len(STEPS), seen.lanes))
        steps[STEP_INDEX["demand"]] = 1.0
        weights = {"media": self.media, "content": self.content}
        kinds = np.stack([in_lanes(weights.get(kind, 0.0), seen.lanes) for kind in KINDS])
        return self.decision(seen, affordable(seen, self.share), keep=self.share, steps=steps, kinds=kinds)
