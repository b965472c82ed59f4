"""The reference model as cyclesim does it: SimPy is the clock, NumPy carries thousands of replications side by side.

One process per step as in `firm.py`, the same equations in arrays of shape (lanes,) or (kinds, lanes), luck from
`sim.randomness.KeyedStreams`. Operations write into arrays that are there already (`out=`): measures into a record
that serves block after block, what comes fresh from a stream into itself.
"""

from __future__ import annotations

import argparse
import gc
from typing import TYPE_CHECKING, Final

import numpy as np
import simpy

from benchmarks.peers import parameters as p
from benchmarks.peers.report import report
from sim.randomness import KeyedStreams, accelerator

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.arrays import Array
    from sim.randomness.streams import Streams

    Rows = dict[str, Array]
    """The record of one month: a row of lanes per measure."""

LANES: Final = 4096
"""Of a block."""


def column(values: tuple[float, ...]) -> Array:
    """Return one number per kind, to go with arrays of shape (kinds, lanes)."""
    return np.array(values)[:, np.newaxis]


KEPT: Final = 1.0 - column(p.DECAY)
SHARE: Final = column(p.SHARE)
STEEPNESS: Final = column(p.STEEPNESS)
HALF: Final = column(p.HALF) ** STEEPNESS
CHURN: Final = column(p.CHURN)
PROMOTION: Final = column(p.PROMOTION)


def lognormal(noise: Array, sd: float) -> Array:
    """Turn standard normals, in place, into factors of mean 1 whose logarithm has this standard deviation."""
    noise *= sd
    noise -= 0.5 * sd**2
    np.exp(noise, out=noise)
    return noise


