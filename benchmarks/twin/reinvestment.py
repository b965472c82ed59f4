"""Step 6: reinvestment. The books are closed; cash decides whether the firm lives on."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from benchmarks.twin.firm import tied_up
from benchmarks.twin.opening import DAYS, clip, subscriptions

if TYPE_CHECKING:
    from benchmarks.twin.firm import Firm


def work(firm: Firm) -> None:
    """Do step 6 of the month."""
    _sell(firm)
    before_tax = _spend(firm)
    _tax(firm, before_tax)
    _pay(firm)
    _end(firm)
    _survive(firm)
    _keep(firm)


def _sell(firm: Firm) -> None:
    p, now, books = firm.case.p, firm.now, firm.books
    customers = int(firm.base.counts.sum())
    fresh = min(1.0, now["wins"] / max(customers, 1))
    reach = float(p.acquisition.discount_reach)
    decision = firm.planning.decision
    discount = 0.0 if decision is None else decision.discount
    price = float(p.business.price) * firm.world.acting["price_change"]
    price *= 1.0 - discount * (reach + (1.0 - reach) * fresh)
    now["revenue"] = now["volume"] * price * firm.alive
    now["cost_of_sales"] = now["volume"] * firm.works.unit_cost * firm.alive
    books.revenue.append(now["revenue"])
    books.even_revenue.append(now["revenue"] / firm.world.season)
    books.sales_cost.append(now["cost_of_sales"])


def _spend(firm: Firm) -> float:
    """Count committed spending and interest; return profit before tax."""
    p, now, books = firm.case.p, firm.now, firm.books
    dearer = (1.0 + float(p.capability.subscription_inflation)) ** (firm.month / 12.0)
    today = firm.case.today.money.revenue
    now["subscriptions"] = subscriptions(p, sum(firm.capability.t), dearer) * today * now["scale"] * firm.alive
    committed = now["service_spend"] + now["sales_spend"] + now["base_marketing"]
    committed += now["fixed_cost"] + now["subscriptions"]
    interest = books.debt * ((1.0 + float(p.reinvestment.debt_rate)) ** (1.0 / 12.0) - 1.0)
    now["outflow"] = now["cost_of_sales"] + committed + interest
    return now["revenue"] - now["outflow"]


def _tax(firm: Firm, before: float) -> None:
    r, now, books = firm.case.p.reinvestment, firm.now, firm.books
    rate, losses = float(r.tax), books.losses

    def due(y: float) -> float:
        return rate * max(0.0, y - clip(y, 0.0, losses))

    taxed = before - float(r.expensed_share) * now["reinvested"]
    now["profit"] = before - due(before)
    now["tax_saved"] = due(before) - due(taxed)
    books.losses = losses - clip(taxed, 0.0, losses) + max(0.0, -taxed)


def _pay(firm: Firm) -> None:
    """Move cash: working capital, events, the bank, the owners."""
    r, now, books = firm.case.p.reinvestment, firm.now, firm.books
    tied = tied_up(firm.case, books, firm.world.collection) * firm.alive
    now["injected"] = firm.world.acting["cash_injection"] * firm.alive
    now["cash_lost"] = firm.world.acting["cash_loss"] * firm.alive
    x = books.cash + now["profit"] + now["tax_saved"] - now["reinvested"] - (tied - books.tied)
    x += now["injected"] - now["cash_lost"]
    books.tied = tied
    line = float(r.credit_share) * sum(books.revenue[-12:]) * (1.0 - firm.world.acting["credit_stop"])
    drawn = min(max(0.0, -x), max(0.0, line - books.debt))
    buffer = now["cash_buffer"] = float(r.buffer_days) * now["outflow"] / DAYS
    called = max(0.0, books.debt - line) / 12.0
    repaid = 0.0 if drawn > 0.0 else min(books.debt, max(called, x - buffer), max(0.0, x))
    books.cash = x + drawn - repaid
    books.debt += drawn - repaid
    decision = firm.planning.decision
    payout = 0.0 if decision is None or books.debt > 0.0 or firm.surviving else decision.payout
    now["distributed"] = max(0.0, books.cash - 1.25 * buffer) * payout * firm.alive
    books.cash -= now["distributed"]


def _end(firm: Firm) -> None:
    """Close the firm when cash ran out, or for reasons outside the cycle."""
    now, books = firm.now, firm.books
    now["written_off"] = 0.0
    broke = books.cash < -1e-9 * firm.case.today.money.revenue
    if not firm.alive or not (broke or _closes_otherwise(firm)):
        return
    left = max(0.0, books.cash - books.debt)
    now["distributed"] += left
    now["written_off"] = books.debt + left - books.cash - books.tied
    now["churned"] += int(firm.base.counts.sum())
    now["losses"] += sum(firm.sales.pipeline)
    books.cash = books.debt = books.tied = 0.0
    firm.base.counts[:] = 0
    firm.base.embedded = 0
    firm.sales.pipeline = [0] * len(firm.sales.pipeline)
    firm.alive = 0


def _closes_otherwise(firm: Firm) -> bool:
    w = firm.case.p.world
    if float(w.other_closure) <= 0.0:
        return False
    age = max(math.ceil(float(w.firm_age) + firm.month / 12.0), 1)
    yearly = clip(float(w.other_closure) * 0.5 * 0.20 * age**-0.5, 0.0, 0.99)
    return bool(firm.rng.random() < 1.0 - (1.0 - yearly) ** (1.0 / 12.0))


def _survive(firm: Firm) -> None:
    r = firm.case.p.reinvestment
    days = firm.books.cash / max(1e-12, firm.now["outflow"] / DAYS)
    line = float(r.survival_days) * (float(r.survival_exit) if firm.surviving else 1.0)
    firm.surviving = int(days < line) * firm.alive


def _keep(firm: Firm) -> None:
    """Keep the figures from which the next budgets are set."""
    now, books = firm.now, firm.books
    books.profit.append(now["profit"])
    books.outflow.append(now["outflow"])
    books.reinvested.append(now["reinvested"])
    books.recession.append(firm.world.recession)
    books.wins.append(now["wins"])
    books.won_value.append(now["wins"] * now["clv"])
    books.lost_value.append(now["churned"] * now["clv"])
    books.acquisition.append(now["marketing_spend"] + now["sales_spend"])
