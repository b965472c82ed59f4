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
        """Spend the share.

        >>> from sim.testing.firms import healthy_firms
        >>> FixedShare(share=0.5).decide(healthy_firms(1)).amount  # 0.5 x (profit 60 + spare cash 4,325 / 12)
        array([210.20833333])
        """
        return self.growth(seen, affordable(seen, self.share), keep=self.share)
