"""What one-off events do, month by month, as `docs/explanation/world.md` has it; all else in the world holds still."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.model.events import Event
    from sim.scenario import Scenario


@dataclass(frozen=True)
class Surroundings:
    """The world in one month.

    Attributes
    ----------
    demand
        Factor on leads and on orders.
    churn
        Factor on the churn hazard.
    price
        Price relative to the list price of today.
    lead_over_rivals
        Relative gain of every step: own gain is 0, so the rivals' gain with a minus.
    data
        Data quality relative to today.
    """

    demand: float
    churn: float
    price: float
    lead_over_rivals: float
    data: float


def surroundings(scenario: Scenario) -> tuple[Surroundings, ...]:
    """Return the world of months 1 to the horizon.

    Raises
    ------
    ValueError
        When the scenario holds an event this check knows nothing of.
    """
    known = {"demand_shock", "churn_shock", "price_change", "rival_move", "data_loss"}
    strange = {event.kind for event in scenario.events} - known
    if strange:
        raise ValueError(f"events outside steps 3 and 4: {', '.join(sorted(strange))}")
    months, data = [], 1.0
    for month in range(1, scenario.horizon + 1):
        data *= _factor(scenario, "data_loss", month, -1)
        months.append(_one_month(scenario, month, data))
    return tuple(months)


def _one_month(scenario: Scenario, month: int, data: float) -> Surroundings:
    today = float(scenario.parameters.world.rival_capability)
    leap = sum(float(event.size) for event in scenario.events if event.kind == "rival_move" and _acts(event, month))
    return Surroundings(
        demand=_factor(scenario, "demand_shock", month, 1),
        churn=_factor(scenario, "churn_shock", month, 1),
        price=_factor(scenario, "price_change", month, 1),
        lead_over_rivals=today - min(1.0, max(0.0, today + leap)),
        data=data,
    )


def _factor(scenario: Scenario, kind: str, month: int, sign: int) -> float:
    factor = 1.0
    for event in scenario.events:
        if event.kind == kind and _acts(event, month):
            factor *= 1 + sign * float(event.size)
    return factor


def _acts(event: Event, month: int) -> bool:
    """Tell whether an event acts: `data_loss` in its month only, the others for as long as they last."""
    start = round(float(event.month))
    if event.kind == "data_loss":
        return month == start
    lasting = float(event.lasting)
    return start <= month and (math.isinf(lasting) or month < start + max(1, round(lasting)))
