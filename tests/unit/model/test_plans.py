"""Step 1 reviews, keeps and repeats as its page says (docs/explanation/steps/1-plans.md)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.model.panel import Seat
from sim.model.parameters import Process
from sim.model.portfolio import Portfolio
from sim.model.review import observe
from sim.model.setup import Setup, lay_batch
from sim.model.steps.plans import Plans, ranking_gains
from sim.randomness import ExpectedStreams, KeyedStreams
from tests.unit.model.laid import firm, laid, one, remember
from tests.unit.model.spending import AWAKE, Fixed, losses, planned, reviewed, spend, useful


def test_a_larger_firm_pays_more_for_capability_but_less_than_in_proportion() -> None:
    b, plans = planned(0)
    today = float(b.opening.revenue[0])
    remember(b, "revenue", dict.fromkeys(range(-11, 1), 1.69 * today) | {1: 9 * today, -12: 9 * today})
    plans.act(1)
    assert b.flow["scale"] == pytest.approx(1.3)
    remember(b, "revenue", dict.fromkeys(range(-10, 2), 0.0))
    plans.act(2)
    assert b.flow["scale"] == pytest.approx(1e-3)


def test_money_keeps_what_there_is_before_it_builds() -> None:
    b, plans = reviewed(20_000)
    lost = losses(b)
    upkeep = lost.repair / (1 - 0.2 * (1 - b.firm.plan_quality))
    spend(b, plans, 20_000)
    assert b.flow["required_maintenance"] == pytest.approx(upkeep)
    assert b.flow["maintenance"] == b.flow["required_maintenance"]
    assert b.flow["coverage"] == pytest.approx(1)
    assert b.flow["reinvested"] <= 20_000


def test_the_opening_says_what_upkeep_costs_today() -> None:
    b, _ = planned(0)
    assert b.flow["required_maintenance"] == pytest.approx(losses(b).repair / (1 - 0.2 * 0.5))


@pytest.mark.parametrize(("amount", "first", "kept"), [(3_000.0, 1.0, 3_000.0), (1e5, 0.4, 0.4), (1e5, 0.0, 0.0)])
def test_upkeep_first_as_far_as_money_and_the_policy_go(amount: float, first: float, kept: float) -> None:
    b, plans = reviewed(amount, first)
    spend(b, plans, amount)
    upkeep = float(b.flow["required_maintenance"][0])
    expected = kept if kept > 1 else kept * upkeep
    assert b.flow["maintenance"] == pytest.approx(expected)
    assert b.flow["coverage"] == pytest.approx(expected / upkeep)


@pytest.mark.parametrize(("cash", "surviving", "alive"), [(5_000.0, 0, 1), (1e6, 1, 1), (1e6, 0, 0), (-3.0, 0, 1)])
def test_no_more_is_spent_than_cash_allows_and_nothing_in_survival_mode(
    cash: float, surviving: float, alive: float
) -> None:
    b, plans = reviewed(20_000)
    b.firm.cash, b.firm.surviving, b.firm.alive = one(cash), one(surviving), one(alive)
    plans.act(2)
    assert b.flow["reinvested"] == pytest.approx(5_000 if cash == 5_000 else 0)


def test_reviews_come_every_quarter_and_the_decision_holds_until_the_next() -> None:
    b, plans = planned(20_000)
    made = []
    for month in range(1, 8):
        before = getattr(plans, "decision", None)
        plans.act(month)
        made.append(plans.decision is not before)
    assert made == [True, False, False, True, False, False, True]
    assert b.flow["discount"] == pytest.approx(0.05)
    assert b.flow["payout"] == pytest.approx(0.3)


def test_what_was_wasted_in_a_quarter_is_bought_again_in_the_next_for_nothing() -> None:
    b, plans = planned(40_000)
    wasted = 0.0
    for month in range(1, 4):
        waste = 0.2 * (1 - float(b.firm.plan_quality[0]))
        plans.act(month)
        assert b.flow["repeated"] == 0
        spent = float(b.flow["reinvested"][0])
        wasted += waste * spent
        assert b.flow["wasted"] == pytest.approx(b.flow["failed"] + waste * spent)
    spend(b, plans, 40_000, month=4)
    assert b.flow["repeated"] == pytest.approx(wasted / 3)
    assert b.flow["train"][4] == pytest.approx(useful(b, "supply", "train"))  # of what is left
    plans.act(5)
    assert b.flow["repeated"] == pytest.approx(wasted / 3)


def test_repeats_happen_as_often_as_stated_and_all_or_nothing() -> None:
    lanes = 4000
    seats = [Seat(Fixed(40_000), slice(0, lanes))]
    streams = KeyedStreams(9, np.arange(lanes))
    b = laid({**AWAKE, "plans.repeat_probability": 0.35}, lanes=lanes, streams=streams, seats=seats)
    plans = Plans(b, Portfolio(b))
    b.firm.cash = np.full(lanes, 1e6)
    for month in range(1, 5):
        plans.act(month)
    share = (b.flow["repeated"] > 0).mean()
    assert share == pytest.approx(0.35, abs=4.5 * np.sqrt(0.35 * 0.65 / lanes))


def test_without_money_every_stock_wears_out() -> None:
    b, plans = reviewed(0)
    stocks = ("process_quality", "technology", "adoption", "plan_quality", "data_quality", "content")
    before = {name: getattr(b.firm, name).copy() for name in stocks}
    lost = losses(b)
    plans.act(2)
    pairs = zip(stocks, (lost.quality, lost.technology, None, lost.plan, lost.data, lost.content), strict=True)
    for name, loss in pairs:
        if loss is not None:
            np.testing.assert_allclose(getattr(b.firm, name), before[name] - loss, err_msg=name)
    a = before["adoption"]
    spread = (0.15 + 1.2 * a) / 12 * (1 - a) * b.opening.adoption_speed * 0.8
    np.testing.assert_allclose(b.firm.adoption, a + spread - lost.adoption)  # nothing renewed, nothing diluted


def test_half_the_upkeep_keeps_half() -> None:
    b, plans = reviewed(0)
    lost, technology, quality = losses(b), b.firm.technology.copy(), b.firm.process_quality.copy()
    upkeep = float((lost.repair / (1 - 0.2 * (1 - float(b.firm.plan_quality[0]))))[0])
    plans.decision = Fixed(0.5 * upkeep).decide(observe(b, 1, one(0)))
    a = b.firm.adoption.copy()
    plans.act(2)
    assert b.flow["coverage"] == pytest.approx(0.5)
    np.testing.assert_allclose(b.firm.process_quality, quality - lost.quality / 2)
    np.testing.assert_allclose(b.firm.technology, technology - lost.technology / 2)
    spread = (0.15 + 1.2 * a) / 12 * (1 - a) * b.opening.adoption_speed * 0.8
    diluted = a * lost.technology / 2 / technology
    np.testing.assert_allclose(b.firm.adoption, a - diluted + spread - lost.adoption / 2)


def test_the_better_half_of_the_inventory_of_processes_is_worked_on_first() -> None:
    """Worth (5.5 - performance)(2 x value to customers + value inside): 40.5, 18, 7.5 and 1.5 in step supply."""
    scores = ((1.0, 4.0, 1.0), (3.5, 3.0, 3.0), (4.0, 2.0, 1.0), (5.0, 1.0, 1.0))
    listed = tuple(
        Process(name=str(row), step="supply", performance=done, customer_value=outside, internal_value=inside)
        for row, (done, outside, inside) in enumerate(scores)
    )
    other = Process(name="other", step="demand", performance=2.0)  # one alone is not ranked
    p = firm({"plans.ranking_gain.demand": 1.4})
    seats = [Seat(Fixed(0), slice(0, 1))]
    plans = replace(p.plans, processes=(*listed, other))
    setup = Setup(parameters=replace(p, plans=plans), seats=seats, streams=ExpectedStreams(1), lanes=1, months=1)
    gains = ranking_gains(lay_batch(setup), 1)[:, 0]
    assert gains[4] == pytest.approx((40.5 + 18) / 2 / ((40.5 + 18 + 7.5 + 1.5) / 4))
    assert gains[1] == 1.4
    assert gains[0] == 1.25


def test_lost_data_and_staff_are_gone_before_anything_is_planned() -> None:
    b, plans = reviewed(0)
    data, adoption = b.firm.data_quality.copy(), b.firm.adoption.copy()
    b.world.events["data_loss"], b.world.events["staff_exit"] = one(0.3), one(0.2)
    plans._suffer()
    assert b.firm.data_quality == pytest.approx(0.7 * data)
    np.testing.assert_allclose(b.firm.adoption, 0.8 * adoption)


def test_gains_count_from_today_and_those_of_rivals_are_taken_off() -> None:
    b, plans = reviewed(0, experience__embedding_shield=0.6, experience__embedded_share=0.1)
    firm = b.firm
    b.world.rival = b.world.rival + 0.12
    firm.embedded = 0.3 * firm.total_customers
    plans._compare(2)
    own = b.benefit.value(firm.process_quality, firm.technology, firm.adoption) - b.opening.benefit
    np.testing.assert_allclose(b.flow["own"], own)
    np.testing.assert_allclose(b.flow["relative"], own - 0.12 * (1 - 0.6 * 0.2))
    firm.embedded = 0.05 * firm.total_customers  # fewer than today shield no less
    plans._compare(2)
    np.testing.assert_allclose(b.flow["relative"], own - 0.12)


def test_a_firm_that_wastes_all_it_spends_keeps_nothing_for_it() -> None:
    """The floor under the useful part is a millionth, so that figures stay numbers."""
    b, plans = reviewed(20_000, plans__waste_share=1.0, plans__plan_quality=0.0)
    quality, lost = b.firm.process_quality.copy(), losses(b)
    plans.act(2)
    assert b.flow["required_maintenance"] == pytest.approx(lost.repair / 1e-6)
    assert b.flow["maintenance"] == b.flow["reinvested"] == b.flow["wasted"] == 20_000
    np.testing.assert_allclose(b.firm.process_quality, quality - lost.quality, rtol=1e-4)
    b, plans = reviewed(20_000, 0.0, plans__waste_share=1.0, plans__plan_quality=0.0)
    plans.act(2)
    assert b.flow["reinvested"] == 0  # growth money that would all be wasted is not spent
