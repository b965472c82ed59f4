"""Monthly figures of lanes by node of the causal graph."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.arrays import Array
    from sim.model.cycle import Simulation
    from sim.model.setup import Setup

CARRIED: Final = {
    "budget": "reinvestment",
    "capability_cost": "scale",
    "rivals": "rivals",
    "marketing": "marketing",
    "market_left": "market_limit",
    "data": "data_decay",
    "referrals": "referral",
    "sales_load": "sales_load",
    "service_load": "service_load",
    "delay": "supply_delay",
    "learning": "learning",
    "purchase_prices": "buying_power",
}
"""Node by node, the link that carries it to its consumers."""

ROWS: Final = {
    "capability_demand": 6,
    "capability_acquisition": 7,
    "capability_experience": 8,
    "capability_supply": 4,
}
"""Row of the hand-over `capability` that a node stands for: relative to rivals, but for supply its own."""

HELD_BACK: Final = (*CARRIED, *ROWS)
"""Every node that is held back in a set of lanes of its own."""

MEASURES: Final = ("mql", "wins", "customers", "volume", "unit_cost", "subscriptions")
LIVE: Final = (
    *MEASURES, "cash", "survival_mode", "closed", "revenue", "gross_profit", "profit", "fixed_cost", "sales_spend",
    "required_maintenance",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lived:
    """Monthly figures of one set of lanes.

    Attributes
    ----------
    nodes
        Values by node, shape (months, lanes).
    before
        Customers of the month before, of the same shape: those whose word brings this month's referrals.
    alive
        1 where the firm lives at the end of the month.
    """

    nodes: Mapping[str, Array]
    before: Array
    alive: Array

    def part(self, shape: tuple[int, int, int], copy: int) -> Lived:
        """Return one set of lanes that are laid out as (policies, sets, trials)."""

        def of(values: Array) -> Array:
            return values.reshape(len(values), *shape)[:, :, copy].reshape(len(values), -1)

        nodes = {node: of(values) for node, values in self.nodes.items()}
        return Lived(nodes, of(self.before), of(self.alive))


def as_spent(setup: Setup, simulation: Simulation) -> dict[str, Array]:
    """Return what links carry, budget and marketing as cash and survival mode let them be spent."""
    lived, kept = simulation.recording, dict(simulation.kept)
    awake = 1 - lived["survival_mode"][:-1]
    alive = 1 - lived["closed"][:-1]
    kept["reinvestment"] = np.minimum(kept["reinvestment"], np.maximum(lived["cash"][:-1], 0.0)) * awake * alive
    less = np.asarray(1 - setup.parameters.reinvestment.survival_marketing)
    kept["marketing"] = kept["marketing"] * (1 - (1 - awake) * less) * alive
    return kept


def read(setup: Setup, simulation: Simulation, carried: Mapping[str, Array] | None = None) -> Lived:
    """Return node by node what was recorded; `carried` of a live run, else what links offer."""
    lived = simulation.recording
    links = carried or simulation.offered
    nodes = {node: links[link] for node, link in CARRIED.items()}
    nodes |= {node: links["capability"][:, row] for node, row in ROWS.items()}
    names = {"leads": "mql", "upkeep": "subscriptions", "sales_cost": "sales_spend"}
    recorded = {name: lived[name][1:] for name in setup.measures}
    nodes |= {node: recorded[measure] for node, measure in names.items() if measure in recorded}
    nodes |= {name: values for name, values in recorded.items() if name not in names.values()}
    nodes["spending"] = lived["volume"][1:] / np.maximum(lived["customers"][1:], 1e-9)
    alive = 1 - lived["closed"][1:] if "closed" in setup.measures else np.ones_like(nodes["spending"])
    return Lived(nodes, lived["customers"][:-1], alive)
