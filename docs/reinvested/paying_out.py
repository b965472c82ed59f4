"""The terminal value against what a firm pays out when growth spending really ends at the horizon."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.model.parameters.spec import Value, parameter
from sim.policies import Growing
from sim.policies.all_in import AllIn
from sim.policies.catalog import RULES, register
from sim.policies.maintain import Maintain
from sim.policies.plan_first import PlanFirst

if TYPE_CHECKING:
    from sim.model.decisions import Decision, Observation


@dataclass(frozen=True, slots=True, kw_only=True)
class ThenPayOut(Growing):
    """Reinvest until a month, by plan or everything; from then on keep what there is and pay out the rest."""

    until: Value = parameter(60.0, unit="months", low=0, high=1200, meaning="when growth ends", source="scenario")
    share: Value = parameter(1.0, unit="share", low=0, high=1, meaning="reinvested until then", source="scenario")

    def decide(self, seen: Observation) -> Decision:
        """Decide as one rule or as the other."""
        if seen.month >= float(self.until):
            return Maintain().decide(seen)
        return AllIn().decide(seen) if float(self.share) >= 1.0 else PlanFirst(share=self.share).decide(seen)


if "then_pay_out" not in RULES:  # this file may be read twice
    register("then_pay_out", ThenPayOut)
