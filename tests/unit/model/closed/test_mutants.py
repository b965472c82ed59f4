"""Every closed form catches a deliberate fault of the engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from sim.model import review
from sim.model.channels import Channels
from sim.model.steps import acquisition, demand, plans
from sim.model.steps.demand import Demand
from sim.model.steps.experience import Experience
from sim.model.steps.supply import Supply
from sim.model.world import World
from sim.randomness import KeyedStreams
from tests.unit.model.closed import cash, cost, customers, loop, selling, talk

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.unit.model.closed.figures import Array, Figure

Patch = pytest.MonkeyPatch


def leads_are_not_drawn(patch: Patch) -> None:
    patch.setattr(KeyedStreams, "poisson", lambda _, __, ___, mean: np.rint(mean))


def nobody_s_leaving_is_drawn(patch: Patch) -> None:
    drawn = KeyedStreams.binomial

    def rounded(self: KeyedStreams, name: str, month: int, n: Array, p: Array) -> Array:
        return np.rint(n * p) if name == "experience.churn" else drawn(self, name, month, n, p)

    patch.setattr(KeyedStreams, "binomial", rounded)


def new_customers_leave_at_once(patch: Patch) -> None:
    leave, welcome = Experience._leave, Experience._welcome

    def welcome_first(self: Experience, month: int) -> Array:
        welcome(self, month)
        return leave(self, month)

    patch.setattr(Experience, "_leave", welcome_first)
    patch.setattr(
        Experience, "_welcome", lambda self, _: self.batch.flow.update(customers=self.batch.firm.total_customers)
    )


def every_class_gets_as_many(patch: Patch) -> None:
    def alike(self: Experience, _: int, __: str, count: Array) -> Array:
        weight = self.batch.opening.classes.weight
        return np.asarray(count * np.ones_like(weight) / len(weight))

    patch.setattr(Experience, "_classed", alike)


def newcomers_talk_at_once(patch: Patch) -> None:
    patch.setattr(demand, "referral_weight", lambda stock, _: stock.sum(axis=(0, 1)))


def opportunities_arrive_on_the_first(patch: Patch) -> None:
    passes = acquisition._passes
    patch.setattr(acquisition, "_passes", lambda rate, stages: (passes(rate, stages)[0],) * 2)


def adstock_fades_a_little_more(patch: Patch) -> None:
    leads = Demand._channel_leads

    def faded(self: Demand, base: Array) -> Array:
        self.batch.firm.adstock = 0.99 * self.batch.firm.adstock
        return leads(self, base)

    patch.setattr(Demand, "_channel_leads", faded)


def response_is_a_little_steeper(patch: Patch) -> None:
    def leads(self: Channels, adstock: Array) -> Array:
        ratio = (adstock / self.half) ** (1.02 * self.slope)
        return np.asarray(self.reach * ratio / (1 + ratio))

    patch.setattr(Channels, "leads", leads)


def industry_is_a_month_behind(patch: Patch) -> None:
    priced = Supply._unit_cost
    patch.setattr(Supply, "_unit_cost", lambda self, month: priced(self, month - 1))


def profit_is_reported_a_month_late(patch: Patch) -> None:
    patch.setattr(plans, "observe", lambda batch, month, upkeep: review.observe(batch, month - 1, upkeep))


def a_tenth_of_media_is_lost(patch: Patch) -> None:
    leads = Demand._channel_leads

    def lost(self: Demand, base: Array) -> Array:
        self.batch.flow["media"] = 0.9 * self.batch.flow["media"]
        return leads(self, base)

    patch.setattr(Demand, "_channel_leads", lost)


def fixed_cost_is_a_hundredth_higher(patch: Patch) -> None:
    fixed = Supply._fixed_cost
    patch.setattr(Supply, "_fixed_cost", lambda self, month: 1.01 * fixed(self, month))


def room_is_measured_from_nothing(patch: Patch) -> None:
    patch.setattr(
        Demand,
        "_room",
        lambda self, _: np.maximum(0.0, 1 - self.batch.firm.total_customers / self.batch.opening.market),
    )


def recessions_come_a_tenth_more_often(patch: Patch) -> None:
    drawn = KeyedStreams.bernoulli
    patch.setattr(KeyedStreams, "bernoulli", lambda self, name, month, p: drawn(self, name, month, 1.1 * np.asarray(p)))


def luck_adds_to_the_mean(patch: Patch) -> None:
    patch.setattr(World, "_noise", lambda self: np.exp(self.luck))


MUTANTS: list[tuple[Callable[[Patch], None], Callable[[], tuple[Figure, ...]]]] = [
    (leads_are_not_drawn, selling.thinning),
    (adstock_fades_a_little_more, selling.carried_over),
    (response_is_a_little_steeper, selling.best_spending),
    (opportunities_arrive_on_the_first, selling.open_opportunities),
    (nobody_s_leaving_is_drawn, customers.steady_poisson),
    (new_customers_leave_at_once, customers.steady_poisson),
    (new_customers_leave_at_once, customers.lifetime_value),
    (every_class_gets_as_many, customers.mixed_loyalty),
    (newcomers_talk_at_once, talk.word_of_mouth),
    (industry_is_a_month_behind, cost.learning),
    (a_tenth_of_media_is_lost, loop.gain),
    (profit_is_reported_a_month_late, loop.growth_reviewed_monthly),
    (fixed_cost_is_a_hundredth_higher, loop.separatrix),
    (room_is_measured_from_nothing, loop.plateau),
    (recessions_come_a_tenth_more_often, cash.two_barriers),
    (luck_adds_to_the_mean, cash.brownian),
]


@pytest.mark.parametrize(("fault", "figures"), MUTANTS, ids=lambda each: each.__name__)
def test_the_fault_is_caught(fault: Any, figures: Any, monkeypatch: Patch) -> None:  # noqa: ANN401
    fault(monkeypatch)
    assert not all(figure.holds for figure in figures())
