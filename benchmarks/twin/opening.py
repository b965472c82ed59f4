"""The firm as it is today: figures that follow from the scenario, the same for every replication."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.twin.classes import Classes, classes_of, leaning, todays_mix

if TYPE_CHECKING:
    from benchmarks.twin.classes import Floats
    from sim.model.parameters import Capability, Parameters
    from sim.model.parameters.demand import Channel

DAYS = 30.4375
"""Days of a month."""
STEPS = ("plans", "demand", "acquisition", "experience", "supply")


def monthly(yearly: float) -> float:
    """Turn a yearly loss into a monthly one."""
    return float(1.0 - (1.0 - yearly) ** (1.0 / 12.0))


def clip(x: float, low: float, high: float) -> float:
    """Return x, but at least low and at most high."""
    return min(max(x, low), high)


def benefit(c: Capability, s: float, t: float, a: float) -> float:
    """Return what process quality, technology and adoption of a step bring together."""
    used = t * a
    total = c.technology_weight + c.simplicity_weight + c.joint_weight
    whole = (c.technology_weight * used + c.simplicity_weight * s + c.joint_weight * used * s) / total
    return float(whole - c.paving_harm * used * (1.0 - s))


@dataclass(frozen=True, slots=True)
class Response:
    """How one channel answers to money."""

    share: float
    carry: float
    adstock: float
    cheap: float
    reach: float
    half: float
    slope: float

    def leads(self, adstock: float) -> float:
        """Return leads a month at an adstock."""
        y = (max(0.0, adstock) / self.half) ** self.slope
        return float(self.reach * y / (1.0 + y))


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Today's figures, by their names on the page; money and counts a month unless they say otherwise."""

    classes: Classes
    referred_shares: Floats
    discounted_shares: Floats
    mix: Floats
    customers: float
    churned: float
    pay: Floats
    talk: Floats
    wins_per_talk: float
    leads: float
    opportunities: float
    referred_part: float
    wins: float
    cycle: float
    market: float
    volume: float
    revenue: float
    unit_cost: float
    fixed_cost: float
    outflow: float
    profit: float
    cash: float
    channels: tuple[Response, ...]
    organic: float
    sales_capacity: float
    s: tuple[float, ...]
    t: tuple[float, ...]
    a: tuple[float, ...]
    benefit: tuple[float, ...]
    lead_quality: float
    adoption_speed: tuple[float, ...]
    clv: float


def subscriptions(p: Parameters, technology: float, price: float) -> float:
    """Return monthly subscriptions and upkeep over today's revenue, for technology summed over steps."""
    c = p.capability
    hosted = c.hosted_share * c.subscription_rate * price
    owned = (1.0 - c.hosted_share) * (c.onsite_cost - 1.0) * c.onsite_upkeep
    return float((hosted + owned) * c.cost_automate * technology)


def quality(p: Parameters, data: float) -> float:
    """Return lead quality at a quality of customer data."""
    d = p.demand
    return float(data**d.data_weight * d.offer_quality**d.offer_weight * d.packaging_quality**d.packaging_weight)


def _channels(p: Parameters, leads: float, revenue: float) -> tuple[Response, ...]:
    marketing = float(p.business.marketing_share)
    channels = list(p.demand.channels.values())
    shares = sum(float(channel.share) for channel in channels)
    cheap = [float(channel.share / channel.lead_cost) for channel in channels]
    paid = leads * (1.0 - float(p.demand.organic_share))

    def response(channel: Channel, cheapness: float) -> Response:
        share = float(channel.share) / shares
        adstock = share * marketing * revenue / (1.0 - float(channel.adstock))
        saturation = 1.0 - min(float(channel.elasticity / channel.slope), 0.999)
        half = max(1e-9, adstock) * ((1.0 - saturation) / saturation) ** (1.0 / float(channel.slope))
        reach = cheapness * paid / saturation if marketing > 0.0 else 0.0
        return Response(share, float(channel.adstock), adstock, cheapness, reach, half, float(channel.slope))

    return tuple(response(channel, c / sum(cheap)) for channel, c in zip(channels, cheap, strict=True))


