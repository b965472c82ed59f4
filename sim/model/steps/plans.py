"""Step 1: plans. Reviews decide what is reinvested; money keeps and builds capability."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from sim.model.decisions import KIND_INDEX, OFFERED, STEP_INDEX, Decision
from sim.model.review import observe
from sim.model.sums import by_first, by_lane
from sim.model.upkeep import losses, unit_costs, waste
from sim.results import STEPS

if TYPE_CHECKING:
    from sim.model.batch import Batch
    from sim.model.parameters.spec import Array
    from sim.model.portfolio import Portfolio
    from sim.model.upkeep import Costs, Losses

_PLANS = STEP_INDEX["plans"]
_BACK_OFFICE = np.isin(STEPS, ("plans", "supply"))[:, None]
_CUSTOMER_FACING = [STEP_INDEX["demand"], STEP_INDEX["acquisition"], STEP_INDEX["experience"]]


@dataclass(slots=True)
class Plans:
    """Step 1 of the cycle."""

    batch: Batch
    portfolio: Portfolio
    decision: Decision = field(init=False)
    ranking: Array = field(init=False)
    again: Array = field(init=False)
    wasted_quarter: Array = field(init=False)
    platform: Array = field(init=False)
    platform_stock: Array = field(init=False)

    def __post_init__(self) -> None:
        """Rank the inventory of processes once, and say what keeping today's capability costs."""
        upkeep = losses(self.batch).repair(unit_costs(self.batch)) / np.maximum(1 - waste(self.batch), 1e-6)
        self.batch.flow["required_maintenance"] = upkeep
        lanes = len(self.batch.opening.revenue)
        self.ranking = ranking_gains(self.batch, lanes)
        self.again = np.zeros(lanes)
        self.wasted_quarter = np.zeros(lanes)
        self.platform = np.zeros(lanes)
        self.platform_stock = np.zeros(lanes)

    def act(self, month: int) -> None:
        """Review when it is time, then spend this month's money and let the rest decay."""
        b = self.batch
        self._suffer()
        b.flow["scale"] = self._scale(month)
        costs = unit_costs(b)
        wasted = waste(b)
        lost = losses(b)
        upkeep = lost.repair(costs) / np.maximum(1 - wasted, 1e-6)
        if (month - 1) % b.parameters.reinvestment.review_months == 0:
            self._review(month, upkeep)
        amount = self._amount(month)
        kept = np.minimum(amount, upkeep * self.decision.maintain_first)
        coverage = np.where(upkeep > 0, kept / np.maximum(upkeep, 1e-12), 1.0)
        repeated = np.minimum(amount - kept, self.again)
        spent = self._grow(month, costs, amount - kept - repeated, wasted)
        self._age(lost, coverage, costs)
        self._deliver_platform(month, costs, wasted)
        b.ledger.note(month, "plans", "money lost on initiatives that fail", b.flow["failed"])
        self.wasted_quarter += wasted * (kept + spent)
        b.flow.update(
            required_maintenance=upkeep * b.firm.alive,
            maintenance=kept,
            repeated=repeated,
            wasted=b.flow["failed"] + wasted * (kept + spent),
            reinvested=kept + repeated + spent,
            coverage=coverage,
            discount=self.decision.discount,
            payout=self.decision.payout,
        )
        self._compare(month)

    def _suffer(self) -> None:
        """Let one-off events take customer data and trained staff."""
        firm, events = self.batch.firm, self.batch.world.events
        firm.data_quality = firm.data_quality * (1 - events["data_loss"])
        firm.adoption = firm.adoption * (1 - events["staff_exit"])

    def _scale(self, month: int) -> Array:
        """Return what capability costs relative to today: a larger firm pays more, less than in proportion."""
        b = self.batch
        size = b.history.mean("revenue", month - 1, 12) / np.maximum(b.opening.revenue, 1e-12)
        scale = np.maximum(size, 0.0) ** b.parameters.capability.scale_exponent
        return np.maximum(1e-3, b.links.read("scale", month, scale, neutral=1.0))

    def _review(self, month: int, upkeep: Array) -> None:
        b = self.batch
        self.decision = b.panel.decide(observe(b, month, upkeep))
        repeats = b.streams.bernoulli("plans.repeat", month, b.parameters.plans.repeat_probability)
        self.again = repeats * self.wasted_quarter / b.parameters.reinvestment.review_months
        self.wasted_quarter = np.zeros_like(self.again)
        self.portfolio.start_quarter(month)
        b.ledger.note(month, "plans", "review: reinvest a month", self.decision.amount)
        b.ledger.note(month, "plans", "review: broadcast a discount of", self.decision.discount)

    def _amount(self, month: int) -> Array:
        """Return the money reinvested this month: never more than cash allows, nothing in survival mode."""
        b = self.batch
        wanted = b.links.read("reinvestment", month, self.decision.amount, neutral=0.0)
        allowed = np.minimum(wanted, np.maximum(0.0, b.firm.cash))
        return np.asarray(allowed * (1 - b.firm.surviving) * b.firm.alive)

    def _age(self, lost: Losses, coverage: Array, costs: Costs) -> None:
        """Let stocks decay by what maintenance did not make good, and adoption spread."""
        firm, c = self.batch.firm, self.batch.parameters.capability
        bare = 1 - coverage
        renewed = lost.technology * coverage
        firm.process_quality = np.maximum(0.0, firm.process_quality - lost.quality * bare)
        diluted = firm.adoption * renewed / np.maximum(firm.technology, 1e-12)
        firm.technology = np.maximum(0.0, firm.technology - lost.technology * bare)
        spread = (c.adoption_innovation + c.adoption_imitation * firm.adoption) / 12 * (1 - firm.adoption)
        spread = spread * self.batch.opening.adoption_speed * (1 - c.resistance) * self.batch.flow["digested"]
        trained = (1 - firm.adoption) * -np.expm1(-self.batch.flow["train"] / costs.train)
        firm.adoption = np.clip(firm.adoption - diluted + spread + trained - lost.adoption * bare, 0.0, 1.0)
        firm.plan_quality = np.clip(firm.plan_quality - lost.plan * bare + self.batch.flow["planned"], 0.0, 1.0)
        firm.data_quality = np.clip(firm.data_quality - lost.data * bare + self.batch.flow["cleaned"], 0.0, 1.0)
        firm.content = np.maximum(0.0, firm.content - lost.content * bare + self.batch.flow["produced"])

    def _grow(self, month: int, costs: Costs, money: Array, wasted: Array) -> Array:
        """Spend growth money over steps and kinds; return what was spent, waste included."""
        b, firm = self.batch, self.batch.firm
        steps = self._starve(money * self.decision.steps)
        weights = OFFERED[:, :, None] * self.decision.kinds
        total = by_first(weights)[:, None]
        useful = steps[:, None] * weights / np.where(total > 0, total, 1.0) * (1 - wasted)
        built, saved = self._build(month, costs, useful)
        planning = useful[_PLANS, KIND_INDEX["planning"]]
        own = firm_gain(b)[_PLANS]
        lift = np.exp(b.parameters.plans.planning_effect * own)
        other = by_lane(useful[:, 2:])
        b.flow.update(
            train=useful[:, KIND_INDEX["train"]],
            planned=(1 - firm.plan_quality) * -np.expm1(-planning * lift / costs.planning),
            cleaned=(1 - firm.data_quality) * -np.expm1(-by_lane(useful[:, KIND_INDEX["data"]]) / costs.data),
            produced=useful[STEP_INDEX["demand"], KIND_INDEX["content"]] / costs.content,
            content_money=useful[STEP_INDEX["demand"], KIND_INDEX["content"]],
            media=useful[STEP_INDEX["demand"], KIND_INDEX["media"]],
            sales_people=useful[STEP_INDEX["acquisition"], KIND_INDEX["people"]],
            service_people=useful[STEP_INDEX["experience"], KIND_INDEX["people"]],
            failed=by_lane(built * self.portfolio.fate.fails) - saved,
        )
        return np.asarray((by_lane(built) - saved + other) / np.maximum(1 - wasted, 1e-6) + self.platform)

    def _build(self, month: int, costs: Costs, useful: Array) -> tuple[Array, Array]:
        """Simplify and automate; return money used (2, 5, lanes) and money saved by stage gates."""
        b, p = self.batch, self.batch.parameters
        money = np.stack([useful[:, KIND_INDEX["simplify"]], useful[:, KIND_INDEX["automate"]]])
        price = np.stack([costs.simplify, costs.automate])[:, None]
        most = self.portfolio.room()
        most[0] = np.minimum(most[0], p.capability.simplify_max_rate / 12)
        used = np.minimum(money, most * price)
        yearly = 12 * by_lane(used) / np.maximum(5 * (costs.simplify + costs.automate), 1e-12)
        able = p.capability.change_capacity * np.exp(p.plans.planning_effect * firm_gain(b)[_PLANS])
        able = able * (1 - b.world.events["platform_project"])
        crowded = np.minimum(1.0, able / np.maximum(yearly, 1e-12)) ** p.capability.overload
        b.flow["digested"] = crowded
        early = 1 - b.firm.process_quality
        ranked = 1 + b.firm.plan_quality * (self.ranking - 1) * early
        self.portfolio.work(month, used / price * crowded * ranked)
        saved = by_lane(used * self.portfolio.fate.fails) * p.plans.stage_gates
        return used, saved

    def _starve(self, steps: Array) -> Array:
        """Let a platform project take its share of the money for customer-facing steps."""
        take = self.batch.world.events["platform_project"]
        self.platform = take * by_lane(steps[_CUSTOMER_FACING])
        kept = steps.copy()
        kept[_CUSTOMER_FACING] = kept[_CUSTOMER_FACING] * (1 - take)
        return kept

    def _deliver_platform(self, month: int, costs: Costs, wasted: Array) -> None:
        """Gather a platform project's money; when it ends, its technology serves plans and supply."""
        b, p = self.batch, self.batch.parameters.plans
        self.platform_stock = self.platform_stock + self.platform * (1 - wasted)
        ends = (b.world.events["platform_project"] == 0) & (self.platform_stock > 0)
        full = p.success_unplanned + b.firm.plan_quality * (p.success_planned - p.success_unplanned)
        part = (1 - full) * p.partial_share * (p.partial_low + p.partial_high) / 2
        gain = np.where(ends, self.platform_stock * (full + part) / (2 * costs.automate), 0.0)
        self.portfolio.deliver(gain * _BACK_OFFICE)
        b.ledger.note(month, "plans", "the platform project delivers technology", gain)
        self.platform_stock = np.where(ends, 0.0, self.platform_stock)

    def _compare(self, month: int) -> None:
        """Hand on the gain in benefit since month 0, own and relative to rivals, shape (5, lanes)."""
        b, firm = self.batch, self.batch.firm
        own = firm_gain(b)
        ahead = b.world.rivals - b.parameters.world.rival_capability
        noticed = b.links.read("rivals", month, ahead, neutral=0.0)
        share = np.clip(firm.embedded / np.maximum(firm.total_customers, 1.0), 0.0, 1.0)
        today = b.parameters.experience.embedded_share
        shield = 1 - b.parameters.experience.embedding_shield * np.maximum(0.0, share - today)
        b.flow["own"] = own
        b.flow["relative"] = own - noticed * shield


def firm_gain(batch: Batch) -> Array:
    """Return the gain in benefit of each step since month 0, shape (5, lanes)."""
    firm = batch.firm
    now = batch.benefit.value(firm.process_quality, firm.technology, firm.adoption)
    return np.asarray(now - batch.opening.benefit)


def ranking_gains(batch: Batch, lanes: int) -> Array:
    """Return the yield of the best-ranked half of the work over the average, per step, shape (5, lanes)."""
    plans = batch.parameters.plans
    gains = plans.ranking_gain.stacked(lanes)
    for row, step in enumerate(STEPS):
        listed = [process for process in plans.processes if process.step == step]
        if len(listed) > 1:
            worth = np.stack(
                [(5.5 - item.performance) * (2 * item.customer_value + item.internal_value) for item in listed]
            )
            best = np.sort(worth, axis=0)[len(listed) // 2 :]
            gains[row] = (by_lane(best) / len(best)) / (by_lane(worth) / len(worth))
    return gains
