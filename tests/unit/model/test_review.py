"""What a policy sees at a review (docs/explanation/policies.md#what-a-policy-sees)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from sim.model.review import marginal_gain, observe
from tests.unit.model.laid import by_step, laid, one, remember

if TYPE_CHECKING:
    from sim.model.batch import Batch

AWAKE = {
    "capability.cost_simplify": 0.03,
    "capability.cost_automate": 0.02,
    "capability.paving_harm": 0.1,
    "demand.lead_effect": 0.4,
    "demand.mql_effect": 0.25,
    "acquisition.win_effect": 0.35,
    "experience.churn_effect": 0.6,
    "experience.order_value_effect": 0.1,
    "experience.referral_effect": 0.9,
    "supply.cost_effect": 0.2,
    "supply.addressable_share": 0.4,
    "plans.planning_effect": 0.7,
    "world.recession_report": 2.0,
    "business.cost_of_sales": 0.45,
}
LAST = 14
"""The month before the review."""


def rising(name: str) -> float:
    """Return a figure that differs by name, of the size of money."""
    return 1000.0 + 100 * len(name)


@pytest.fixture
def batch() -> Batch:
    """Return a firm whose every figure rises by one per cent of its first a month."""
    b = laid({**AWAKE, "world.recession_report": 2})
    for name in b.history._rows:
        remember(b, name, {month: rising(name) * (1 + 0.01 * month) for month in range(-24, LAST + 4)})
    return b


def mean(name: str, last: int, months: int) -> float:
    return rising(name) * (1 + 0.01 * (last - (months - 1) / 2))


def test_figures_are_those_of_the_last_quarter_up_to_the_month_before(batch: Batch) -> None:
    seen = observe(batch, LAST + 1, one(77))
    assert seen.month == LAST
    assert seen.quarter == 4
    assert seen.profit == pytest.approx(mean("profit", LAST, 3))
    assert seen.profit_two_years == pytest.approx(mean("profit", LAST, 24))
    assert seen.revenue == pytest.approx(mean("adjusted_revenue", LAST, 3))
    assert seen.revenue_year_ago == pytest.approx(mean("adjusted_revenue", LAST - 12, 3))
    assert seen.daily_outflow == pytest.approx(mean("outflow", LAST, 3) / 30.4375)
    assert seen.reinvested == pytest.approx(mean("reinvested", LAST, 3))
    assert seen.required_maintenance == 77


def test_the_quarter_is_as_long_as_the_time_between_reviews() -> None:
    b = laid({"reinvestment.review_months": 6})
    remember(b, "profit", {month: float(month) for month in range(1, 15)})
    seen = observe(b, 13, one(0))
    assert seen.quarter == 2
    assert seen.profit == pytest.approx(9.5)


def test_stocks_and_limits_are_seen_as_they_are(batch: Batch) -> None:
    firm, r = batch.firm, batch.parameters.reinvestment
    firm.cash, firm.debt, firm.plan_quality, firm.data_quality = one(5), one(6), one(0.7), one(0.8)
    seen = observe(batch, LAST + 1, one(0))
    for name in ("cash", "debt", "process_quality", "technology", "adoption", "plan_quality", "data_quality"):
        np.testing.assert_array_equal(getattr(seen, name), getattr(firm, name), err_msg=name)
    for name in ("buffer_days", "survival_days", "hold", "excess_use"):
        np.testing.assert_array_equal(getattr(seen, name), getattr(r, name), err_msg=name)


def test_a_recession_is_reported_late(batch: Batch) -> None:
    assert observe(batch, LAST + 1, one(0)).downturn == pytest.approx(rising("recession") * (1 + 0.01 * (LAST - 2)))
    assert observe(batch, 2, one(0)).downturn == pytest.approx(rising("recession"))  # month 0, not before


def test_the_estimated_gain_is_the_better_of_two_ways_times_what_benefit_is_worth(batch: Batch) -> None:
    firm = batch.firm
    firm.technology = by_step(0.5, 0.4, 1.0, 0.2, 0.1)
    firm.process_quality = by_step(0.3, 0.9, 0.6, 1.0, 0.5)
    firm.adoption = by_step(0.6, 0.5, 0.7, 0.8, 0.2)
    gain = marginal_gain(batch, LAST)[:, 0]
    yearly = 12 * float(batch.opening.revenue[0])
    new, lost = 12 * mean("new_value", LAST, 3), 12 * mean("churned_value", LAST, 3)
    revenue = 12 * mean("revenue", LAST, 3)
    worth = (
        0.7 * 12 * mean("reinvested", LAST, 3),
        (0.4 + 0.25) * new,
        0.35 * new,
        0.6 * lost + 0.1 * revenue * 0.55 + 0.1 * 0.9 * new,
        0.2 * revenue * 0.45 * 0.4,
    )
    stocks = (firm.process_quality, firm.technology, firm.adoption)
    for row, (s, t, a) in enumerate(zip(*(stock[:, 0] for stock in stocks), strict=True)):
        by_quality = (0.4 + (0.5 + 0.1) * t * a) / (yearly * 0.03) * (s < 1)
        by_technology = a * (0.1 + 0.5 * s - 0.1 * (1 - s)) / (yearly * 0.02) * (t < 1)
        assert gain[row] == pytest.approx(worth[row] * max(by_quality, by_technology)), row
        # Simplifying pays more in some steps, automating in others: both ways are looked at.
    assert gain[3] == pytest.approx(worth[3] * 0.8 * 0.6 / (yearly * 0.02))


def test_what_is_complete_gains_no_more(batch: Batch) -> None:
    batch.firm.technology = by_step(1, 1, 1, 1, 1)
    batch.firm.process_quality = by_step(1, 1, 1, 1, 1)
    assert (marginal_gain(batch, LAST) == 0).all()
