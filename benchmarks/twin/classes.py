"""Loyalty classes and today's mix of customers."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import brentq
from scipy.special import roots_genlaguerre, roots_jacobi

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.model.parameters import Experience, Parameters

    Floats = NDArray[np.float64]

STAGES = 4
"""Onboarding, adopting, loyal, advocate."""


@dataclass(frozen=True, slots=True)
class Classes:
    """What sets customers apart.

    Attributes
    ----------
    share
        Share of new customers, by class.
    hazard
        Monthly chance to leave, by class.
    orders
        Orders a month, by class.
    move_on
        Monthly chance to leave each of the first three stages.
    first
        Part of its first month in which a new customer may order again and leave.
    """

    share: Floats
    hazard: Floats
    orders: Floats
    move_on: Floats
    first: float

    @property
    def staying(self) -> Floats:
        """Share of new customers who are still there when their first month ends, by class."""
        return np.asarray((1.0 - self.hazard) ** self.first)


def classes_of(p: Parameters) -> Classes:
    """Return the loyalty classes of a scenario."""
    x = p.experience
    contract = p.business.kind == "contract"
    share, hazard, orders = _contract(x) if contract else _orders(x)
    times = np.array([x.onboarding_time, x.adopting_time, x.advocacy_time], float)
    found = Classes(share, hazard, orders, 1.0 - np.exp(-1.0 / times), 0.0 if contract else 0.5)
    if math.isnan(float(x.monthly_churn)):
        return found
    return _bent(found, float(x.monthly_churn), float(p.business.customer_base_age))


def _beta_nodes(count: int, alpha: float, beta: float) -> tuple[Floats, Floats]:
    nodes, weights = roots_jacobi(count, beta - 1.0, alpha - 1.0)
    order = np.argsort(nodes)
    return (1.0 + nodes[order]) / 2.0, weights[order] / weights.sum()


def _contract(x: Experience) -> tuple[Floats, Floats, Floats]:
    theta, share = _beta_nodes(int(x.loyalty_classes), float(x.loyalty_alpha), float(x.loyalty_beta))
    hazard = 1.0 - ((1.0 - theta) * (1.0 - x.churn_floor)) ** (1.0 / 12.0)
    return share, np.asarray(hazard), np.ones_like(share)


def _orders(x: Experience) -> tuple[Floats, Floats, Floats]:
    nodes, weights = roots_genlaguerre(int(x.order_rate_classes), float(x.order_rate_shape) - 1.0)
    drop, drop_share = _beta_nodes(int(x.dropout_classes), float(x.dropout_alpha), float(x.dropout_beta))
    rate = np.repeat(nodes / x.order_rate_scale * 30.4375 / 7.0, drop.size)
    p = np.tile(drop, nodes.size)
    share = np.outer(weights / weights.sum(), drop_share).ravel()
    stay = np.exp(-rate * p)
    return share, np.asarray(1.0 - stay * (1.0 - x.churn_floor) ** (1.0 / 12.0)), (1.0 - stay) / p


def _bent(classes: Classes, churn: float, years: float) -> Classes:
    """Return classes all bent alike, so that today's base churns as stated."""

    def bent(log_power: float) -> Classes:
        return replace(classes, hazard=np.asarray(1.0 - (1.0 - classes.hazard) ** math.exp(log_power)))

    def excess(log_power: float) -> float:
        tried = bent(log_power)
        base = tried.share * tried.staying * (1.0 - (1.0 - tried.hazard) ** (12.0 * years)) / tried.hazard
        return float((base * tried.hazard).sum() / base.sum()) - churn

    return bent(float(brentq(excess, -8.0, 8.0, xtol=1e-13)))


def aged(classes: Classes, cohort: Floats) -> Floats:
    """Return what a month leaves of customers by class and stage, as shares, before new ones enter."""
    stay = cohort * (1.0 - classes.hazard)[:, None]
    moved = stay[:, :3] * classes.move_on
    stay[:, :3] -= moved
    stay[:, 1:] += moved
    return stay


def todays_mix(p: Parameters, classes: Classes) -> Floats:
    """Return today's customers by class and stage, not rounded."""
    mix = np.zeros((classes.share.size, STAGES))
    for _ in range(max(1, round(12.0 * float(p.business.customer_base_age)))):
        mix = aged(classes, mix)
        mix[:, 0] += classes.share * classes.staying
    return np.asarray(mix * (p.business.customers / mix.sum()))


def whole(mix: Floats) -> NDArray[np.int64]:
    """Return whole customers that sum to the rounded total, largest remainders up."""
    down = np.floor(mix)
    missing = round(float(mix.sum())) - int(down.sum())
    up = np.argsort(-(mix - down).ravel(), kind="stable")[:missing]
    counts = down.ravel()
    counts[up] += 1.0
    return counts.reshape(mix.shape).astype(np.int64)


def leaning(classes: Classes, worth: float, discount_rate: float) -> Floats:
    """Return class shares of new customers whose mean worth is `worth` times the usual one."""
    each = classes.orders / ((1.0 + discount_rate) ** (1.0 / 12.0) - 1.0 + classes.hazard)
    mean = float((classes.share * each).sum())
    extreme = int(np.argmax(each) if worth >= 1.0 else np.argmin(each))
    gap = float(each[extreme]) - mean
    lean = 0.0 if abs(gap) <= 1e-9 * mean else min(1.0, max(0.0, mean * (worth - 1.0) / gap))
    shares = classes.share * (1.0 - lean)
    shares[extreme] += lean
    return np.asarray(shares / shares.sum())
