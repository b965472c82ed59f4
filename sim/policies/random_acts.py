"""Random acts: whatever is in fashion this quarter."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final

import numpy as np

from sim.arrays import Array, asarray
from sim.model.decisions import KIND_INDEX, KINDS, OFFERED, STEP_INDEX, Decision, Observation, affordable
from sim.model.parameters.spec import Value, parameter
from sim.model.sums import by_lane
from sim.policies import Growing
from sim.results import STEPS

_FASHIONABLE: Final = ("automate", "train", "content", "media", "people")
"""Kinds of work that get bought on impulse; nobody falls in love with planning, clean data or simple processes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RandomActs(Growing):
    """Reinvest a share without a plan: each quarter one step and one kind of work get most of the money."""

    share: Value = parameter(
        0.40, unit="share", low=0, high=1, meaning="share of profit that is reinvested", source="judgement"
    )
    craze: Value = parameter(
        0.80, unit="share", low=0, high=1, meaning="share of the money that follows the fashion", source="judgement"
    )
    planning: Value = parameter(
        0.0, unit="ratio", low=0, high=1000, meaning="weight of planning and measuring: none", source="the rule"
    )
    upkeep: Value = parameter(
        0.5,
        unit="share",
        low=0,
        high=1,
        meaning="share of the required maintenance that is paid before anything new",
        source="judgement: upkeep is nobody's idea of news",
    )

    def decide(self, seen: Observation) -> Decision:
        """Spend where fashion points; the same quarter has the same fashion in every lane and run."""
        step, kind = fashion(seen.quarter)
        return self.growth(
            seen,
            affordable(seen, self.share),
            keep=self.share,
            steps=self._towards(self.steps(seen.lanes), STEP_INDEX[step]),
            kinds=self._towards(self.kinds(seen.lanes), KIND_INDEX[kind]),
        )

    def _towards(self, weights: Array, row: int) -> Array:
        usual: Array = (1.0 - asarray(self.craze)) * weights / np.maximum(by_lane(weights), 1e-12)
        usual[row] += self.craze
        return usual


def fashion(quarter: int) -> tuple[str, str]:
    """Return the step and the kind of work that are in fashion: keyed by the quarter alone, not by any luck."""
    digest = hashlib.blake2b(f"fashion of quarter {quarter}".encode(), digest_size=16).digest()
    step = STEPS[int.from_bytes(digest[:8], "little") % len(STEPS)]
    offered = [kind for kind in KINDS if kind in _FASHIONABLE and OFFERED[STEP_INDEX[step], KIND_INDEX[kind]]]
    return step, offered[int.from_bytes(digest[8:], "little") % len(offered)]
