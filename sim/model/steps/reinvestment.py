"""Step 6: reinvestment. Profit becomes cash, cash becomes the next lap's budget, or the end."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from sim.arrays import Array, anywhere, asarray
from sim.model.opening import DAYS_A_MONTH
from sim.model.upkeep import yearly_hosting

if TYPE_CHECKING:
    from sim.model.batch import Batch
    from sim.model.parameters.spec import Value


@dataclass(slots=True)
class Reinvestment:
    """Step 6 of the cycle."""

    batch: Batch
    _interest: Array = field(init=False)
    _closing: Array = field(init=False)
    _others_close: bool = field(init=False)

    def __post_init__(self) -> None:
        """Work out what does not change."""
        b, r = self.batch, self.batch.parameters.reinvestment
        self._others_close = b.streams.whole and bool(np.any(b.parameters.world.other_closure))
        self._interest = asarray((1 + r.debt_rate) ** (1 / 12) - 1)
        self._closing = -1e-9 * b.opening.revenue

    def act(self, month: int) -> None:
        """Close the books of the month."""
        self._sell()
        profit = self._profit(month)
        self._bank(month, profit)
        self._close_or_survive(month)
        self._remember(month)

    def _sell(self) -> None:
        b, p = self.batch, self.batch.parameters
        fresh = b.flow["new_customers"] / np.maximum(b.flow["customers"], 1.0)
        reach = p.acquisition.discount_reach + (1 - p.acquisition.discount_reach) * np.minimum(fresh, 1.0)
        price = p.business.price * b.world.events["price_change"] * (1 - b.flow["discount"] * reach)
        revenue = b.flow["volume"] * price * b.firm.alive
        cost = b.flow["volume"] * b.flow["unit_cost"] * b.firm.alive
        b.flow.update(
            revenue=revenue,
            cost_of_sales=cost,
            gross_profit=revenue - cost,
        )

    def _profit(self, month: int) -> Array:
        """Return profit after committed spending, interest and tax, before reinvestment."""
        b, r, firm = self.batch, self.batch.parameters.reinvestment, self.batch.firm
        rising = (1 + b.parameters.capability.subscription_inflation) ** (month / 12)
        size = b.flow["scale"]
        hosting = yearly_hosting(b.parameters, firm.technology, rising) * b.opening.revenue * size * firm.alive
        flow = b.flow
        committed = flow["service_spend"] + flow["sales_spend"] + flow["base_marketing"] + flow["fixed_cost"] + hosting
        interest = firm.debt * self._interest
        before_tax = flow["gross_profit"] - committed - interest
        tax = _tax(before_tax, firm.tax_losses, r.tax)
        taxed = before_tax - r.expensed_share * flow["reinvested"]
        paid = _tax(taxed, firm.tax_losses, r.tax)
        firm.tax_losses = np.maximum(firm.tax_losses - taxed, 0.0)
        profit = before_tax - tax
        outflow = flow["cost_of_sales"] + committed + interest
        flow.update(
            subscriptions=hosting,
            profit=profit,
            tax_paid=paid,
            tax_saved=tax - paid,
            interest=interest,
            outflow=outflow,
            operating_costs=committed,
        )
        return asarray(profit)

    def _bank(self, month: int, profit: Array) -> None:
        """Move cash: profit, reinvestment, working capital, events, credit, owners."""
        b, r, firm, flow = self.batch, self.batch.parameters.reinvestment, self.batch.firm, self.batch.flow
        tied = self._working_capital(month) * firm.alive
        injected = b.world.events["cash_injection"] * firm.alive
        lost = b.world.events["cash_loss"] * firm.alive
        growth = tied - firm.working_capital
        firm.working_capital = tied
        cash = firm.cash + profit + flow["tax_saved"] - flow["reinvested"] - growth + injected - lost
        sales = b.history.total("revenue", month - 1, 11) + flow["revenue"]
        line = r.credit_share * sales * (1 - b.world.events["credit_stop"])
        drawn = np.minimum(np.maximum(-cash, 0.0), np.maximum(line - firm.debt, 0.0))
        buffer = r.buffer_days * flow["outflow"] / DAYS_A_MONTH
        called = np.maximum(firm.debt - line, 0.0) / 12
        spared = np.minimum(np.maximum(called, cash - buffer), np.maximum(cash, 0.0))
        repaid = np.minimum(firm.debt, spared) * (drawn <= 0)
        b.ledger.note(month, "reinvestment", "credit drawn", drawn)
        cash = cash + drawn - repaid
        firm.debt = firm.debt + drawn - repaid
        spare = np.maximum(cash - 1.25 * buffer, 0.0) * (firm.debt <= 0) * (1 - firm.surviving)
        paid = spare * flow["payout"] * firm.alive
        firm.cash = cash - paid
        flow.update(
            cash_buffer=buffer,
            distributed=paid,
            injected=injected,
            cash_lost=lost,
            working_capital=tied,
            working_capital_growth=growth,
            drawn=drawn,
            repaid=repaid,
        )

    def _working_capital(self, month: int) -> Array:
        """Return receivables and stock less payables, by days of last quarter's figures."""
        b, r = self.batch, self.batch.parameters.reinvestment
        sales = (b.history.total("revenue", month - 1, 2) + b.flow["revenue"]) / 3
        cost = (b.history.total("cost_of_sales", month - 1, 2) + b.flow["cost_of_sales"]) / 3
        due = r.days_sales * b.world.collection
        return asarray((due * sales + (r.days_stock - r.days_payable) * cost) / DAYS_A_MONTH)

    def _close_or_survive(self, month: int) -> None:
        """Close the firm when cash is gone and credit drawn; enter or leave survival mode."""
        b, firm = self.batch, self.batch.firm
        b.flow["written_off"] = np.zeros_like(firm.cash)
        fails = (firm.cash < self._closing) | (self._other_closure(month) > 0)
        closes = fails * firm.alive
        if anywhere(closes):
            self._close(month, closes)
        self._survive(month)

    def _close(self, month: int, closes: Array) -> None:
        """Settle what firms that close leave behind."""
        b, firm = self.batch, self.batch.firm
        b.ledger.note(month, "reinvestment", "the firm closes", closes)
        firm.alive = firm.alive - closes
        # A firm closed for other reasons than cash leaves its owners what cash is left after its debts.
        left = np.maximum(0.0, firm.cash - firm.debt) * closes
        b.flow["distributed"] = b.flow["distributed"] + left
        b.flow["written_off"] = np.where(closes > 0, firm.debt + left - firm.cash - firm.working_capital, 0.0)
        b.flow["churned"] = b.flow["churned"] + b.flow["customers"] * closes
        b.flow["losses"] = b.flow["losses"] + b.flow["pipeline"] * closes
        lives = firm.alive
        for name in ("cash", "debt", "working_capital", "customers", "pipeline", "embedded"):
            setattr(firm, name, getattr(firm, name) * lives)
        for name in ("customers", "pipeline", "working_capital"):
            b.flow[name] = b.flow[name] * lives

    def _survive(self, month: int) -> None:
        """Enter or leave survival mode by days of cash."""
        b, r, firm = self.batch, self.batch.parameters.reinvestment, self.batch.firm
        days = firm.cash / np.maximum(b.flow["outflow"] / DAYS_A_MONTH, 1e-9)
        line = np.where(firm.surviving > 0, r.survival_days * r.survival_exit, r.survival_days)
        now = (days < line) * firm.alive
        b.ledger.note(month, "reinvestment", "survival mode starts at days of cash", days, now, firm.surviving == 0)
        firm.surviving = now

    def _other_closure(self, month: int) -> Array:
        """Draw closings for reasons outside the cycle: a multiple of half the BLS hazard at the firm's age."""
        b, w = self.batch, self.batch.parameters.world
        share = asarray(w.other_closure)
        if not self._others_close:
            return np.zeros_like(share)
        age = np.ceil(w.firm_age + month / 12)  # the fit is for the year that ends at this age
        yearly = np.clip(share * 0.5 * 0.20 * age**-0.5, 0.0, 0.99)
        return b.streams.bernoulli("reinvestment.other_closure", month, 1 - (1 - yearly) ** (1 / 12))

    def _remember(self, month: int) -> None:
        """Keep the figures later months look back on."""
        b, flow = self.batch, self.batch.flow
        flow["recession"] = b.world.recession
        kept = {
            "adjusted_revenue": flow["revenue"] / b.world.season,
            "new_value": flow["new_customers"] * flow["clv"],
            "churned_value": flow["churned"] * flow["clv"],
            "acquisition_spend": flow["marketing_spend"] + flow["sales_spend"],
        }
        for name in ("revenue", "profit", "outflow", "cost_of_sales", "reinvested", "recession", "new_customers"):
            kept[name] = flow[name]
        for name, value in kept.items():
            b.history.put(name, month, value)
        flow["yearly_revenue"] = b.history.total("revenue", month, 12)
        spent = b.history.total("acquisition_spend", month, 12)
        won = b.history.total("new_customers", month, 12)
        flow["cac"] = np.where(won > 0, spent / np.where(won > 0, won, 1.0), np.nan)


def _tax(profit: Array, losses: Array, rate: Value) -> Array:
    """Return tax on a profit after losses carried forward."""
    return asarray(np.maximum(profit - losses, 0.0) * rate)
