"""The firm on the day before month 1, as `docs/explanation/opening.md` has it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import roots_genlaguerre, roots_jacobi

if TYPE_CHECKING:
    from sim.model.parameters import Parameters

Floats = NDArray[np.float64]

STAGES: Final = 4
"""Onboarding, adopting, loyal, advocate."""
DAYS_A_MONTH: Final = 30.4375
FIRST_MONTH: Final = 0.5
"""What is left on average of the month in which a customer without a contract comes."""


@dataclass(frozen=True)
class Classes:
    """Loyalty classes.

    Attributes
    ----------
    weights, hazards, orders
        Share of new customers, chance to leave in a month, orders a month; shape (classes,).
    first_month
        Part of its first month in which a new customer may order again and leave.
    """

    weights: Floats
    hazards: Floats
    orders: Floats
    first_month: float = 0.0

    @property
    def staying(self) -> Floats:
        """Share of new customers who are still there when their first month ends."""
        staying: Floats = (1 - self.hazards) ** self.first_month
        return staying

    def worth(self, discount_rate: float) -> Floats:
        """Return orders over a discounted life, the first certain."""
        worth: Floats = self.orders / ((1 + discount_rate) ** (1 / 12) - 1 + self.hazards)
        return worth


@dataclass(frozen=True)
class Opening:
    """Everything a firm starts from.

    Attributes
    ----------
    classes
        Loyalty classes.
    moving_on
        Monthly chance to move on from each of the first three stages.
    customers
        Whole customers, shape (classes, stages).
    referred_classes
        Class shares of referred customers.
    churned
        C₀: customers who leave in a month.
    leads
        Leads a month.
    cycle
        Mean months from opportunity to decision.
    pipeline, referred_share
        Mean opportunities per pipeline stage; share of them that was referred.
    leads_per_talking_weight
        Referral leads a month that one customer of weight 1 brings.
    sales_capacity
        κ₀.
    revenue
        R₀, money a month.
    """

    classes: Classes
    moving_on: tuple[float, float, float]
    customers: NDArray[np.int64]
    referred_classes: Floats
    churned: float
    leads: float
    cycle: float
    pipeline: float
    referred_share: float
    leads_per_talking_weight: float
    sales_capacity: float
    revenue: float


def opening(parameters: Parameters) -> Opening:
    """Work out the opening position."""
    business, demand, sales, life = (
        parameters.business, parameters.demand, parameters.acquisition, parameters.experience,
    )  # fmt: skip
    classes = contract_classes(parameters) if business.kind == "contract" else order_classes(parameters)
    times = (life.onboarding_time, life.adopting_time, life.advocacy_time)
    moving_on = tuple(1 - math.exp(-1 / float(time)) for time in times)
    mix = customer_mix(classes, moving_on, float(business.customer_base_age))
    mix *= float(business.customers) / mix.sum()
    churned = float((mix.sum(axis=1) * classes.hazards).sum() / (classes.weights * classes.staying).sum())
    referred_wins = float(business.customers) * float(life.referral_rate) / 12
    talking = float(mix[:, 1].sum() + mix[:, 2].sum() + float(life.advocate_weight) * mix[:, 3].sum())
    qualified = float(demand.mql_rate) * float(sales.sql_rate) * float(sales.opportunity_rate)
    leads = max(0.0, churned - referred_wins) / (qualified * float(sales.win_rate))
    if not math.isnan(float(demand.leads)):
        leads = float(demand.leads)
    opportunities = leads * qualified + referred_wins / float(sales.win_rate)
    cycle = float(sales.sales_cycle) / DAYS_A_MONTH
    work = opportunities * cycle + float(sales.junk_load) * leads * float(demand.mql_rate)
    return Opening(
        classes=classes,
        moving_on=(moving_on[0], moving_on[1], moving_on[2]),
        customers=whole(mix),
        referred_classes=leaning(classes, float(parameters.reinvestment.discount_rate), float(life.referred_value)),
        churned=churned,
        leads=leads,
        cycle=cycle,
        pipeline=opportunities * cycle / sales.pipeline_stages,
        referred_share=min(1.0, referred_wins / float(sales.win_rate) / opportunities),
        leads_per_talking_weight=referred_wins / talking / float(sales.opportunity_rate * sales.win_rate),
        sales_capacity=(1 + float(sales.sales_slack)) * work,
        revenue=volume(parameters, classes, mix, churned) * float(business.price),
    )


def contract_classes(parameters: Parameters) -> Classes:
    """Return classes by yearly churn: the Gauss quadrature of its Beta distribution."""
    life = parameters.experience
    churn, weights = beta_nodes(float(life.loyalty_alpha), float(life.loyalty_beta), life.loyalty_classes)
    hazards = 1 - ((1 - churn) * (1 - float(life.churn_floor))) ** (1 / 12)
    return Classes(weights, hazards, np.ones_like(hazards))


def order_classes(parameters: Parameters) -> Classes:
    """Return classes by order rate and dropout."""
    rate, drop, weights = order_pairs(parameters)
    stays = np.exp(-rate * drop)
    floor = float(parameters.experience.churn_floor)
    return Classes(weights, 1 - stays * (1 - floor) ** (1 / 12), (1 - stays) / drop, FIRST_MONTH)


def order_pairs(parameters: Parameters) -> tuple[Floats, Floats, Floats]:
    """Return orders a month, dropout per order and weight of every pair of nodes of a Gamma and a Beta distribution."""
    life = parameters.experience
    nodes, shares = roots_genlaguerre(life.order_rate_classes, float(life.order_rate_shape) - 1)
    rates = nodes / float(life.order_rate_scale) * DAYS_A_MONTH / 7
    dropout, chances = beta_nodes(float(life.dropout_alpha), float(life.dropout_beta), life.dropout_classes)
    rate, drop = (grid.ravel() for grid in np.meshgrid(rates, dropout, indexing="ij"))
    return rate, drop, np.outer(shares / shares.sum(), chances).ravel()


def beta_nodes(alpha: float, beta: float, count: int) -> tuple[Floats, Floats]:
    """Return nodes, lowest first, and weights of the Gauss quadrature of Beta(alpha, beta)."""
    nodes, weights = roots_jacobi(count, beta - 1, alpha - 1)
    return (1 + nodes) / 2, weights / weights.sum()


def customer_mix(classes: Classes, moving_on: tuple[float, ...], years: float) -> Floats:
    """Return what a new customer a month leaves behind in the given years, shape (classes, stages)."""
    mix = np.zeros((classes.weights.size, STAGES))
    for _ in range(max(1, round(12 * years))):
        mix *= 1 - classes.hazards[:, None]
        moved = mix[:, :-1] * np.array(moving_on)
        mix[:, :-1] -= moved
        mix[:, 1:] += moved
        mix[:, 0] += classes.weights * classes.staying
    return mix


def volume(parameters: Parameters, classes: Classes, mix: Floats, churned: float) -> float:
    """Return units of today a month."""
    if parameters.business.kind == "contract":
        return float(mix.sum() - (1 - float(parameters.experience.onboarding_revenue)) * mix[:, 0].sum())
    again = classes.first_month * float((classes.weights * classes.orders).sum())
    return float((mix.sum(axis=1) * classes.orders).sum()) + churned * (1 + again)


def leaning(classes: Classes, discount_rate: float, value: float) -> Floats:
    """Return class shares of customers worth `value` (1 or more) times as much as others on average."""
    worth = classes.worth(discount_rate)
    mean, best = float((classes.weights * worth).sum()), int(worth.argmax())
    lean = min(1.0, max(0.0, mean * (value - 1) / (worth[best] - mean)))
    shares: Floats = (1 - lean) * classes.weights
    shares[best] += lean
    return shares


def whole(mix: Floats) -> NDArray[np.int64]:
    """Round to whole customers, as many as there are in all; the largest remainders go up."""
    counts = np.floor(mix).astype(np.int64)
    short = round(float(mix.sum())) - int(counts.sum())
    for place in np.argsort(-(mix - counts), axis=None, kind="stable")[:short]:
        counts.flat[place] += 1
    return counts
