"""The record: every measure of a month, and the outcomes of a whole history."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from benchmarks.twin.opening import STEPS, clip
from benchmarks.twin.world import rivals_now

if TYPE_CHECKING:
    from benchmarks.twin.firm import Case, Firm

Month = dict[str, float]
AS_COUNTED = (
    "revenue", "profit", "cash_buffer", "active_customers", "churned", "orders", "leads", "mql", "sql",
    "opportunities", "wins", "losses", "marketing_spend", "sales_spend", "clv", "nps", "referral_leads",
    "lead_quality", "cx_index", "demanded", "volume", "fixed_cost", "subscriptions", "reinvested", "maintenance",
    "required_maintenance", "wasted", "repeated", "distributed", "injected", "cash_lost", "tax_saved", "written_off",
)  # fmt: skip
"""Measures that the steps left under their own name."""


def note(firm: Firm) -> None:
    """Put the month on record and clear the desk."""
    now, books = firm.now, firm.books
    month = {name: float(now[name]) for name in AS_COUNTED}
    month.update(_derived(firm))
    month.update(_stocks(firm))
    month["yearly_revenue"] = sum(books.revenue[-12:])
    won = sum(books.wins[-12:])
    month["cac"] = sum(books.acquisition[-12:]) / won if won > 0.0 else math.nan
    firm.record.append(month)
    firm.now = {}


def _derived(firm: Firm) -> Month:
    now = firm.now
    return {
        "gross_profit": now["revenue"] - now["cost_of_sales"],
        "new_customers": now["wins"],
        "order_value": now["revenue"] / now["orders"] if now["orders"] > 0.0 else 0.0,
        "lost_volume": now["demanded"] - now["volume"],
    }


def _stocks(firm: Firm) -> Month:
    books, works, stocks = firm.books, firm.works, firm.capability
    month = {
        "cash": books.cash,
        "debt": books.debt,
        "customers": float(firm.base.counts.sum()),
        "embedded_customers": float(firm.base.embedded),
        "pipeline": float(sum(firm.sales.pipeline)),
        "stockouts": works.stockouts,
        "unit_cost": works.unit_cost,
        "lead_time": works.lead_time,
        "working_capital": books.tied,
        "plan_quality": stocks.plan,
        "data_quality": stocks.data,
        "content": stocks.content,
        "crm_use": firm.sales.crm_use,
        "rival_capability": rivals_now(firm),
        "recession": float(firm.world.recession),
        "survival_mode": float(firm.surviving),
        "closed": float(1 - firm.alive),
    }
    for name, values in (("process_quality", stocks.s), ("technology", stocks.t), ("adoption", stocks.a)):
        month.update({f"{name}_{step}": value for step, value in zip(STEPS, values, strict=True)})
    return month


def outcomes(case: Case, record: list[Month]) -> Month:
    """Return one number per outcome; payback against harvest needs the same luck and is left out."""
    last = record[-1]
    spending = sum(month["marketing_spend"] + month["sales_spend"] for month in record)
    won = sum(month["new_customers"] for month in record)
    closed = [place for place, month in enumerate(record, 1) if month["closed"] > 0.0]
    cac = spending / won if won > 0.0 else math.nan
    without = _discounted_payouts(case, record)
    terminal = _terminal_value(case, record)
    final = _final_revenue(record)
    return {
        "npv": without + terminal,
        "npv_without_terminal_value": without,
        "terminal_value": terminal,
        "final_revenue": final,
        "cumulative_revenue": sum(month["revenue"] for month in record),
        "cumulative_profit": sum(month["profit"] for month in record),
        "cumulative_reinvested": sum(month["reinvested"] for month in record),
        "distributions": sum(month["distributed"] for month in record),
        "peak_funding": _peak_funding(record),
        "lowest_cash": min(month["cash"] for month in record),
        "ruined": float(bool(closed)),
        "ruin_month": float(closed[0]) if closed else math.nan,
        "cac": cac,
        "clv": last["clv"],
        "clv_to_cac": last["clv"] / cac if cac > 0.0 else math.nan,
        "customers": last["customers"],
        "nps": last["nps"],
        "unit_cost": last["unit_cost"],
        "growth": (final / (12.0 * case.today.money.revenue)) ** (12.0 / len(record)) - 1.0,
    }


def _discounted_payouts(case: Case, record: list[Month]) -> float:
    rate = 1.0 + float(case.p.reinvestment.discount_rate)
    flows = (month["distributed"] - month["injected"] for month in record)
    return float(sum(flow * rate ** (-place / 12.0) for place, flow in enumerate(flows, 1)))


def _final_revenue(record: list[Month]) -> float:
    span = min(12, len(record))
    return 12.0 / span * sum(month["revenue"] for month in record[-span:])


def _terminal_value(case: Case, record: list[Month]) -> float:
    r, last, span = case.p.reinvestment, record[-1], min(12, len(record))
    upkeep_share = 1.0 - float(r.tax) * float(r.expensed_share)
    recent = record[-span:]
    earned = 12.0 / span * sum(month["profit"] - month["required_maintenance"] * upkeep_share for month in recent)
    revenues = [case.today.money.revenue, *(month["revenue"] for month in record)]
    before = revenues[max(0, len(revenues) - 2 * span) : len(revenues) - span]
    usual = sum(before) / len(before)
    trend = ((sum(revenues[-span:]) / span) / usual) ** (12.0 / span) - 1.0 if usual > 0.0 else -1.0
    growth = clip(trend, float(r.terminal_growth_low), float(r.terminal_growth_high))
    rate = float(r.discount_rate)
    concern = max(0.0, earned * (1.0 + growth) / max(rate - growth, 0.01))
    value = concern + last["cash"] - last["debt"]
    return float((1.0 - last["closed"]) * value * (1.0 + rate) ** (-len(record) / 12.0))


def _peak_funding(record: list[Month]) -> float:
    put_in = peak = 0.0
    for month in record:
        put_in += month["injected"]
        peak = max(peak, month["debt"] + put_in)
    return peak
