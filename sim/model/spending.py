"""How a decision spreads growth money over what it can buy, for as long as the decision stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.arrays import Array, asarray
from sim.model.decisions import KIND_INDEX, OFFERED, STEP_INDEX
from sim.model.sums import by_first, by_lane

if TYPE_CHECKING:
    from sim.model.decisions import Decision

PLANS: Final = STEP_INDEX["plans"]
_DEMAND, _ACQUISITION, _EXPERIENCE = (STEP_INDEX[step] for step in ("demand", "acquisition", "experience"))
_CUSTOMER_FACING: Final = [_DEMAND, _ACQUISITION, _EXPERIENCE]


@dataclass(frozen=True, slots=True)
class Shares:
    """Shares of growth money, one entry per lane.

    Attributes
    ----------
    decision
        Where they come from.
    split
        Of every kind of work in every step, shape (5 steps, 8 kinds, lanes).
    build
        Of simplifying and automating each step, shape (2, 5, lanes).
    train
        Of training each step, shape (5, lanes).
    content, media, data, planning, sales_people, service_people
        Of the other kinds.
    other
        Of everything but building.
    customer_facing
        Of the three steps that customers meet.
    """

    decision: Decision
    split: Array
    build: Array
    train: Array
    content: Array
    media: Array
    data: Array
    planning: Array
    sales_people: Array
    service_people: Array
    other: Array
    customer_facing: Array

    @classmethod
    def of(cls, decision: Decision) -> Shares:
        """Return the shares of a decision; a step whose work weighs nothing keeps its money."""
        weights = OFFERED[:, :, None] * decision.kinds
        total = by_first(weights)
        each = decision.steps / np.where(total > 0, total, 1.0)
        return cls._split(decision, weights * each[:, None])

    def without(self, take: Array) -> Shares:
        """Return the shares that are left when a part of the money of customer-facing steps is taken away."""
        split = self.split.copy()
        split[_CUSTOMER_FACING] = split[_CUSTOMER_FACING] * (1 - take)
        return self._split(self.decision, split)

    @classmethod
    def _split(cls, decision: Decision, split: Array) -> Shares:
        def kind(name: str) -> Array:
            return asarray(split[:, KIND_INDEX[name]])

        return cls(
            decision=decision,
            split=split,
            build=np.stack([kind("simplify"), kind("automate")]),
            train=kind("train").copy(),
            content=kind("content")[_DEMAND].copy(),
            media=kind("media")[_DEMAND].copy(),
            data=by_lane(kind("data")),
            planning=kind("planning")[PLANS].copy(),
            sales_people=kind("people")[_ACQUISITION].copy(),
            service_people=kind("people")[_EXPERIENCE].copy(),
            other=by_lane(split[:, 2:]),
            customer_facing=by_lane(decision.steps[_CUSTOMER_FACING]),
        )
