"""Step 6 closes the books as its page says (docs/explanation/steps/6-reinvestment.md)."""

from __future__ import annotations

import numpy as np
import pytest

from sim.model.recorder import order_value
from sim.model.steps.reinvestment import Reinvestment
from tests.unit.model.bookkeeping import before_tax, books, hosting, paid_price, spent
from tests.unit.model.laid import one, remember


def test_a_discount_reaches_all_new_customers_and_a_share_of_the_others() -> None:
    b = books()
    b.world.events["price_change"] = one(1.2)
    Reinvestment(b)._sell()
    assert b.flow["revenue"] == pytest.approx(230 * paid_price() * 1.2)
    assert b.flow["cost_of_sales"] == pytest.approx(230 * 640)
    assert b.flow["gross_profit"] == pytest.approx(230 * (paid_price() * 1.2 - 640))
    assert order_value(b.flow) == pytest.approx(230 * paid_price() * 1.2 / 210)


def test_a_month_of_new_customers_only_pays_the_discounted_price() -> None:
    b = books(new_customers=5.0, customers=2.0)
    Reinvestment(b)._sell()
    assert b.flow["revenue"] == pytest.approx(230 * 1400 * 0.9)


def test_without_orders_an_order_is_worth_nothing() -> None:
    b = books(orders=0.0)
    Reinvestment(b)._sell()
    assert order_value(b.flow) == 0


def test_profit_is_what_is_left_after_commitments_interest_and_tax() -> None:
    b = books()
    b.firm.debt = one(30_000)
    Reinvestment(b).act(7)
    gross = before_tax(b, 30_000)
    assert gross > 0
    assert b.flow["subscriptions"] == pytest.approx(hosting(b))
    assert b.flow["interest"] == pytest.approx(30_000 * (1.1 ** (1 / 12) - 1))
    assert b.flow["outflow"] == pytest.approx(spent(b, 30_000))
    assert b.flow["profit"] == pytest.approx(0.75 * gross)
    assert b.flow["tax_saved"] == pytest.approx(0.25 * 0.8 * 9_000)


def test_losses_carried_forward_are_taken_off_before_tax() -> None:
    b = books()
    b.firm.tax_losses = one(5_000)
    Reinvestment(b).act(7)
    gross = before_tax(b)
    assert b.flow["profit"] == pytest.approx(gross - 0.25 * (gross - 5_000))
    assert b.flow["tax_saved"] == pytest.approx(0.25 * 0.8 * 9_000)
    assert b.firm.tax_losses == 0


def test_a_loss_is_not_taxed_and_lowers_the_tax_of_later_months() -> None:
    b = books(fixed_cost=200_000.0)
    b.firm.tax_losses = one(1_000)
    Reinvestment(b).act(7)
    gross = before_tax(b) - 140_000
    assert gross < 0
    assert b.flow["profit"] == pytest.approx(gross)
    assert b.flow["tax_saved"] == 0
    assert b.firm.tax_losses == pytest.approx(1_000 - gross + 0.8 * 9_000)


def test_reinvestment_that_turns_profit_into_loss_saves_the_tax_of_the_profit_and_carries_the_rest() -> None:
    b = books(reinvested=300_000.0)
    Reinvestment(b).act(7)
    gross = before_tax(b)
    assert b.flow["tax_saved"] == pytest.approx(0.25 * gross)
    assert b.firm.tax_losses == pytest.approx(0.8 * 300_000 - gross)


def test_months_later_look_back_on_what_the_books_say() -> None:
    b = books()
    b.world.season, b.world.recession = one(1.25), one(0.5)
    Reinvestment(b).act(7)
    flow, past = b.flow, b.history
    assert past.at("adjusted_revenue", 7) == pytest.approx(float(flow["revenue"][0]) / 1.25)
    assert past.at("new_value", 7) == pytest.approx(10 * 15_000)
    assert past.at("churned_value", 7) == pytest.approx(4 * 15_000)
    assert past.at("acquisition_spend", 7) == pytest.approx(10_700 + 16_000)
    for name in ("revenue", "profit", "outflow", "cost_of_sales", "reinvested", "recession", "new_customers"):
        np.testing.assert_array_equal(past.at(name, 7), flow[name])
    months = [300_000 * (1 + 0.01 * month) for month in range(-4, 7)]
    assert flow["yearly_revenue"] == pytest.approx(sum(months) + float(flow["revenue"][0]))


def test_acquisition_cost_is_that_of_twelve_months() -> None:
    b = books()
    remember(b, "acquisition_spend", dict.fromkeys(range(-4, 7), 20_000.0) | {-5: 1e9})
    remember(b, "new_customers", dict.fromkeys(range(-4, 7), 2.0) | {-5: 1e9})
    Reinvestment(b).act(7)
    assert b.flow["cac"] == pytest.approx((11 * 20_000 + 26_700) / (22 + 10))
    b = books(new_customers=0.0)
    remember(b, "new_customers", dict.fromkeys(range(-4, 7), 0.0))
    Reinvestment(b).act(7)
    assert np.isnan(b.flow["cac"]).all()


def test_a_closed_firm_has_no_books() -> None:
    b = books()
    b.firm.alive, b.firm.cash, b.firm.working_capital = one(0), one(0), one(0)
    still = ("service_spend", "sales_spend", "base_marketing", "fixed_cost", "reinvested", "customers", "pipeline")
    b.flow.update({name: one(0) for name in still})
    b.world.events["cash_injection"], b.world.events["cash_loss"] = one(7_000), one(11_000)
    Reinvestment(b).act(7)
    for name in ("revenue", "subscriptions", "profit", "injected", "cash_lost", "distributed", "working_capital"):
        assert b.flow[name] == 0, name
    assert b.firm.cash == 0
