"""What managers know on the day of a planning review."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.arrays import Array, asarray
from sim.model.decisions import Observation
from sim.model.opening import DAYS_A_MONTH

if TYPE_CHECKING:
    from sim.model.batch import Batch


def observe(batch: Batch, month: int, upkeep: Array) -> Observation:
    """Return the observation for the review at the start of `month`: figures up to the month before."""
    firm, past, r = batch.firm, batch.history, batch.parameters.reinvestment
    last, quarter = month - 1, r.review_months
    return Observation(
        month=last,
        quarter=last // quarter,
        profit=past.mean("profit", last, quarter),
        profit_two_years=past.mean("profit", last, 24),
        revenue=past.mean("adjusted_revenue", last, quarter),
        revenue_year_ago=past.mean("adjusted_revenue", last - 12, quarter),
        cash=firm.cash,
        debt=firm.debt,
        daily_outflow=past.mean("outflow", last, quarter) / DAYS_A_MONTH,
        buffer_days=asarray(r.buffer_days),
        survival_days=asarray(r.survival_days),
        hold=asarray(r.hold),
        excess_use=asarray(r.excess_use),
        required_maintenance=upkeep,
        reinvested=past.mean("reinvested", last, quarter),
        process_quality=firm.process_quality,
        technology=firm.technology,
        adoption=firm.adoption,
        plan_quality=firm.plan_quality,
        data_quality=firm.data_quality,
        downturn=_reported_downturn(batch, last),
        marginal_gain=marginal_gain(batch, last),
    )


def _reported_downturn(batch: Batch, last: int) -> Array:
    """Return recession as managers know it: as it was some months ago."""
    return batch.history.at("recession", max(0, last - batch.parameters.world.recession_report))


def marginal_gain(batch: Batch, last: int) -> Array:
    """Estimate yearly profit per unit of money spent on each step now, shape (5, lanes).

    The manager's estimate: the better of simplifying and automating, times what a unit of benefit is
    worth a year at last quarter's figures. Side effects through later laps are not in it.
    """
    firm, p, past = batch.firm, batch.parameters, batch.history
    price = 12 * batch.opening.revenue
    simplify = batch.benefit.slope_quality(firm.technology, firm.adoption) / (price * p.capability.cost_simplify)
    automate = batch.benefit.slope_technology(firm.process_quality, firm.adoption) / (
        price * p.capability.cost_automate
    )
    simplify = simplify * (firm.process_quality < 0.999)
    automate = automate * (firm.technology < 0.999)
    won = 12 * past.mean("new_value", last, 3)
    base = 12 * past.mean("revenue", last, 3)
    e, d, a, s = p.experience, p.demand, p.acquisition, p.supply
    cost = base * p.business.cost_of_sales * s.addressable_share
    kept = 12 * past.mean("churned_value", last, 3)
    worth = np.stack(
        [
            p.plans.planning_effect * past.mean("reinvested", last, 3) * 12,
            (d.lead_effect + d.mql_effect) * won,
            a.win_effect * won,
            e.churn_effect * kept
            + e.order_value_effect * base * (1 - p.business.cost_of_sales)
            + e.referral_effect * 0.1 * won,
            s.cost_effect * cost,
        ]
    )
    return asarray(worth * np.maximum(simplify, automate))
