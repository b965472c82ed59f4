"""Step 3 does what its page says (docs/explanation/steps/3-acquisition.md)."""

from __future__ import annotations

from math import exp, factorial
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy import stats

from sim.model.steps.acquisition import Acquisition
from tests.unit.model.laid import by_step, laid, one, remember

if TYPE_CHECKING:
    from sim.model.batch import Batch

AWAKE = {
    "acquisition.win_effect": 0.4,
    "acquisition.cycle_effect": 0.3,
    "acquisition.clog_win": 0.6,
    "acquisition.clog_cycle": 0.7,
    "acquisition.crm_win_effect": 0.25,
    "acquisition.crm_speed": 0.2,
    "acquisition.junk_load": 0.15,
    "acquisition.sales_slack": 0.25,
    "acquisition.price_elasticity": -2.0,
    "acquisition.price_permanence": 0.4,
    "acquisition.sales_scale_exponent": 0.5,
    "acquisition.sales_hiring_lag": 5.0,
    "demand.data_quality": 0.75,
}
OWN, AHEAD = 0.12, 0.08
"""Gain of the step since today, and relative to rivals."""


@pytest.fixture
def batch() -> Batch:
    """Return a firm with some leads, a pipeline with room to spare and a price that nobody notices."""
    b = laid(AWAKE)
    b.flow.update(
        mql=one(20),
        referral_leads=one(3),
        sales_people=one(0),
        discount=one(0),
        own=by_step(0.5, 0.6, OWN, 0.7, 0.8),
        relative=by_step(0.4, 0.3, AHEAD, 0.2, 0.1),
    )
    b.firm.pipeline = np.array([[2.0], [1.0], [0.5]])
    b.firm.data_quality, b.firm.crm_use = one(0.6), one(0.45)
    return b


def win_rate(load: float = 1.0) -> float:
    return float(0.23 * exp(0.4 * AHEAD) * (0.45 / 0.6) ** 0.25 / load**0.6)


def cycle(load: float = 1.0) -> float:
    return float(60 / 30.4375 * exp(-0.3 * OWN) * load**0.7)


def passes(rate: float, count: int) -> float:
    return exp(-rate) * rate**count / factorial(count)


def test_leads_are_accepted_and_join_with_those_that_customers_brought(batch: Batch) -> None:
    Acquisition(batch).act(7)
    assert batch.flow["sql"] == pytest.approx(20 * 0.3 + 3)
    assert batch.flow["opportunities"] == pytest.approx((20 * 0.3 + 3) * 0.48)


def test_the_pipeline_moves_by_a_poisson_number_of_stages(batch: Batch) -> None:
    Acquisition(batch).act(7)
    rate, arrivals = 3 / cycle(), 9 * 0.48
    # New opportunities arrive evenly over the month: average the chance over the time that is left.
    times = (np.arange(20_000) + 0.5) / 20_000
    fresh = [arrivals * float(np.mean(stats.poisson.pmf(passed, rate * times))) for passed in range(3)]
    start = (2.0, 1.0, 0.5)
    waiting = [sum(start[j] * passes(rate, stage - j) for j in range(stage + 1)) for stage in range(3)]
    expected = [new + old for new, old in zip(fresh, waiting, strict=True)]
    np.testing.assert_allclose(batch.firm.pipeline[:, 0], expected, rtol=1e-6)
    decided = batch.flow["wins"] + batch.flow["losses"]
    assert decided == pytest.approx(3.5 + arrivals - sum(expected), rel=1e-6)
    assert batch.flow["pipeline"] == pytest.approx(sum(expected), rel=1e-6)


def test_wins_follow_the_gain_on_rivals_and_the_use_of_the_customer_database(batch: Batch) -> None:
    Acquisition(batch).act(7)
    decided = batch.flow["wins"] + batch.flow["losses"]
    assert batch.flow["wins"] / decided == pytest.approx(win_rate())


def test_an_overloaded_team_wins_less_and_takes_longer(batch: Batch) -> None:
    batch.firm.pipeline = batch.firm.pipeline * 20
    batch.firm.sales_team = one(0.8)
    batch.flow["sales_people"] = one(0.1 * 0.055 * float(batch.opening.revenue[0]))
    today = float(batch.opening.opportunities[0]) * 60 / 30.4375 + 0.15 * float(batch.opening.leads[0]) * 0.3
    load = (70 + 0.15 * 20) / (1.25 * today * (0.8 + 0.1))
    assert load > 1.5
    Acquisition(batch).act(7)
    assert batch.flow["wins"] / (batch.flow["wins"] + batch.flow["losses"]) == pytest.approx(win_rate(load))
    left = passes(3 / cycle(load), 0)
    assert batch.firm.pipeline[0] - 9 * 0.48 * (1 - left) / (3 / cycle(load)) == pytest.approx(40 * left)


