"""Buffer first: fill the cash buffer before building anything new."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from sim.model.decisions import Decision, Observation, affordable
from sim.model.parameters.spec import Value, parameter
from sim.policies import Growing


@dataclass(frozen=True, slots=True, kw_only=True)
class BufferFirst(Growing):
    """Pay for upkeep only until cash covers the target, then reinvest a fixed share; the owners wait as well."""

    share: Value = parameter(
        0.40, unit="share", low=0, high=1, meaning="share of profit reinvested with a full buffer", source="judgement"
    )
    target_days: Value = parameter(
        60.0, unit="days", low=0, high=1000, meaning="cash wanted, days of outflow, before growth", source="judgement"
    )

    def decide(self, seen: Observation) -> Decision:
        """Spend on growth above the target only, and pay out from what lies well above it."""
        days = seen.cash / np.maximum(seen.daily_outflow, 1e-9)
        target = np.maximum(self.target_days, seen.buffer_days)
        saving = np.minimum(affordable(seen, self.share), seen.required_maintenance)
        amount = np.where(days >= target, affordable(replace(seen, buffer_days=target), self.share), saving)
        decision = self.growth(seen, amount, keep=self.share)
        # The engine pays out of all cash above 1.25 buffers; this rule counts from 1.25 targets.
        above = np.maximum(0.0, days - 1.25 * target) / np.maximum(days - 1.25 * seen.buffer_days, 1e-9)
        return replace(decision, payout=decision.payout * np.minimum(1.0, above))
