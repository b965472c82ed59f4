"""Step 5 does what its page says (docs/explanation/steps/5-supply.md)."""

from __future__ import annotations

from math import exp, log2
from typing import TYPE_CHECKING

import numpy as np
import pytest
import simpy

from sim.model.steps.supply import Supply
from tests.unit.model.laid import by_step, laid, one, remember

if TYPE_CHECKING:
    from sim.model.batch import Batch

AWAKE = {
    "supply.lead_time_effect": 0.6,
    "supply.surge_effect": 0.4,
    "supply.stockout_rate": 0.04,
    "supply.stockout_response": 1.2,
    "supply.addressable_share": 0.4,
    "supply.progress_ratio": 0.8,
    "supply.learning_scale": 0.7,
    "supply.industry_age": 3.0,
    "supply.cost_effect": 0.15,
    "supply.volume_elasticity": 0.2,
    "supply.fixed_cost_following": 0.4,
    "supply.fixed_cost_step": 0.2,
}
OWN = 0.1


@pytest.fixture
def batch() -> Batch:
    """Return a firm that is asked for a third more than usual."""
    b = laid(AWAKE)
    today = float(b.opening.volume[0])
    remember(b, "volume", dict.fromkeys(range(-5, 7), 1.1 * today) | {7: 99 * today, -6: 99 * today})
    b.flow.update(own=by_step(0.5, 0.6, 0.7, 0.8, OWN), demanded=one(1.5 * today))
    b.world.season = one(1.05)
    return b


def volume(b: Batch) -> float:
    return float(b.opening.volume[0])


SURGE = (1.5 / (1.1 * 1.05)) ** 0.4
STOCKOUTS = 0.04 * exp(-1.2 * OWN) * SURGE


def test_more_than_usual_comes_late_and_short(batch: Batch) -> None:
    before = float(batch.firm.cumulative_volume[0])
    Supply(batch).act(7)
    assert batch.flow["lead_time"] == pytest.approx(exp(-0.6 * OWN) * SURGE)
    assert batch.flow["stockouts"] == pytest.approx(STOCKOUTS)
    delivered = 1.5 * volume(batch) * (1 - STOCKOUTS) / 0.96
    assert batch.flow["volume"] == pytest.approx(delivered)
    assert batch.flow["lost_volume"] == pytest.approx(1.5 * volume(batch) - delivered)
    assert batch.firm.cumulative_volume == pytest.approx(before + delivered)
    assert batch.history.at("volume", 7) == pytest.approx(delivered)


def test_a_quiet_month_is_no_earlier_than_usual(batch: Batch) -> None:
    batch.flow["demanded"] = one(0.5 * volume(batch))
    Supply(batch).act(7)
    assert batch.flow["lead_time"] == pytest.approx(exp(-0.6 * OWN))


def test_something_is_always_delivered(batch: Batch) -> None:
    batch.flow["own"] = by_step(0, 0, 0, 0, -9)
    Supply(batch).act(7)
    assert batch.flow["stockouts"] == 0.99


def test_unit_cost_falls_with_learning_buying_power_and_digital_supply(batch: Batch) -> None:
    batch.firm.price_factor = one(0.93)
    batch.firm.cumulative_volume = one(12 * 3 * volume(batch) * 2)
    batch.world.events["cost_shock"] = one(1.1)
    Supply(batch).act(7)
    learnt_volume = (72 * volume(batch) + float(batch.flow["volume"][0])) / ((36 + 7) * volume(batch))
    learnt = learnt_volume ** (log2(0.8) * 0.7)
    factor = 1 - 0.4 + 0.4 * learnt * 0.93 * (1 - 0.15 * OWN)
    assert batch.flow["unit_cost"] == pytest.approx(700 * factor * 1.1)


def test_a_firm_that_goes_on_as_it_is_learns_no_more_than_its_rivals() -> None:
    b = laid(AWAKE)
    b.flow.update(own=by_step(0, 0, 0, 0, 0), demanded=b.opening.volume)
    supply = Supply(b)
    for month in range(1, 5):
        supply.act(month)
        assert b.flow["unit_cost"] == pytest.approx(700)


@pytest.mark.parametrize(
    ("ratio", "level"), [(1.0, 1.0), (1.09, 1.0), (1.11, 1.2), (1.31, 1.4), (0.89, 0.8), (0.05, 0.0)]
)
def test_fixed_cost_follows_volume_in_steps(ratio: float, level: float) -> None:
    """Steps of a fifth, counted from today: the next is taken half a step before it is reached."""
    b = laid(AWAKE)
    # The lag holds cost up, so forget the past level.
    remember(b, "level", dict.fromkeys(range(-9, 7), 0.0))
    remember(b, "volume", dict.fromkeys(range(-5, 8), ratio * volume(b)))
    assert Supply(b)._fixed_cost(7) == pytest.approx(float(b.opening.fixed_cost[0]) * (0.6 + 0.4 * level))


def test_fixed_cost_is_up_at_once_and_down_after_the_lag() -> None:
    b = laid({**AWAKE, "supply.fixed_cost_cut_lag": 4})
    supply, today = Supply(b), float(b.opening.fixed_cost[0])
    shares = []
    for month in range(1, 12):
        remember(b, "volume", dict.fromkeys(range(month - 11, month + 1), volume(b) * (1.4 if month in {3, 4} else 1)))
        shares.append(float(supply._fixed_cost(month)[0]) / today)
    high = 0.6 + 0.4 * 1.4
    assert shares == pytest.approx([1, 1, *[high] * 6, 1, 1, 1])  # months 3 and 4, and four after the last


def test_a_closed_firm_has_no_fixed_cost(batch: Batch) -> None:
    batch.firm.alive = one(0)
    assert Supply(batch)._fixed_cost(7) == 0


@pytest.mark.parametrize(("ratio", "factor"), [(1.5, 1.5**-0.2), (0.5, 0.5**-0.2), (4.0, 0.85), (0.01, 1.25)])
def test_purchase_prices_are_agreed_at_contract_dates_by_last_years_volume(ratio: float, factor: float) -> None:
    b = laid({**AWAKE, "supply.contract_months": 6})
    remember(b, "volume", dict.fromkeys(range(-6, 6), ratio * volume(b)) | {6: 99 * volume(b), -7: 0.0})
    env = simpy.Environment()
    env.process(Supply(b).contracts(env))
    env.run(until=5.5)
    assert b.firm.price_factor == 1
    env.run(until=6.5)
    assert b.firm.price_factor == pytest.approx(factor)
    remember(b, "volume", dict.fromkeys(range(12), volume(b)))
    env.run(until=12.5)
    np.testing.assert_allclose(b.firm.price_factor, 1.0)
