"""Growth money builds capability as the page of step 1 says (docs/explanation/steps/1-plans.md#growth)."""

from __future__ import annotations

from dataclasses import replace
from math import exp

import numpy as np
import pytest

from sim.model.panel import Seat
from sim.model.portfolio import Portfolio
from sim.model.steps.plans import Plans
from tests.unit.model.laid import by_step, laid, one
from tests.unit.model.spending import AWAKE, OFFERS, Fixed, cost, losses, planned, reviewed, spend, useful


def test_growth_money_goes_by_step_and_by_weight_among_what_a_step_offers() -> None:
    b, plans = reviewed(40_000)
    spend(b, plans, 40_000)
    flow = b.flow
    for row, step in enumerate(OFFERS):
        assert flow["train"][row] == pytest.approx(useful(b, step, "train")), step
    assert flow["media"] == pytest.approx(useful(b, "demand", "media"))
    assert flow["content_money"] == pytest.approx(useful(b, "demand", "content"))
    assert flow["sales_people"] == pytest.approx(useful(b, "acquisition", "people"))
    assert flow["service_people"] == pytest.approx(useful(b, "experience", "people"))


def test_planning_data_content_and_training_take_effect_at_once() -> None:
    b, plans = reviewed(40_000)
    b.firm.plan_quality, b.firm.data_quality = one(0.55), one(0.65)  # as if the month before had not been
    b.firm.content, b.firm.adoption = one(0.9), by_step(0.4, 0.47, 0.54, 0.61, 0.68)
    plan, data, adoption = (stock.copy() for stock in (b.firm.plan_quality, b.firm.data_quality, b.firm.adoption))
    gain = float(b.benefit.value(b.firm.process_quality, b.firm.technology, adoption)[0, 0] - b.opening.benefit[0, 0])
    costs, content, technology = cost(b), b.firm.content.copy(), b.firm.technology.copy()
    lost = losses(b)
    spend(b, plans, 40_000)
    money = useful(b, "plans", "planning") * exp(0.6 * gain)
    assert b.flow["coverage"] == 1
    assert b.firm.plan_quality == pytest.approx(plan + (1 - plan) * (1 - exp(-money / float(costs.planning[0]))))
    money = useful(b, "demand", "data") + useful(b, "acquisition", "data")
    assert b.firm.data_quality == pytest.approx(data + (1 - data) * (1 - exp(-money / float(costs.data[0]))))
    assert b.firm.content == pytest.approx(content + useful(b, "demand", "content") / float(costs.content[0]))
    for row, step in enumerate(OFFERS):
        a = float(adoption[row, 0])
        speed = float(b.opening.adoption_speed[row, 0]) * 0.8 * float(b.flow["digested"][0])
        spread = (0.15 + 1.2 * a) / 12 * (1 - a) * speed
        trained = (1 - a) * (1 - exp(-useful(b, step, "train") / float(costs.train[0])))
        diluted = a * float(lost.technology[row, 0] / technology[row, 0])
        assert b.firm.adoption[row] == pytest.approx(a - diluted + spread + trained), step


def test_simplifying_and_automating_is_ranked_crowded_and_bounded() -> None:
    b, plans = reviewed(150_000)
    firm, costs, portfolio = b.firm, cost(b), plans.portfolio
    gain = float((b.benefit.value(firm.process_quality, firm.technology, firm.adoption) - b.opening.benefit)[0, 0])
    quality, technology, plan = firm.process_quality.copy(), firm.technology.copy(), float(firm.plan_quality[0])
    coming = portfolio.coming.copy()
    spend(b, plans, 150_000)
    price = (float(costs.simplify[0]), float(costs.automate[0]))
    used = np.zeros((2, 5))
    for row, step in enumerate(OFFERS):
        room = 1 - float(quality[row, 0] + coming[0, row, 0])
        used[0, row] = min(useful(b, step, "simplify"), min(room, 0.06 / 12) * price[0])
        used[1, row] = min(useful(b, step, "automate"), (1 - float(technology[row, 0] + coming[1, row, 0])) * price[1])
    assert (used[0] == 0.06 / 12 * price[0]).any()  # the bound binds somewhere
    load = 12 * used.sum() / (5 * sum(price))
    able = 0.3 * exp(0.6 * gain)
    assert load > able
    crowd = (able / load) ** 0.7
    assert b.flow["digested"] == pytest.approx(crowd)
    for row, rank in enumerate((1.25, 1.5, 1.25, 1.25, 1.25)):
        ranked = 1 + plan * (rank - 1) * (1 - float(quality[row, 0]))
        for kind in (0, 1):
            uplift = used[kind, row] / price[kind] * crowd * ranked
            grown = float((portfolio.coming - coming)[kind, row, 0])
            assert grown == pytest.approx(uplift * 0.5 * 0.8), (kind, row)
    failed = 0.25 * used.sum() * (1 - 0.25)
    others = sum(useful(b, step, kind) for step in OFFERS for kind in OFFERS[step][2:])
    waste = float(b.flow["_waste"][0])
    spent = (used.sum() * (1 - 0.25 * 0.25) + others) / (1 - waste)
    flow = b.flow
    assert flow["failed"] == pytest.approx(failed)
    assert flow["reinvested"] == pytest.approx(flow["maintenance"] + flow["repeated"] + spent)
    assert flow["wasted"] == pytest.approx(failed + waste * (flow["maintenance"] + spent))


