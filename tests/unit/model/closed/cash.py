"""Cash as a random walk: the only luck is in this month's revenue, the only end is an empty till."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.stats import norm

from sim.model.events import Event
from tests.unit.model.closed.figures import Figure, as_often
from tests.unit.model.closed.firm import Firm

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.unit.model.closed.figures import Array

LANES: Final = 5000
LOSES: Final = 0.48
START: Final = 4
GOAL: Final = 8
DRIFT, SPREAD, CASH, MONTHS = 0.5, 4.0, 20.0, 60

_PRICE: Final = 10.0
_CUSTOMERS: Final = 100.0
_PROFIT: Final = 0.5 * _PRICE * _CUSTOMERS
"""Gross profit of an average month."""


@dataclass(frozen=True, slots=True)
class Till:
    """A firm that neither wins nor loses customers, with its cash and its fixed cost.

    Attributes
    ----------
    cash
        At the start.
    fixed
        Fixed cost of a month.
    luck
        What makes revenue move: parameters of the world.
    """

    cash: float
    fixed: float
    luck: Mapping[str, float]

    def paths(self, months: int) -> Array:
        """Return cash by month and lane; 0 from the month of closing."""
        margin = 0.5 - self.fixed / (_PRICE * _CUSTOMERS)
        changes = {
            "business.customers": _CUSTOMERS,
            "business.price": _PRICE,
            "business.cost_of_sales": 0.5,
            "business.marketing_share": 0.0,
            "business.operating_margin": margin,
            "business.cash": self.cash,
            "demand.leads": 0.0,
            **self.luck,
        }
        loyal = Event(kind="churn_shock", month=1.0, size=-1.0)
        firm = Firm(changes=changes, months=months, lanes=LANES, events=(loyal,))
        recording = firm.drawn().recording
        return np.where(recording["closed"] > 0, -np.inf, recording["cash"])


def two_barriers() -> tuple[Figure, ...]:
    """Return the chance to lose 4 units of cash before having won 4 more, one up or down a month (gambler's ruin)."""
    depth = 0.4
    boom, bust = (1.0 / (1 - LOSES * depth), (1 - depth) / (1 - LOSES * depth))
    unit = _PROFIT * (boom - bust) / 2
    luck = {
        "world.recession_onset": LOSES,
        "world.recession_exit": 1 - LOSES,
        "world.recession_depth": depth,
        "world.recession_depth_sigma": 0.0,
        "world.recession_volume": 1.0,
        "experience.churn_recession": 0.0,
    }
    till = Till(cash=(START - 0.5) * unit, fixed=_PROFIT * (boom + bust) / 2, luck=luck)
    cash = till.paths(months=100)
    ruined, rich = np.isinf(cash), cash > (GOAL - 1) * unit
    lost = ruined.any(axis=0) & (np.where(rich.any(axis=0), rich.argmax(axis=0), 999) > ruined.argmax(axis=0))
    odds = LOSES / (1 - LOSES)
    exact = (odds**START - odds**GOAL) / (1 - odds**GOAL)
    month = 6
    return (
        as_often("share ruined before 8 units are reached", lost, exact),
        as_often(f"share ruined by month {month}, no goal", ruined[: month + 1].any(axis=0), _walked(month)),
    )


def _walked(months: int) -> float:
    """Return the chance that a walk from `START` reaches 0 within so many steps."""
    here, gone = np.zeros(START + months + 1), 0.0
    here[START] = 1.0
    for _ in range(months):
        here = np.append(0.0, (1 - LOSES) * here[:-1]) + np.append(LOSES * here[1:], 0.0)
        gone, here[0] = gone + here[0], 0.0
    return float(gone)


def brownian() -> tuple[Figure, ...]:
    """Return the chance that cash runs out within five years when profit is drift and noise, looked at monthly."""
    relative = 0.05
    unit = _PROFIT * relative / SPREAD
    luck = {"world.demand_noise": relative, "world.demand_memory": 0.0}
    till = Till(cash=CASH * unit, fixed=_PROFIT - DRIFT * unit, luck=luck)
    ruined = np.isinf(till.paths(MONTHS)).any(axis=0)
    seen_monthly = CASH + 0.5826 * SPREAD  # Siegmund: a walk overshoots by .5826 standard deviations on average
    return (as_often("share ruined within 60 months", ruined, passage(seen_monthly)),)


def passage(cash: float) -> float:
    """Return the chance that a Brownian motion with drift falls by `cash` within the horizon."""
    deviation = SPREAD * np.sqrt(MONTHS)
    now = norm.cdf((-cash - DRIFT * MONTHS) / deviation)
    back = np.exp(-2 * DRIFT * cash / SPREAD**2) * norm.cdf((-cash + DRIFT * MONTHS) / deviation)
    return float(now + back)
