"""A firm whose month is done but for its books, for the tests of step 6."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.unit.model.laid import laid, one, remember

if TYPE_CHECKING:
    from sim.model.batch import Batch

AWAKE = {
    "acquisition.discount_reach": 0.4,
    "capability.hosted_share": 0.7,
    "capability.onsite_cost": 1.5,
    "capability.onsite_upkeep": 0.2,
    "capability.subscription_inflation": 0.08,
    "reinvestment.expensed_share": 0.8,
    "reinvestment.days_stock": 20.0,
    "reinvestment.days_sales": 50.0,
    "reinvestment.days_payable": 35.0,
    "reinvestment.buffer_days": 40.0,
    "reinvestment.survival_exit": 1.6,
    "world.recession_collection": 0.0,
}
DAYS = 30.4375
FLOWS = {
    "new_customers": 10.0, "customers": 200.0, "discount": 0.1, "volume": 230.0, "unit_cost": 640.0, "orders": 210.0,
    "scale": 1.1, "service_spend": 25_000.0, "sales_spend": 16_000.0, "base_marketing": 10_000.0,
    "fixed_cost": 60_000.0, "reinvested": 9_000.0, "payout": 0.6, "churned": 4.0, "clv": 15_000.0, "losses": 3.0,
    "pipeline": 6.0, "marketing_spend": 10_700.0,
}  # fmt: skip


def books(changes: dict[str, float] | None = None, **flows: float) -> Batch:
    """Return a firm whose month is done but for its books."""
    b = laid({**AWAKE, **(changes or {})})
    b.flow.update({name: one(value) for name, value in {**FLOWS, **flows}.items()})
    b.firm.debt, b.firm.cash, b.firm.working_capital = one(0), one(600_000), one(430_000)
    for name, size in (("revenue", 300_000.0), ("cost_of_sales", 140_000.0)):
        remember(b, name, {month: size * (1 + 0.01 * month) for month in range(-11, 7)})
    return b


def paid_price() -> float:
    """Return the price after a discount that reaches new customers and two fifths of the others."""
    fresh = 10 / 200
    return 1400 * (1 - 0.1 * (0.4 + 0.6 * fresh))


def hosting(b: Batch) -> float:
    """Return subscriptions and upkeep of month 7."""
    yearly = 0.7 * 0.12 * float(1.08 ** (7 / 12)) + 0.3 * 0.5 * 0.2
    return yearly * 0.028 * float(b.firm.technology.sum()) * float(b.opening.revenue[0]) * 1.1


def before_tax(b: Batch, debt: float = 0.0) -> float:
    committed = 25_000 + 16_000 + 10_000 + 60_000 + hosting(b)
    return 230 * paid_price() - 230 * 640 - committed - debt * float(1.1 ** (1 / 12) - 1)


def spent(b: Batch, debt: float = 0.0) -> float:
    """Return the month's cash out."""
    return 230 * paid_price() - before_tax(b, debt)
