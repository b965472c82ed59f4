"""Counter-cyclical: invest more while the economy is down."""

from __future__ import annotations

from dataclasses import dataclass

from sim.model.decisions import Decision, Observation, affordable
from sim.model.parameters.spec import Value, parameter
from sim.policies import Growing


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterCyclical(Growing):
    """Save in good times, and reinvest a larger share while a recession is reported."""

    share: Value = parameter(
        0.35, unit="share", low=0, high=1, meaning="share of profit reinvested in good times", source="judgement"
    )
    downturn_share: Value = parameter(
        0.60, unit="share", low=0, high=1, meaning="share of profit reinvested in a recession", source="judgement"
    )

    def decide(self, seen: Observation) -> Decision:
        """Spend the share that fits the reported economy."""
        share = self.share + (self.downturn_share - self.share) * seen.downturn
        return self.growth(seen, affordable(seen, share), keep=self.downturn_share)
