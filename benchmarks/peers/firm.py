"""The reference model as one firm: numbers, not arrays, and a process per step, for any engine that knows processes.

The equations read best here. Draws come from a generator of NumPy's, measures go into a list each.
"""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING, Any

from benchmarks.peers import parameters as p

if TYPE_CHECKING:
    from collections.abc import Iterator


class Firm:
    """One firm, whose steps are processes of an engine; `record` holds every measure month by month.

    Parameters
    ----------
    env
        The engine: something with `process`, `timeout` and `now`.
    luck
        Where draws come from: a generator of NumPy's, or what looks like one.
    """

    def __init__(self, env: Any, luck: Any) -> None:  # noqa: ANN401 (engines share no type)
        self.env, self.luck = env, luck
        self.record: dict[str, list[float]] = {measure: [] for measure in p.MEASURES}
        self.market, self.shock_left, self.severity = 1.0, 0.0, 0.0
        self.capability = [p.CAPABILITY] * 6
        self.returns = [0.0] * 6
        self.pipeline = [int(deals) for deals in p.PIPELINE]
        self.base = [int(customers) for customers in p.CUSTOMERS]
        self.referrals, self.customers = 0, sum(self.base)
        self.profit, self.cash, self.rate = 0.0, p.CASH, p.RATE
        for step in (self.plans, self.demand, self.acquisition, self.experience, self.supply, self.reinvestment):
            env.process(step())

    def note(self, **measures: float) -> None:
        """Record what this month brought."""
        for measure, value in measures.items():
            self.record[measure].append(value)

    def plans(self) -> Iterator[Any]:
        """Set the budget, live through shocks, build capabilities."""
        while True:
            self.execution = max(1.0 + p.EXECUTION_SD * self.luck.standard_normal(), 0.0)
            starts, severity = self.luck.random(), self.luck.random()
            self.shock_left = max(self.shock_left - 1.0, 0.0)
            if self.shock_left == 0.0 and starts < p.SHOCK_CHANCE:
                self.shock_left = p.SHOCK_MONTHS
                self.severity = p.SHOCK_LEAST + (p.SHOCK_MOST - p.SHOCK_LEAST) * severity
            self.market = 1.0 - self.severity if self.shock_left > 0.0 else 1.0
            self.budget = p.BUDGET + self.rate * max(self.profit, 0.0)
            self.spent = self.budget * self.execution
            for i in range(6):
                self.capability[i] = self.capability[i] * (1.0 - p.DECAY[i]) + p.SHARE[i] * self.spent
                power = self.capability[i] ** p.STEEPNESS[i]
                self.returns[i] = power / (p.HALF[i] ** p.STEEPNESS[i] + power)
            self.note(execution=self.execution, market=self.market, budget=self.budget)
            yield self.env.timeout(1)

    def demand(self) -> Iterator[Any]:
        """Win leads, and find those that are worth a call."""
        while True:
            reached = 1.0 - exp(-p.ADVERTISING * self.spent / p.ADVERTISING_SCALE)
            noise = exp(p.LEADS_SD * self.luck.standard_normal() - 0.5 * p.LEADS_SD**2)
            season = p.SEASON[int(self.env.now)]
            mean = p.LEADS * reached * (1.0 + p.REACH_GAIN * self.returns[0]) * season * self.market * noise
            leads = self.luck.poisson(mean)
            self.qualified = self.luck.binomial(leads, p.QUALIFIED + p.CONTENT_GAIN * self.returns[1])
            self.note(leads=leads, qualified=self.qualified)
            yield self.env.timeout(1)

    def acquisition(self) -> Iterator[Any]:
        """Move deals through the three stages of the pipeline."""
        while True:
            accepted = self.luck.binomial(self.qualified, p.ACCEPTED + p.SALES_GAIN * self.returns[2])
            first, second, third = self.pipeline
            self.wins = self.luck.binomial(third, p.WON + p.SALES_GAIN_WON * self.returns[2])
            stays = self.luck.binomial(first, p.STAYS[0]), self.luck.binomial(second, p.STAYS[1])
            self.pipeline = [accepted + self.referrals, *stays]
            self.note(accepted=accepted, wins=self.wins)
            yield self.env.timeout(1)

    def experience(self) -> Iterator[Any]:
        """Lose customers, promote them, and be recommended by them."""
        while True:
            load = self.customers / (p.CAPACITY * (1.0 + p.CAPACITY_GAIN * self.returns[3]))
            strain = (0.5 + 0.5 * load * load) * (1.0 - p.CARE_GAIN * self.returns[4])
            churned = [
                self.luck.binomial(n, min(churn * strain, 1.0)) for n, churn in zip(self.base, p.CHURN, strict=True)
            ]
            stayed = [n - gone for n, gone in zip(self.base, churned, strict=True)]
            promoted = [
                self.luck.binomial(n, promotion * (0.5 + self.returns[4]))
                for n, promotion in zip(stayed[:3], p.PROMOTION, strict=True)
            ]
            self.base = [
                stayed[0] + self.wins - promoted[0],
                stayed[1] + promoted[0] - promoted[1],
                stayed[2] + promoted[1] - promoted[2],
                stayed[3] + promoted[2],
            ]
            self.customers = sum(self.base)
            self.referrals = self.luck.poisson(p.REFERRED * self.market * (self.base[2] + self.base[3]))
            self.note(churned=sum(churned), referrals=self.referrals, customers=self.customers)
            yield self.env.timeout(1)

    def supply(self) -> Iterator[Any]:
        """Serve customers at a cost that falls with their number."""
        while True:
            scale = (max(self.customers, 1.0) / p.SCALE_CUSTOMERS) ** p.SCALE_EXPONENT
            noise = exp(p.COST_SD * self.luck.standard_normal() - 0.5 * p.COST_SD**2)
            self.unit_cost = p.UNIT_COST * scale * (1.0 - p.OPERATIONS_GAIN * self.returns[5]) * noise
            self.note(unit_cost=self.unit_cost)
            yield self.env.timeout(1)

    def reinvestment(self) -> Iterator[Any]:
        """Take the profit, and decide what share of it comes back."""
        while True:
            noise = exp(p.REVENUE_SD * self.luck.standard_normal() - 0.5 * p.REVENUE_SD**2)
            revenue = p.PRICE * self.customers * (1.0 - p.MARKET_SHARE * (1.0 - self.market)) * noise
            costs = self.unit_cost * self.customers + p.FIXED + self.spent
            self.profit = revenue - costs
            self.cash += self.profit
            more = self.profit > 0.0 and self.cash > p.RESERVE
            self.rate = min(max(self.rate + (p.RATE_UP if more else -p.RATE_DOWN), 0.0), p.RATE_MOST)
            self.note(revenue=revenue, costs=costs, profit=self.profit, cash=self.cash, rate=self.rate)
            yield self.env.timeout(1)
