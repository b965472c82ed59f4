"""One number per lane, as the page says (docs/explanation/outcomes.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from sim.model.outcomes import outcomes, owners_position
from sim.model.parameters import Parameters, substitute
from sim.model.recorder import ROWS, Recording
from sim.results import MEASURES, OUTCOMES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.arrays import Array

FIRM: Parameters = substitute(
    Parameters(),
    {
        "reinvestment.discount_rate": 0.12,
        "reinvestment.tax": 0.3,
        "reinvestment.expensed_share": 0.5,
        "reinvestment.terminal_growth_low": -0.2,
        "reinvestment.terminal_growth_high": 0.03,
    },
)
MONTHS = 30


def told(figures: Mapping[str, Array], months: int = MONTHS) -> Recording:
    """Return a recording of one lane with these figures by month, and nothing else."""
    values = np.zeros((len(MEASURES), months + 1, 1))
    for name, path in figures.items():
        values[ROWS[name], :, 0] = path
    return Recording(values)


def story(months: int = MONTHS) -> dict[str, Array]:
    """Return a firm that grows by half a per cent a month, with some of everything."""
    month = np.arange(months + 1.0)
    return {
        "revenue": 1000 * 1.005**month,
        "profit": 100 + month,
        "required_maintenance": 40 + 0 * month,
        "reinvested": 30 + 0.1 * month,
        "cash": 500 + 10 * np.sin(month),
        "debt": np.where((month > 4) & (month < 9), 20 * month, 3.0),
        "distributed": np.where(month > 0, 20 + month, 0),
        "injected": np.where((month == 3) | (month == 6), 70.0, 0),
        "new_customers": 2 + 0 * month,
        "marketing_spend": 30 + month,
        "sales_spend": 50 + 0 * month,
        "clv": 700 + month,
        "customers": 90 + month,
        "nps": 20 + month,
        "unit_cost": 60 - 0.1 * month,
    }


def outcome(name: str, figures: Mapping[str, Array] | None = None, months: int = MONTHS) -> float:
    made = outcomes(told(figures or story(months), months), FIRM)
    assert set(made) == set(OUTCOMES)
    return float(made[name][0])


def test_owners_cash_is_discounted_from_the_end_of_its_month() -> None:
    paid, month = story(), np.arange(1, MONTHS + 1)
    expected = ((paid["distributed"] - paid["injected"])[1:] / 1.12 ** (month / 12)).sum()
    assert outcome("npv_without_terminal_value") == pytest.approx(expected)
    assert outcome("npv") == pytest.approx(expected + outcome("terminal_value"))


def test_a_firm_is_worth_what_it_earns_after_upkeep_net_of_the_tax_that_upkeep_saves() -> None:
    profit = (100 + np.arange(19, 31)).sum()
    earned = profit - 12 * 40 * (1 - 0.3 * 0.5)
    growth = 0.03  # 6.2 % a year, capped
    worth = earned * (1 + growth) / (0.12 - growth) + 500 + 10 * np.sin(30) - 3
    assert outcome("terminal_value") == pytest.approx(worth / 1.12**2.5)


def test_growth_for_ever_is_that_of_the_last_year_on_the_year_before() -> None:
    figures = story() | {"revenue": 1000 * 0.99 ** np.arange(MONTHS + 1.0)}
    earned = (100 + np.arange(19, 31)).sum() - 12 * 40 * 0.85
    growth = 0.99**12 - 1
    worth = earned * (1 + growth) / (0.12 - growth) + 500 + 10 * np.sin(30) - 3
    assert outcome("terminal_value", figures) == pytest.approx(worth / 1.12**2.5)
    figures = story() | {"revenue": 1000 * 0.9 ** np.arange(MONTHS + 1.0)}
    worth = earned * 0.8 / (0.12 + 0.2) + 500 + 10 * np.sin(30) - 3
    assert outcome("terminal_value", figures) == pytest.approx(worth / 1.12**2.5)


def test_a_short_story_is_stretched_to_a_year() -> None:
    """Six months: the half-year before reaches back to month 0 only, and growth counts twice."""
    figures = story(6) | {"revenue": np.array([1000, *[950.0] * 6])}
    earned = 2 * ((100 + np.arange(1, 7)).sum() - 6 * 40 * 0.85)
    growth = 0.95**2 - 1
    worth = earned * (1 + growth) / (0.12 - growth) + 500 + 10 * np.sin(6) - 120
    assert outcome("terminal_value", figures, 6) == pytest.approx(worth / 1.12**0.5)
    assert outcome("final_revenue", figures, 6) == pytest.approx(12 * 950)
    assert outcome("growth", figures, 6) == pytest.approx(0.95**2 - 1)


def test_owners_stop_rather_than_run_a_losing_firm() -> None:
    figures = story() | {"profit": np.full(MONTHS + 1, -10.0)}
    assert outcome("terminal_value", figures) == pytest.approx((500 + 10 * np.sin(30) - 3) / 1.12**2.5)


def test_a_firm_without_past_revenue_fades() -> None:
    month = np.arange(MONTHS + 1)
    figures = story() | {"revenue": np.where((month == 0) | (month > 18), 100.0, 0.0)}
    earned = (100 + np.arange(19, 31)).sum() - 12 * 40 * 0.85
    worth = earned * 0.8 / (0.12 + 0.2) + 500 + 10 * np.sin(30) - 3
    assert outcome("terminal_value", figures) == pytest.approx(worth / 1.12**2.5)


def test_discounting_never_falls_below_growth() -> None:
    p: Parameters = substitute(FIRM, {"reinvestment.discount_rate": 0.02})
    made = outcomes(told(story()), p)
    earned = (100 + np.arange(19, 31)).sum() - 12 * 40 * 0.85
    worth = earned * 1.03 / 0.01 + 500 + 10 * np.sin(30) - 3
    assert made["terminal_value"] == pytest.approx(worth / 1.02**2.5)


def test_sums_run_over_the_months_after_the_opening() -> None:
    figures = story()
    for name, measure in (
        ("cumulative_revenue", "revenue"), ("cumulative_profit", "profit"), ("cumulative_reinvested", "reinvested"),
        ("distributions", "distributed"),
    ):  # fmt: skip
        assert outcome(name) == pytest.approx(figures[measure][1:].sum()), name
    for name in ("clv", "customers", "nps", "unit_cost"):
        assert outcome(name) == pytest.approx(figures[name][-1]), name
    assert outcome("final_revenue") == pytest.approx(figures["revenue"][-12:].sum())
    assert outcome("growth") == pytest.approx((figures["revenue"][-12:].sum() / 12_000) ** (12 / 30) - 1)


def test_acquisition_cost_is_all_spending_over_all_wins() -> None:
    cac = (30 + np.arange(1, 31) + 50).sum() / 60
    assert outcome("cac") == pytest.approx(cac)
    assert outcome("clv_to_cac") == pytest.approx(730 / cac)
    assert np.isnan(outcome("cac", story() | {"new_customers": np.zeros(MONTHS + 1)}))


def test_the_most_money_ever_needed_and_the_least_ever_left() -> None:
    assert outcome("peak_funding") == pytest.approx(160 + 140)  # month 8, after two injections
    figures = story() | {"cash": np.array([1.0, *range(50, 50 + MONTHS)])}
    assert outcome("lowest_cash", figures) == 50


def test_a_closed_firm_is_worth_nothing_more() -> None:
    figures = story() | {"closed": (np.arange(MONTHS + 1) >= 17).astype(float)}
    assert outcome("ruined", figures) == 1
    assert outcome("ruin_month", figures) == 17
    assert outcome("terminal_value", figures) == 0
    assert outcome("ruined") == 0
    assert np.isnan(outcome("ruin_month"))


def test_the_owners_have_what_they_took_less_what_they_put_in_and_what_the_firm_holds() -> None:
    figures = story()
    expected = np.cumsum(figures["distributed"] - figures["injected"]) + figures["cash"] - figures["debt"]
    np.testing.assert_allclose(owners_position(told(figures))[:, 0], expected)


@pytest.mark.parametrize(
    ("lead", "month"),
    [
        ((0, 1, 1, 1), 1.0),
        ((0, -1, 1, 1), 2.0),
        ((0, 1, -1, 1), 3.0),
        ((0, -1, 0, 1), 2.0),
        ((0, 1, 1, -1), np.nan),
        ((0, 1, 1, 0), np.nan),
        ((-5, 1, 1, 1), 1.0),
    ],
)
def test_payback_is_the_first_month_from_which_owners_stay_ahead_of_harvest(
    lead: tuple[float, ...], month: float
) -> None:
    harvest = np.array([[5.0], [7.0], [11.0], [13.0]])
    recording = told({"cash": harvest[:, 0] + np.array(lead), "revenue": np.ones(4)}, 3)
    made = outcomes(recording, FIRM, harvest)["payback_month"]
    np.testing.assert_array_equal(made, [month])


def test_without_harvest_there_is_no_payback() -> None:
    assert np.isnan(outcome("payback_month"))