def test_the_load_is_never_counted_above_a_hundred(batch: Batch) -> None:
    batch.firm.sales_team = one(0)
    Acquisition(batch).act(7)
    assert batch.flow["wins"] / (batch.flow["wins"] + batch.flow["losses"]) == pytest.approx(win_rate(100))


@pytest.mark.parametrize(("discount", "dearer", "used_to"), [(0.2, 1.0, 1.0), (0.0, 1.3, 1.1), (0.1, 1.0, 0.85)])
def test_price_weighs_against_what_customers_are_used_to(
    batch: Batch, discount: float, dearer: float, used_to: float
) -> None:
    batch.flow["discount"] = one(discount)
    batch.world.events["price_change"] = one(dearer)
    batch.firm.reference_price = one(used_to)
    Acquisition(batch).act(7)
    price = (1 - discount) * dearer
    ratio = price / used_to
    appeal = ratio ** (-2.0 * (1.7 if ratio > 1 else 1.0)) * price ** (-2.0 * 0.4)
    assert batch.flow["price"] == pytest.approx(price)
    assert batch.flow["appeal"] == pytest.approx(appeal)
    assert batch.firm.reference_price == pytest.approx(0.75 * used_to + 0.25 * price)
    wins = batch.flow["wins"]
    assert wins / (wins + batch.flow["losses"]) == pytest.approx(win_rate() * appeal)
    # What only the price brought, counted when the firm cuts prices of its own.
    bought = max(0.0, 1 - 1 / appeal) if discount else 0.0
    rest = float((wins - batch.flow["new_referred"])[0])
    assert batch.flow["new_discounted"] == pytest.approx(rest * bought)
    assert batch.flow["new_plain"] == pytest.approx(rest * (1 - bought))


def test_nobody_is_won_more_than_once(batch: Batch) -> None:
    batch.flow["discount"] = one(0.6)
    Acquisition(batch).act(7)
    assert batch.flow["losses"] == 0
    assert batch.flow["appeal"] > 1 / win_rate()


def test_the_factor_of_price_that_customers_feel_is_bounded(batch: Batch) -> None:
    batch.world.events["price_change"] = one(1e-3)
    Acquisition(batch).act(7)
    assert batch.flow["appeal"] == 1e3


def test_referred_opportunities_are_followed_through_the_pipeline(batch: Batch) -> None:
    batch.firm.referred_share = one(0.5)
    Acquisition(batch).act(7)
    arrivals = 9 * 0.48
    share = 0.5 + arrivals / (3.5 + arrivals) * (3 / 9 - 0.5)
    assert batch.firm.referred_share == pytest.approx(share)
    assert batch.flow["new_referred"] == pytest.approx(batch.flow["wins"] * share)


def test_use_of_the_database_follows_trust(batch: Batch) -> None:
    Acquisition(batch).act(7)
    target = 0.6 * (0.6 / 0.75) * (0.45 / 0.6) ** 0.5 * exp(OWN)
    assert batch.firm.crm_use == pytest.approx(0.45 + 0.2 * (target - 0.45))


def test_at_most_all_work_is_recorded(batch: Batch) -> None:
    batch.flow["own"] = by_step(0, 0, 5, 0, 0)
    Acquisition(batch).act(7)
    assert batch.firm.crm_use == pytest.approx(0.45 + 0.2 * (1 - 0.45))


def test_the_team_follows_last_years_revenue_with_a_lag(batch: Batch) -> None:
    today = float(batch.opening.revenue[0])
    remember(batch, "revenue", dict.fromkeys(range(-5, 7), 1.44 * today) | {7: 9 * today, -6: 9 * today})
    batch.firm.sales_team = one(1.05)
    Acquisition(batch).act(7)
    team = 1.05 + (1.2 - 1.05) / 5
    assert batch.firm.sales_team == pytest.approx(team)
    assert batch.flow["sales_spend"] == pytest.approx(0.055 * today * team)


def test_a_closed_firm_sells_nothing(batch: Batch) -> None:
    batch.firm.alive = one(0)
    Acquisition(batch).act(7)
    assert batch.flow["sales_spend"] == 0
    assert batch.firm.pipeline.sum() == 0


def test_drawn_pipelines_keep_every_opportunity() -> None:
    """What leaves a stage arrives in another or is decided: whole numbers, none lost."""
    from sim.randomness import KeyedStreams  # noqa: PLC0415 (the only test with luck)

    b = laid(AWAKE, lanes=50, streams=KeyedStreams(3, np.arange(50)))
    zero = np.zeros((5, 50))
    more = {"mql": 30.0, "referral_leads": 2.0, "sales_people": 0.0, "discount": 0.0}
    b.flow.update(own=zero, relative=zero, **{name: np.full(50, value) for name, value in more.items()})
    before = b.firm.pipeline.sum(axis=0)
    Acquisition(b).act(1)
    decided = b.flow["wins"] + b.flow["losses"]
    np.testing.assert_array_equal(b.firm.pipeline.sum(axis=0) + decided, before + b.flow["opportunities"])
