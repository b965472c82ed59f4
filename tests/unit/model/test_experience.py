"""Step 4 does what its page says (docs/explanation/steps/4-experience.md)."""

from __future__ import annotations

from dataclasses import replace
from math import atanh, exp, log2, tanh
from typing import TYPE_CHECKING

import numpy as np
import pytest

from sim.model.steps.experience import Experience
from sim.randomness import KeyedStreams
from tests.unit.model.laid import by_step, laid, one

if TYPE_CHECKING:
    from sim.arrays import Array
    from sim.model.batch import Batch

AWAKE = {
    "experience.deflection": 0.4,
    "experience.service_hiring_lag": 5.0,
    "experience.load_effect": 0.35,
    "experience.lead_time_effect": 0.12,
    "experience.stockout_effect": 1.5,
    "experience.churn_effect": 0.6,
    "experience.price_churn": 0.4,
    "experience.order_value_effect": 0.2,
    "experience.onboarding_effect": 0.7,
    "experience.embedded_share": 0.15,
    "experience.embedding_churn": 0.7,
    "experience.embedding_rate": 0.03,
    "experience.nps": 20.0,
    "experience.nps_slope": 40.0,
    "world.recession_depth": 0.2,
}
T0, A0 = 0.5 - 0.06 * 3, 0.4 + 0.07 * 3
"""Technology and adoption of step experience today, of the uneven firm."""
AHEAD, OWN = 0.15, 0.22
ACTIVITY = 1.1 * exp(0.05)


def moved(kind: str = "contract") -> Batch:
    """Return a firm with more customers than staff for them, late and short deliveries, and a dearer price."""
    b = laid(AWAKE, kind)
    firm = b.firm
    firm.technology, firm.adoption = firm.technology.copy(), firm.adoption.copy()
    firm.technology[3], firm.adoption[3] = 0.5, 0.7
    firm.customers = firm.customers * np.array([2.0, 1.0, 1.5, 0.5])[None, :, None]
    firm.embedded, firm.service_staff = one(60), one(0.9)
    firm.lead_time, firm.stockouts = one(1.3), one(0.08)
    b.world.season, b.world.luck = one(1.1), one(0.05)
    b.flow.update(
        own=by_step(0.9, 0.8, 0.7, OWN, 0.6),
        relative=by_step(0.5, 0.4, 0.3, AHEAD, 0.2),
        service_people=one(0.02 * service(b)),
        appeal=one(0.8),
        price=one(0.95),
        unit_cost=one(650.0),
        wins=one(7),
        new_plain=one(4),
        new_referred=one(2),
        new_discounted=one(1),
    )
    return b


def arrivals(b: Batch) -> Array:
    """Return the seven new customers by class: four plain, two referred, one won by a discount."""
    o = b.opening
    return np.asarray((4 * o.classes.weight + 2 * o.referred + o.discounted)[:, 0])


@pytest.fixture
def batch() -> Batch:
    return moved()


def service(b: Batch) -> float:
    """Return what the service staff of today costs."""
    return 0.09 * float(b.opening.revenue[0])


def needed(b: Batch) -> float:
    return float(b.firm.total_customers[0]) / 220 * (1 - 0.4 * 0.5 * 0.7) / (1 - 0.4 * T0 * A0)


def felt(b: Batch) -> float:
    """Return customer experience after strain and delay."""
    need = needed(b)
    strain = max(0.0, need / (0.9 + (need - 0.9) / 5 + 0.02) - 1)
    delay = 0.12 * log2(1.3) + 1.5 * (0.08 - 0.03)
    return AHEAD - 0.35 * strain - delay


def hazards(b: Batch, experience: float, customers: float, embedded: float) -> np.ndarray:
    share = embedded / customers
    shield = (1 - 0.3 * share) / (1 - 0.3 * 0.15)
    power = exp(-0.6 * experience) * shield * 0.8**-0.4
    if b.parameters.business.kind == "orders":
        power *= ACTIVITY
    return np.asarray(1 - (1 - b.opening.classes.hazard[:, 0]) ** power)


def test_staff_follow_the_need_and_self_service_takes_part_of_it(batch: Batch) -> None:
    need = needed(batch)
    Experience(batch).act(7)
    staff = 0.9 + (need - 0.9) / 5
    assert batch.firm.service_staff == pytest.approx(staff)
    assert batch.flow["strain"] == pytest.approx(need / (staff + 0.02) - 1)
    assert batch.flow["service_spend"] == pytest.approx(service(batch) * staff)


def test_idle_staff_bring_no_joy_and_no_staff_no_more_than_ten_times_the_load(batch: Batch) -> None:
    batch.firm.service_staff = one(9)
    Experience(batch).act(7)
    assert batch.flow["strain"] == 0
    batch.firm.service_staff = one(-0.25 * needed(batch))  # as the next act hires a fifth of the gap
    batch.flow["service_people"] = one(0)
    Experience(batch).act(8)
    assert batch.flow["strain"] == 10


