"""The firm as it is today: figures that follow from the scenario, the same for every replication."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.twin.channels import channels_of
from benchmarks.twin.classes import Classes, classes_of, leaning, todays_mix

if TYPE_CHECKING:
    from benchmarks.twin.channels import Response
    from benchmarks.twin.classes import Floats
    from sim.model.parameters import Capability, Parameters

DAYS = 30.4375
"""Days of a month."""
RAREST = 1e-9
"""Below this share nothing is ever won."""
STEPS = ("plans", "demand", "acquisition", "experience", "supply")


def monthly(yearly: float) -> float:
    """Turn a yearly loss into a monthly one."""
    return float(1.0 - (1.0 - yearly) ** (1.0 / 12.0))


def needed_for(wins: float, rate: float) -> float:
    """Return what it takes to win so many at a rate; nothing where nothing is ever won."""
    return wins / rate if rate >= RAREST else 0.0


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
class People:
    """Today's customers, and who comes.

    Attributes
    ----------
    classes
        Loyalty classes.
    referred_shares, discounted_shares
        Shares of customers who come by referral, or by a discount, by class.
    mix
        Customers by class and stage, not rounded.
    customers, churned
        Customers today, and those who leave in a month.
    pay, talk
        What a customer pays of the full price, and how much one talks, by stage.
    """

    classes: Classes
    referred_shares: Floats
    discounted_shares: Floats
    mix: Floats
    customers: float
    churned: float
    pay: Floats
    talk: Floats


@dataclass(frozen=True, slots=True)
class Funnel:
    """Today's leads, opportunities and wins a month, and what brings and holds them."""

    referred: float
    leads: float
    opportunities: float
    wins: float
    wins_per_talk: float
    referred_part: float
    cycle: float
    capacity: float
    market: float
    organic: float


@dataclass(frozen=True, slots=True)
class Money:
    """Today's books, a month; `unit_cost` a unit, `cash` a stock."""

    volume: float
    revenue: float
    unit_cost: float
    fixed_cost: float
    outflow: float
    profit: float
    cash: float


@dataclass(frozen=True, slots=True)
class Skill:
    """Today's capability by step, and the lead quality that goes with it."""

    s: tuple[float, ...]
    t: tuple[float, ...]
    a: tuple[float, ...]
    benefit: tuple[float, ...]
    adoption_speed: tuple[float, ...]
    lead_quality: float


@dataclass(frozen=True, slots=True)
class Opening:
    """Today's figures, by their names on the page."""

    people: People
    funnel: Funnel
    money: Money
    skill: Skill
    channels: tuple[Response, ...]
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


def _speeds(c: Capability, adoption: tuple[float, ...]) -> tuple[float, ...]:
    wear = monthly(float(c.technology_depreciation))

    def speed(a: float) -> float:
        usual = (c.adoption_innovation + c.adoption_imitation * a) / 12.0 * (1.0 - a)
        return clip(a * wear / max(1e-9, float(usual)), 0.0, 3.0)

    return tuple(speed(a) for a in adoption)


def opening_of(p: Parameters) -> Opening:
    """Return today's figures of a scenario."""
    people, skill = _people(p), _skill(p)
    funnel = _funnel(p, people)
    money = _money(p, people, skill)
    channels = channels_of(p, funnel.leads, money.revenue)
    return Opening(people, funnel, money, skill, channels, _lifetime_value(p, people, money))


def _people(p: Parameters) -> People:
    classes = classes_of(p)
    mix = todays_mix(p, classes)
    rate = float(p.reinvestment.discount_rate)
    return People(
        classes=classes,
        referred_shares=leaning(classes, float(p.experience.referred_value), rate),
        discounted_shares=leaning(classes, float(p.acquisition.discount_value), rate),
        mix=mix,
        customers=float(p.business.customers),
        churned=float((mix * classes.hazard[:, None]).sum() / (1.0 - (classes.share * (1.0 - classes.staying)).sum())),
        pay=np.array([float(p.experience.onboarding_revenue), 1.0, 1.0, 1.0]),
        talk=np.array([0.0, 1.0, 1.0, float(p.experience.advocate_weight)]),
    )


def _funnel(p: Parameters, people: People) -> Funnel:
    b, d, q = p.business, p.demand, p.acquisition
    win, cycle = float(q.win_rate), float(q.sales_cycle) / DAYS
    referred = people.customers * float(p.experience.referral_rate) / 12.0
    through = float(d.mql_rate * q.sql_rate * q.opportunity_rate)
    replacing = needed_for(max(0.0, people.churned - referred), through * win)
    leads = replacing if math.isnan(float(d.leads)) else float(d.leads)
    of_referrals = needed_for(referred, win)
    opportunities = leads * through + of_referrals
    load = opportunities * cycle + float(q.junk_load) * leads * float(d.mql_rate)
    return Funnel(
        referred=referred,
        leads=leads,
        opportunities=opportunities,
        wins=opportunities * win,
        wins_per_talk=referred / max(1e-12, float((people.mix @ people.talk).sum())),
        referred_part=clip(of_referrals / max(1e-12, opportunities), 0.0, 1.0),
        cycle=cycle,
        capacity=(1.0 + float(q.sales_slack)) * load,
        market=float(b.market_size) * people.customers,
        organic=leads * (float(d.organic_share) if float(b.marketing_share) > 0.0 else 1.0),
    )


def _money(p: Parameters, people: People, skill: Skill) -> Money:
    b = p.business
    if b.kind == "contract":
        volume = float((people.mix @ people.pay).sum())
    else:
        of_old = float((people.mix.sum(axis=1) * people.classes.orders).sum())
        each_new = 1.0 + people.classes.first * float((people.classes.share * people.classes.orders).sum())
        volume = of_old + people.churned * each_new
    revenue = volume * float(b.price)
    named, margin = float(b.cost_of_sales + b.service_share + b.sales_share + b.marketing_share), b.operating_margin
    software = subscriptions(p, sum(skill.t), 1.0) * revenue
    fixed = revenue * (1.0 - named - float(margin)) - software
    outflow = revenue * named + fixed + software
    return Money(
        volume=volume,
        revenue=revenue,
        unit_cost=float(b.cost_of_sales * b.price),
        fixed_cost=fixed,
        outflow=outflow,
        profit=float(revenue * margin * (1.0 - p.reinvestment.tax if margin > 0.0 else 1.0)),
        cash=float(b.cash_days) * outflow / DAYS if math.isnan(float(b.cash)) else float(b.cash),
    )


def _skill(p: Parameters) -> Skill:
    c = p.capability
    s, t, a = (
        tuple(float(getattr(stock, step)) for step in STEPS) for stock in (c.process_quality, c.technology, c.adoption)
    )
    benefits = tuple(benefit(c, *stocks) for stocks in zip(s, t, a, strict=True))
    return Skill(s, t, a, benefits, _speeds(c, a), quality(p, float(p.demand.data_quality)))


def _lifetime_value(p: Parameters, people: People, money: Money) -> float:
    classes = people.classes
    serving = float(p.business.service_share) * money.revenue / people.customers
    rate = (1.0 + float(p.reinvestment.discount_rate)) ** (1.0 / 12.0) - 1.0
    each = classes.orders * (float(p.business.price) - money.unit_cost) - serving
    return float((classes.share * each / (rate + classes.hazard)).sum())
