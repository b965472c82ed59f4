"""One firm living through one history: the clock that leads everybody through a month, and what is counted."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import simpy

from benchmarks.entities import people
from benchmarks.entities.case import Ordering, Rates
from benchmarks.entities.luck import Luck, upper_bounds
from benchmarks.entities.record import Month, row
from benchmarks.entities.teams import Sales, Service

if TYPE_CHECKING:
    from collections.abc import Generator

    from benchmarks.entities.case import Case
    from benchmarks.entities.surroundings import Surroundings


class Firm:
    """A firm with its leads and customers.

    Attributes
    ----------
    pipeline, customers
        How many there are now.
    won
        For every win of the month, whether it was referred.
    hazards, orders
        By loyalty class, in the month at hand; no orders for contracts.
    word
        Referral leads that a customer of weight 1 brings.
    next_month, reckoning
        Events that wake the pipeline at the turn of the month and the customers at its end.
    """

    def __init__(self, case: Case, seed: int, replication: int) -> None:
        self.p, self.start, self.case = case.parameters, case.start, case
        self.luck, self.env = Luck(seed, replication), simpy.Environment()
        self.sales, self.service = Sales(self.p, self.start), Service(self.p)
        demand, sales, life = self.p.demand, self.p.acquisition, self.p.experience
        self.rates = Rates(float(demand.mql_rate), float(sales.sql_rate), float(sales.opportunity_rate))
        self.stages = sales.pipeline_stages
        self.pay = (float(life.onboarding_revenue), 1.0, 1.0, 1.0)
        self.weights = (0.0, 1.0, 1.0, float(life.advocate_weight))
        self.plain, self.referred = (
            upper_bounds(shares) for shares in (self.start.classes.weights, self.start.referred_classes)
        )
        self.pipeline = self.customers = self.told = 0
        self.month, self.month_end, self.activity = Month(), 0, 1.0
        self.word = self.start.leads_per_talking_weight
        self.won: list[bool] = []
        self.hazards: list[float] = []
        self.orders: list[Ordering] | None = None
        self.next_month, self.reckoning = self.env.event(), self.env.event()
        self.history: list[tuple[float, ...]] = []

    def live(self) -> list[tuple[float, ...]]:
        """Live to the horizon; return a row of measures per month."""
        self.open()
        self.env.process(self.clock())
        self.env.run()
        return self.history

    def open(self) -> None:
        """Let in the customers and opportunities of the day before month 1."""
        for (loyalty, stage), count in np.ndenumerate(self.start.customers):
            for _ in range(count):
                self.welcome(loyalty, stage)
                self.talk(stage)
        for passed in range(self.stages):
            for _ in range(self.luck.poisson(self.start.pipeline)):
                self.pipeline += 1
                referred = self.luck.uniform() < self.start.referred_share
                self.env.process(self._waiting(self.stages - passed, referred=referred))

    def _waiting(self, stages: int, *, referred: bool) -> Generator[simpy.Event, object, None]:
        yield self.next_month
        yield from self.pursue(stages, referred=referred)

    def clock(self) -> Generator[simpy.Event, object, None]:
        """Lead everybody through the months."""
        for number, world in enumerate(self.case.months, start=1):
            self.month, self.month_end, self.activity = Month(), number, world.demand
            in_pipeline = self.pipeline
            self.find_leads(world)
            yield self.env.timeout(0)  # leads qualify
            self.sales.open_month(world, in_pipeline, self.month.mql)
            woken, self.next_month = self.next_month, self.env.event()
            woken.succeed()
            yield self.env.timeout(1)  # opportunities arrive, advance and are decided
            yield from self.close_month(world)
            self.history.append(row(self))

    def find_leads(self, world: Surroundings) -> None:
        """Start the leads of the month: those that come by themselves, and those that customers told of the firm."""
        told, self.told = self.told, 0
        for _ in range(self.luck.poisson(self.start.leads * world.demand)):
            self.env.process(people.lead(self, referred=False))
        for _ in range(told):
            self.env.process(people.lead(self, referred=True))

    def close_month(self, world: Surroundings) -> Generator[simpy.Event, object, None]:
        """Serve, let customers live their month, then let the new ones in."""
        self.set_hazards(world)
        woken, self.reckoning = self.reckoning, self.env.event()
        woken.succeed()
        yield self.env.timeout(0)  # customers order, leave, move on, talk
        self.let_in()

    def set_hazards(self, world: Surroundings) -> None:
        """Work out experience, and with it how customers leave and order this month."""
        self.service.serve(self.customers, world.lead_over_rivals)
        life, classes = self.p.experience, self.start.classes
        self.word = self.start.leads_per_talking_weight * math.exp(
            float(life.referral_effect) * self.service.experience
        )
        power = math.exp(-float(life.churn_effect) * self.service.experience) * world.churn
        power *= min(1000.0, max(0.001, self.sales.price_factor)) ** -float(life.price_churn)
        if self.p.business.kind == "orders":
            power *= world.demand
            self.orders = [Ordering.at(float(rate) * world.demand) for rate in classes.orders]
        self.hazards = [1 - (1 - float(hazard)) ** power for hazard in classes.hazards]

    def let_in(self) -> None:
        """Let the customers won this month in: their class by where they come from, their first order with them."""
        life = self.p.experience
        for referred in self.won:
            loyalty = self.luck.place(self.referred if referred else self.plain)
            self.month.joined += 1
            self.month.paying += self.pay[0]
            if self.orders is not None:
                self.month.active += 1
                self.month.orders += 1
                self.month.ordered += self.order_size(float(life.order_value_cv))
            if self.stays(loyalty):
                self.welcome(loyalty, 0)
            else:
                self.month.churned += 1
        self.won.clear()

    def stays(self, loyalty: int) -> bool:
        """Live what is left of a new customer's first month; tell whether it is still there at the end."""
        if self.orders is None:
            return True
        left = self.start.classes.first_month
        again = Ordering.at(float(self.start.classes.orders[loyalty]) * self.activity * left)
        active = self.month.active
        self.order(again)
        self.month.active = active  # the first order made it active already
        return self.luck.uniform() < math.pow(1 - self.hazards[loyalty], left)

    def welcome(self, loyalty: int, stage: int) -> None:
        """Begin the life of a customer."""
        self.customers += 1
        self.env.process(people.customer(self, loyalty, stage))

    def arrive(self) -> Generator[simpy.Event, object, None]:
        """Wait for the moment of the month at which an opportunity opens: any is as likely."""
        yield self.env.timeout(self.luck.uniform())

    def pursue(self, stages: int, *, referred: bool) -> Generator[simpy.Event, object, None]:
        """Work on an opportunity until it is decided."""
        return people.opportunity(self, stages, referred=referred)

    def leaves(self, loyalty: int, stage: int) -> bool:
        """Tell whether a customer leaves this month."""
        del stage
        return self.luck.uniform() < self.hazards[loyalty]

    def order(self, how: Ordering) -> None:
        """Let a customer order, or not."""
        if self.luck.uniform() >= how.chance:
            return
        count = 1 + self.luck.poisson(how.further)
        spread = float(self.p.experience.order_value_cv)
        self.month.active += 1
        self.month.orders += count
        self.month.ordered += sum(self.order_size(spread) for _ in range(count))

    def order_size(self, spread: float) -> float:
        """Return the size of one order; 1 on average."""
        return self.luck.gamma(1 / spread**2, spread**2) if spread > 0.001 else 1.0  # noqa: PLR2004 (the page's limit)

    def talk(self, stage: int) -> None:
        """Let a customer tell others, who become leads next month."""
        if self.weights[stage]:
            self.told += self.luck.poisson(self.weights[stage] * self.word)
