"""What capability loses in a month, and what it costs to keep and to build."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.arrays import Array, asarray
from sim.model.sums import by_lane

if TYPE_CHECKING:
    from sim.model.opening import Opening
    from sim.model.parameters import Parameters
    from sim.model.stocks import Firm


@dataclass(frozen=True, slots=True)
class Costs:
    """Money that moves a stock by one unit, per lane."""

    simplify: Array
    automate: Array
    """Of new technology: implementation, and the licence of the owned part."""
    renew: Array
    """Of keeping technology as it is: a licence is bought once, its upkeep is a running cost."""
    train: Array
    data: Array
    planning: Array
    content: Array


@dataclass(frozen=True, slots=True)
class Wear:
    """Share of each stock that a month without maintenance takes, per lane."""

    quality: Array
    technology: Array
    adoption: Array
    plan: Array
    data: Array
    content: Array

    def repair(self, firm: Firm, costs: Costs) -> Array:
        """Return what making good every loss would cost."""
        return asarray(
            by_lane(firm.process_quality) * self.quality * costs.simplify
            + by_lane(firm.technology) * self.technology * costs.renew
            + by_lane(firm.adoption) * self.adoption * costs.train
            + firm.plan_quality * self.plan * costs.planning
            + firm.data_quality * self.data * costs.data
            + firm.content * self.content * costs.content
        )


class Upkeep:
    """Wear and unit costs of a batch; what does not change is worked out once."""

    def __init__(self, p: Parameters, o: Opening) -> None:
        c = p.capability
        self._parameters = p
        self._today = _costs_today(p, o)
        self._quality = monthly(asarray(c.process_erosion))
        self._technology = monthly(asarray(c.technology_depreciation))
        self._adoption = monthly(asarray(c.adoption_turnover))
        self._plan = monthly(asarray(p.plans.plan_staleness))
        self._content = -np.expm1(-np.log(2) / p.demand.content_half_life)

    def costs(self, scale: Array) -> Costs:
        """Return what one unit of each stock costs a firm `scale` times as costly as today's."""
        today = self._today
        return Costs(
            simplify=today.simplify * scale,
            automate=today.automate * scale,
            renew=today.renew * scale,
            train=today.train * scale,
            data=today.data * scale,
            planning=today.planning * scale,
            content=today.content * scale,
        )

    def wear(self, firm: Firm) -> Wear:
        """Return this month's wear; data go wrong faster where the database is not used."""
        a, d = self._parameters.acquisition, self._parameters.demand
        careless = (a.crm_use / np.maximum(firm.crm_use, 1e-6)) ** a.crm_data_effect
        data = np.minimum(1.0, d.data_decay * careless)
        return Wear(self._quality, self._technology, self._adoption, self._plan, data, self._content)

    def waste(self, firm: Firm) -> Array:
        """Return the share of reinvestment that random acts waste: less with a better plan."""
        return asarray(self._parameters.plans.waste_share * (1 - firm.plan_quality))


def _costs_today(p: Parameters, o: Opening) -> Costs:
    """Return unit costs at today's size: shares of today's yearly revenue."""
    c, d = p.capability, p.demand
    base = 12 * o.revenue
    reuse = 1 + d.content_reuse * (d.content_uses - 1)
    owned = c.hosted_share + (1 - c.hosted_share) * c.onsite_cost
    return Costs(
        simplify=base * c.cost_simplify,
        automate=base * c.cost_automate * owned,
        renew=base * c.cost_automate,
        train=base * c.cost_train,
        data=base * d.cost_data,
        planning=base * p.plans.cost_planning,
        content=base * d.cost_content / reuse,
    )


def yearly_hosting(p: Parameters, technology: Array, inflation: Array | float = 1.0) -> Array:
    """Return subscriptions and upkeep a year, share of today's yearly revenue, shape (lanes,).

    Subscriptions follow their own inflation; owned systems cost upkeep on their licence, the part of
    their one-off cost above that of hosted ones.
    """
    c = p.capability
    hosted = c.hosted_share * c.subscription_rate * inflation
    owned = (1 - c.hosted_share) * (c.onsite_cost - 1) * c.onsite_upkeep
    return asarray((hosted + owned) * c.cost_automate * by_lane(technology))


def monthly(yearly: Array) -> Array:
    """Return the monthly share that compounds to a yearly one."""
    return asarray(1 - (1 - yearly) ** (1 / 12))
