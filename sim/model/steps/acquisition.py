"""Step 3: acquisition. Qualified leads move through the sales pipeline and are won or lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.arrays import Array, asarray
from sim.model.decisions import STEP_INDEX
from sim.model.splitting import remaining_chances
from sim.model.sums import by_lane

if TYPE_CHECKING:
    from sim.model.batch import Batch

_ACQUISITION = STEP_INDEX["acquisition"]


@dataclass(slots=True)
class Acquisition:
    """Step 3 of the cycle."""

    batch: Batch

    def act(self, month: int) -> None:
        """Qualify, work the pipeline, win or lose."""
        b, a = self.batch, self.batch.parameters.acquisition
        accepted = b.streams.binomial("acquisition.sql", month, b.flow["mql"], a.sql_rate)
        sql = accepted + b.flow["referral_leads"]
        arrivals = b.streams.binomial("acquisition.opportunities", month, sql, a.opportunity_rate)
        self._track_referred(sql, arrivals)
        load = self._load(month)
        decided = self._advance(month, arrivals, self._cycle(load))
        price = (1 - b.flow["discount"]) * b.world.events["price_change"]
        appeal, bought = self._price_appeal(price)
        chance = (self._win_rate(load) * appeal).clip(0.0, 1.0)
        wins = b.streams.binomial("acquisition.wins", month, decided, chance)
        self._age_crm()
        self._hire(month)
        b.flow.update(
            sql=sql,
            opportunities=arrivals,
            wins=wins,
            losses=decided - wins,
            pipeline=by_lane(b.firm.pipeline),
            price=price,
            **self._origins(month, wins, bought),
        )

    def _track_referred(self, sql: Array, arrivals: Array) -> None:
        """Follow the share of open opportunities that customers brought."""
        b = self.batch
        now = b.flow["referral_leads"] / np.maximum(sql, 1e-12)
        fresh = arrivals / np.maximum(by_lane(b.firm.pipeline) + arrivals, 1e-12)
        b.firm.referred_share = (b.firm.referred_share + fresh * (now - b.firm.referred_share)).clip(0.0, 1.0)

    def _load(self, month: int) -> Array:
        """Return the sales load relative to capacity, at least 1: leads that go nowhere take time too."""
        b, a = self.batch, self.batch.parameters.acquisition
        work = by_lane(b.firm.pipeline) + a.junk_load * b.flow["mql"]
        bought = b.flow["sales_people"] / np.maximum(b.parameters.business.sales_share * b.opening.revenue, 1e-12)
        capacity = b.opening.sales_capacity * (b.firm.sales_team + bought)
        load = np.maximum(work / np.maximum(capacity, 1e-12), 1.0)
        return b.links.read("sales_load", month, np.minimum(load, 100.0), neutral=1.0)

    def _cycle(self, load: Array) -> Array:
        """Return the mean sales cycle in months."""
        b, a = self.batch, self.batch.parameters.acquisition
        shorter = np.exp(-a.cycle_effect * b.flow["own"][_ACQUISITION])
        return asarray(b.opening.cycle * shorter * load**a.clog_cycle)

    def _win_rate(self, load: Array) -> Array:
        b, a = self.batch, self.batch.parameters.acquisition
        crm = (b.firm.crm_use / a.crm_use) ** a.crm_win_effect
        return asarray(a.win_rate * np.exp(a.win_effect * b.flow["relative"][_ACQUISITION]) * crm / load**a.clog_win)

    def _advance(self, month: int, arrivals: Array, cycle: Array) -> Array:
        """Move the pipeline by the exact monthly transition of an Erlang cycle; return decisions due.

        Opportunities in stage j pass a Poisson number of stages in the month; arrivals come evenly
        over the month, so theirs is the average over the time left.
        """
        b = self.batch
        stages = b.firm.pipeline.shape[0]
        stay, fresh = (remaining_chances(chances) for chances in _passes(stages / cycle, stages))
        waiting = np.zeros_like(b.firm.pipeline)
        decided = np.zeros_like(arrivals)
        for stage in range(stages):
            name = f"acquisition.stage_{stage}"
            *moved, through = b.streams.split(name, month, b.firm.pipeline[stage], stay[: stages - stage])
            for place, count in enumerate(moved, start=stage):
                waiting[place] += count
            decided += through
        *entered, through = b.streams.split("acquisition.arrivals", month, arrivals, fresh)
        for place, count in enumerate(entered):
            waiting[place] += count
        b.firm.pipeline = waiting * b.firm.alive
        return asarray(decided + through)

    def _price_appeal(self, price: Array) -> tuple[Array, Array]:
        """Return the factor of price on wins and the share of wins that only the price brought.

        Customers compare with the price they are used to, where prices above weigh more than prices below,
        and with today's, which stands for what rivals ask.
        """
        b, a = self.batch, self.batch.parameters.acquisition
        ratio = price / np.maximum(b.firm.reference_price, 1e-6)
        weight = np.where(ratio > 1, a.loss_weight, 1.0)
        stays = a.price_elasticity * a.price_permanence
        appeal = np.maximum(ratio, 1e-6) ** (a.price_elasticity * weight) * np.maximum(price, 1e-6) ** stays
        b.flow["appeal"] = np.clip(appeal, 1e-3, 1e3)
        b.firm.reference_price = a.reference_memory * b.firm.reference_price + (1 - a.reference_memory) * price
        bought = np.where(b.flow["discount"] > 0, np.maximum(0.0, 1 - 1 / np.maximum(appeal, 1e-12)), 0.0)
        return appeal, bought

    def _origins(self, month: int, wins: Array, bought: Array) -> dict[str, Array]:
        """Draw how many wins customers brought and how many a discount bought."""
        b = self.batch
        referred = b.streams.binomial("acquisition.referred", month, wins, b.firm.referred_share)
        discounted = b.streams.binomial("acquisition.discounted", month, wins - referred, bought)
        return {"new_referred": referred, "new_discounted": discounted, "new_plain": wins - referred - discounted}

    def _age_crm(self) -> None:
        """Let CRM use follow trust: good data and present use breed use, disbelief breeds disbelief."""
        b, a = self.batch, self.batch.parameters.acquisition
        trust = b.firm.data_quality / np.maximum(b.parameters.demand.data_quality, 1e-6)
        habit = (b.firm.crm_use / a.crm_use) ** a.crm_trust
        target = np.clip(a.crm_use * trust * habit * np.exp(b.flow["own"][_ACQUISITION]), 0.01, 1.0)
        b.firm.crm_use = b.firm.crm_use + a.crm_speed * (target - b.firm.crm_use)

    def _hire(self, month: int) -> None:
        """Let the sales team follow last year's revenue."""
        b, a = self.batch, self.batch.parameters.acquisition
        size = b.history.mean("revenue", month - 1, 12) / np.maximum(b.opening.revenue, 1e-12)
        wanted = np.maximum(size, 0.0) ** a.sales_scale_exponent
        b.firm.sales_team = b.firm.sales_team + (wanted - b.firm.sales_team) / a.sales_hiring_lag
        paid = b.parameters.business.sales_share * b.opening.revenue * b.firm.sales_team
        b.flow["sales_spend"] = paid * b.firm.alive


def _passes(rate: Array, stages: int) -> tuple[Array, Array]:
    """Return chances to pass 0, 1, … stages in a month, for those waiting and for fresh arrivals."""
    waiting, fresh = (np.empty_like(rate, shape=(stages, *rate.shape)) for _ in range(2))
    chance, beyond = np.exp(-rate), np.ones_like(rate)
    for count in range(stages):
        waiting[count] = chance
        beyond = beyond - chance
        fresh[count] = np.maximum(beyond, 0.0) / rate
        chance = chance * rate / (count + 1)
    return waiting, fresh
