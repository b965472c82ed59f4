"""Lanes that see one thing as it was a year before: what each cause changes by itself, under the same luck."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.experiment.block import lay_out_trials
from sim.experiment.memory import releasing
from sim.experiment.trials import as_run
from sim.model.cycle import simulate
from sim.model.events import Event
from sim.model.links import HANDOVERS, LINKS, Mode, Switch
from sim.studies.loop_records import CARRIED, LIVE, MEASURES, ROWS, as_spent, read

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sim.arrays import Array
    from sim.experiment.trials import Trials
    from sim.model.setup import Setup
    from sim.scenario import Scenario
    from sim.studies.loop_records import Lived

WINDOW: Final = 12
"""Months by which a cause is held back: a year, so that the seasons are the same."""

LANES: Final = 4000
"""Lanes simulated at once: quick, in some hundred megabytes."""
_STEPS: Final = 5
_RICH: Final = 1e5
"""Months of revenue that a replayed firm starts with and keeps: cash never binds what is replayed."""


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
        if node in ROWS:
            row = ROWS[node]
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
            measures=MEASURES,
        )
        with releasing():
            together = read(setup, simulate(setup))
        for copy in range(copies):
            yield together.part((policies, copies, count), copy)


@releasing()
def lanes_of(scenario: Scenario, first: int, end: int) -> Lanes:
    """Live through replications `first` up to (not with) `end`, keeping what every link carries."""
    trials = as_run(scenario, first, end)
    setup = replace(
        lay_out_trials(scenario, trials.inputs, trials.luck),
        keep=frozenset({*LINKS, *HANDOVERS}),
        measures=LIVE,
    )
    simulation = simulate(setup)
    carried = as_spent(setup, simulation)
    upkeep = simulation.recording["required_maintenance"][1:2]
    return Lanes(scenario, trials, read(setup, simulation, carried), carried, upkeep)


def _side_by_side(series: list[Array], policies: int) -> Array:
    """Lay series of shape (months, …, policies x trials) out as lanes (policies, sets, trials)."""
    apart = [values.reshape(*values.shape[:-1], policies, -1) for values in series]
    joined = np.stack(apart, axis=-2)
    return joined.reshape(*joined.shape[:-3], -1)


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