def _speeds(c: Capability, adoption: tuple[float, ...]) -> tuple[float, ...]:
    wear = monthly(float(c.technology_depreciation))

    def speed(a: float) -> float:
        usual = (c.adoption_innovation + c.adoption_imitation * a) / 12.0 * (1.0 - a)
        return clip(a * wear / max(1e-9, float(usual)), 0.0, 3.0)

    return tuple(speed(a) for a in adoption)


def opening_of(p: Parameters) -> Opening:
    """Return today's figures of a scenario."""
    b, d, q, x, r = p.business, p.demand, p.acquisition, p.experience, p.reinvestment
    classes = classes_of(p)
    mix = todays_mix(p, classes)
    customers = float(b.customers)
    churned = float((mix * classes.hazard[:, None]).sum())
    talk = np.array([0.0, 1.0, 1.0, float(x.advocate_weight)])
    referred = customers * float(x.referral_rate) / 12.0
    through = float(d.mql_rate * q.sql_rate * q.opportunity_rate)
    stated = float(d.leads)
    leads = max(0.0, churned - referred) / (through * float(q.win_rate)) if math.isnan(stated) else stated
    opportunities = leads * through + referred / float(q.win_rate)
    wins = opportunities * float(q.win_rate)
    pay = np.array([float(x.onboarding_revenue), 1.0, 1.0, 1.0])
    by_class = mix.sum(axis=1)
    volume = float((mix @ pay).sum()) if b.kind == "contract" else float((by_class * classes.orders).sum()) + churned
    revenue = volume * float(b.price)
    named = float(b.cost_of_sales + b.service_share + b.sales_share + b.marketing_share)
    s, t, a = (
        tuple(float(getattr(stock, step)) for step in STEPS)
        for stock in (p.capability.process_quality, p.capability.technology, p.capability.adoption)
    )
    software = subscriptions(p, sum(t), 1.0) * revenue
    fixed = revenue * (1.0 - named - float(b.operating_margin)) - software
    outflow = revenue * named + fixed + software
    margin = float(b.operating_margin)
    cycle = float(q.sales_cycle) / DAYS
    unit_cost = float(b.cost_of_sales * b.price)
    serving = float(b.service_share) * revenue / customers
    rate = (1.0 + float(r.discount_rate)) ** (1.0 / 12.0) - 1.0
    worth = (classes.orders * (float(b.price) - unit_cost) - serving) / (rate + classes.hazard)
    return Opening(
        classes=classes,
        referred_shares=leaning(classes, float(x.referred_value), float(r.discount_rate)),
        discounted_shares=leaning(classes, float(q.discount_value), float(r.discount_rate)),
        mix=mix,
        customers=customers,
        churned=churned,
        pay=pay,
        talk=talk,
        wins_per_talk=referred / max(1e-12, float((mix @ talk).sum())),
        leads=leads,
        opportunities=opportunities,
        referred_part=clip(referred / float(q.win_rate) / max(1e-12, opportunities), 0.0, 1.0),
        wins=wins,
        cycle=cycle,
        market=float(b.market_size) * customers,
        volume=volume,
        revenue=revenue,
        unit_cost=unit_cost,
        fixed_cost=fixed,
        outflow=outflow,
        profit=revenue * margin * (1.0 - float(r.tax) if margin > 0.0 else 1.0),
        cash=float(b.cash_days) * outflow / DAYS if math.isnan(float(b.cash)) else float(b.cash),
        channels=_channels(p, leads, revenue),
        organic=leads * (float(d.organic_share) if float(b.marketing_share) > 0.0 else 1.0),
        sales_capacity=(1.0 + float(q.sales_slack))
        * (opportunities * cycle + float(q.junk_load) * leads * float(d.mql_rate)),
        s=s,
        t=t,
        a=a,
        benefit=tuple(benefit(p.capability, *stocks) for stocks in zip(s, t, a, strict=True)),
        lead_quality=quality(p, float(d.data_quality)),
        adoption_speed=_speeds(p.capability, a),
        clv=float((classes.share * worth).sum()),
    )
