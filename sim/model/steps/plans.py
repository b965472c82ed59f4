"""Step 1: plans. Reviews decide what is reinvested; money keeps and builds capability."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from sim.arrays import Array, anywhere, asarray
from sim.model.review import observe
from sim.model.spending import PLANS, Shares
from sim.model.sums import by_lane
from sim.results import STEPS

if TYPE_CHECKING:
    from sim.model.batch import Batch
    from sim.model.decisions import Decision
    from sim.model.portfolio import Portfolio
    from sim.model.upkeep import Costs, Wear

_BACK_OFFICE = np.isin(STEPS, ("plans", "supply"))[:, None]


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
    _shares: Shares | None = field(init=False, default=None)
    _speed: Array = field(init=False)

    def __post_init__(self) -> None:
        """Rank the inventory of processes once, and say what keeping today's capability costs."""
        b, c = self.batch, self.batch.parameters.capability
        costs, wasted = b.upkeep.costs(b.flow["scale"]), b.upkeep.waste(b.firm)
        b.flow["required_maintenance"] = b.upkeep.wear(b.firm).repair(b.firm, costs) / np.maximum(1 - wasted, 1e-6)
        lanes = len(b.opening.revenue)
        self.ranking = ranking_gains(b, lanes)
        self.again = np.zeros(lanes)
        self.wasted_quarter = np.zeros(lanes)
        self.platform = np.zeros(lanes)
        self.platform_stock = np.zeros(lanes)
        self._speed = asarray(b.opening.adoption_speed * (1 - c.resistance) / 12)

    def act(self, month: int) -> None:
        """Review when it is time, then spend this month's money and let the rest decay."""
        b = self.batch
        self._suffer()
        b.flow["scale"] = self._scale(month)
        costs, wear, wasted = b.upkeep.costs(b.flow["scale"]), b.upkeep.wear(b.firm), b.upkeep.waste(b.firm)
        useful = np.maximum(1 - wasted, 1e-6)
        upkeep = wear.repair(b.firm, costs) / useful
        if (month - 1) % b.parameters.reinvestment.review_months == 0:
            self._review(month, upkeep)
        amount = self._amount(month)
        kept = np.minimum(amount, upkeep * self.decision.maintain_first)
        coverage = np.where(upkeep > 0, kept / np.maximum(upkeep, 1e-12), 1.0)
        repeated = np.minimum(amount - kept, self.again)
        spent = self._grow(month, costs, amount - kept - repeated, wasted)
        self._age(wear, coverage, costs)
        self._deliver_platform(month, costs, wasted)
        b.ledger.note(month, "plans", "money lost on initiatives that fail", b.flow["failed"])
        lost = wasted * (kept + spent)
        self.wasted_quarter = self.wasted_quarter + lost
        b.flow.update(
            required_maintenance=upkeep * b.firm.alive,
            maintenance=kept,
            repeated=repeated,
            wasted=b.flow["failed"] + lost,
            reinvested=kept + repeated + spent,
            coverage=coverage,
            discount=self.decision.discount,
            payout=self.decision.payout,
        )
        self._compare(month)

    def _suffer(self) -> None:
        """Let one-off events take customer data and trained staff."""
        firm, events = self.batch.firm, self.batch.world.events
        if anywhere(events["data_loss"]):
            firm.data_quality = firm.data_quality * (1 - events["data_loss"])
        if anywhere(events["staff_exit"]):
            firm.adoption = firm.adoption * (1 - events["staff_exit"])

    def _scale(self, month: int) -> Array:
        """Return what capability costs relative to today: a larger firm pays more, less than in proportion."""
        b = self.batch
        size = b.history.mean("revenue", month - 1, 12) / np.maximum(b.opening.revenue, 1e-12)
        scale = np.maximum(size, 0.0) ** b.parameters.capability.scale_exponent
        return np.maximum(b.links.read("scale", month, scale, neutral=1.0), 1e-3)

    def _review(self, month: int, upkeep: Array) -> None:
        b = self.batch
        self.decision = b.panel.decide(b.links.as_followed(observe(b, month, upkeep)))
        repeats = b.streams.bernoulli("plans.repeat", month, b.parameters.plans.repeat_probability)
        self.again = repeats * self.wasted_quarter / b.parameters.reinvestment.review_months
        self.wasted_quarter = np.zeros_like(self.again)
        self.portfolio.start_quarter(month)
        b.ledger.note(month, "plans", "review: reinvest a month", self.decision.amount)
        b.ledger.note(month, "plans", "review: broadcast a discount of", self.decision.discount)

    def _amount(self, month: int) -> Array:
        """Return the money reinvested this month: never more than cash allows, nothing in survival mode."""
        b = self.batch
        most = np.maximum(b.firm.cash, 0.0) * (1 - b.firm.surviving) * b.firm.alive
        wanted = b.links.read("reinvestment", month, self.decision.amount, neutral=0.0, most=most)
        allowed = np.minimum(wanted, np.maximum(b.firm.cash, 0.0))
        return asarray(allowed * (1 - b.firm.surviving) * b.firm.alive)

    def _age(self, wear: Wear, coverage: Array, costs: Costs) -> None:
        """Let stocks decay by what maintenance did not make good, and adoption spread."""
        firm, flow, c = self.batch.firm, self.batch.flow, self.batch.parameters.capability
        bare = 1 - coverage
        idle = 1 - firm.adoption
        spread = (c.adoption_innovation + c.adoption_imitation * firm.adoption) * self._speed * flow["digested"]
        trained = -np.expm1(flow["train"] / -costs.train)
        diluted = wear.technology * coverage * (firm.technology > 0)  # staff must learn what is renewed
        kept = firm.adoption * (1 - wear.adoption * bare - diluted)
        firm.adoption = (kept + idle * (spread + trained)).clip(0.0, 1.0)
        firm.process_quality = firm.process_quality * (1 - wear.quality * bare)
        firm.technology = firm.technology * (1 - wear.technology * bare)
        firm.plan_quality = (firm.plan_quality * (1 - wear.plan * bare) + flow["planned"]).clip(0.0, 1.0)
        firm.data_quality = (firm.data_quality * (1 - wear.data * bare) + flow["cleaned"]).clip(0.0, 1.0)
        firm.content = firm.content * (1 - wear.content * bare) + flow["produced"]

    def _grow(self, month: int, costs: Costs, money: Array, wasted: Array) -> Array:
        """Spend growth money over steps and kinds; return what was spent, waste included."""
        b, firm, p = self.batch, self.batch.firm, self.batch.parameters
        shares = self._starve(money)
        useful = money * (1 - wasted)
        lift = np.exp(p.plans.planning_effect * self._planning_gain())
        built, failing = self._build(month, costs, shares.build * useful, lift)
        saved = failing * p.plans.stage_gates
        content, planning = shares.content * useful, shares.planning * useful
        b.flow.update(
            train=shares.train * useful,
            planned=(1 - firm.plan_quality) * -np.expm1(-planning * lift / costs.planning),
            cleaned=(1 - firm.data_quality) * -np.expm1(-shares.data * useful / costs.data),
            produced=content / costs.content,
            content_money=content,
            media=shares.media * useful,
            sales_people=shares.sales_people * useful,
            service_people=shares.service_people * useful,
            failed=failing - saved,
        )
        return asarray((built - saved + shares.other * useful) / np.maximum(1 - wasted, 1e-6) + self.platform)

    def _build(self, month: int, costs: Costs, money: Array, lift: Array) -> tuple[Array, Array]:
        """Simplify and automate with money of shape (2, 5, lanes); return what is used, and used on what fails."""
        b, p = self.batch, self.batch.parameters
        price = np.stack([costs.simplify, costs.automate])[:, None]
        room = self.portfolio.room()
        most = room.copy()
        most[0] = np.minimum(most[0], p.capability.simplify_max_rate / 12)
        used = np.minimum(money, most * price)
        built = by_lane(used)
        yearly = 12 * built / np.maximum(5 * (costs.simplify + costs.automate), 1e-12)
        able = p.capability.change_capacity * lift * (1 - b.world.events["platform_project"])
        crowded = np.minimum(able / np.maximum(yearly, 1e-12), 1.0) ** p.capability.overload
        b.flow["digested"] = crowded
        early = b.firm.plan_quality * (1 - b.firm.process_quality)
        ranked = 1 + (self.ranking - 1) * early
        self.portfolio.work(month, used / price * (ranked * crowded), room)
        return built, by_lane(used * self.portfolio.fate.fails)

    def _starve(self, money: Array) -> Shares:
        """Let a platform project take its share of the money for customer-facing steps; return all shares."""
        take = self.batch.world.events["platform_project"]
        shares = self._standing_shares()
        self.platform = take * money * shares.customer_facing
        return shares.without(take) if anywhere(take) else shares

    def _standing_shares(self) -> Shares:
        """Return what the standing decision says about growth money, worked out once."""
        shares = self._shares
        if shares is None or shares.decision is not self.decision:
            self._shares = shares = Shares.of(self.decision)
        return shares

    def _planning_gain(self) -> Array:
        """Return the gain in benefit of step 1 since month 0."""
        b, firm = self.batch, self.batch.firm
        now = b.benefit.value(firm.process_quality[PLANS], firm.technology[PLANS], firm.adoption[PLANS])
        return asarray(now - b.opening.benefit[PLANS])

    def _deliver_platform(self, month: int, costs: Costs, wasted: Array) -> None:
        """Gather a platform project's money; when it ends, its technology serves plans and supply."""
        b, p = self.batch, self.batch.parameters.plans
        self.platform_stock = self.platform_stock + self.platform * (1 - wasted)
        if not anywhere(self.platform_stock):
            return
        ends = (b.world.events["platform_project"] == 0) & (self.platform_stock > 0)
        full = p.success_unplanned + b.firm.plan_quality * (p.success_planned - p.success_unplanned)
        part = (1 - full) * p.partial_share * (p.partial_low + p.partial_high) / 2
        gain = np.where(ends, self.platform_stock * (full + part) / (2 * costs.automate), 0.0)
        adoption = b.firm.adoption
        self.portfolio.deliver(gain * _BACK_OFFICE)
        b.firm.adoption = np.where(gain > 0, b.firm.adoption, adoption)  # to the bit, whoever else has a platform
        b.ledger.note(month, "plans", "the platform project delivers technology", gain)
        self.platform_stock = np.where(ends, 0.0, self.platform_stock)

    def _compare(self, month: int) -> None:
        """Hand on the gain in benefit since month 0, own and relative to rivals, shape (5, lanes)."""
        b, firm = self.batch, self.batch.firm
        now = b.benefit.value(firm.process_quality, firm.technology, firm.adoption)
        own = now - b.opening.benefit
        ahead = b.world.rivals - b.parameters.world.rival_capability
        noticed = b.links.read("rivals", month, ahead, neutral=0.0)
        share = (firm.embedded / np.maximum(firm.total_customers, 1.0)).clip(0.0, 1.0)
        today = b.parameters.experience.embedded_share
        shield = 1 - b.parameters.experience.embedding_shield * np.maximum(share - today, 0.0)
        gained = np.concatenate([own, own - noticed * shield])
        b.flow["own"], b.flow["relative"] = np.split(b.links.read("capability", month, gained, neutral=0.0), 2)


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
