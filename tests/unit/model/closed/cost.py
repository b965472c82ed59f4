"""What learning by doing costs in total."""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.model.events import Event
from tests.unit.model.closed.figures import Figure, exactly
from tests.unit.model.closed.firm import Firm

FIRST: Final = 40.0
PROGRESS: Final = 0.85
MADE, MORE = 1000.0, 8000.0


def learning() -> tuple[Figure, ...]:
    """Return the total cost of units 1,001 to 9,000, made in lots of 200, 100 and 50 a month."""
    exponent = -np.log2(PROGRESS)
    lots = np.array([200.0, 100.0, 50.0])
    months = int(MORE / lots.min())
    changes = {
        "business.customers": 1.0,
        "business.price": 2 * FIRST * MADE**-exponent,
        "business.cost_of_sales": 0.5,
        "business.marketing_share": 0.0,
        "demand.leads": 0.0,
        "supply.addressable_share": 1.0,
        "supply.learning_scale": 1.0,
        "supply.progress_ratio": PROGRESS,
        "supply.industry_age": MADE / 12,
    }
    loyal = Event(kind="churn_shock", month=1.0, size=-1.0)
    more = Event(kind="demand_shock", month=1.0, size=lots - 1)
    firm = Firm(changes=changes, months=months, lanes=lots.size, live=frozenset({"learning"}), events=(loyal, more))
    r = firm.expected().recording
    # Unit cost is relative to an industry that goes on learning at one unit a month; here without that.
    industry = (1 + np.arange(1.0, months + 1) / MADE)[:, None] ** -exponent
    spent = (r["unit_cost"] * r["volume"])[1:] * industry
    within = np.arange(1.0, months + 1)[:, None] <= MORE / lots
    total = (spent * within).sum(axis=0)
    exact = FIRST * ((MADE + MORE) ** (1 - exponent) - MADE ** (1 - exponent)) / (1 - exponent)
    finer = 2 * total[1:] - total[:-1]
    last = r["unit_cost"][-1, 2] * industry[-1, 0]
    return (
        exactly("unit cost of unit 9,000", last, FIRST * (MADE + MORE) ** -exponent, 1e-12),
        exactly("total cost, 50 a month", total[2], exact, 4e-3),
        exactly("total cost, lots going to nothing", (4 * finer[1] - finer[0]) / 3, exact, 1e-6),
    )
