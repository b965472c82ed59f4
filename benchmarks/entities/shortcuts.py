"""What the engine leaves out on purpose, lived in full: measured, not tested.

Three of the engine's figures stand for lives it does not follow. Here they are followed:

- `Embedded`: being embedded is a trait of a customer, who is less likely to leave, whatever the others are.
- `AsTheyLike`: customers order whenever they like and may drop out after any order (BG/NBD), one order at a time.
- `Cohort`: what a cohort of new customers really pays over its life, against the lifetime value computed at the start.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.entities.firm import Firm
from benchmarks.entities.opening import order_pairs
from benchmarks.entities.people import LAST_STAGE

if TYPE_CHECKING:
    from collections.abc import Generator

    from simpy import Event

    from benchmarks.entities.case import Case
    from benchmarks.entities.surroundings import Surroundings


class Embedded(Firm):
    """A firm of whose customers some work with its software every day, and are known by name."""

    def __init__(self, case: Case, seed: int, replication: int) -> None:
        super().__init__(case, seed, replication)
        life, start = self.p.experience, case.start
        share, weaker = float(life.embedded_share), float(life.embedding_churn)
        average = 1 - (1 - weaker) * share
        self._powers = (1 / average, weaker / average)
        usual = share * start.churned / float(self.p.business.customers) * weaker / average
        self._joining = usual / max(1e-6, 1 - share)
        self._share = share

    def open(self) -> None:
        """Embed today's share of the customers; new ones begin without."""
        super().open()
        self._share = 0.0

    def welcome(self, loyalty: int, stage: int) -> None:
        """Begin the life of a customer."""
        self.customers += 1
        self.env.process(self._customer(loyalty, stage, embedded=self.luck.uniform() < self._share))

    def _customer(self, loyalty: int, stage: int, *, embedded: bool) -> Generator[Event, object, None]:
        uniform = self.luck.uniform
        while True:
            yield self.reckoning
            if uniform() < 1 - (1 - self.hazards[loyalty]) ** self._powers[embedded]:
                self.month.churned += 1
                self.customers -= 1
                return
            if stage < LAST_STAGE and uniform() < self.start.moving_on[stage]:
                stage += 1
            embedded = embedded or uniform() < self._joining
            self.month.paying += self.pay[stage]
            self.talk(stage)


class AsTheyLike(Firm):
    """A firm whose customers order at any moment, and drop out after an order or because all things end.

    Experience, demand and price have to hold still: they act on months, and there are none here.
    """

    def __init__(self, case: Case, seed: int, replication: int) -> None:
        super().__init__(case, seed, replication)
        self._rate, self._drop, _ = (values.tolist() for values in order_pairs(case.parameters))
        self._going_on = (1 - float(case.parameters.experience.churn_floor)) ** (1 / 12)

    def welcome(self, loyalty: int, stage: int) -> None:
        """Begin the life of a customer."""
        self.customers += 1
        self.env.process(self._customer(loyalty, stage))

    def _customer(self, loyalty: int, stage: int) -> Generator[Event, object, None]:
        uniform = self.luck.uniform
        while True:
            yield self.reckoning
            if self._drops_out(loyalty, 1.0):
                self.month.churned += 1
                self.customers -= 1
                return
            if stage < LAST_STAGE and uniform() < self.start.moving_on[stage]:
                stage += 1
            self.talk(stage)

    def stays(self, loyalty: int) -> bool:
        """Come at any moment of the month, and live what is left of it."""
        active = self.month.active
        gone = self._drops_out(loyalty, self.luck.uniform())
        self.month.active = active
        return not gone

    def _drops_out(self, loyalty: int, left: float) -> bool:
        moment, orders, dropped = self.luck.exponential(self._rate[loyalty]), 0, False
        while moment < left and not dropped:
            orders += 1
            dropped = self.luck.uniform() < self._drop[loyalty]
            moment += self.luck.exponential(self._rate[loyalty])
        self.month.orders += orders
        self.month.active += orders > 0
        return dropped or self.luck.uniform() > self._going_on**left


class Cohort(Firm):
    """Nobody but new customers, won in month 1, and nobody after them."""

    def __init__(self, case: Case, seed: int, replication: int) -> None:
        nobody = replace(
            case.start,
            customers=np.zeros_like(case.start.customers), leads=0.0, pipeline=0.0, leads_per_talking_weight=0.0,
        )  # fmt: skip
        super().__init__(replace(case, start=nobody), seed, replication)

    def open(self) -> None:
        """Have the cohort won."""
        self.won = [False] * round(float(self.p.business.customers))

    def find_leads(self, world: Surroundings) -> None:
        """Find none."""
        del world


def realised_value(case: Case, units: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> tuple[float, float]:
    """Return what a customer of a cohort brings over its life, discounted as the engine does, and its standard error.

    Parameters
    ----------
    case
        Without service cost; otherwise each customer's share of it would depend on how many are left.
    units
        Units asked for by month, shape (cohorts, months).
    """
    p = case.parameters
    rate = (1 + float(p.reinvestment.discount_rate)) ** (-1 / 12)
    size = round(float(p.business.customers))
    worth = (units * rate ** np.arange(1, units.shape[1] + 1)).sum(axis=1) / size
    worth *= float(p.business.price) * (1 - float(p.business.cost_of_sales))
    return float(worth.mean()), float(worth.std(ddof=1) / worth.size**0.5)