def test_a_light_load_crowds_nobody() -> None:
    b, plans = reviewed(20_000)
    spend(b, plans, 20_000)
    assert b.flow["digested"] == 1


def test_a_platform_project_takes_money_and_capacity_from_customer_facing_steps() -> None:
    b, plans = reviewed(40_000)
    b.world.events["platform_project"] = one(0.4)
    spend(b, plans, 40_000)
    for row, step in enumerate(OFFERS):
        assert b.flow["train"][row] == pytest.approx(useful(b, step, "train", platform=0.4)), step
    money = float((b.flow["_amount"] - b.flow["maintenance"] - b.flow["repeated"])[0])
    taken = 0.4 * money * (0.3 + 0.2 + 0.25)
    assert plans.platform == pytest.approx(taken)
    assert plans.platform_stock == pytest.approx(taken * (1 - float(b.flow["_waste"][0])))
    assert float((b.flow["reinvested"] - b.flow["maintenance"])[0]) > taken


def test_a_platform_takes_nothing_from_a_firm_that_has_none() -> None:
    """Two firms, of which one has a platform project, against each alone."""
    seats = [Seat(Fixed(40_000), slice(0, 2))]
    both = laid(AWAKE, lanes=2, seats=seats)
    plans = Plans(both, Portfolio(both))
    both.firm.cash = np.full(2, 1e6)
    plans.act(1)
    both.world.events["platform_project"] = np.array([0.4, 0.0])
    plans.act(2)
    for lane, size in enumerate((0.4, 0.0)):
        b, alone = planned(40_000)
        alone.act(1)
        b.world.events["platform_project"] = one(size)
        alone.act(2)
        assert plans.platform[lane] == alone.platform
        for name in ("train", "media", "produced", "digested", "reinvested", "failed"):
            np.testing.assert_array_equal(both.flow[name][..., lane], b.flow[name][..., 0], err_msg=name)


def test_what_a_platform_takes_is_spent_too() -> None:
    b, plans = reviewed(40_000, capability__simplify_max_rate=12.0, plans__stage_gates=0.0)
    b.world.events["platform_project"] = one(0.4)
    spend(b, plans, 40_000)
    assert b.flow["reinvested"] == pytest.approx(40_000)


def test_a_platform_project_leaves_less_capacity_to_change() -> None:
    calm, plans = reviewed(150_000)
    spend(calm, plans, 150_000)
    b, plans = reviewed(150_000)
    b.world.events["platform_project"] = one(0.4)
    spend(b, plans, 150_000)
    used = float((b.flow["failed"] / (0.25 * 0.75))[0]), float((calm.flow["failed"] / (0.25 * 0.75))[0])
    ratio = (0.6 * used[1] / used[0]) ** 0.7
    assert b.flow["digested"] / calm.flow["digested"] == pytest.approx(ratio)


def test_when_it_ends_a_platform_serves_plans_and_supply_at_its_expected_yield() -> None:
    b, plans = reviewed(0)
    plans.platform_stock = one(30_000)
    technology = b.firm.technology - losses(b).technology
    plans.act(2)
    plan = float(b.firm.plan_quality[0])
    full = 0.3 + plan * (0.7 - 0.3)
    yield_ = full + (1 - full) * 0.63 * (0.3 + 0.65) / 2
    gain = 30_000 * yield_ / (2 * float(cost(b).automate[0]))
    np.testing.assert_allclose(b.firm.technology, technology + gain * np.array([1, 0, 0, 0, 1])[:, None])
    assert plans.platform_stock == 0
    again = b.firm.technology - losses(b).technology
    plans.act(3)
    np.testing.assert_allclose(b.firm.technology, again)


def test_a_penny_of_a_platform_is_spent_like_a_fortune() -> None:
    _, plans = reviewed(0)
    plans.platform_stock = one(0.5)
    plans.act(2)
    assert plans.platform_stock == 0


def test_a_platform_delivers_nothing_before_its_end() -> None:
    b, plans = reviewed(0)
    plans.platform_stock = one(30_000)
    b.world.events["platform_project"] = one(0.4)
    technology = b.firm.technology - losses(b).technology
    plans.act(2)
    np.testing.assert_allclose(b.firm.technology, technology)
    assert plans.platform_stock == 30_000


def test_a_step_whose_work_weighs_nothing_keeps_its_money() -> None:
    b, plans = reviewed(40_000, plans__repeat_probability=0.0)
    kinds = plans.decision.kinds.copy()
    kinds[:, :3] = 0.0  # supply offers nothing else
    plans.decision = replace(plans.decision, kinds=kinds)
    plans.act(2)
    money = 40_000 - b.flow["maintenance"]
    assert b.flow["reinvested"] - b.flow["maintenance"] == pytest.approx(0.9 * money)