class Firms:
    """A block of firms, one per lane, over all months.

    Parameters
    ----------
    luck
        Where draws come from.
    record
        Where measures go, shape (months, measures, lanes).
    """

    def __init__(self, luck: Streams, record: Array) -> None:
        lanes = record.shape[2]
        self.luck, self.record = luck, record
        self.shock_left, self.severity = np.zeros(lanes), np.zeros(lanes)
        self.capability = np.full((6, lanes), p.CAPABILITY)
        self.returns, self.power = np.empty((6, lanes)), np.empty((6, lanes))
        self.pipeline = np.repeat(column(p.PIPELINE), lanes, axis=1)
        self.moves = np.repeat(column((*p.STAYS, p.WON)), lanes, axis=1)
        self.base = np.repeat(column(p.CUSTOMERS), lanes, axis=1)
        self.referrals, self.customers = np.zeros(lanes), self.base.sum(axis=0)
        self.profit, self.cash, self.rate = np.zeros(lanes), np.full(lanes, p.CASH), np.full(lanes, p.RATE)
        self.spent, self.scratch = np.empty(lanes), np.empty(lanes)
        self.env = simpy.Environment()
        for step in (self.plans, self.demand, self.acquisition, self.experience, self.supply, self.reinvestment):
            self.env.process(self.every_month(step))
        self.env.run(until=p.MONTHS)

    def every_month(self, step: Callable[[int, Rows], None]) -> simpy.events.ProcessGenerator:
        """Take one step each month."""
        for month, rows in enumerate(self.record):
            step(month, dict(zip(p.MEASURES, rows, strict=True)))
            yield self.env.timeout(1)

    def plans(self, month: int, rows: Rows) -> None:
        """Set the budget, live through shocks, build capabilities."""
        execution = np.multiply(self.luck.normal("plans.execution", month), p.EXECUTION_SD, out=rows["execution"])
        execution += 1.0
        np.maximum(execution, 0.0, out=execution)
        self.market = self.shocked(month, rows["market"])
        budget = np.maximum(self.profit, 0.0, out=rows["budget"])
        budget *= self.rate
        budget += p.BUDGET
        np.multiply(budget, execution, out=self.spent)
        self.capability *= KEPT
        self.capability += np.multiply(self.spent, SHARE, out=self.power)
        np.power(self.capability, STEEPNESS, out=self.power)
        np.add(self.power, HALF, out=self.returns)
        np.divide(self.power, self.returns, out=self.returns)

    def shocked(self, month: int, market: Array) -> Array:
        """Write what is left of the market: 1 without a shock."""
        starts, severity = self.luck.uniform("plans.shock", month, 2)
        self.shock_left -= 1.0
        new = np.flatnonzero((starts < p.SHOCK_CHANCE) & (self.shock_left <= 0.0))
        self.shock_left[new] = p.SHOCK_MONTHS
        self.severity[new] = p.SHOCK_LEAST + (p.SHOCK_MOST - p.SHOCK_LEAST) * severity[new]
        np.multiply(self.severity, self.shock_left > 0.0, out=market)
        return np.subtract(1.0, market, out=market)

    def demand(self, month: int, rows: Rows) -> None:
        """Win leads, and find those that are worth a call."""
        mean = lognormal(self.luck.normal("demand.noise", month), p.LEADS_SD)
        reached = np.multiply(self.spent, -p.ADVERTISING / p.ADVERTISING_SCALE, out=self.scratch)
        np.exp(reached, out=reached)
        mean *= np.subtract(1.0, reached, out=reached)
        mean *= self.market
        gain = np.multiply(self.returns[0], p.REACH_GAIN, out=self.scratch)
        gain += 1.0
        mean *= gain
        mean *= p.LEADS * p.SEASON[month]
        rows["leads"][:] = leads = self.luck.poisson("demand.leads", month, mean)
        chance = np.multiply(self.returns[1], p.CONTENT_GAIN, out=self.scratch)
        chance += p.QUALIFIED
        rows["qualified"][:] = self.qualified = self.luck.binomial("demand.qualified", month, leads, chance)

    def acquisition(self, month: int, rows: Rows) -> None:
        """Move deals through the three stages of the pipeline."""
        chance = np.multiply(self.returns[2], p.SALES_GAIN, out=self.scratch)
        chance += p.ACCEPTED
        rows["accepted"][:] = accepted = self.luck.binomial("acquisition.accepted", month, self.qualified, chance)
        chance = np.multiply(self.returns[2], p.SALES_GAIN_WON, out=self.moves[2])
        chance += p.WON
        moved = self.luck.binomial("acquisition.moves", month, self.pipeline, self.moves)
        np.add(accepted, self.referrals, out=self.pipeline[0])
        self.pipeline[1:] = moved[:2]
        rows["wins"][:] = self.wins = moved[2]

    def experience(self, month: int, rows: Rows) -> None:
        """Lose customers, promote them, and be recommended by them."""
        chance = np.minimum(np.multiply(self.strain(), CHURN), 1.0)
        churned = self.luck.binomial("experience.churn", month, self.base, chance)
        churned.sum(axis=0, out=rows["churned"])
        self.base -= churned
        gain = np.add(self.returns[4], 0.5, out=self.scratch)
        promoted = self.luck.binomial("experience.promotion", month, self.base[:3], np.multiply(gain, PROMOTION))
        self.base[:3] -= promoted
        self.base[1:] += promoted
        self.base[0] += self.wins
        self.customers = self.base.sum(axis=0, out=rows["customers"])
        mean = np.add(self.base[2], self.base[3], out=self.scratch)
        mean *= self.market
        mean *= p.REFERRED
        rows["referrals"][:] = self.referrals = self.luck.poisson("experience.referrals", month, mean)

    def strain(self) -> Array:
        """Return by what factor churn differs from its usual rate, from load and care."""
        strain: Array = np.multiply(self.returns[3], p.CAPACITY * p.CAPACITY_GAIN, out=self.scratch)
        strain += p.CAPACITY
        np.divide(self.customers, strain, out=strain)
        strain *= strain
        strain += 1.0
        care = np.multiply(self.returns[4], -0.5 * p.CARE_GAIN)
        care += 0.5
        strain *= care
        return strain

    def supply(self, month: int, rows: Rows) -> None:
        """Serve customers at a cost that falls with their number."""
        cost = np.maximum(self.customers, 1.0, out=rows["unit_cost"])
        cost /= p.SCALE_CUSTOMERS
        np.power(cost, p.SCALE_EXPONENT, out=cost)
        cost *= lognormal(self.luck.normal("supply.cost", month), p.COST_SD)
        saved = np.multiply(self.returns[5], -p.UNIT_COST * p.OPERATIONS_GAIN, out=self.scratch)
        saved += p.UNIT_COST
        cost *= saved
        self.unit_cost = cost

    def reinvestment(self, month: int, rows: Rows) -> None:
        """Take the profit, and decide what share of it comes back."""
        revenue = np.multiply(self.market, p.PRICE * p.MARKET_SHARE, out=rows["revenue"])
        revenue += p.PRICE * (1.0 - p.MARKET_SHARE)
        revenue *= self.customers
        revenue *= lognormal(self.luck.normal("reinvestment.revenue", month), p.REVENUE_SD)
        costs = np.multiply(self.unit_cost, self.customers, out=rows["costs"])
        costs += p.FIXED
        costs += self.spent
        self.profit = np.subtract(revenue, costs, out=rows["profit"])
        self.cash = np.add(self.cash, self.profit, out=rows["cash"])
        more = (self.profit > 0.0) & (self.cash > p.RESERVE)
        change = np.multiply(more, p.RATE_UP + p.RATE_DOWN, out=self.scratch)
        change -= p.RATE_DOWN
        self.rate = np.add(self.rate, change, out=rows["rate"])
        np.clip(self.rate, 0.0, p.RATE_MOST, out=self.rate)


def new_record(lanes: int) -> Array:
    """Return room for every measure of every month, shape (months, measures, lanes)."""
    return np.empty((p.MONTHS, len(p.MEASURES), lanes))


def final_cash(replications: int, seed: int) -> list[float]:
    """Return the final cash of every replication, block by block."""
    cash: list[float] = []
    record = new_record(min(LANES, replications))
    for first in range(0, replications, LANES):
        lanes = min(LANES, replications - first)
        Firms(KeyedStreams(seed, np.arange(first, first + lanes)), record[..., :lanes])
        cash += record[-1, p.MEASURES.index("cash"), :lanes].tolist()
        gc.collect(1)  # a SimPy environment is a reference cycle
    return cash


def main() -> None:
    """Measure with the accelerator or without it."""
    ask = argparse.ArgumentParser()
    ask.add_argument("--without-accelerator", action="store_true")
    asked, rest = ask.parse_known_args()
    if asked.without_accelerator:
        accelerator.compiled = None  # type: ignore[assignment]
    elif not accelerator.present():
        raise SystemExit("sim.randomness._counts is not built")
    report(final_cash, warm_up=LANES, arguments=rest)


if __name__ == "__main__":
    main()
