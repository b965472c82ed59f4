"""Step 2: demand. Marketing, content and customers' word turn into leads."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from benchmarks.twin.firm import mean
from benchmarks.twin.opening import clip, needed_for, quality

if TYPE_CHECKING:
    from benchmarks.twin.firm import Firm


def work(firm: Firm) -> None:
    """Do step 2 of the month."""
    customers = int(firm.base.counts.sum())
    today = firm.case.today
    firm.sales.room = max(0.0, today.funnel.market - customers) / (today.funnel.market - today.people.customers)
    _attract(firm, _base_marketing(firm))
    _qualify(firm)
    _refer(firm)


def _base_marketing(firm: Firm) -> float:
    p = firm.case.p
    planned = float(p.business.marketing_share) * mean(firm.books.revenue, 3)
    base = planned * (1.0 - firm.surviving * (1.0 - float(p.reinvestment.survival_marketing))) * firm.alive
    firm.now["base_marketing"] = base
    firm.now["marketing_spend"] = base + firm.sales.media + firm.sales.content_money
    return base


def _attract(firm: Firm, base: float) -> None:
    d, today, sales = firm.case.p.demand, firm.case.today, firm.sales
    reach = today.funnel.organic * firm.capability.content ** float(d.content_elasticity)
    for place, channel in enumerate(today.channels):
        spending = channel.share * base + channel.cheap * sales.media
        sales.adstock[place] = spending + channel.carry * sales.adstock[place]
        reach += channel.leads(sales.adstock[place])
    pull = math.exp(float(d.lead_effect) * firm.capability.relative[1])
    firm.now["leads"] = firm.rng.poisson(reach * pull * firm.world.interest * sales.room * firm.alive)


def _qualify(firm: Firm) -> None:
    d = firm.case.p.demand
    firm.now["lead_quality"] = quality(firm.case.p, firm.capability.data)
    better = firm.now["lead_quality"] / firm.case.today.skill.lead_quality
    chance = float(d.mql_rate) * math.exp(float(d.mql_effect) * firm.capability.relative[1]) * better
    firm.now["mql"] = firm.rng.binomial(int(firm.now["leads"]), clip(chance, 0.0, 1.0))


def _refer(firm: Firm) -> None:
    p, today = firm.case.p, firm.case.today
    talking = float((firm.base.counts @ today.people.talk).sum())
    keen = math.exp(float(p.experience.referral_effect) * firm.base.experience)
    wanted = today.funnel.wins_per_talk * talking * keen * firm.sales.room
    rate = float(p.acquisition.opportunity_rate * p.acquisition.win_rate)
    firm.now["referral_leads"] = firm.rng.poisson(needed_for(wanted, rate) * firm.alive)