def test_experience_is_the_gain_on_rivals_less_strain_and_delay(batch: Batch) -> None:
    expected = felt(batch)
    Experience(batch).act(7)
    assert batch.firm.experience == pytest.approx(expected)
    assert batch.flow["cx_index"] == pytest.approx(expected)
    slope = 0.4 / (1 - 0.2 * 0.2)
    assert batch.flow["nps"] == pytest.approx(100 * tanh(atanh(0.2) + slope * expected))


def test_a_read_out_starts_at_todays_score_and_with_the_stated_slope() -> None:
    b = laid({"experience.nps": 35.0, "experience.nps_slope": 60.0})
    scores = []
    for gain in (0.0, 1e-6):
        b.flow.update(relative=by_step(0, 0, 0, gain, 0), strain=one(0))
        Experience(b)._feel(1)
        scores.append(float(b.flow["nps"][0]))
    assert scores[0] == pytest.approx(35)
    assert (scores[1] - scores[0]) / 1e-6 == pytest.approx(60, rel=1e-4)


@pytest.mark.parametrize("kind", ["contract", "orders"])
def test_who_leaves_goes_by_experience_price_and_embedding(kind: str) -> None:
    b = moved(kind)
    before, total = b.firm.customers[:, :, 0].copy(), float(b.firm.total_customers[0])
    leaving = hazards(b, felt(b), total, 60)
    expected = float((before * leaving[:, None]).sum())
    # Half of the month is left to customers without a contract who come any day.
    early = float((arrivals(b) * (1 - np.sqrt(1 - leaving))).sum()) if kind == "orders" else 0.0
    Experience(b).act(7)
    assert b.flow["churned"] == pytest.approx(expected + early)
    assert b.flow["churn_rate"] == pytest.approx(expected / total)
    assert b.flow["customers"] == pytest.approx(total - expected - early + 7)


def test_a_churn_shock_multiplies_the_power_of_survival(batch: Batch) -> None:
    before, total = batch.firm.customers[:, :, 0].copy(), float(batch.firm.total_customers[0])
    calm = hazards(batch, felt(batch), total, 60)
    batch.world.events["churn_shock"] = one(1.5)
    Experience(batch).act(7)
    assert batch.flow["churned"] == pytest.approx(float((before * (1 - (1 - calm) ** 1.5)[:, None]).sum()))


@pytest.mark.parametrize(("demand", "leaving"), [(1.0, 1.0), (0.0, 0.0)])
def test_a_class_that_never_stays_leaves_with_its_first_order_and_not_before(demand: float, leaving: float) -> None:
    b = moved("orders")
    classes = replace(b.opening.classes, hazard=np.ones_like(b.opening.classes.hazard))
    b.opening = replace(b.opening, classes=classes)
    b.world.events["demand_shock"] = one(demand)
    assert (Experience(b)._hazard(b.firm.total_customers) == leaving).all()


def test_those_who_stay_move_on_and_new_ones_start_with_onboarding(batch: Batch) -> None:
    before = batch.firm.customers[:, :, 0].copy()
    stay = before * (1 - hazards(batch, felt(batch), before.sum(), 60))[:, None]
    first, second, third = (1 - exp(-1 / time) for time in (1.5, 9, 36))
    first = 1 - (1 - first) ** exp(0.7 * OWN)
    Experience(batch).act(7)
    o = batch.opening
    fresh = 4 * o.classes.weight[:, 0] + 2 * o.referred[:, 0] + 1 * o.discounted[:, 0]
    expected = [
        stay[:, 0] * (1 - first) + fresh,
        stay[:, 1] * (1 - second) + stay[:, 0] * first,
        stay[:, 2] * (1 - third) + stay[:, 1] * second,
        stay[:, 3] + stay[:, 2] * third,
    ]
    np.testing.assert_allclose(batch.firm.customers[:, :, 0], np.stack(expected, axis=1))
    assert batch.flow["new_customers"] == 7


def test_embedded_customers_leave_less_and_used_technology_embeds_more(batch: Batch) -> None:
    total = float(batch.firm.total_customers[0])
    churn = float((batch.firm.customers[:, :, 0] * hazards(batch, felt(batch), total, 60)[:, None]).sum())
    Experience(batch).act(7)
    share = 60 / total
    lost = 60 * churn / total * 0.7 / (1 - 0.3 * share)
    usual = 0.15 * float(batch.opening.churned[0]) / 220 * 0.7 / (1 - 0.3 * 0.15) / 0.85
    chance = usual + 0.03 * (0.5 * 0.7 - T0 * A0)
    won = (total - churn - (60 - lost)) * chance
    assert batch.firm.embedded == pytest.approx(60 - lost + won)


def test_no_more_customers_are_embedded_than_there_are(batch: Batch) -> None:
    batch.firm.embedded = one(1e6)
    Experience(batch).act(7)
    assert batch.firm.embedded == pytest.approx(batch.flow["customers"] - 7)


