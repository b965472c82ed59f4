"""Step 5: supply. What was asked for is delivered, as far as it is there."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from benchmarks.twin.firm import mean
from benchmarks.twin.opening import clip

if TYPE_CHECKING:
    from benchmarks.twin.firm import Firm


def work(firm: Firm) -> None:
    """Do step 5 of the month."""
    _deliver(firm)
    _cost(firm)
    _fixed_cost(firm)


def agree_prices(firm: Firm) -> None:
    """Agree supplier prices, at the turn of a contract month."""
    u = firm.case.p.supply
    if firm.month % int(u.contract_months) == 0:
        ratio = max(1e-6, mean(firm.books.volume, 12) / firm.case.today.money.volume)
        factor = ratio ** -float(u.volume_elasticity)
        firm.works.contract_price = clip(factor, float(u.volume_floor), float(u.volume_ceiling))


def _deliver(firm: Firm) -> None:
    u, works, now = firm.case.p.supply, firm.works, firm.now
    usual = mean(firm.books.volume, 12) * firm.world.season
    surge = max(1.0, now["demanded"] / max(1e-12, usual)) ** float(u.surge_effect)
    gain, today = firm.capability.own[4], float(u.stockout_rate)
    works.lead_time = math.exp(-float(u.lead_time_effect) * gain) * surge
    works.stockouts = clip(today * math.exp(-float(u.stockout_response) * gain) * surge, 0.0, 0.99)
    volume = now["demanded"] * (1.0 - works.stockouts) / (1.0 - today)
    works.cumulative += volume
    firm.books.volume.append(volume)
    now["volume"] = volume


def _cost(firm: Firm) -> None:
    u, works, today = firm.case.p.supply, firm.works, firm.case.today
    industry = 12.0 * float(u.industry_age) * today.money.volume + today.money.volume * firm.month
    learnt = (works.cumulative / industry) ** (math.log2(float(u.progress_ratio)) * float(u.learning_scale))
    saved = 1.0 - float(u.cost_effect) * firm.capability.own[4]
    part = float(u.addressable_share)
    moved = 1.0 - part + part * learnt * works.contract_price * saved
    works.unit_cost = today.money.unit_cost * moved * firm.world.acting["cost_shock"]


def _fixed_cost(firm: Firm) -> None:
    u, today, levels = firm.case.p.supply, firm.case.today, firm.books.level
    step = float(u.fixed_cost_step)
    steps = round(mean(firm.books.volume, 12) / today.money.volume / step) - round(1.0 / step)
    levels.append(max(0.0, 1.0 + steps * step))
    level = max(levels[-1 - int(u.fixed_cost_cut_lag) :])
    following = float(u.fixed_cost_following)
    firm.now["fixed_cost"] = today.money.fixed_cost * (1.0 - following + following * level) * firm.alive
