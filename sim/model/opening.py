"""The opening position: the steady state of the firm as it is.

Leads and fixed cost are not asked for; they follow, so that leads replace the customers who leave today
and costs leave today's margin. A young customer base still ages: its churn falls for years.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.model.capability import Benefit
from sim.model.loyalty import Classes, classes
from sim.model.sums import by_first, by_lane

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.arrays import Array
    from sim.model.parameters import Parameters

DAYS_A_MONTH: Final = 30.4375
ENDLESS: Final = 1e-6
"""Least monthly loss of a customer's value, by churn and discounting: a million months stand for a life without end."""
HOPELESS: Final = 1e-9
"""Wins per lead, or per opportunity, that count as none."""
STAGES: Final = ("onboarding", "adopting", "loyal", "advocate")


@dataclass(frozen=True, slots=True)
class Channels:
    """The marketing channels, stacked: every array has shape (channels, lanes)."""

    share: Array
    carry: Array
    slope: Array
    half: Array
    reach: Array
    cheap: Array
    """Share of paid leads today: new media money goes where leads are cheap."""

    def leads(self, adstock: Array) -> Array:
        """Return leads per channel by the Hill response `reach x a^s / (half^s + a^s)`."""
        ratio = (adstock / self.half) ** self.slope
        return np.asarray(self.reach * ratio / (1 + ratio))


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
    customers = _mix(made, progress, p) * p.business.customers
    # Of those who replace the customers who leave, some leave in their first month and have to be replaced too.
    churned = by_lane(customers * made.hazard[:, None, :]) / (1 - by_lane(made.weight * (1 - made.settled)))
    referral_wins = np.asarray(p.business.customers * p.experience.referral_rate / 12)
    weighted = referral_weight(customers, p)
    leads = _leads(p, churned - referral_wins)
    opportunities = _opportunities(p, leads, referral_wins)
    orders = paying_orders(customers, made, p, churned)
    revenue = orders * p.business.price
    costs = _costs(p, revenue)
    value = _class_value(made, p)
    cycle = p.acquisition.sales_cycle / DAYS_A_MONTH
    benefit = Benefit.of(p)
    return Opening(
        classes=made,
        referred=_tilted(made.weight, value, value.argmax(axis=0), p.experience.referred_value),
        discounted=_tilted(made.weight, value, value.argmin(axis=0), p.acquisition.discount_value),
        customers=customers,
        progress=progress,
        market=np.asarray(p.business.market_size * p.business.customers),
        churned=churned,
        referral_wins=referral_wins,
        referral_per_weight=referral_wins / np.maximum(weighted, 1e-12),
        leads=leads,
        organic=leads * np.where(p.business.marketing_share > 0, p.demand.organic_share, 1.0),
        channels=_channels(p, revenue, leads),
        spend=p.business.marketing_share * revenue,
        opportunities=opportunities,
        cycle=np.asarray(cycle),
        sales_capacity=(1 + p.acquisition.sales_slack) * _sales_load(p, leads, opportunities * cycle),
        orders=orders,
        volume=orders,
        revenue=revenue,
        unit_cost=np.asarray(p.business.cost_of_sales * p.business.price),
        benefit=benefit.value(
            p.capability.process_quality.stacked(len(revenue)),
            p.capability.technology.stacked(len(revenue)),
            p.capability.adoption.stacked(len(revenue)),
        ),
        lead_quality=lead_quality(p, np.asarray(p.demand.data_quality), offer_quality(p)),
        adoption_speed=_adoption_speed(p, len(revenue)),
        **costs,
    )


def progress_chances(p: Parameters) -> Array:
    """Return the monthly chance to move on from onboarding, adopting and loyal, shape (3, lanes)."""
    e = p.experience
    times = np.stack([np.asarray(e.onboarding_time), np.asarray(e.adopting_time), np.asarray(e.advocacy_time)])
    return np.asarray(-np.expm1(-1.0 / times))


def referral_weight(customers: Array, p: Parameters) -> Array:
    """Return customers who talk about the firm, advocates counted by their weight, shape (lanes,)."""
    by_stage = by_first(customers.swapaxes(0, 1))
    return np.asarray(by_stage[1] + by_stage[2] + p.experience.advocate_weight * by_stage[3])


def lead_quality(p: Parameters, data_quality: Array, offer: Array) -> Array:
    """Return lead quality D^.6 O^.2 P^.2 (weights are parameters); `offer` is its part O^.2 P^.2."""
    return np.asarray(data_quality**p.demand.data_weight * offer)


def offer_quality(p: Parameters) -> Array:
    """Return the part of lead quality that does not change, O^.2 P^.2."""
    d = p.demand
    return np.asarray(d.offer_quality**d.offer_weight * d.packaging_quality**d.packaging_weight)


def paying_orders(customers: Array, made: Classes, p: Parameters, new_customers: Array) -> Array:
    """Return orders (or paid subscriptions) a month of a customer stock, shape (lanes,)."""
    if p.business.kind == "contract":
        return by_lane(customers * stage_payment(p)[None])
    first_month = 1 + made.first * by_lane(made.weight * made.orders)
    return by_lane(customers * made.orders[:, None, :]) + new_customers * first_month


def stage_payment(p: Parameters) -> Array:
    """Return what a customer of each stage pays relative to full, shape (4, lanes)."""
    paid = np.ones((len(STAGES), len(np.asarray(p.business.price))))
    paid[0] = p.experience.onboarding_revenue
    return paid


