"""The loop made linear: profit buys customers, customers make profit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.optimize import brentq
from scipy.stats import gamma

from sim.model.events import Event
from sim.model.parameters import Channel
from tests.unit.model.closed.figures import Figure, exactly
from tests.unit.model.closed.firm import CYCLE, LATE, BuyCustomers, Firm

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.unit.model.closed.figures import Array

SHARE: Final = 0.3
MARGIN: Final = 2.0
CHURN: Final = 0.04
COST: Final = 1 / 0.084
"""What a customer costs in media while the market is empty."""
SELLS: Final = SHARE * MARGIN / COST
"""Customers that one customer's profit of a month buys."""
FIXED: Final = 100.0

_BIG: Final = 1e7
_ELASTICITY: Final = 0.5
_GONE: Final = 6
_LONG_GONE: Final = 48


@dataclass(frozen=True, slots=True)
class Line:
    """A linear loop: a share of profit buys customers at a fixed cost, and each brings a margin until it churns."""

    share: float = SHARE
    margin: float = MARGIN
    churn: float = CHURN
    cost: float = COST

    @property
    def gain(self) -> float:
        """Gain, share × lifetime value / acquisition cost."""
        return self.share * self.margin / (self.churn * self.cost)

    @property
    def grows(self) -> float:
        """Growth factor a month, reviews every month and sales in half a day."""
        sells = self.share * self.margin / self.cost
        return _root(lambda x: sells * _delay(x, CYCLE, 1), churn=self.churn)

    @property
    def marketing(self) -> float:
        """Share of today's revenue at which a customer costs what it is to cost."""
        return self.cost * self.churn / (_ELASTICITY * 2 * self.margin)


def tiny(left: Array, months: int, fixed: float = 0.0, gone: int = _GONE, line: Line | None = None) -> Firm:
    """Return a firm of ten million that is down to about `left` customers after `gone` months, its pipeline empty.

    Months without demand and with high churn bring it there. So far below today's spending the Hill response is
    a straight line, and a customer costs the same in media however many are bought.
    """
    line = line or Line()
    power = (np.log(left / _BIG) / np.log(1 - line.churn) - 1) / gone
    lasting = float(gone)
    changes = {
        "business.customers": _BIG,
        "business.price": 2 * line.margin,
        "business.cost_of_sales": 0.5,
        "business.marketing_share": line.marketing,
        "business.operating_margin": 0.5 - line.marketing - fixed / (_BIG * 2 * line.margin),
        "experience.monthly_churn": line.churn,
        "demand.organic_share": 0.0,
    }
    return Firm(
        changes=changes,
        months=months,
        lanes=left.size,
        live=frozenset({"reinvestment"}),
        policy=BuyCustomers(share=line.share),
        channel=Channel(elasticity=_ELASTICITY, adstock=0.0),
        events=(
            Event(kind="demand_shock", month=1.0, size=-1.0, lasting=lasting),
            Event(kind="churn_shock", month=1.0, size=power - 1, lasting=lasting),
        ),
    )


def growth() -> tuple[Figure, ...]:
    """Return the loop's monthly growth against the root of its characteristic equation."""
    firm, later = tiny(np.ones(1), 120), tiny(np.ones(1), 168, gone=_LONG_GONE)
    slow = replace(later, stages=3, changes={**later.changes, "acquisition.sales_cycle": 180.0})
    carry = 0.5
    marketing = replace(later, live=frozenset({"marketing"}), channel=Channel(elasticity=_ELASTICITY, adstock=carry))

    def base(x: float) -> float:  # last quarter's revenue, carried over by the adstock
        return CHURN / _ELASTICITY * (1 - carry) / (1 - carry / x) * (1 + 1 / x + 1 / x**2) / 3 * _delay(x, CYCLE, 1)

    slowly = _root(lambda x: SELLS * _delay(x, 180 / 30.4375, 3))
    return (
        *growth_reviewed_monthly(),
        exactly("sales cycle of 180 days in three stages", _grows(slow), slowly, 1e-6),
        exactly("reviews every quarter", _grows(replace(firm, review=3)), _quarterly(), 1e-6),
        exactly("base marketing as the only loop, half of it carried over", _grows(marketing), _root(base), 1e-6),
    )


def growth_reviewed_monthly() -> tuple[Figure, ...]:
    """Return the simplest case, the first figure of `growth`."""
    exact = _root(lambda x: SELLS * _delay(x, CYCLE, 1))
    return (exactly("reviews every month, sales in half a day", _grows(tiny(np.ones(1), 120)), exact, 1e-6),)


def _grows(firm: Firm) -> float:
    """Return growth a month over the last five years."""
    customers = firm.expected().recording["customers"][:, 0]
    return float((customers[-1] / customers[-61]) ** (1 / 60))


