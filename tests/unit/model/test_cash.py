"""Cash, credit and owners in step 6 (docs/explanation/steps/6-reinvestment.md#cash)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sim.model.steps.reinvestment import Reinvestment
from tests.unit.model.bookkeeping import DAYS, books, paid_price, spent
from tests.unit.model.laid import one

if TYPE_CHECKING:
    from sim.model.batch import Batch


def tied(b: Batch) -> float:
    sales = (300_000 * 1.05 + 300_000 * 1.06 + 230 * paid_price()) / 3
    cost = (140_000 * 1.05 + 140_000 * 1.06 + 230 * 640) / 3
    collection = float(b.world.collection[0])
    return (50 * collection * sales + (20 - 35) * cost) / DAYS


def test_cash_takes_profit_and_gives_reinvestment_and_working_capital() -> None:
    b = books(payout=0.0)
    b.world.events["cash_injection"], b.world.events["cash_loss"] = one(7_000), one(11_000)
    Reinvestment(b).act(7)
    flow = b.flow
    growth = tied(b) - 430_000
    assert flow["working_capital"] == pytest.approx(tied(b))
    expected = 600_000 + flow["profit"] + flow["tax_saved"] - 9_000 - growth + 7_000 - 11_000
    assert b.firm.cash == pytest.approx(expected)
    assert flow["injected"] == 7_000
    assert flow["cash_lost"] == 11_000
    assert flow["cash_buffer"] == pytest.approx(40 * spent(b) / DAYS)


def test_customers_pay_later_in_a_recession() -> None:
    b = books({"world.recession_collection": 2.0})
    b.world.recession, b.world.depth = one(1), one(0.2)
    assert b.world.collection > 1.3
    Reinvestment(b).act(7)
    assert b.flow["working_capital"] == pytest.approx(tied(b))


def test_owners_take_their_share_of_cash_above_one_and_a_quarter_buffers() -> None:
    kept, paid = books(payout=0.0), books()
    for b in (kept, paid):
        Reinvestment(b).act(7)
    spare = float(kept.firm.cash[0]) - 1.25 * 40 * spent(paid) / DAYS
    assert spare > 0
    assert paid.flow["distributed"] == pytest.approx(0.6 * spare)
    assert paid.firm.cash == pytest.approx(kept.firm.cash - 0.6 * spare)


@pytest.mark.parametrize("reason", ["debt", "survival"])
def test_owners_wait_while_there_is_debt_or_survival_is_at_stake(reason: str) -> None:
    b = books()
    if reason == "debt":
        b.firm.debt = one(2e6)
    else:
        b.firm.surviving = one(1)
    Reinvestment(b).act(7)
    assert b.flow["distributed"] == 0


def line(b: Batch) -> float:
    """Return the credit line: four per cent of the last twelve months' revenue, this month included."""
    return 0.04 * (sum(300_000 * (1 + 0.01 * month) for month in range(-4, 7)) + float(b.flow["revenue"][0]))


def short(cash: float, debt: float) -> Batch:
    """Return a firm whose cash would end at `cash` without a bank."""
    calm = books(payout=0.0)
    calm.firm.debt = one(debt)
    r = Reinvestment(calm)
    r._sell()
    profit = float(r._profit(7)[0])
    b = books(payout=0.0)
    b.firm.debt = one(debt)
    saved = float(calm.flow["tax_saved"][0])
    b.firm.cash = one(cash - profit - saved + 9_000 + tied(calm) - 430_000)
    return b


def test_the_bank_lends_what_is_short_up_to_a_share_of_sales() -> None:
    b = short(-50_000, 20_000)
    Reinvestment(b).act(7)
    assert b.firm.debt == pytest.approx(70_000)
    assert b.firm.cash == pytest.approx(0, abs=1e-6)
    assert b.firm.alive == 1
    b = short(-1e6, 20_000)
    Reinvestment(b).act(7)
    assert b.flow["drawn"] == pytest.approx(line(b) - 20_000)


def test_the_bank_lends_less_when_it_stops_credit_and_when_sales_were_small() -> None:
    b = short(-1e6, 20_000)
    b.world.events["credit_stop"] = one(0.5)
    Reinvestment(b).act(7)
    assert b.flow["drawn"] == pytest.approx(0.5 * line(b) - 20_000)
    b = short(-1e6, 20_000)
    b.world.events["credit_stop"] = one(1)
    Reinvestment(b).act(7)
    assert b.flow["drawn"] == 0


def test_cash_above_the_buffer_pays_back_credit() -> None:
    b = short(90_000, 0)
    buffer = 40 * spent(b, 30_000) / DAYS
    b = short(buffer + 10_000, 30_000)
    Reinvestment(b).act(7)
    assert b.flow["repaid"] == pytest.approx(10_000)
    assert b.firm.debt == pytest.approx(20_000)
    b = short(buffer + 50_000, 30_000)
    Reinvestment(b).act(7)
    assert b.firm.debt == 0
    assert b.firm.cash == pytest.approx(buffer + 20_000)


def test_below_the_buffer_credit_within_the_line_stays_and_owners_wait() -> None:
    b = short(60_000, 30_000)
    Reinvestment(b).act(7)
    assert line(b) > 30_000
    assert b.flow["repaid"] == b.flow["drawn"] == 0
    b = short(60_000, 0)
    b.flow["payout"] = one(1)
    Reinvestment(b).act(7)
    assert b.flow["distributed"] == 0


def test_credit_above_the_line_is_called_back_over_a_year_as_far_as_there_is_cash() -> None:
    b = short(60_000, 300_000)
    Reinvestment(b).act(7)
    called = (300_000 - line(b)) / 12
    assert b.flow["repaid"] == pytest.approx(called)
    b = short(5_000, 300_000)
    Reinvestment(b).act(7)
    assert b.flow["repaid"] == pytest.approx(5_000)
    assert b.firm.cash == pytest.approx(0, abs=1e-6)
