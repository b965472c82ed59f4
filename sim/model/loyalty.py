"""Loyalty classes: a mixture of constant hazards that reproduces sBG and BG/NBD customers.

The classes are Gauss nodes of the mixing distribution, so that K classes reproduce aggregate
survival exactly for 2K - 1 contract periods (Golub & Welsch 1969; Fader & Hardie 2007;
Fader, Hardie & Lee 2005).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from sim.arrays import Array, asarray
from sim.model.sums import by_lane

if TYPE_CHECKING:
    from sim.model.parameters import Parameters

WEEKS_A_MONTH = 30.4375 / 7
_NOBODY = 1e-9
"""Share of new customers that stands for nobody; a firm of which no more stay is refused."""


@dataclass(frozen=True, slots=True)
class Classes:
    """Loyalty classes of new customers.

    Attributes
    ----------
    weight
        Share of new customers per class, shape (classes, lanes), columns sum to 1.
    hazard
        Monthly churn per class at today's experience and activity, shape (classes, lanes).
    orders
        Orders a month per customer of the class at today's activity, shape (classes, lanes); 1 for contracts.
    first
        Part of its first month in which a new customer may order again and leave: one half, on average, for customers
        who come any day; 0 for contracts, which run from one month to the next.
    """

    weight: Array
    hazard: Array
    orders: Array
    first: float = 0.0

    @property
    def settled(self) -> Array:
        """Share of new customers per class who are still there at the end of their first month."""
        return asarray(np.maximum((1 - self.hazard) ** self.first, _NOBODY))


def beta_nodes(alpha: Array, beta: Array, count: int) -> tuple[Array, Array]:
    """Return Gauss-Jacobi nodes and weights of Beta(alpha, beta), each of shape (count, lanes)."""
    p, q = beta - 1.0, alpha - 1.0
    k = np.arange(count, dtype=np.float64)[:, None]
    total = 2 * k + p + q
    with np.errstate(divide="ignore", invalid="ignore"):
        diagonal = (q * q - p * p) / (total * (total + 2))
        square = 4 * k * (k + p) * (k + q) * (k + p + q) / (total**2 * (total + 1) * (total - 1))
    diagonal[0] = (q - p) / (p + q + 2)
    if count > 1:
        square[1] = 4 * (1 + p) * (1 + q) / ((2 + p + q) ** 2 * (3 + p + q))
    nodes, weights = _golub_welsch(diagonal, square)
    return np.clip((1 + nodes) / 2, 0.0, 1.0), weights


def gamma_nodes(shape: Array, count: int) -> tuple[Array, Array]:
    """Return Gauss-Laguerre nodes and weights of Gamma(shape, 1), each of shape (count, lanes)."""
    k = np.arange(count, dtype=np.float64)[:, None]
    return _golub_welsch(2 * k + shape, k * (k + shape - 1))


def _golub_welsch(diagonal: Array, square: Array) -> tuple[Array, Array]:
    """Return eigenvalues and squared first components of the Jacobi matrices, one matrix per lane."""
    rows, index = np.unique(np.concatenate([diagonal, square[1:]]).T, axis=0, return_inverse=True)
    count = diagonal.shape[0]
    matrix = np.zeros((rows.shape[0], count, count))
    step = np.arange(count)
    matrix[:, step, step] = rows[:, :count]
    off = np.sqrt(rows[:, count:])
    matrix[:, step[1:], step[:-1]] = off
    nodes, vectors = np.linalg.eigh(matrix)
    weights = vectors[:, 0, :] ** 2
    weights = weights / weights.sum(axis=1, keepdims=True)
    index = index.reshape(-1)
    return nodes[index].T.copy(), weights[index].T.copy()


def classes(parameters: Parameters) -> Classes:
    """Return the loyalty classes of a firm, most loyal first."""
    made = _contract(parameters) if parameters.business.kind == "contract" else _orders(parameters)
    wanted = parameters.experience.monthly_churn
    if np.all(np.isnan(wanted)):
        return made
    scaled = 1 - (1 - made.hazard) ** _churn_power(made, parameters)
    return replace(made, hazard=np.where(np.isnan(wanted), made.hazard, scaled))


def _contract(parameters: Parameters) -> Classes:
    e = parameters.experience
    theta, weight = beta_nodes(asarray(e.loyalty_alpha), asarray(e.loyalty_beta), e.loyalty_classes)
    hazard = 1 - ((1 - theta) * (1 - e.churn_floor)) ** (1 / 12)
    return Classes(weight, hazard, np.ones_like(hazard))


def _orders(parameters: Parameters) -> Classes:
    e = parameters.experience
    rate, rate_weight = gamma_nodes(asarray(e.order_rate_shape), e.order_rate_classes)
    monthly = rate / e.order_rate_scale * WEEKS_A_MONTH
    dropout, dropout_weight = beta_nodes(asarray(e.dropout_alpha), asarray(e.dropout_beta), e.dropout_classes)
    lanes = rate.shape[1]
    weight = (rate_weight[:, None, :] * dropout_weight[None, :, :]).reshape(-1, lanes)
    survive = np.exp(-monthly[:, None, :] * dropout[None, :, :]) * (1 - asarray(e.churn_floor)) ** (1 / 12)
    # A customer who may leave after any order places (1 - exp(-rate x dropout)) / dropout orders on average.
    leaving = -np.expm1(-monthly[:, None, :] * dropout[None, :, :])
    orders = leaving / np.maximum(dropout[None, :, :], 1e-12)
    return Classes(weight, (1 - survive).reshape(-1, lanes), orders.reshape(-1, lanes), first=0.5)


def tenure_mix(made: Classes, age_months: Array) -> Array:
    """Return customers per class after so many months of one new customer a month, shape (classes, lanes)."""
    hazard = np.clip(made.hazard, 1e-12, 1 - 1e-12)
    return asarray(made.weight * made.settled * -np.expm1(age_months * np.log1p(-hazard)) / hazard)


def _churn_power(made: Classes, parameters: Parameters) -> Array:
    """Return the power of survival at which today's base churns as stated, by bisection on its logarithm."""
    wanted = asarray(parameters.experience.monthly_churn)
    months = 12.0 * asarray(parameters.business.customer_base_age)
    low, high = np.full_like(wanted, -8.0), np.full_like(wanted, 8.0)
    for _ in range(50):
        middle = (low + high) / 2
        scaled = replace(made, hazard=1 - (1 - made.hazard) ** np.exp(middle))
        mix = tenure_mix(scaled, months)
        churn = by_lane(mix * scaled.hazard) / by_lane(mix)
        low, high = np.where(churn < wanted, middle, low), np.where(churn < wanted, high, middle)
    return asarray(np.exp((low + high) / 2))
