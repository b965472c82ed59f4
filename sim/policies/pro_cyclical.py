"""Pro-cyclical: cut first when times get hard."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from sim.model.decisions import Decision, Observation, affordable
from sim.model.parameters.spec import Value, parameter
from sim.policies import Growing


@dataclass(frozen=True, slots=True, kw_only=True)
class ProCyclical(Growing):
    """Reinvest a share of the profit of the day, and cut it as soon as the economy or the firm's own sales fall."""

    share: Value = parameter(
        0.40, unit="share", low=0, high=1, meaning="share of profit reinvested in good times", source="judgement"
    )
    downturn_share: Value = parameter(
        0.10, unit="share", low=0, high=1, meaning="share of profit reinvested after the cut", source="judgement"
    )
    tolerance: Value = parameter(
        0.03,
        unit="share",
        low=0,
        high=1,
        meaning="fall of own sales against a year ago that is still tolerated",
        source="judgement",
    )

    def decide(self, seen: Observation) -> Decision:
        """Cut when it is bad; never hold a budget through a dip."""
        falling = seen.revenue < (1.0 - self.tolerance) * seen.revenue_year_ago
        share = self.share + (self.downturn_share - self.share) * np.maximum(seen.downturn, falling)
        unheld = replace(seen, hold=np.zeros(seen.lanes))
        return self.growth(seen, affordable(unheld, share), keep=self.share)
