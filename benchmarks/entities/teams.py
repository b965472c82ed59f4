"""The two teams everybody shares: sales (step 3) and service (step 4)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from benchmarks.entities.opening import Opening
    from benchmarks.entities.surroundings import Surroundings
    from sim.model.parameters import Parameters

HEAVIEST_LOAD: Final = 100.0
HEAVIEST_STRAIN: Final = 10.0
CLOSEST_PRICE: Final = 1e-6
CRM_RANGE: Final = (0.01, 1.0)
EXPERIENCE_RANGE: Final = (-20.0, 20.0)


class Sales:
    """The sales team: how fast and how well opportunities are worked on in the month at hand.

    Attributes
    ----------
    stage_rate
        Pipeline stages an opportunity passes in a month.
    win_chance
        Chance that a decided opportunity is won.
    price, price_factor
        Price relative to the list price of today; what it does to wins.
    crm
        CRM use.
    """

    def __init__(self, parameters: Parameters, start: Opening) -> None:
        self._p = parameters.acquisition
        self._stages = parameters.acquisition.pipeline_stages
        self._cycle = start.cycle
        self._capacity = start.sales_capacity
        self._used_to = 1.0
        self.crm = float(self._p.crm_use)
        self.stage_rate = self.win_chance = self.price = self.price_factor = 1.0

    def open_month(self, world: Surroundings, in_pipeline: int, mql: int) -> None:
        """Look at the work and at the world, and set the pace of the month."""
        p = self._p
        work = in_pipeline + float(p.junk_load) * mql
        load = min(HEAVIEST_LOAD, max(1.0, work / self._capacity))
        self.stage_rate = self._stages / (self._cycle * load ** float(p.clog_cycle))
        self._meet_the_price(world.price)
        chance = float(p.win_rate) * math.exp(float(p.win_effect) * world.lead_over_rivals)
        chance *= (self.crm / float(p.crm_use)) ** float(p.crm_win_effect)
        chance *= self.price_factor / load ** float(p.clog_win)
        self.win_chance = min(1.0, chance)
        self._trust_the_data(world.data)

    def _meet_the_price(self, price: float) -> None:
        p = self._p
        ratio, level = max(CLOSEST_PRICE, price / self._used_to), max(CLOSEST_PRICE, price)
        weight = float(p.loss_weight) if price > self._used_to else 1.0
        elasticity = float(p.price_elasticity)
        self.price = price
        self.price_factor = ratio ** (elasticity * weight) * level ** (elasticity * float(p.price_permanence))
        memory = float(p.reference_memory)
        self._used_to = memory * self._used_to + (1 - memory) * price

    def _trust_the_data(self, data: float) -> None:
        p = self._p
        today = float(p.crm_use)
        target = today * data * (self.crm / today) ** float(p.crm_trust)
        low, high = CRM_RANGE
        self.crm += float(p.crm_speed) * (min(high, max(low, target)) - self.crm)


class Service:
    """The service team: how customers fare.

    Attributes
    ----------
    staff
        Relative to today.
    experience
        X: 0 is today.
    """

    def __init__(self, parameters: Parameters) -> None:
        self._p = parameters.experience
        self._today = float(parameters.business.customers)
        self.staff = 1.0
        self.experience = 0.0

    def serve(self, customers: int, lead_over_rivals: float) -> None:
        """Hire after the need, and see how customers fare."""
        need = customers / self._today
        self.staff += (need - self.staff) / float(self._p.service_hiring_lag)
        strain = min(HEAVIEST_STRAIN, max(0.0, need / max(self.staff, 1e-6) - 1))
        low, high = EXPERIENCE_RANGE
        self.experience = min(high, max(low, lead_over_rivals - float(self._p.load_effect) * strain))
