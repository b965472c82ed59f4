"""What a manager sees at a review, what a share of profit affords, and what each step is thought to gain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.twin.firm import mean
from benchmarks.twin.opening import DAYS, clip

if TYPE_CHECKING:
    from benchmarks.twin.firm import Firm


@dataclass(frozen=True, slots=True)
class Sight:
    """What a manager sees."""

    firm: Firm
    quarter: int
    profit: float
    profit_2_years: float
    cash: float
    out: float
    upkeep: float

    @property
    def days(self) -> float:
        """Cash in days of outflow."""
        return self.cash / max(1e-12, self.out)


def look(firm: Firm, upkeep: float) -> Sight:
    """Return what there is to see at a review."""
    months = int(firm.case.p.reinvestment.review_months)
    books = firm.books
    return Sight(
        firm=firm,
        quarter=(firm.month - 1) // months,
        profit=mean(books.profit, months),
        profit_2_years=mean(books.profit, 24),
        cash=books.cash,
        out=mean(books.outflow, months) / DAYS,
        upkeep=upkeep,
    )


def afford(sight: Sight, share: float, *, hold: float | None = None, buffer: float | None = None) -> float:
    """Return the monthly budget that a share of profit gives."""
    r = sight.firm.case.p.reinvestment
    survival = float(r.survival_days)
    days_wanted = float(r.buffer_days) if buffer is None else buffer
    held = float(r.hold) if hold is None else hold
    ramp = clip((sight.days - survival) / max(days_wanted - survival, 1e-9), 0.0, 1.0)
    excess = max(0.0, sight.cash - 1.25 * days_wanted * sight.out)
    budget = share * max(0.0, sight.profit) * ramp + share * float(r.excess_use) * excess / 12.0
    floor = held * share * max(0.0, sight.profit_2_years) if sight.days > 1.5 * survival else 0.0
    return max(budget, floor)


def gains(firm: Firm) -> list[float]:
    """Return the estimated yearly profit per unit of money spent on each step."""
    p, stocks, books = firm.case.p, firm.capability, firm.books
    c, d, x, b = p.capability, p.demand, p.experience, p.business
    won, lost = 12.0 * mean(books.won_value, 3), 12.0 * mean(books.lost_value, 3)
    revenue, margin = 12.0 * mean(books.revenue, 3), 1.0 - float(b.cost_of_sales)
    worth = [
        p.plans.planning_effect * 12.0 * mean(books.reinvested, 3),
        (d.lead_effect + d.mql_effect) * won,
        p.acquisition.win_effect * won,
        x.churn_effect * lost + x.order_value_effect * revenue * margin + 0.1 * x.referral_effect * won,
        p.supply.cost_effect * revenue * b.cost_of_sales * p.supply.addressable_share,
    ]
    total = c.technology_weight + c.simplicity_weight + c.joint_weight
    b_t, b_s, b_ts, harm = (
        float(weight) for weight in (c.technology_weight / total, c.simplicity_weight / total, c.joint_weight / total,
                                     c.paving_harm)
    )  # fmt: skip
    year = 12.0 * firm.case.today.money.revenue
    found = []
    for value, s, t, a in zip(worth, stocks.s, stocks.t, stocks.a, strict=True):
        simplify = (b_s + (b_ts + harm) * t * a) * (s < 0.999) / (year * c.cost_simplify)  # noqa: PLR2004
        automate = a * (b_t + b_ts * s - harm * (1.0 - s)) * (t < 0.999) / (year * c.cost_automate)  # noqa: PLR2004
        found.append(float(value * max(simplify, automate)))
    return found
