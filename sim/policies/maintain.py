"""Maintain: keep what there is, build nothing new."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.model.decisions import Decision, Observation, affordable
from sim.policies import Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Maintain(Rule):
    """Pay for the upkeep of today's capability as long as profit and cash allow, and pay out the rest."""

    def decide(self, seen: Observation) -> Decision:
        """Spend what upkeep requires, at most what the whole profit affords."""
        return self.decision(seen, np.minimum(seen.required_maintenance, affordable(seen, 1.0)), keep=0.0)
