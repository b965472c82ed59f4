"""Leads and sales: thinning, the pipeline, carried-over marketing, the best spending."""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy.stats import poisson

from sim.model.parameters import Channel
from tests.unit.model.closed.figures import Figure, exactly, independent, lawful, on_average
from tests.unit.model.closed.firm import Firm

LANES: Final = 6000


def thinning() -> tuple[Figure, ...]:
    """Return the laws of leads that qualify and of those that do not, and their independence."""
    mean, kept = 50.0, 0.3
    changes = {"business.marketing_share": 0.0, "demand.leads": mean, "demand.mql_rate": kept}
    r = Firm(changes=changes, months=1, lanes=LANES).drawn().recording
    good, bad = r["mql"][1], (r["leads"] - r["mql"])[1]
    counts = np.arange(150)
    return (
        on_average("leads that qualify", good, mean * kept),
        lawful("law of those that qualify: chi², degrees of freedom", good, poisson.pmf(counts, mean * kept)),
        lawful("law of those that do not: chi², degrees of freedom", bad, poisson.pmf(counts, mean * (1 - kept))),
        independent("independence of the two: chi², degrees of freedom", good, bad),
    )


def open_opportunities() -> tuple[Figure, ...]:
    """Return open opportunities: as many as arrive in a mean sales cycle (Little), and Poisson (M/G/infinity)."""
    arrivals, cycle = 20.0, 90.0
    changes = {"business.marketing_share": 0.0, "demand.leads": arrivals, "acquisition.sales_cycle": cycle}
    firm = Firm(changes=changes, months=24, lanes=2000, stages=3)
    inside = firm.drawn().recording["pipeline"][24]
    mean = arrivals * cycle / 30.4375
    calm = Firm(changes=changes, months=24, stages=3).expected().recording["pipeline"][24, 0]
    return (
        exactly("open opportunities without luck", calm, mean, 1e-9),
        on_average("open opportunities after two years", inside, mean),
        lawful("their law: chi², degrees of freedom", inside, poisson.pmf(np.arange(200), mean)),
    )


def carried_over() -> tuple[Figure, ...]:
    """Return what a little extra marketing in one month brings in all, relative to its first month, and when."""
    carry, months, extra = 0.6, 60, 1e-4
    changes = {"business.customers": 1000.0, "demand.organic_share": 0.0, "experience.monthly_churn": 0.05}
    firm = Firm(changes=changes, months=months, lanes=2, channel=Channel(adstock=carry))
    series = np.tile(firm.opened().opening.spend, (months, 1))
    series[0, 0] *= 1 + extra
    same = Firm(changes=changes, months=months, lanes=2, channel=Channel(adstock=carry), replay={"marketing": series})
    leads = same.expected().recording["leads"][1:]
    more = leads[:, 0] - leads[:, 1]
    return (
        exactly("all it brings, over what it brings at once", more.sum() / more[0], 1 / (1 - carry), 1e-4),
        exactly("mean lag in months", np.arange(months) @ more / more.sum(), carry / (1 - carry), 1e-4),
    )


def best_spending() -> tuple[Figure, ...]:
    """Return the marketing that earns most in the long run on a concave response, and what its last unit earns."""
    return (
        *_best("straight start (slope 1)", 1.0, 0.5),
        *_best("power law (slope 1/2, far from saturation)", 0.5, 0.495),
    )


def _best(says: str, slope: float, elasticity: float) -> tuple[Figure, ...]:
    """Look for the best level among 161 and compare it with where a further unit of money earns one."""
    months, churn, margin = 60, 0.3, 2.0
    start = {"business.customers": 1000.0, "business.price": 2 * margin, "business.cost_of_sales": 0.5}
    changes = {**start, "demand.organic_share": 0.0, "experience.monthly_churn": churn}
    channel = Channel(slope=slope, elasticity=elasticity, adstock=0.0)
    once = Firm(changes=changes, months=1, channel=channel).opened().opening
    worth = 0.002 if slope < 1 else 1.0  # a lead is worth this much of what it is today, so that spending stays low
    reach, half = (float(value[0, 0]) for value in (once.channels.reach, once.channels.half))
    value = worth * margin / churn
    exact = half * (np.sqrt(value * reach / half) - 1) if slope == 1 else (value * reach * half**-slope * slope) ** 2
    levels = exact * np.geomspace(0.2, 5.0, 161)
    run = Firm(
        changes={**changes, "acquisition.win_rate": worth, "demand.leads": float(once.leads[0])},
        months=months,
        lanes=levels.size,
        channel=channel,
        replay={"marketing": np.tile(levels, (months, 1))},
    )
    r = run.expected().recording
    earned = (r["gross_profit"] - r["marketing_spend"])[-1]
    at = int(earned.argmax())
    left, top, right = earned[at - 1 : at + 2]
    found = levels[at] * (levels[1] / levels[0]) ** ((left - right) / (left - 2 * top + right) / 2)
    last = np.diff(r["gross_profit"][-1]) / np.diff(levels)
    middle = np.sqrt(levels[1:] * levels[:-1])
    return (
        exactly(f"best spending, {says}", found, exact, 1e-3),
        exactly(f"what the last unit of money earns there, {says}", np.interp(exact, middle, last), 1.0, 1e-3),
    )
