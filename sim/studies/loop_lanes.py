"""Lanes that see one thing as it was a year before: what each cause changes by itself, under the same luck."""

from __future__ import annotations

import gc
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeVar

import numpy as np

from sim.experiment.block import lay_out_trials
from sim.experiment.trials import as_run
from sim.model.cycle import simulate
from sim.model.events import Event
from sim.model.links import HANDOVERS, LINKS, Mode, Switch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from sim.experiment.trials import Trials
    from sim.model.cycle import Simulation
    from sim.model.parameters.spec import Array
    from sim.model.setup import Setup
    from sim.scenario import Scenario

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
LANES: Final = 4000
"""Lanes simulated at once: quick, in some hundred megabytes."""
_STEPS: Final = 5
_RICH: Final = 1e5
"""Months of revenue that a replayed firm starts with and keeps: cash never binds what is replayed."""


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


@dataclass(frozen=True, slots=True)
class Lanes:
    """Replications of a scenario as they are lived, and as they would have been with links replayed.

    Attributes
    ----------
    scenario
        What is simulated; lanes go policy by policy.
    trials
        Its replications, with their inputs and luck.
    live
        As lived.
    carried
        What every link carries, budget and marketing as they are spent, shape (months, …, lanes).
    upkeep
        What keeping the opening capability costs a month, shape (1, lanes).
    """

    scenario: Scenario
    trials: Trials
    live: Lived
    carried: Mapping[str, Array]
    upkeep: Array

    def replayed(self) -> Lived:
        """Live through it again with every link replayed: the live run, but no firm closes for want of cash."""
        return next(self._lived([self.carried]))

    def alone(self, nodes: Sequence[str]) -> Iterator[Lived]:
        """Live through it again with each node in turn as it was a year before, in every month since the start."""
        each = max(1, LANES // self.carried["scale"].shape[-1])
        for first in range(0, len(nodes), each):
            yield from self._lived([self._with(node) for node in nodes[first : first + each]])

    def _with(self, node: str) -> dict[str, Array]:
        """Return what links carry with one node held back."""
        if node in _ROWS:
            row = _ROWS[node]
            series = self.carried["capability"].copy()
            for place in {row % _STEPS, row % _STEPS + _STEPS}:
                series[:, place] = _held_back(series[:, place], np.zeros_like(series[:1, place]))
            return {**self.carried, "capability": series}
        link = CARRIED[node]
        past = self.upkeep if node == "budget" else _past(node, self.carried[link])
        return {**self.carried, link: _held_back(self.carried[link], past)}

    def _lived(self, worlds: list[Mapping[str, Array]]) -> Iterator[Lived]:
        """Live through the same luck once for each set of what links carry, all at once."""
        copies, policies, count = len(worlds), len(self.scenario.policies), len(self.trials)
        inputs = {key: np.tile(value, copies) for key, value in self.trials.inputs.items()}
        setup = _rich(lay_out_trials(self.scenario, inputs, np.tile(self.trials.luck, copies)))
        switches = {
            name: Switch(Mode.REPLAYED, series=_side_by_side([world[name] for world in worlds], policies))
            for name in self.carried
        }
        setup = replace(
            setup,
            switches=switches,
            offer=frozenset({*CARRIED.values(), "capability"}),
            measures=_MEASURES,
        )
        together = _collected(lambda: _read(setup, simulate(setup)))
        for copy in range(copies):
            yield together.part((policies, copies, count), copy)


def lanes_of(scenario: Scenario, first: int, end: int) -> Lanes:
    """Live through replications `first` up to (not with) `end`, keeping what every link carries."""
    trials = as_run(scenario, first, end)
    setup = replace(
        lay_out_trials(scenario, trials.inputs, trials.luck),
        keep=frozenset({*LINKS, *HANDOVERS}),
        measures=_LIVE,
    )

    def lived() -> Lanes:
        simulation = simulate(setup)
        carried = _as_spent(setup, simulation)
        upkeep = simulation.recording["required_maintenance"][1:2]
        return Lanes(scenario, trials, _read(setup, simulation, carried), carried, upkeep)

    return _collected(lived)


def _side_by_side(series: list[Array], policies: int) -> Array:
    """Lay series of shape (months, …, policies x trials) out as lanes (policies, sets, trials)."""
    apart = [values.reshape(*values.shape[:-1], policies, -1) for values in series]
    joined = np.stack(apart, axis=-2)
    return joined.reshape(*joined.shape[:-3], -1)


_Found = TypeVar("_Found")


def _collected(work: Callable[[], _Found]) -> _Found:
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
    growth = np.where(series[0] > 0, series[WINDOW] / np.where(series[0] > 0, series[0], 1.0), 1.0).clip(0.5, 2.0)
    return np.asarray(series[:WINDOW] * growth ** (-np.arange(WINDOW) / WINDOW)[:, None])


def _rich(setup: Setup) -> Setup:
    """Give the firms cash that no month can use up, and a buffer from which nothing is paid out."""
    p, business = setup.parameters, setup.parameters.business
    size = _RICH * float(np.max(np.asarray(business.customers) * business.price))
    kept = replace(p, reinvestment=replace(p.reinvestment, buffer_days=_RICH * 1e4))
    return replace(setup, parameters=kept, events=(*setup.events, Event(kind="cash_injection", month=1, size=size)))
