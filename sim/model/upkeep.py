"""What capability loses in a month, and what it costs to keep and to build."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.model.opening import monthly
from sim.model.sums import by_lane

if TYPE_CHECKING:
    from sim.model.batch import Batch
    from sim.model.parameters.spec import Array


@dataclass(frozen=True, slots=True)
class Costs:
    """Money that moves a stock by one unit, per lane, at today's size of the firm."""

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
class Losses:
    """What each stock loses in a month without maintenance; the first three of shape (5, lanes)."""

    quality: Array
    technology: Array
    adoption: Array
    plan: Array
    data: Array
    content: Array

    def repair(self, costs: Costs) -> Array:
        """Return what making good every loss would cost."""
        return np.asarray(
            by_lane(self.quality) * costs.simplify
            + by_lane(self.technology) * costs.renew
            + by_lane(self.adoption) * costs.train
            + self.plan * costs.planning
            + self.data * costs.data
            + self.content * costs.content
        )


def unit_costs(batch: Batch) -> Costs:
    """Return what one unit of each stock costs now: more for a larger firm, less than in proportion."""
    p, c, d = batch.parameters, batch.parameters.capability, batch.parameters.demand
    base = 12 * batch.opening.revenue * batch.flow["scale"]
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


def losses(batch: Batch) -> Losses:
    """Return what each stock would lose this month; data go wrong faster where the database is not used."""
    p, firm, c = batch.parameters, batch.firm, batch.parameters.capability
    careless = (p.acquisition.crm_use / np.maximum(firm.crm_use, 1e-6)) ** p.acquisition.crm_data_effect
    return Losses(
        quality=firm.process_quality * monthly(np.asarray(c.process_erosion)),
        technology=firm.technology * monthly(np.asarray(c.technology_depreciation)),
        adoption=firm.adoption * monthly(np.asarray(c.adoption_turnover)),
        plan=firm.plan_quality * monthly(np.asarray(p.plans.plan_staleness)),
        data=firm.data_quality * np.minimum(1.0, p.demand.data_decay * careless),
        content=firm.content * -np.expm1(-np.log(2) / p.demand.content_half_life),
    )


def waste(batch: Batch) -> Array:
    """Return the share of reinvestment that random acts waste: less with a better plan."""
    return np.asarray(batch.parameters.plans.waste_share * (1 - batch.firm.plan_quality))
