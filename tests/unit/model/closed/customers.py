"""Customers: how many there are, what one is worth, how they outlast one another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.stats import poisson

from tests.unit.model.closed.figures import Figure, exactly, lawful, on_average
from tests.unit.model.closed.firm import LATE, Firm

if TYPE_CHECKING:
    from tests.unit.model.closed.figures import Array

ADDS: Final = 7.0
CHURN: Final = 0.2

ALIKE: Final = {"business.marketing_share": 0.0, "experience.monthly_churn": CHURN}


def steady_poisson() -> tuple[Figure, ...]:
    """Return constant Poisson additions and constant churn: mean path, plateau and law of the customers."""
    calm = Firm(changes={**ALIKE, "business.customers": 100.0, "demand.leads": ADDS}, months=60).expected()
    lanes = 6000
    one = {**ALIKE, "business.customers": 1.0, "demand.leads": ADDS}
    drawn = Firm(changes=one, months=24, lanes=lanes).drawn().recording["customers"]
    plateau = ADDS / CHURN

    def path(says: str, months: int) -> Figure:
        exact = plateau + (100 - plateau) * (1 - CHURN) ** months
        return exactly(says, calm.recording["customers"][months, 0], exact, 1e-9)

    return (
        path("customers after 12 months, from 100", 12),
        path("customers after 60 months (in the end 35 = 7 a month × 5 months)", 60),
        on_average("mean customers after 6 months, from 1", drawn[6], float(_law(6) @ np.arange(_law(6).size))),
        lawful("law of customers after 6 months: chi², degrees of freedom", drawn[6], _law(6)),
        lawful("law of customers after 24 months: chi², degrees of freedom", drawn[24], _law(24)),
    )


def _law(months: int) -> Array:
    """Return P(N = 0, 1, …) from one customer: a Poisson stock, and the first customer if still there."""
    stays = (1 - CHURN) ** months
    born = poisson.pmf(np.arange(120), ADDS / CHURN * (1 - stays))
    return np.convolve(born, [1 - stays, stays])


MARGIN: Final = 10.0
STAYS: Final = 0.95
DISCOUNT: Final = 0.01


def lifetime_value() -> tuple[Figure, ...]:
    """Return the engine's lifetime value, and what customers really bring, under all three conventions."""
    months = 250
    series = np.zeros((months, 2))
    series[0, 0] = 100.0
    changes = {
        "business.marketing_share": 0.0,
        "business.customers": 50.0,
        "business.price": 2 * MARGIN,
        "business.cost_of_sales": 0.5,
        "demand.leads": 0.0,
        "experience.monthly_churn": 1 - STAYS,
        "reinvestment.discount_rate": (1 + DISCOUNT) ** 12 - 1,
    }
    r = Firm(changes=changes, months=months, lanes=2, replay={"referral": series}).expected().recording
    worth = (1 + DISCOUNT) ** -np.arange(1.0, months + 1)
    brought = ((r["gross_profit"][1:, 0] - r["gross_profit"][1:, 1]) * worth).sum()
    won = (r["wins"][1:, 0] * worth).sum()  # each counted at the end of the month of winning
    there = (r["gross_profit"][1:, 1] * worth).sum() / 50.0
    first_year = (r["gross_profit"][1:37, 1] * worth[:36]).sum() / 50.0
    left = 1 + DISCOUNT - STAYS
    return (
        exactly("clv as reported", r["clv"][12, 0], MARGIN / left, 1e-9),
        exactly(
            "won customers, valued at the start of their first month",
            brought / won / (1 + DISCOUNT),
            MARGIN / left,
            1e-6,
        ),
        exactly("won customers, valued at the end of it", brought / won, MARGIN * (1 + DISCOUNT) / left, 1e-6),
        exactly("customers of today, valued today", there, MARGIN * STAYS / left, 1e-6),
        exactly(
            "the same, three years of it",
            first_year,
            MARGIN * STAYS / left * (1 - (STAYS / (1 + DISCOUNT)) ** 36),
            1e-9,
        ),
    )


def mixed_loyalty() -> tuple[Figure, ...]:
    """Return the sBG retention of a cohort won in month 1, year by year: it rises though nobody changes."""
    alpha, beta, months = 0.7, 2.3, 90
    series = np.zeros((months, 2))
    series[0, 0] = 1000.0
    changes = {
        "business.marketing_share": 0.0,
        "business.customers": 1.0,
        "demand.leads": 0.0,
        "experience.loyalty_alpha": alpha,
        "experience.loyalty_beta": beta,
    }
    run = Firm(changes=changes, months=months, lanes=2, classes=4, replay={"referral": series}).expected()
    paid = run.recording["customers"][:, 0] - run.recording["customers"][:, 1]
    left = [paid[1] / (1 - LATE) / 1000.0]
    for month in range(2, months + 1):  # without those who were won a month later
        left.append((paid[month] / 1000.0 - LATE * left[-1]) / (1 - LATE))
    yearly = np.asarray(left)[::12][:8]
    return tuple(
        exactly(f"retention in year {t}", yearly[t] / yearly[t - 1], (beta + t - 1) / (alpha + beta + t - 1), 1e-9)
        for t in range(1, 8)
    )
