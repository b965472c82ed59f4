"""Step 5: supply. Volume, learning and digital supply set what a unit costs and whether it is there in time."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from sim.arrays import Array, asarray
from sim.model.decisions import STEP_INDEX

if TYPE_CHECKING:
    import simpy

    from sim.model.batch import Batch
    from sim.model.world import Process

_SUPPLY = STEP_INDEX["supply"]


@dataclass(slots=True)
class Supply:
    """Step 5 of the cycle."""

    batch: Batch
    _wanted_before: Array = field(init=False)
    _learning: Array = field(init=False)
    _steps_today: Array = field(init=False)

    def __post_init__(self) -> None:
        """Work out what does not change."""
        b, s = self.batch, self.batch.parameters.supply
        self._wanted_before = asarray(12 * s.industry_age * b.opening.volume)
        self._learning = asarray(np.log2(s.progress_ratio) * s.learning_scale)
        self._steps_today = np.rint(1 / s.fixed_cost_step)

    def act(self, month: int) -> None:
        """Deliver what is there and price it."""
        b, s, firm = self.batch, self.batch.parameters.supply, self.batch.firm
        own = b.flow["own"][_SUPPLY]
        usual = b.history.mean("volume", month - 1, 12) * b.world.season
        surge = np.maximum(b.flow["demanded"] / np.maximum(usual, 1e-12), 1.0) ** s.surge_effect
        firm.lead_time = np.exp(-s.lead_time_effect * own) * surge
        firm.stockouts = (s.stockout_rate * np.exp(-s.stockout_response * own) * surge).clip(0.0, 0.99)
        asked = b.flow["demanded"] / (1 - s.stockout_rate)
        volume = asked * (1 - firm.stockouts)
        firm.cumulative_volume = firm.cumulative_volume + volume
        b.history.put("volume", month, volume)
        b.flow.update(
            volume=volume,
            lost_volume=asked * (firm.stockouts - s.stockout_rate),
            stockouts=firm.stockouts,
            unit_cost=self._unit_cost(month),
            fixed_cost=self._fixed_cost(month),
            lead_time=firm.lead_time,
        )

    def contracts(self, env: simpy.Environment) -> Process:
        """Negotiate purchase prices at every contract date, by the volume of the past year."""
        b, s = self.batch, self.batch.parameters.supply
        while True:
            yield env.timeout(s.contract_months)
            month = int(env.now)
            ratio = b.history.mean("volume", month - 1, 12) / np.maximum(b.opening.volume, 1e-12)
            factor = np.maximum(ratio, 1e-6) ** -s.volume_elasticity
            b.firm.price_factor = np.clip(factor, s.volume_floor, s.volume_ceiling)
            b.ledger.note(month, "supply", "purchase prices agreed, relative to today", b.firm.price_factor)

    def _unit_cost(self, month: int) -> Array:
        """Return the cost of one unit: learning, buying power and digital supply act on the addressable share."""
        b, s = self.batch, self.batch.parameters.supply
        steady = self._wanted_before + b.opening.volume * month
        learnt = (b.firm.cumulative_volume / np.maximum(steady, 1e-12)) ** self._learning
        learnt = b.links.read("learning", month, learnt, neutral=1.0)
        bought = b.links.read("buying_power", month, b.firm.price_factor, neutral=1.0)
        saved = 1 - s.cost_effect * b.flow["own"][_SUPPLY]
        factor = 1 - s.addressable_share + s.addressable_share * learnt * bought * saved
        return asarray(b.opening.unit_cost * factor * b.world.events["cost_shock"])

    def _fixed_cost(self, month: int) -> Array:
        """Return fixed cost: part follows yearly volume in steps, up at once and down late."""
        b, s = self.batch, self.batch.parameters.supply
        ratio = b.history.mean("volume", month, 12) / np.maximum(b.opening.volume, 1e-12)
        stepped = (np.rint(ratio / s.fixed_cost_step) - self._steps_today) * s.fixed_cost_step
        b.history.put("level", month, np.maximum(1 + stepped, 0.0))
        level = b.history.highest("level", month, s.fixed_cost_cut_lag + 1)
        level = b.links.read("fixed_cost", month, level, neutral=1.0)
        following = s.fixed_cost_following
        return asarray(b.opening.fixed_cost * (1 - following + following * level) * b.firm.alive)
