"""Step 2: demand. Marketing, content and customers' word turn into leads; data decides their quality."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from sim.arrays import Array, asarray
from sim.model.customers import referral_weight
from sim.model.decisions import STEP_INDEX
from sim.model.funnel import lead_quality, needed_for, offer_quality
from sim.model.sums import by_lane

if TYPE_CHECKING:
    from sim.model.batch import Batch

_DEMAND = STEP_INDEX["demand"]


@dataclass(slots=True)
class Demand:
    """Step 2 of the cycle."""

    batch: Batch
    _offer: Array = field(init=False)
    _quality_today: Array = field(init=False)
    _left_today: Array = field(init=False)
    _bought: Array = field(init=False)

    def __post_init__(self) -> None:
        """Work out what does not change."""
        b, a = self.batch, self.batch.parameters.acquisition
        self._offer = offer_quality(b.parameters)
        self._quality_today = np.maximum(b.opening.lead_quality, 1e-12)
        self._left_today = asarray(b.opening.market - b.parameters.business.customers)
        self._bought = asarray(a.opportunity_rate * a.win_rate)

    def act(self, month: int) -> None:
        """Spend on channels, draw leads and qualify them."""
        b, d = self.batch, self.batch.parameters.demand
        base = self._base_marketing(month)
        room = self._room(month)
        reach = self._channel_leads(base) + b.opening.organic * b.firm.content**d.content_elasticity
        relative = b.flow["relative"][_DEMAND]
        lift = np.exp(d.lead_effect * relative)
        wanted = reach * lift * b.world.interest * room * b.firm.alive
        leads = b.streams.poisson("demand.leads", month, wanted)
        data = b.links.read("data_decay", month, b.firm.data_quality, neutral=asarray(d.data_quality))
        quality = lead_quality(b.parameters, data, self._offer)
        gain = np.exp(d.mql_effect * relative) * quality / self._quality_today
        mql = b.streams.binomial("demand.mql", month, leads, (d.mql_rate * gain).clip(0.0, 1.0))
        b.flow.update(
            base_marketing=base,
            marketing_spend=base + b.flow["media"] + b.flow["content_money"],
            leads=leads,
            mql=mql,
            lead_quality=quality,
            referral_leads=self._referral_leads(month, room),
        )

    def _base_marketing(self, month: int) -> Array:
        """Return base marketing: a share of last quarter's revenue, less in survival mode."""
        b, r = self.batch, self.batch.parameters.reinvestment
        planned = b.parameters.business.marketing_share * b.history.mean("revenue", month - 1, 3)
        planned = b.links.read("marketing", month, planned, neutral=0.0)
        kept = 1 - b.firm.surviving * (1 - r.survival_marketing)
        return asarray(planned * kept * b.firm.alive)

    def _channel_leads(self, base: Array) -> Array:
        """Spend base marketing by the channels' shares and growth media where leads are cheap; return paid leads."""
        channels, firm = self.batch.opening.channels, self.batch.firm
        spend = channels.share * base + channels.cheap * self.batch.flow["media"]
        firm.adstock = spend + channels.carry * firm.adstock
        return by_lane(channels.leads(firm.adstock))

    def _room(self, month: int) -> Array:
        """Return the part of the market still to be won, relative to today."""
        b = self.batch
        left = np.maximum(b.opening.market - b.firm.total_customers, 0.0) / self._left_today
        return b.links.read("market_limit", month, left, neutral=1.0)

    def _referral_leads(self, month: int, room: Array) -> Array:
        """Draw leads that customers bring; each is as good as a sales-qualified one."""
        b = self.batch
        happy = np.exp(b.parameters.experience.referral_effect * b.firm.experience)
        wins = b.opening.referral_per_weight * referral_weight(b.firm.customers, b.parameters) * happy * room
        needed = needed_for(wins, self._bought)
        mean = b.links.read("referral", month, needed, neutral=0.0)
        return b.streams.poisson("demand.referrals", month, mean * b.firm.alive)
