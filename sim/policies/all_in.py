"""All in: every penny of profit goes back into the business."""

from __future__ import annotations

from dataclasses import dataclass

from sim.model.decisions import Decision, Observation, affordable
from sim.policies import Growing


@dataclass(frozen=True, slots=True, kw_only=True)
class AllIn(Growing):
    """Reinvest the whole profit; the owners take nothing out."""

    def decide(self, seen: Observation) -> Decision:
        """Spend all that the cash rule allows."""
        return self.growth(seen, affordable(seen, 1.0), keep=1.0)
