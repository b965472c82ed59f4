"""Lanes that see one thing as it was a year before: what each cause changes by itself, under the same luck."""

from __future__ import annotations

import gc
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.model.cycle import simulate
from sim.model.events import Event
from sim.model.links import HANDOVERS, LINKS, Mode, Switch

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sim.model.cycle import Simulation
    from sim.model.parameters.spec import Array
    from sim.model.setup import Setup

WINDOW: Final = 12
"""Months by which a cause is held back: a year, so that the seasons are the same."""

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

_ROWS: Final = {
    "capability_demand": 6,
    "capability_acquisition": 7,
    "capability_experience": 8,
    "capability_supply": 4,
}
"""Row of the hand-over `capability` that a node stands for: relative to rivals, but for supply its own."""

HELD_BACK: Final = (*CARRIED, *_ROWS)
"""Every node that is held back in a set of lanes of its own."""

_MEASURES: Final = ("mql", "wins", "customers", "volume", "unit_cost", "subscriptions")
_LIVE: Final = (
    *_MEASURES, "cash", "survival_mode", "closed", "revenue", "gross_profit", "profit", "fixed_cost", "sales_spend",
    "required_maintenance",
)  # fmt: skip
_RICH: Final = 1e3
"""Months of opening revenue that the owners put into replayed firms every month: cash never binds what is replayed."""


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


@dataclass(frozen=True, slots=True)
class Lanes:
    """The firm as it lives, and as it would have with its links replayed."""

    setup: Setup
    live: Lived
    carried: Mapping[str, Array]
    """What every link carries in the live run, shape (months, …, lanes)."""
    upkeep: Array
    """What keeping the opening capability costs a month, shape (1, lanes)."""

    def replayed(self) -> Lived:
        """Live through the same again with every link replayed; differs from the live run only once a firm closes."""
        return self._lived(self.carried)

    def alone(self, node: str) -> Lived:
        """Live through the same again with one node as it was a year before, in every month since the start."""
        if node in _ROWS:
            row = _ROWS[node]
            series = self.carried["capability"].copy()
            for place in {row, row % 5, row % 5 + 5}:
                series[:, place] = _held_back(series[:, place], np.zeros_like(series[:1, place]))
            return self._lived({**self.carried, "capability": series})
        link = CARRIED[node]
        past = self.upkeep if node == "budget" else _past(node, self.carried[link])
        return self._lived({**self.carried, link: _held_back(self.carried[link], past)})

    def _lived(self, series: Mapping[str, Array]) -> Lived:
        switches = {name: Switch(Mode.REPLAYED, series=values) for name, values in series.items()}
        setup = replace(
            self.setup,
            switches=switches,
            offer=frozenset(switches),
            measures=_MEASURES,
            events=(*self.setup.events, *_gifts(self.setup)),
        )
        return _collected(lambda: _read(setup, simulate(setup)))


def lanes_of(setup: Setup) -> Lanes:
    """Live through a setup once, keeping what every link carries."""
    names = frozenset(LINKS) | frozenset(HANDOVERS)
    asked = replace(setup, keep=names, measures=_LIVE)

    def lived() -> Lanes:
        simulation = simulate(asked)
        carried = _as_spent(asked, simulation)
        upkeep = simulation.recording["required_maintenance"][1:2]
        return Lanes(setup, _read(asked, simulation, carried), carried, upkeep)

    return _collected(lived)


def _collected(work: Callable[[], T]) -> T:
    gc.freeze()  # what is loaded stays out of the search for the batch's reference cycles
    try:
        return work()
    finally:
        gc.collect()
        gc.unfreeze()


def _as_spent(setup: Setup, simulation: Simulation) -> dict[str, Array]:
    """Return what links carry, budget and marketing as cash and survival mode let them be spent."""
    lived, kept = simulation.recording, dict(simulation.kept)
    awake = 1 - lived["survival_mode"][:-1]
    alive = 1 - lived["closed"][:-1]
    kept["reinvestment"] = np.minimum(kept["reinvestment"], np.maximum(lived["cash"][:-1], 0.0)) * awake * alive
    less = np.asarray(1 - setup.parameters.reinvestment.survival_marketing)
    kept["marketing"] = kept["marketing"] * (1 - (1 - awake) * less) * alive
    return kept


def _read(setup: Setup, simulation: Simulation, carried: Mapping[str, Array] | None = None) -> Lived:
    """Return node by node what was recorded; `carried` of a live run, else what links offer."""
    lived = simulation.recording
    links = carried or simulation.offered
    nodes = {node: links[link] for node, link in CARRIED.items()}
    nodes |= {node: links["capability"][:, row] for node, row in _ROWS.items()}
    names = {"leads": "mql", "upkeep": "subscriptions", "sales_cost": "sales_spend"}
    recorded = {name: lived[name][1:] for name in setup.measures}
    nodes |= {node: recorded[measure] for node, measure in names.items() if measure in recorded}
    nodes |= {name: values for name, values in recorded.items() if name not in names.values()}
    nodes["spending"] = lived["volume"][1:] / np.maximum(lived["customers"][1:], 1e-9)
    alive = 1 - lived["closed"][1:] if "closed" in setup.measures else np.ones_like(nodes["spending"])
    return Lived(nodes, lived["customers"][:-1], alive)


def _held_back(series: Array, past: Array) -> Array:
    """Return a series a year late, after what it was in the year before the start."""
    year = np.broadcast_to(past, (WINDOW, *series.shape[1:]))
    return np.concatenate([year, series])[: len(series)]


def _past(node: str, series: Array) -> Array:
    """Return what a link carried in the year before the start, a steady state; shape (1, lanes) or (12, lanes).

    Base marketing had its seasons: those of the first year, without that year's growth.
    """
    if node != "marketing":
        return series[:1]
    start, later = float(series[0].mean()), float(series[WINDOW].mean())
    growth = later / start if start > 0 and later > 0 else 1.0
    return np.asarray(series[:WINDOW] * growth ** (-np.arange(WINDOW) / WINDOW)[:, None])


def _gifts(setup: Setup) -> list[Event]:
    business = setup.parameters.business
    size = np.asarray(business.customers) * business.price * _RICH
    return [Event(kind="cash_injection", month=month, size=size) for month in range(1, setup.months + 1)]
