"""The opening position: the steady state of the firm as it is.

Leads and fixed cost are not asked for; they follow, so that leads replace the customers who leave today
and costs leave today's margin. A young customer base still ages: its churn falls for years.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.arrays import Array, asarray
from sim.model.capability import Benefit
from sim.model.channels import Channels, channels
from sim.model.customers import mix, paying_orders, progress_chances, referral_weight
from sim.model.funnel import lead_quality, leads_for, offer_quality, opportunities_of, sales_load
from sim.model.lifetime import class_value, tilted
from sim.model.loyalty import Classes, classes
from sim.model.sums import by_lane
from sim.model.upkeep import monthly, yearly_hosting

if TYPE_CHECKING:
    from sim.model.parameters import Parameters

DAYS_A_MONTH: Final = 30.4375


@dataclass(frozen=True, slots=True)
class Opening:
    """Everything the steps compare with: today's figures, per month, one entry per lane.

    Attributes
    ----------
    classes
        Loyalty classes of ordinary new customers.
    referred, discounted
        Class shares of customers who came by referral or by discount, shape (classes, lanes).
    customers
        Today's customers by class and stage, shape (classes, 4, lanes).
    progress
        Monthly chance to leave onboarding, adopting, loyal for the next stage, shape (3, lanes).
    """

    classes: Classes
    referred: Array
    discounted: Array
    customers: Array
    progress: Array
    market: Array
    churned: Array
    referral_wins: Array
    referral_per_weight: Array
    leads: Array
    organic: Array
    channels: Channels
    spend: Array
    opportunities: Array
    cycle: Array
    sales_capacity: Array
    orders: Array
    volume: Array
    revenue: Array
    unit_cost: Array
    fixed_cost: Array
    subscriptions: Array
    outflow: Array
    profit: Array
    cash: Array
    benefit: Array
    lead_quality: Array
    adoption_speed: Array


def opening(p: Parameters) -> Opening:
    """Close the equations of the firm as it is; every parameter must be an array over lanes."""
    made = classes(p)
    progress = progress_chances(p)
    customers = mix(made, progress, p) * p.business.customers
    # Of those who replace the customers who leave, some leave in their first month and have to be replaced too.
    churned = by_lane(customers * made.hazard[:, None, :]) / (1 - by_lane(made.weight * (1 - made.settled)))
    referral_wins = asarray(p.business.customers * p.experience.referral_rate / 12)
    weighted = referral_weight(customers, p)
    leads = leads_for(p, churned - referral_wins)
    opportunities = opportunities_of(p, leads, referral_wins)
    orders = paying_orders(customers, made, p, churned)
    revenue = orders * p.business.price
    costs = _costs(p, revenue)
    value = class_value(made, p)
    cycle = p.acquisition.sales_cycle / DAYS_A_MONTH
    benefit = Benefit.of(p)
    return Opening(
        classes=made,
        referred=tilted(made.weight, value, value.argmax(axis=0), p.experience.referred_value),
        discounted=tilted(made.weight, value, value.argmin(axis=0), p.acquisition.discount_value),
        customers=customers,
        progress=progress,
        market=asarray(p.business.market_size * p.business.customers),
        churned=churned,
        referral_wins=referral_wins,
        referral_per_weight=referral_wins / np.maximum(weighted, 1e-12),
        leads=leads,
        organic=leads * np.where(p.business.marketing_share > 0, p.demand.organic_share, 1.0),
        channels=channels(p, revenue, leads),
        spend=p.business.marketing_share * revenue,
        opportunities=opportunities,
        cycle=asarray(cycle),
        sales_capacity=(1 + p.acquisition.sales_slack) * sales_load(p, leads, opportunities * cycle),
        orders=orders,
        volume=orders,
        revenue=revenue,
        unit_cost=asarray(p.business.cost_of_sales * p.business.price),
        benefit=benefit.value(
            p.capability.process_quality.stacked(len(revenue)),
            p.capability.technology.stacked(len(revenue)),
            p.capability.adoption.stacked(len(revenue)),
        ),
        lead_quality=lead_quality(p, asarray(p.demand.data_quality), offer_quality(p)),
        adoption_speed=_adoption_speed(p, len(revenue)),
        **costs,
    )


def _costs(p: Parameters, revenue: Array) -> dict[str, Array]:
    """Return fixed cost, subscriptions, cash outflow, profit after tax and cash of today, per month."""
    b, f = p.business, p.reinvestment
    subscriptions = yearly_hosting(p, p.capability.technology.stacked(len(revenue))) * revenue
    named = b.cost_of_sales + b.service_share + b.sales_share + b.marketing_share
    fixed = revenue * (1 - named - b.operating_margin) - subscriptions
    outflow = revenue * named + fixed + subscriptions
    cash = np.where(np.isnan(b.cash), b.cash_days * outflow / DAYS_A_MONTH, b.cash)
    profit = revenue * b.operating_margin * np.where(b.operating_margin > 0, 1 - f.tax, 1.0)
    return {
        "fixed_cost": fixed,
        "subscriptions": subscriptions,
        "outflow": outflow,
        "profit": profit,
        "cash": asarray(cash),
    }


def _adoption_speed(p: Parameters, lanes: int) -> Array:
    """Return the factor on Bass adoption at which today's adoption is steady under full maintenance."""
    c = p.capability
    adopted = c.adoption.stacked(lanes)
    lost = adopted * monthly(asarray(c.technology_depreciation))
    gained = (c.adoption_innovation + c.adoption_imitation * adopted) / 12 * (1 - adopted)
    return asarray(np.clip(lost / np.maximum(gained, 1e-9), 0.0, 3.0))
