"""One number per lane at the end: what the owners got, what the firm is worth, how it grew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sim.model.sums import by_lane

if TYPE_CHECKING:
    from sim.arrays import Array
    from sim.model.parameters import Parameters
    from sim.model.recorder import Recording

_YEAR: Final = 12

SERIES: Final = (
    "revenue", "profit", "cash", "debt", "customers", "new_customers", "marketing_spend", "sales_spend", "clv", "nps",
    "unit_cost", "reinvested", "required_maintenance", "distributed", "injected", "closed",
)  # fmt: skip
"""Measures that outcomes are made of."""


def outcomes(recording: Recording, parameters: Parameters, harvest: Array | None = None) -> dict[str, Array]:
    """Return every outcome of a batch, each of shape (lanes,).

    Parameters
    ----------
    recording
        At least the measures of `SERIES`.
    parameters
        The parameters it ran with, numbers or arrays over lanes.
    harvest
        Owners' position under harvest with the same luck, shape (months + 1, lanes), for the payback month;
        None when no policy harvests.
    """
    r, months = recording, recording.months
    window = min(_YEAR, months)
    last = slice(months + 1 - window, months + 1)
    rate = np.array(np.broadcast_to(parameters.reinvestment.discount_rate, r.values.shape[-1:]))
    discount = (1 + rate) ** (-np.arange(1, months + 1)[:, None] / _YEAR)
    paid = by_lane((r["distributed"] - r["injected"])[1:] * discount)
    terminal = _terminal_value(r, parameters, window) * discount[-1]
    ruined = r["closed"][-1]
    won = by_lane(r["new_customers"][1:])
    spent = by_lane((r["marketing_spend"] + r["sales_spend"])[1:])
    cac = np.where(won > 0, spent / np.where(won > 0, won, 1.0), np.nan)
    final = by_lane(r["revenue"][last]) * _YEAR / window
    return {
        "npv": paid + terminal,
        "npv_without_terminal_value": paid,
        "terminal_value": terminal,
        "final_revenue": final,
        "cumulative_revenue": by_lane(r["revenue"][1:]),
        "cumulative_profit": by_lane(r["profit"][1:]),
        "cumulative_reinvested": by_lane(r["reinvested"][1:]),
        "distributions": by_lane(r["distributed"][1:]),
        "peak_funding": (r["debt"] + r["injected"].cumsum(axis=0)).max(axis=0),
        "lowest_cash": r["cash"][1:].min(axis=0),
        "ruined": ruined,
        "ruin_month": np.where(ruined > 0, r["closed"].argmax(axis=0), np.nan),
        "payback_month": _payback(r, harvest),
        "cac": cac,
        "clv": r["clv"][-1],
        "clv_to_cac": r["clv"][-1] / np.where(cac > 0, cac, np.nan),
        "customers": r["customers"][-1],
        "nps": r["nps"][-1],
        "unit_cost": r["unit_cost"][-1],
        "growth": (final / (_YEAR * r["revenue"][0])) ** (_YEAR / months) - 1,
    }


def owners_position(recording: Recording) -> Array:
    """Return what the owners have by month: money taken out, less put in, plus cash, less debt."""
    r = recording
    return np.asarray((r["distributed"] - r["injected"]).cumsum(axis=0) + r["cash"] - r["debt"])


def _payback(recording: Recording, harvest: Array | None) -> Array:
    """Return the first month from which the owners are ahead of harvest until the end."""
    lanes = recording.values.shape[-1]
    if harvest is None:
        return np.full(lanes, np.nan)
    lead = owners_position(recording) - harvest
    behind = lead[1:] < 0
    latest = np.where(behind.any(axis=0), recording.months - behind[::-1].argmax(axis=0), 0)
    return np.where(lead[-1] > 0, latest + 1.0, np.nan)


def _terminal_value(r: Recording, p: Parameters, window: int) -> Array:
    """Return the firm's worth at the horizon: a going concern, never below nothing, plus cash, less debt."""
    f, months = p.reinvestment, r.months
    yearly = _YEAR / window
    last = slice(months + 1 - window, months + 1)
    # Upkeep is a cost of staying in business, and like every reinvestment saves tax on its expensed share.
    upkeep = r["required_maintenance"] * (1 - f.tax * f.expensed_share)
    earned = by_lane((r["profit"] - upkeep)[last]) * yearly
    before = slice(max(0, months + 1 - 2 * window), months + 1 - window)
    past = by_lane(r["revenue"][before]) / (before.stop - before.start)
    trend = (by_lane(r["revenue"][last]) / window / np.where(past > 0, past, np.inf)) ** yearly - 1
    growth = np.clip(trend, f.terminal_growth_low, f.terminal_growth_high)
    concern = earned * (1 + growth) / np.maximum(f.discount_rate - growth, 0.01)
    alive = 1 - r["closed"][-1]
    return np.asarray((np.maximum(concern, 0.0) + r["cash"][-1] - r["debt"][-1]) * alive)
