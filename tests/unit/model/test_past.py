"""What the firm remembers, and the figures of month 0 (docs/explanation/opening.md#the-past)."""

from __future__ import annotations

import numpy as np
import pytest

from sim.model.recorder import order_value
from sim.model.stocks import PAST, History
from tests.unit.model.laid import laid, one

SEASONS = {f"world.seasonality.{month}": 1.0 + 0.05 * month for month in range(12)}


def test_means_totals_and_maxima_end_with_the_month_they_name() -> None:
    past = History(5, {"revenue": np.arange(-PAST, 1, dtype=float)[:, None]})
    for month in range(1, 6):
        past.put("revenue", month, one(month))
    assert past.at("revenue", -3) == -3
    assert past.mean("revenue", 4, 3) == pytest.approx((2 + 3 + 4) / 3)
    assert past.total("revenue", 0, 12) == sum(range(-11, 1))
    assert past.highest("revenue", 2, 4) == 2
    past.put("revenue", 1, one(9))
    assert past.highest("revenue", 4, 4) == 9
    assert past.highest("revenue", 5, 4) == 5
    assert past.mean("revenue", 0, 25) == pytest.approx(-12)


def test_two_years_of_steady_state_with_seasons_where_money_follows_them() -> None:
    b = laid({**SEASONS, "business.operating_margin": 0.08}, start_month=5)
    revenue, past = float(b.opening.revenue[0]), b.history
    for month in (-24, -7, 0):
        season = (1 + 0.05 * ((5 - 2 + month) % 12)) / (1 + 0.05 * 5.5)  # month 1 is May, month 0 April
        assert past.at("revenue", month) == pytest.approx(revenue * season)
        assert past.at("cost_of_sales", month) == pytest.approx(revenue * season * 0.5)
        assert past.at("volume", month) == pytest.approx(float(b.opening.volume[0]) * season)
        assert past.at("adjusted_revenue", month) == pytest.approx(revenue)
        assert past.at("profit", month) == pytest.approx(0.08 * 0.75 * revenue)
        assert past.at("outflow", month) == pytest.approx(0.92 * revenue)
        assert past.at("reinvested", month) == past.at("recession", month) == 0
        assert past.at("level", month) == 1
        won = float(b.opening.opportunities[0]) * 0.23
        clv = float(b.flow["clv"][0])
        assert past.at("new_customers", month) == pytest.approx(won)
        assert past.at("new_value", month) == pytest.approx(won * clv)
        assert past.at("churned_value", month) == pytest.approx(float(b.opening.churned[0]) * clv)
        assert past.at("acquisition_spend", month) == pytest.approx((0.035 + 0.055) * revenue)


@pytest.mark.parametrize("kind", ["contract", "orders"])
def test_the_figures_of_month_0_are_those_of_the_steady_state(kind: str) -> None:
    b = laid({"business.service_share": 0.07, "demand.data_quality": 0.7}, kind)
    o, flow = b.opening, b.flow
    revenue, customers = float(o.revenue[0]), 220.0
    won = float(o.opportunities[0]) * 0.23
    margin = o.classes.orders[:, 0] * (1400 - 700) - 0.07 * revenue / customers
    clv = float((o.classes.weight[:, 0] * margin / (1.15 ** (1 / 12) - 1 + o.classes.hazard[:, 0])).sum())
    referral = 220 * 0.03 / 12 / (0.48 * 0.23)
    ordering = float((o.customers[:, :, 0].sum(axis=1) * -np.expm1(-o.classes.orders[:, 0])).sum()) + won
    orders = customers if kind == "contract" else float(o.orders[0])
    expected = {
        "revenue": revenue,
        "yearly_revenue": 12 * revenue,
        "gross_profit": 0.5 * revenue,
        "profit": 0.105 * 0.75 * revenue,
        "cash_buffer": 30 * 0.895 * revenue / 30.4375,
        "customers": customers,
        "active_customers": customers if kind == "contract" else ordering,
        "new_customers": won,
        "wins": won,
        "churned": float(o.churned[0]),
        "losses": float(o.opportunities[0]) * 0.77,
        "orders": orders,
        "leads": float(o.leads[0]),
        "mql": float(o.leads[0]) * 0.3,
        "sql": float(o.leads[0]) * 0.3 * 0.3 + referral,
        "referral_leads": referral,
        "opportunities": float(o.opportunities[0]),
        "pipeline": float(o.opportunities[0]) * 60 / 30.4375,
        "marketing_spend": 0.035 * revenue,
        "sales_spend": 0.055 * revenue,
        "cac": 0.09 * revenue / won,
        "clv": clv,
        "nps": 30,
        "lead_quality": 0.7**0.6 * 0.7**0.2 * 0.7**0.2,
        "unit_cost": 700,
        "volume": float(o.volume[0]),
        "demanded": float(o.volume[0]),
        "stockouts": 0.03,
        "lead_time": 1,
        "working_capital": (45 - 30 * 0.5) * revenue / 30.4375,
    }
    for name, value in expected.items():
        assert flow[name] == pytest.approx(value), name
    assert order_value(flow) == pytest.approx(revenue / orders)
    for name in ("cx_index", "lost_volume", "reinvested", "distributed", "tax_saved", "written_off", "wasted"):
        assert flow[name] == 0, name
    assert b.firm.working_capital == flow["working_capital"]


def test_working_capital_of_the_opening_is_that_of_the_last_three_months() -> None:
    b = laid({**SEASONS, "reinvestment.days_stock": 20.0}, start_month=5)
    season = (1 + 0.05 * 2) / (1 + 0.05 * 5.5)  # March, the middle of February to April
    tied = (45 + (20 - 30) * 0.5) * season * float(b.opening.revenue[0]) / 30.4375
    assert b.firm.working_capital == pytest.approx(tied)


def test_without_wins_there_is_no_acquisition_cost() -> None:
    b = laid({"demand.leads": 0.0, "experience.referral_rate": 0.0})
    assert np.isnan(b.flow["cac"]).all()
