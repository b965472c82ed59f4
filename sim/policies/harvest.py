"""Harvest: reinvest nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.policies import Rule

if TYPE_CHECKING:
    from sim.model.decisions import Decision, Observation


@dataclass(frozen=True, slots=True, kw_only=True)
class Harvest(Rule):
    """Reinvest nothing and pay out what is earned; staff, subscriptions and base marketing go on."""

    def decide(self, seen: Observation) -> Decision:
        """Spend nothing on capability."""
        return self.decision(seen, np.zeros(seen.lanes), keep=0.0)
