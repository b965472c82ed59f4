"""Policies: one rule per file, and here what rules are made of.

A rule is a frozen record of its settings with one method, `decide`. To add one to the tool, write a file with a class
that extends `Rule` or `Growing`, and name it in `catalog.py`; scenario files, their schema and the reference page
follow from the declared fields. Rules of your own need no change here: `catalog.register`
them, or offer them by an entry point.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass, field, replace

import numpy as np

from sim.arrays import Array, asarray
from sim.model.decisions import KIND_INDEX, KINDS, Decision, Observation, affordable
from sim.model.parameters.spec import PerStep, Spec, Value, parameter
from sim.model.sums import by_lane
from sim.results import STEPS

__all__ = [
    "Decision", "Growing", "Observation", "PerStep", "Rule", "Spec", "Value", "affordable", "in_lanes", "moved",
    "parameter",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(ABC):
    """What every policy settles: what the owners take out, and the price."""

    payout: Value = parameter(
        math.nan,
        unit="share",
        low=0,
        high=1,
        meaning="share of cash above 1.25 buffers that goes to the owners; by default what the rule does not reinvest",
        source="judgement",
    )
    discount: Value = parameter(
        0.0, unit="share", low=0, high=0.9, meaning="price cut offered to every customer", source="scenario"
    )

    @abstractmethod
    def decide(self, seen: Observation) -> Decision:
        """Return the decision for the coming quarter."""

    def decision(
        self, seen: Observation, amount: Array, *, keep: Value, steps: Array | None = None, kinds: Array | None = None
    ) -> Decision:
        """Return a decision with the common settings filled in.

        Parameters
        ----------
        seen
            What the policy saw.
        amount
            Money to reinvest a month.
        keep
            Share of surplus cash that stays in the firm when `payout` is left to the rule.
        steps
            Growth money by step, shape (5, lanes), in any unit; even when left out.
        kinds
            Weights of the kinds of work, shape (8, lanes), or (5, 8, lanes) when steps differ; even when left out.
        """
        lanes = seen.lanes
        left = 1.0 - asarray(keep)
        steps = np.ones((len(STEPS), lanes)) if steps is None else steps
        return Decision(
            amount=in_lanes(amount, lanes),
            steps=steps / by_lane(steps),
            kinds=np.broadcast_to(1.0 if kinds is None else kinds, (len(STEPS), len(KINDS), lanes)).copy(),
            payout=in_lanes(np.where(np.isnan(self.payout), left, self.payout), lanes),
            discount=in_lanes(self.discount, lanes),
            maintain_first=np.ones(lanes),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Growing(Rule):
    """What every policy that builds capability settles: which steps, which kinds of work, how much upkeep first."""

    split: PerStep = field(
        default_factory=lambda: PerStep(plans=0.10, demand=0.35, acquisition=0.15, experience=0.25, supply=0.15),
        metadata={
            "spec": Spec(0.2, "share", 0, 1, "share of growth money for each step; together 100%", "judgement"),
            "per_step": True,
        },
    )
    upkeep: Value = parameter(
        1.0,
        unit="share",
        low=0,
        high=1,
        meaning="share of the required maintenance that is paid before anything new",
        source="judgement: keep what you have first",
    )
    simplify: Value = parameter(
        2.0,
        unit="ratio",
        low=0,
        high=1000,
        meaning="weight of simplifying processes among the kinds of work a step offers",
        source="judgement",
    )
    automate: Value = parameter(
        2.0, unit="ratio", low=0, high=1000, meaning="weight of automating, as for `simplify`", source="judgement"
    )
    train: Value = parameter(
        1.0, unit="ratio", low=0, high=1000, meaning="weight of training staff, as for `simplify`", source="judgement"
    )
    content: Value = parameter(
        1.0, unit="ratio", low=0, high=1000, meaning="weight of making content (demand)", source="judgement"
    )
    data: Value = parameter(
        1.0,
        unit="ratio",
        low=0,
        high=1000,
        meaning="weight of cleaning customer data (demand, acquisition)",
        source="judgement",
    )
    media: Value = parameter(
        0.5, unit="ratio", low=0, high=1000, meaning="weight of buying media (demand)", source="judgement"
    )
    people: Value = parameter(
        0.5,
        unit="ratio",
        low=0,
        high=1000,
        meaning="weight of more staff (acquisition, experience)",
        source="judgement",
    )
    planning: Value = parameter(
        1.0, unit="ratio", low=0, high=1000, meaning="weight of planning and measuring (plans)", source="judgement"
    )

    def steps(self, lanes: int) -> Array:
        """Return the split, shape (5, lanes)."""
        return self.split.stacked(lanes)

    def kinds(self, lanes: int) -> Array:
        """Return the weights of the kinds of work, shape (8, lanes)."""
        return np.stack([in_lanes(getattr(self, kind), lanes) for kind in KINDS])

    def growth(
        self, seen: Observation, amount: Array, *, keep: Value, steps: Array | None = None, kinds: Array | None = None
    ) -> Decision:
        """Return a decision with this rule's split and weights wherever none are given."""
        lanes = seen.lanes
        decision = self.decision(
            seen,
            amount,
            keep=keep,
            steps=self.steps(lanes) if steps is None else steps,
            kinds=self.kinds(lanes) if kinds is None else kinds,
        )
        return replace(decision, maintain_first=in_lanes(self.upkeep, lanes))


def in_lanes(value: Value, lanes: int) -> Array:
    """Return a number, or one per lane, as a fresh array with one number per lane."""
    return np.broadcast_to(asarray(value), (lanes,)).copy()


def moved(kinds: Array, source: str, target: str) -> Array:
    """Move the weight of one kind of work to another; weights of shape (8, lanes)."""
    result = kinds.copy()
    result[KIND_INDEX[target]] += kinds[KIND_INDEX[source]]
    result[KIND_INDEX[source]] = 0.0
    return result
