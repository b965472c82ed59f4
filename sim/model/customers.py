"""Customers by class and stage: how today's came about, how they move on, what they order, who talks about the firm."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sim.arrays import Array, asarray
from sim.model.sums import by_first, by_lane

if TYPE_CHECKING:
    from sim.model.loyalty import Classes
    from sim.model.parameters import Parameters

STAGES: Final = ("onboarding", "adopting", "loyal", "advocate")


def progress_chances(p: Parameters) -> Array:
    """Return the monthly chance to move on from onboarding, adopting and loyal, shape (3, lanes)."""
    e = p.experience
    times = np.stack([asarray(e.onboarding_time), asarray(e.adopting_time), asarray(e.advocacy_time)])
    return asarray(-np.expm1(-1.0 / times))


def mix(made: Classes, progress: Array, p: Parameters) -> Array:
    """Return the share of today's customers by class and stage after years of steady additions."""
    months = np.maximum(1, np.rint(12 * asarray(p.business.customer_base_age)))
    stock = np.zeros((made.weight.shape[0], len(STAGES), made.weight.shape[1]))
    survive = 1 - made.hazard[:, None, :]
    for month in range(int(months.max())):
        grown = stock * survive
        moved = grown[:, :3] * progress[None]
        grown[:, :3] -= moved
        grown[:, 1:] += moved
        grown[:, 0] += made.weight * made.settled
        stock = np.where(month < months, grown, stock)
    return asarray(stock / by_lane(stock))


def referral_weight(customers: Array, p: Parameters) -> Array:
    """Return customers who talk about the firm, advocates counted by their weight, shape (lanes,)."""
    by_stage = by_first(customers.swapaxes(0, 1))
    return asarray(by_stage[1] + by_stage[2] + p.experience.advocate_weight * by_stage[3])


def paying_orders(customers: Array, made: Classes, p: Parameters, new_customers: Array) -> Array:
    """Return orders (or paid subscriptions) a month of a customer stock, shape (lanes,)."""
    if p.business.kind == "contract":
        return by_lane(customers * stage_payment(p)[None])
    first_month = 1 + made.first * by_lane(made.weight * made.orders)
    return by_lane(customers * made.orders[:, None, :]) + new_customers * first_month


def stage_payment(p: Parameters) -> Array:
    """Return what a customer of each stage pays relative to full, shape (4, lanes)."""
    paid = np.ones((len(STAGES), len(asarray(p.business.price))))
    paid[0] = p.experience.onboarding_revenue
    return paid
