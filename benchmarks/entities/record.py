"""What is counted in a month, and the measures made of it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from benchmarks.entities.firm import Firm

MEASURES: Final = (
    "leads", "mql", "referral_leads", "sql", "opportunities", "wins", "losses", "pipeline", "new_customers", "churned",
    "customers", "active_customers", "orders", "demanded", "cx_index", "crm_use", "clv",
)  # fmt: skip
"""What both sides report, by the engine's names."""


@dataclass(slots=True)
class Month:
    """Counts of a month.

    Attributes
    ----------
    leads, mql, referral_leads, sql, opportunities, wins, losses, joined, churned
        As the measures of these names; `joined` are the new customers.
    active, orders, ordered
        Customers who ordered, their orders, and the sizes of these together.
    paying
        Contract customers, those who pay a part only counted as that part.
    """

    leads: int = 0
    mql: int = 0
    referral_leads: int = 0
    sql: int = 0
    opportunities: int = 0
    wins: int = 0
    losses: int = 0
    joined: int = 0
    churned: int = 0
    active: int = 0
    orders: int = 0
    ordered: float = 0.0
    paying: float = 0.0


def row(firm: Firm) -> tuple[float, ...]:
    """Return the figures of `MEASURES` at the end of a month."""
    month = firm.month
    spending = math.exp(float(firm.p.experience.order_value_effect) * firm.service.experience)
    if firm.orders is None:
        active, orders, units = firm.customers, firm.customers, month.paying * firm.activity
    else:
        active, orders, units = month.active, month.orders, month.ordered
    return (
        month.leads, month.mql, month.referral_leads, month.sql, month.opportunities, month.wins, month.losses,
        firm.pipeline, month.joined, month.churned, firm.customers, active, orders, units * spending,
        firm.service.experience, firm.sales.crm, lifetime_value(firm, spending),
    )  # fmt: skip


def lifetime_value(firm: Firm, spending: float) -> float:
    """Return the computed lifetime value of a customer won now."""
    business, classes = firm.p.business, firm.start.classes
    price = float(business.price)
    serving = float(business.service_share) * firm.start.revenue * firm.service.staff / max(firm.customers, 1)
    discount = (1 + float(firm.p.reinvestment.discount_rate)) ** (1 / 12) - 1
    margin = price * firm.sales.price * spending - float(business.cost_of_sales) * price
    each = zip(classes.weights, classes.orders, firm.hazards, strict=True)
    return float(sum(w * (o * margin - serving) / (discount + h) for w, o, h in each))
