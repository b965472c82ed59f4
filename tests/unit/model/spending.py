"""A firm whose plans want a fixed amount, for the tests of what step 1 does with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.model.decisions import KIND_INDEX, Decision, Observation
from sim.model.panel import Seat
from sim.model.portfolio import Fate, Portfolio
from sim.model.steps.plans import Plans
from tests.unit.model.laid import laid, one

if TYPE_CHECKING:
    from sim.arrays import Array
    from sim.model.batch import Batch
    from sim.model.upkeep import Costs

AWAKE = {
    "capability.scale_exponent": 0.5,
    "capability.simplify_max_rate": 0.06,
    "capability.overload": 0.7,
    "capability.change_capacity": 0.3,
    "capability.resistance": 0.2,
    "capability.adoption_innovation": 0.15,
    "capability.adoption_imitation": 1.2,
    "capability.hosted_share": 0.8,
    "plans.plan_quality": 0.5,
    "plans.planning_effect": 0.6,
    "plans.waste_share": 0.2,
    "plans.stage_gates": 0.25,
    "plans.repeat_probability": 1.0,
    "plans.ranking_gain.demand": 1.5,
}
SHARES = (0.15, 0.3, 0.2, 0.25, 0.1)
OFFERS = {
    "plans": ("simplify", "automate", "train", "planning"),
    "demand": ("simplify", "automate", "train", "content", "data", "media"),
    "acquisition": ("simplify", "automate", "train", "data", "people"),
    "experience": ("simplify", "automate", "train", "people"),
    "supply": ("simplify", "automate", "train"),
}
"""Which kinds of work a step offers, written out from the reference."""
WEIGHTS = dict(zip(KIND_INDEX, (2.0, 1.5, 1.0, 0.8, 0.6, 0.7, 0.5, 1.2), strict=True))


@dataclass(frozen=True)
class Fixed:
    """A policy that wants the same amount whatever it sees, and keeps what it saw."""

    amount: float
    maintain_first: float = 1.0

    def decide(self, seen: Observation) -> Decision:
        """Return the decision laid down."""
        lanes = seen.lanes

        def wide(value: float) -> Array:
            return np.full(lanes, value)

        return Decision(
            amount=wide(self.amount),
            steps=np.array(SHARES)[:, None] + np.zeros(lanes),
            kinds=np.array(list(WEIGHTS.values()))[None, :, None] + np.zeros((5, 1, lanes)),
            payout=wide(0.3),
            discount=wide(0.05),
            maintain_first=wide(self.maintain_first),
        )


def planned(amount: float, maintain_first: float = 1.0, **changes: float) -> tuple[Batch, Plans]:
    """Return a firm whose plans want this amount, with initiatives that pay half and fail in a quarter of cases."""
    named = {name.replace("__", "."): value for name, value in changes.items()}
    b = laid({**AWAKE, **named}, seats=[Seat(Fixed(amount, maintain_first), slice(0, 1))])
    plans = Plans(b, Portfolio(b))
    b.firm.cash = one(1e6)
    return b, plans


def reviewed(amount: float, maintain_first: float = 1.0, **changes: float) -> tuple[Batch, Plans]:
    """Return the same with a review behind it whose initiatives are all alike."""
    b, plans = planned(amount, maintain_first, **changes)
    plans.act(1)
    alike = {"pays": 0.5, "fails": 0.25, "worth": 0.8, "due": 6.0}
    plans.portfolio.fate = Fate(**{name: np.full((2, 5, 1), value) for name, value in alike.items()})
    return b, plans


def cost(b: Batch) -> Costs:
    return b.upkeep.costs(b.flow["scale"])


@dataclass(frozen=True)
class Losses:
    """What each stock loses in a month without maintenance."""

    quality: Array
    technology: Array
    adoption: Array
    plan: Array
    data: Array
    content: Array
    repair: Array
    """What making good all of it costs."""


def losses(b: Batch) -> Losses:
    wear, firm = b.upkeep.wear(b.firm), b.firm
    return Losses(
        quality=firm.process_quality * wear.quality,
        technology=firm.technology * wear.technology,
        adoption=firm.adoption * wear.adoption,
        plan=firm.plan_quality * wear.plan,
        data=firm.data_quality * wear.data,
        content=firm.content * wear.content,
        repair=wear.repair(firm, cost(b)),
    )


def useful(b: Batch, step: str, kind: str, platform: float = 0.0) -> float:
    """Return the money of this month that reaches one kind of work in one step, waste taken off."""
    flow = b.flow
    waste = float(flow["_waste"][0])
    money = float((flow["_amount"] - flow["maintenance"] - flow["repeated"])[0])
    share = SHARES[list(OFFERS).index(step)] * (1 - platform if step in {"demand", "acquisition", "experience"} else 1)
    return money * share * WEIGHTS[kind] / sum(WEIGHTS[each] for each in OFFERS[step]) * (1 - waste)


def spend(b: Batch, plans: Plans, amount: float, month: int = 2) -> None:
    """Let a month pass in which the amount is spent, and note what went in."""
    b.flow["_waste"] = b.parameters.plans.waste_share * (1 - b.firm.plan_quality)
    b.flow["_amount"] = one(amount)
    plans.act(month)