def _root(bought: Callable[[float], float], churn: float = CHURN) -> float:
    """Return the root of x - 1 + churn = what a customer buys, discounted by the delay."""
    return float(brentq(lambda x: x - 1 + churn - bought(x), 0.97, 1.5, xtol=1e-14))


def _delay(x: float, cycle: float, stages: int) -> float:
    """Return the sum of P(decided k months after the month of arrival) x^-k, arrivals even over the month."""
    scale = cycle / stages
    edge = np.arange(200.0)
    inside = edge * gamma.cdf(edge, stages, scale=scale) - stages * scale * gamma.cdf(edge, stages + 1, scale=scale)
    decided = np.diff(inside, prepend=0.0)[1:]  # within k months of arrival
    return float(np.diff(decided, prepend=0.0) @ x ** -np.arange(decided.size))


def _quarterly() -> float:
    """Return the monthly growth of a budget that stands for a quarter: the eigenvalue of its three-month map."""
    month = np.zeros((4, 4))  # customers, opportunities of last month, budget, profit so far this quarter
    month[0] = [1 - CHURN, LATE, (1 - LATE) / COST, 0.0]
    month[1, 2] = 1 / COST
    month[2, 2] = 1.0
    month[3] = MARGIN * month[0] + [0.0, 0.0, 0.0, 1.0]
    review = np.eye(4)
    review[2] = [0.0, 0.0, 0.0, SHARE / 3]
    review[3, 3] = 0.0
    return float(np.abs(np.linalg.eigvals(review @ np.linalg.matrix_power(month, 3))).max() ** (1 / 3))


def separatrix() -> tuple[Figure, ...]:
    """Return the size above which a firm with fixed cost grows and below which it fades."""
    unstable = SHARE * FIXED / (SHARE * MARGIN - CHURN * COST)
    r = tiny(np.linspace(0.9 * unstable, 1.1 * unstable, 9), 60, FIXED).expected().recording
    started = r["customers"][_GONE + 1]
    turns = np.diff(r["customers"][-2:], axis=0)[0]
    found = float(np.interp(0.0, turns, started))
    x = _root(lambda y: SELLS * _delay(y, CYCLE, 1))
    return (
        exactly("smallest size that grows, its pipeline filled", found / (1 + LATE * CHURN / x), unstable, 1e-4),
        exactly("growth well above it", _grows_from(2 * unstable), x, 1e-4),
    )


def _grows_from(left: float) -> float:
    customers = tiny(np.array([left]), 120, FIXED).expected().recording["customers"][:, 0]
    steps = np.diff(customers)
    return float((steps[-1] / steps[-61]) ** (1 / 60))


def plateau() -> tuple[Figure, ...]:
    """Return where a loop that gains G in an empty market ends in a market of M customers."""
    today, market, gain, cheap = 100.0, 50.0, 3.0, 1e-4
    elasticity = 0.99
    lower = 1 - 1 / market  # of M customers, those who are not customers today: the engine's room is 1 there
    share = cheap * CHURN * COST * gain * lower / MARGIN
    marketing = 0.2
    leads = elasticity * marketing * 2 * MARGIN * today / (COST * cheap)
    changes = {
        "business.customers": today,
        "business.price": 2 * MARGIN,
        "business.cost_of_sales": 0.5,
        "business.marketing_share": marketing,
        "business.operating_margin": 0.5 - marketing,
        "business.market_size": market,
        "experience.monthly_churn": CHURN,
        "demand.organic_share": 0.0,
        "demand.leads": leads,
    }
    firm = Firm(
        changes=changes,
        months=240,
        live=frozenset({"reinvestment", "market_limit"}),
        policy=BuyCustomers(share=share),
        channel=Channel(elasticity=elasticity, adstock=0.0),
    )
    customers = firm.expected().recording["customers"][-1, 0]
    return (
        exactly("customers after 20 years, market of 5,000, gain 3", customers, market * today * (1 - 1 / gain), 1e-4),
    )


def gain() -> tuple[Figure, ...]:
    """Return the next lap's budget per unit of money put into media once, the loop itself open, and when it comes."""
    months, paid = 330, 10
    series = np.zeros((months, 2))
    series[paid - 1, 0] = 1.0
    r = replace(tiny(np.ones(2), months), replay={"reinvestment": series}).expected().recording
    more = SHARE * np.diff(r["profit"][paid:, ::-1], axis=1)[:, 0]
    put_in = r["reinvested"][paid, 0]
    lag = float(np.arange(more.size) @ more / more.sum())
    return (
        exactly(
            "budget of the next lap per unit of money, G", more.sum() / put_in, SHARE * MARGIN / (CHURN * COST), 1e-5
        ),
        exactly("mean months until it comes", lag, (1 - CHURN) / CHURN + LATE, 1e-4),
    )
