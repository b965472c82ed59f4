"""Fixed share: the same share of profit every quarter."""

from __future__ import annotations

from dataclasses import dataclass

from sim.model.decisions import Decision, Observation, affordable
from sim.model.parameters.spec import Value, parameter
from sim.policies import Growing


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedShare(Growing):
    """Reinvest a fixed share of profit, split over the steps as laid down once."""

    share: Value = parameter(
        0.40, unit="share", low=0, high=1, meaning="share of profit that is reinvested", source="judgement"
    )

    def decide(self, seen: Observation) -> Decision:
        """Spend the share."""
        return self.growth(seen, affordable(seen, self.share), keep=self.share)
