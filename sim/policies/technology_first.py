"""Technology first: automate the processes as they are, simplify them later."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.model.decisions import Decision, Observation, affordable
from sim.model.parameters.spec import Value, parameter
from sim.policies import Growing, moved


@dataclass(frozen=True, slots=True, kw_only=True)
class TechnologyFirst(Growing):
    """Buy technology for every step until it is in place; only then ask whether the processes make sense."""

    share: Value = parameter(
        0.40, unit="share", low=0, high=1, meaning="share of profit that is reinvested", source="judgement"
    )
    automated: Value = parameter(
        0.75, unit="share", low=0, high=1, meaning="automation T of a step that counts as in place", source="judgement"
    )

    def decide(self, seen: Observation) -> Decision:
        """Automate every step that lacks technology, simplify the others."""
        kinds = self.kinds(seen.lanes)
        buying, mending = moved(kinds, "simplify", "automate"), moved(kinds, "automate", "simplify")
        lacks = (seen.technology < self.automated)[:, None]
        return self.growth(seen, affordable(seen, self.share), keep=self.share, kinds=np.where(lacks, buying, mending))
