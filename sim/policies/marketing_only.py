"""Marketing only: more noise, same firm."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.model.decisions import KIND_INDEX, KINDS, STEP_INDEX, Decision, Observation, affordable
from sim.model.parameters.spec import Value, parameter
from sim.policies import Rule
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
        steps, kinds = np.zeros((len(STEPS), seen.lanes)), np.zeros((len(KINDS), seen.lanes))
        steps[STEP_INDEX["demand"]] = 1.0
        kinds[KIND_INDEX["media"]], kinds[KIND_INDEX["content"]] = self.media, self.content
        return self.decision(seen, affordable(seen, self.share), keep=self.share, steps=steps, kinds=kinds)