def _mix(made: Classes, progress: Array, p: Parameters) -> Array:
    """Return the share of today's customers by class and stage after years of steady additions."""
    months = np.maximum(1, np.rint(12 * np.asarray(p.business.customer_base_age)))
    stock = np.zeros((made.weight.shape[0], len(STAGES), made.weight.shape[1]))
    survive = 1 - made.hazard[:, None, :]
    for month in range(int(months.max())):
        grown = stock * survive
        moved = grown[:, :3] * progress[None]
        grown[:, :3] -= moved
        grown[:, 1:] += moved
        grown[:, 0] += made.weight * made.settled
        stock = np.where(month < months, grown, stock)
    return np.asarray(stock / by_lane(stock))


def _leads(p: Parameters, wins: Array) -> Array:
    closed = needed_for(np.maximum(wins, 0.0), conversion(p))
    return np.asarray(np.where(np.isnan(p.demand.leads), closed, p.demand.leads))


def needed_for(wins: Array, rate: Array) -> Array:
    """Return how many it takes for so many wins at a rate; none where practically nothing is ever won."""
    return np.asarray(np.where(rate < HOPELESS, 0.0, wins / np.maximum(rate, HOPELESS)))


def conversion(p: Parameters) -> Array:
    """Return customers won per lead at today's rates, shape (lanes,)."""
    d, a = p.demand, p.acquisition
    return np.asarray(d.mql_rate * a.sql_rate * a.opportunity_rate * a.win_rate)


def _opportunities(p: Parameters, leads: Array, referral_wins: Array) -> Array:
    d, a = p.demand, p.acquisition
    return np.asarray(
        leads * d.mql_rate * a.sql_rate * a.opportunity_rate + needed_for(referral_wins, np.asarray(a.win_rate))
    )


def _sales_load(p: Parameters, leads: Array, pipeline: Array) -> Array:
    return np.asarray(pipeline + p.acquisition.junk_load * leads * p.demand.mql_rate)


def _channels(p: Parameters, revenue: Array, leads: Array) -> Channels:
    """Close the Hill response of each channel on today's spending, leads and long-run elasticity."""
    listed = list(p.demand.channels.values())

    def stack(name: str) -> Array:
        return np.stack([np.asarray(getattr(channel, name)) for channel in listed])

    share = stack("share") / np.maximum(by_lane(stack("share")), 1e-12)
    carry, slope = stack("adstock"), stack("slope")
    adstock = np.maximum(share * p.business.marketing_share * revenue / (1 - carry), 1e-9)
    saturation = 1 - np.minimum(stack("elasticity") / slope, 0.999)
    half = adstock * ((1 - saturation) / saturation) ** (1 / slope)
    paid = share / stack("lead_cost")
    cheap = paid / np.maximum(by_lane(paid), 1e-12)
    # A firm that spends nothing has organic leads only.
    paid = cheap * leads * (1 - p.demand.organic_share) * (p.business.marketing_share > 0)
    return Channels(share=share, carry=carry, slope=slope, half=half, reach=paid / saturation, cheap=cheap)


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
        "cash": np.asarray(cash),
    }


def yearly_hosting(p: Parameters, technology: Array, inflation: Array | float = 1.0) -> Array:
    """Return subscriptions and upkeep a year, share of today's yearly revenue, shape (lanes,).

    Subscriptions follow their own inflation; owned systems cost upkeep on their licence, the part of
    their one-off cost above that of hosted ones.
    """
    c = p.capability
    hosted = c.hosted_share * c.subscription_rate * inflation
    owned = (1 - c.hosted_share) * (c.onsite_cost - 1) * c.onsite_upkeep
    return np.asarray((hosted + owned) * c.cost_automate * by_lane(technology))


def _class_value(made: Classes, p: Parameters) -> Array:
    """Return orders over a discounted life per class, first order certain, shape (classes, lanes)."""
    discount = (1 + p.reinvestment.discount_rate) ** (1 / 12)
    return np.asarray(made.orders / np.maximum(discount - (1 - made.hazard), ENDLESS))


def _tilted(weight: Array, value: Array, extreme: NDArray[np.intp], ratio: Array | float) -> Array:
    """Mix class shares with one extreme class so that mean lifetime value changes by `ratio`."""
    mean = by_lane(weight * value)
    best = np.take_along_axis(value, extreme[None], axis=0)[0]
    gap = best - mean
    part = np.clip(np.where(np.abs(gap) > 1e-9 * mean, mean * (ratio - 1) / np.where(gap == 0, 1, gap), 0.0), 0.0, 1.0)
    pure = np.zeros_like(weight)
    np.put_along_axis(pure, extreme[None], 1.0, axis=0)
    return np.asarray((1 - part) * weight + part * pure)


def _adoption_speed(p: Parameters, lanes: int) -> Array:
    """Return the factor on Bass adoption at which today's adoption is steady under full maintenance."""
    c = p.capability
    adopted = c.adoption.stacked(lanes)
    lost = adopted * monthly(np.asarray(c.technology_depreciation))
    gained = (c.adoption_innovation + c.adoption_imitation * adopted) / 12 * (1 - adopted)
    return np.asarray(np.clip(lost / np.maximum(gained, 1e-9), 0.0, 3.0))


def monthly(yearly: Array) -> Array:
    """Return the monthly share that compounds to a yearly one."""
    return np.asarray(1 - (1 - yearly) ** (1 / 12))