def test_contract_customers_ask_for_less_while_onboarding(batch: Batch) -> None:
    Experience(batch).act(7)
    stages = batch.firm.customers[:, :, 0].sum(axis=0)
    paying = 0.7 * stages[0] + stages[1:].sum()
    spending = exp(0.2 * float(batch.firm.experience[0]))
    assert batch.flow["demanded"] == pytest.approx(paying * ACTIVITY * spending)
    assert batch.flow["orders"] == batch.flow["active_customers"] == batch.flow["customers"]


def test_customers_without_contract_order_before_some_of_them_leave() -> None:
    b = moved("orders")
    waiting = b.firm.customers[:, :, 0].sum(axis=1)
    rate = b.opening.classes.orders[:, 0] * ACTIVITY
    Experience(b).act(7)
    assert b.flow["active_customers"] == pytest.approx(float((waiting * -np.expm1(-rate)).sum()) + 7)
    again = float((arrivals(b) * rate).sum()) / 2  # half of the month is left to new customers
    assert b.flow["orders"] == pytest.approx(float((waiting * rate).sum()) + 7 + again)
    assert b.flow["demanded"] == pytest.approx(b.flow["orders"] * exp(0.2 * float(b.firm.experience[0])))


def test_lifetime_value_counts_the_first_margin_and_todays_rates_for_ever(batch: Batch) -> None:
    Experience(batch).act(7)
    firm, customers = batch.firm, float(batch.flow["customers"][0])
    experience = float(firm.experience[0])
    price = 1400 * 0.95 * exp(0.2 * experience)
    serving = float(batch.flow["service_spend"][0]) / customers
    leaving = hazards(batch, experience, customers, float(firm.embedded[0]))
    worth = 0.0
    for weight, hazard in zip(batch.opening.classes.weight[:, 0], leaving, strict=True):
        # One margin a month, the first at the end of this month, discounted over a life that ends with `hazard`.
        worth += weight * (price - 650 - serving) / (1.15 ** (1 / 12) - 1 + hazard)
    assert batch.flow["clv"] == pytest.approx(worth)


def test_an_order_is_worth_more_where_customers_order_more() -> None:
    b = moved("orders")
    Experience(b).act(7)
    firm = b.firm
    experience, customers = float(firm.experience[0]), float(b.flow["customers"][0])
    margin = b.opening.classes.orders[:, 0] * (1400 * 0.95 * exp(0.2 * experience) - 650)
    serving = float(b.flow["service_spend"][0]) / customers
    leaving = hazards(b, experience, customers, float(firm.embedded[0]))
    worth = b.opening.classes.weight[:, 0] * (margin - serving) / (1.15 ** (1 / 12) - 1 + leaving)
    assert b.flow["clv"] == pytest.approx(float(worth.sum()))


def test_mean_order_sizes_scatter_the_less_the_more_orders_there_are() -> None:
    """The mean of n gamma sizes with coefficient of variation cv has cv / sqrt(n); 4 sd of an estimate's error."""
    lanes = 8000
    b = laid({"experience.order_value_cv": 0.8}, lanes=lanes, streams=KeyedStreams(2, np.arange(lanes)))
    b.flow["orders"] = np.full(lanes, 25.0)
    sizes = Experience(b)._order_sizes(3)
    assert sizes.mean() == pytest.approx(1, abs=4 * 0.16 / np.sqrt(lanes))
    assert sizes.std() == pytest.approx(0.16, rel=4 / np.sqrt(2 * lanes))
    b.flow["orders"] = np.zeros(lanes)  # as wide as one order, not wider
    assert Experience(b)._order_sizes(3).std() == pytest.approx(0.8, rel=0.05)


def test_orders_that_are_all_alike_stay_so_beside_others() -> None:
    b = laid({"experience.order_value_cv": np.array([0.0, 0.8, 1e-3])}, lanes=3, streams=KeyedStreams(2, np.arange(3)))
    b.flow["orders"] = np.full(3, 25.0)
    sizes = Experience(b)._order_sizes(3)
    assert sizes[0] == sizes[2] == 1
    assert sizes[1] != 1


def test_without_customers_a_new_one_is_served_by_all(batch: Batch) -> None:
    """Service money over one customer at least: a number, and a low one."""
    batch.firm.customers, batch.firm.embedded = 0 * batch.firm.customers, one(0)
    batch.flow.update(new_plain=one(0), new_referred=one(0), new_discounted=one(0))
    Experience(batch).act(7)
    spent, margin = (
        float(batch.flow["service_spend"][0]),
        1400 * 0.95 * exp(0.2 * float(batch.firm.experience[0])) - 650,
    )
    discount = float((1 + np.asarray(batch.parameters.reinvestment.discount_rate)[0]) ** (1 / 12))
    weight, hazard = batch.opening.classes.weight, Experience(batch)._hazard(one(0))
    orders = batch.opening.classes.orders
    expected = (weight * (orders * margin - spent) / (discount - 1 + hazard)).sum()
    assert batch.flow["clv"] == pytest.approx(float(expected))


def test_a_closed_firm_serves_nobody(batch: Batch) -> None:
    batch.firm.alive = one(0)
    Experience(batch).act(7)
    for name in ("service_spend", "nps", "clv"):
        assert batch.flow[name] == 0, name
