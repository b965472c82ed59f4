"""Every draw has a name of its own and follows the law on its page (the tables *Draws* in docs/explanation/steps)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from scipy import stats

from sim.model.cycle import simulate
from sim.model.panel import Seat
from sim.model.setup import Setup
from sim.model.steps.acquisition import Acquisition
from sim.model.steps.demand import Demand
from sim.model.steps.experience import Experience
from sim.policies.fixed_share import FixedShare
from sim.randomness import KeyedStreams
from sim.randomness.chains import links
from tests.unit.model.laid import firm, laid

if TYPE_CHECKING:
    from sim.arrays import Array
    from sim.model.batch import Batch

LANES, MONTH, SEED = 300, 7, 5
LAWS = ("drawn", "normal", "bernoulli", "binomial", "split", "poisson", "between", "gamma")
"""A lognormal number is asked for as a normal one."""
MANY = {"demand.leads": 80.0, "acquisition.sales_slack": 10.0}
"""Leads enough to count, and a sales team that is never overloaded."""
AWAKE = {"world.other_closure": 0.5, "world.rival_move_rate": 1.0, "experience.order_value_cv": 0.5}


class Listed(KeyedStreams):
    """Luck that keeps a list of what it was asked for."""

    def __init__(self, seed: int, replications: np.ndarray) -> None:
        super().__init__(seed, replications)
        self.asked: list[tuple[str, int]] = []

    def __getattribute__(self, name: str) -> Any:  # noqa: ANN401 (any method)
        found = super().__getattribute__(name)
        if name not in LAWS:
            return found

        def noted(stream: str, month: int, *given: Any) -> Any:  # noqa: ANN401
            if name != "split":
                self.asked.append((stream, month))
            else:
                self.asked += [(link, month) for link in links(stream, len(given[1]))]
            return found(stream, month, *given)

        return noted


@pytest.mark.parametrize("kind", ["contract", "orders"])
def test_no_name_is_drawn_from_twice_in_a_month(kind: str) -> None:
    """Two draws of one name and month would be the same luck twice."""
    streams = Listed(SEED, np.arange(8))
    policy = FixedShare(share=0.5, discount=0.1)
    seats = [Seat(policy, slice(0, 8))]
    simulate(Setup(parameters=firm(AWAKE, kind), seats=seats, streams=streams, lanes=8, months=8))
    assert len(streams.asked) > 200
    assert [name for name, times in Counter(streams.asked).items() if times > 1] == []


@pytest.fixture
def batch() -> Batch:
    """Return firms that differ in gain, each with luck of its own."""
    b = laid(MANY, lanes=LANES, streams=KeyedStreams(SEED, np.arange(LANES)))
    gain = np.linspace(-0.2, 0.3, LANES) + np.zeros((5, 1))
    some = {"media": 900.0, "content_money": 0.0, "mql": 24.0, "referral_leads": 6.0, "sales_people": 0.0}
    more = {"discount": 0.1, "service_people": 0.0, "unit_cost": 700.0}
    flows = {name: np.full(LANES, value) for name, value in {**some, **more}.items()}
    b.flow.update(own=gain, relative=gain, **flows)
    return b


def luck(name: str, slots: int | None = None) -> Array:
    return KeyedStreams(SEED, np.arange(LANES)).uniform(name, MONTH, slots)


def test_leads_and_referrals_are_poisson_and_qualified_leads_binomial(batch: Batch) -> None:
    from sim.randomness import ExpectedStreams  # noqa: PLC0415 (the means, from a batch without luck)

    calm = laid(MANY, lanes=LANES, streams=ExpectedStreams(LANES))
    calm.flow.update(batch.flow)
    calm.firm.customers, calm.world = batch.firm.customers, batch.world
    for b in (calm, batch):
        Demand(b).act(MONTH)
    flow, mean = batch.flow, calm.flow
    np.testing.assert_array_equal(flow["leads"], stats.poisson.ppf(luck("demand.leads"), mean["leads"]))
    chance = mean["mql"] / mean["leads"]
    np.testing.assert_array_equal(flow["mql"], stats.binom.ppf(luck("demand.mql"), flow["leads"], chance))
    expected = stats.poisson.ppf(luck("demand.referrals"), mean["referral_leads"])
    np.testing.assert_array_equal(flow["referral_leads"], expected)


def test_leads_are_accepted_opened_won_and_told_apart_by_binomials(batch: Batch) -> None:
    Acquisition(batch).act(MONTH)
    flow = batch.flow
    accepted = stats.binom.ppf(luck("acquisition.sql"), 24, 0.3)
    np.testing.assert_array_equal(flow["sql"], accepted + 6)
    opened = stats.binom.ppf(luck("acquisition.opportunities"), flow["sql"], 0.48)
    np.testing.assert_array_equal(flow["opportunities"], opened)
    decided = flow["wins"] + flow["losses"]
    chance = 0.23 * np.exp(0.3 * flow["relative"][2]) * flow["appeal"]
    np.testing.assert_array_equal(flow["wins"], stats.binom.ppf(luck("acquisition.wins"), decided, chance))
    referred = stats.binom.ppf(luck("acquisition.referred"), flow["wins"], batch.firm.referred_share)
    np.testing.assert_array_equal(flow["new_referred"], referred)
    bought = 1 - 1 / flow["appeal"]
    discounted = stats.binom.ppf(luck("acquisition.discounted"), flow["wins"] - referred, bought)
    np.testing.assert_array_equal(flow["new_discounted"], discounted)


def test_the_pipeline_is_split_stage_by_stage_those_who_stay_first(batch: Batch) -> None:
    before = batch.firm.pipeline.copy()
    Acquisition(batch).act(MONTH)
    rate = 3 / (60 / 30.4375 * np.exp(-0.17 * batch.flow["own"][2]))
    pass_0, pass_1 = np.exp(-rate), np.exp(-rate) * rate
    stay = stats.binom.ppf(luck("acquisition.stage_1.0"), before[1], pass_0)
    one_on = stats.binom.ppf(luck("acquisition.stage_1.1"), before[1] - stay, pass_1 / (1 - pass_0))
    last = stats.binom.ppf(luck("acquisition.stage_2.0"), before[2], pass_0)
    fresh = [(1 - stats.poisson.cdf(count, rate)) / rate for count in range(2)]
    new_0 = stats.binom.ppf(luck("acquisition.arrivals.0"), batch.flow["opportunities"], fresh[0])
    first = stats.binom.ppf(luck("acquisition.stage_0.0"), before[0], pass_0)
    np.testing.assert_array_equal(batch.firm.pipeline[0], first + new_0)
    left = batch.flow["opportunities"] - new_0
    new_1 = stats.binom.ppf(luck("acquisition.arrivals.1"), left, fresh[1] / (1 - fresh[0]))
    from_0 = stats.binom.ppf(luck("acquisition.stage_0.1"), before[0] - first, pass_1 / (1 - pass_0))
    np.testing.assert_array_equal(batch.firm.pipeline[1], stay + from_0 + new_1)
    assert (batch.firm.pipeline[2] >= last + one_on).all()


def test_customers_leave_and_move_on_by_binomials_of_class_and_stage(batch: Batch) -> None:
    zero = np.zeros(LANES)
    batch.flow.update(wins=zero, new_plain=zero, new_referred=zero, new_discounted=zero)
    batch.flow.update(appeal=zero + 1, price=zero + 1)
    before = batch.firm.customers.copy()
    step = Experience(batch)
    step._serve(MONTH)
    step._feel(MONTH)
    hazard = np.repeat(step._hazard(batch.firm.total_customers), 4, axis=0)
    step._leave(MONTH)
    gone = np.asarray(stats.binom.ppf(luck("experience.churn", 16), before.reshape(16, LANES), hazard))
    np.testing.assert_array_equal(batch.firm.customers, before - gone.reshape(4, 4, LANES))
    stayed = batch.firm.customers.copy()
    step._move_on(MONTH)
    quick = np.exp(0.5 * batch.flow["own"][3])
    first = 1 - (1 - batch.opening.progress[0]) ** quick
    chance = np.tile(np.stack([first, *batch.opening.progress[1:]]), (4, 1))
    drawn = stats.binom.ppf(luck("experience.progress", 12), stayed[:, :3].reshape(12, LANES), chance)
    moved = np.asarray(drawn).reshape(4, 3, LANES)
    stayed[:, :3] -= moved
    stayed[:, 1:] += moved
    np.testing.assert_array_equal(batch.firm.customers, stayed)


def test_new_customers_are_split_over_classes_one_class_after_another(batch: Batch) -> None:
    count = np.full(LANES, 9.0)
    weight = batch.opening.classes.weight
    made = Experience(batch)._classed(MONTH, "plain", count)
    left, room = count, np.ones(LANES)
    for row in range(3):
        taken = stats.binom.ppf(luck(f"experience.class_plain.{row}"), left, weight[row] / room)
        np.testing.assert_array_equal(made[row], taken)
        left, room = left - taken, room - weight[row]
    np.testing.assert_array_equal(made[3], left)


def test_orders_are_drawn_by_class_from_those_who_wait_and_from_those_who_have_just_come() -> None:
    b = laid({}, "orders", lanes=LANES, streams=KeyedStreams(SEED, np.arange(LANES)))
    step, classes = Experience(b), b.opening.classes
    b.flow.update(wins=np.full(LANES, 3.0), hazard=classes.hazard + 0 * b.firm.alive, churned=np.zeros(LANES))
    rate = classes.orders * b.world.activity
    waiting = b.firm.customers.sum(axis=1)

    def drawn(who: str, count: Array, rate: Array) -> tuple[Array, Array]:
        active = np.asarray(stats.binom.ppf(luck(f"experience.{who}active", len(rate)), count, -np.expm1(-rate)))
        mean = active * np.maximum(0, rate / -np.expm1(-rate) - 1)
        further = stats.poisson.ppf(luck(f"experience.{who}further_orders", len(rate)), mean)
        return active.sum(axis=0), np.asarray(further)

    step._draw_orders(MONTH)
    active, further = drawn("", waiting, rate)
    np.testing.assert_array_equal(b.flow["active_customers"], active + 3)
    np.testing.assert_array_equal(b.flow["orders"], active + further.sum(axis=0) + 3)
    fresh = np.full(rate.shape, 2.0)
    before = b.flow["orders"].copy()
    stayed = step._first_month(MONTH, fresh)
    active, further = drawn("first_", fresh, rate / 2)
    np.testing.assert_array_equal(b.flow["orders"] - before, active + further.sum(axis=0))
    chance = 1 - np.sqrt(1 - classes.hazard)
    gone = np.asarray(stats.binom.ppf(luck("experience.first_churn", len(rate)), fresh, chance))
    np.testing.assert_array_equal(stayed, fresh - gone)
    np.testing.assert_array_equal(b.flow["churned"], gone.sum(axis=0))
