"""Step 1: plans, priorities and the fate of initiatives."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.model.parameters.spec import PerStep, Value, parameter, per_step
from sim.results import STEPS


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """One business process of the inventory, scored 1 (low) to 5 (high)."""

    name: str = field(default="", metadata={"text": True, "meaning": "what people in the firm call it"})
    step: str = field(default="experience", metadata={"options": STEPS, "meaning": "the step it belongs to"})
    performance: Value = parameter(
        3.0, unit="score", low=1, high=5, meaning="how well it works today", source="scenario"
    )
    customer_value: Value = parameter(
        3.0, unit="score", low=1, high=5, meaning="what a better one is worth to customers", source="scenario"
    )
    internal_value: Value = parameter(
        3.0, unit="score", low=1, high=5, meaning="what a better one is worth inside the firm", source="scenario"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Plans:
    """How good the plan is, and what that does to money spent on change."""

    plan_quality: Value = parameter(
        0.45, unit="share", low=0, high=1, meaning="plan quality q today", source="judgement"
    )
    plan_staleness: Value = parameter(
        0.5,
        unit="per year",
        low=0,
        high=0.999,
        meaning="plan quality lost in a year without planning",
        source="judgement",
    )
    cost_planning: Value = parameter(
        0.010,
        unit="ratio",
        low=1e-9,
        high=10,
        meaning="cost of taking q from 0 to 1, share of today's yearly revenue",
        source="judgement",
    )
    planning_effect: Value = parameter(
        0.5,
        unit="ratio",
        low=0,
        high=5,
        meaning="capability of step 1 multiplies planning and change capacity by exp(this x gain in benefit)",
        source="judgement",
    )
    success_unplanned: Value = parameter(
        0.30,
        unit="share",
        low=0,
        high=1,
        meaning="chance that an initiative succeeds fully at q = 0",
        source="BCG 2020: 30 % of transformations meet their target",
    )
    success_planned: Value = parameter(
        0.70,
        unit="share",
        low=0,
        high=1,
        meaning="chance that an initiative succeeds fully at q = 1",
        source="BCG 2020: 80 % with six factors in place, discounted for selection",
    )
    partial_share: Value = parameter(
        0.63,
        unit="share",
        low=0,
        high=1,
        meaning="share of the rest that succeeds in part",
        source="BCG 2020: 44 % partial, 26 % under half of target",
    )
    partial_low: Value = parameter(
        0.30, unit="share", low=0, high=1, meaning="least a partial success pays", source="McKinsey-Oxford 2012"
    )
    partial_high: Value = parameter(
        0.65, unit="share", low=0, high=1, meaning="most a partial success pays", source="McKinsey-Oxford 2012"
    )
    stage_gates: Value = parameter(
        0.15,
        unit="share",
        low=0,
        high=1,
        meaning="share of a failing initiative's money that stage gates save",
        source="judgement: sunk share on failure .85",
    )
    overrun_median: Value = parameter(
        0.91,
        unit="ratio",
        low=0.1,
        high=10,
        meaning="median cost of ordinary initiatives relative to plan",
        source="Flyvbjerg & Budzier 2011: the other five sixths average -8 %; own arithmetic",
    )
    overrun_sigma: Value = parameter(
        0.20, unit="ratio", low=0, high=3, meaning="log spread of ordinary cost", source="own arithmetic"
    )
    overrun_tail: Value = parameter(
        0.10,
        unit="share",
        low=0,
        high=1,
        meaning="chance of a runaway initiative",
        source="Flyvbjerg & Budzier 2011: 1 in 6; small projects .07 (CHAOS gradient)",
    )
    overrun_pareto: Value = parameter(
        2.0,
        unit="ratio",
        low=1.05,
        high=20,
        meaning="Pareto shape of runaway cost, 1 + Pareto(1)",
        source="own arithmetic",
    )
    overrun_cap: Value = parameter(
        8.0,
        unit="ratio",
        low=1,
        high=100,
        meaning="most a runaway initiative can cost relative to plan",
        source="judgement",
    )
    overrun_delay: Value = parameter(
        1.7,
        unit="ratio",
        low=1,
        high=10,
        meaning="a runaway initiative takes this much longer",
        source="Flyvbjerg & Budzier 2011: +70 % time",
    )
    waste_share: Value = parameter(
        0.30,
        unit="share",
        low=0,
        high=1,
        meaning="share of reinvestment lost to random acts at q = 0; (1 - q) of it at q",
        source="BCG 2020: 26 % under half of target; .15-.45, judgement",
    )
    repeat_probability: Value = parameter(
        0.4,
        unit="share",
        low=0,
        high=1,
        meaning="chance that a quarter's wasted money is spent again from the next budget, for nothing",
        source="judgement; founding documents say often",
    )
    ranking_gain: PerStep = per_step(
        1.25,
        unit="ratio",
        low=1,
        high=5,
        meaning="yield of the best-ranked work over the average, used for steps without listed processes",
        source="judgement",
    )
    processes: tuple[Process, ...] = field(
        default=(),
        metadata={"list_of": Process, "meaning": "the inventory of business processes; ranks the work in each step"},
    )
