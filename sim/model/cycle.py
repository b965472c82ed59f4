"""The cycle: the only place that shows the loop.

The order of a month, each step a SimPy process that waits for the one before:

0. the world turns (recessions, luck, seasons, rivals, one-off events), finished projects are released,
   supplier contracts are priced
1. plans          review and spend, keep and build capability
2. demand         leads and their quality
3. acquisition    pipeline, wins
4. experience     who stays, orders, talks
5. supply         what it costs and whether it is there
6. reinvestment   profit, cash, the end or the next budget, which opens the next month
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol, Self

import numpy as np
import simpy

from sim.model.portfolio import Portfolio
from sim.model.recorder import Recorder, Recording
from sim.model.setup import Setup, lay_batch
from sim.model.steps.acquisition import Acquisition
from sim.model.steps.demand import Demand
from sim.model.steps.experience import Experience
from sim.model.steps.plans import Plans
from sim.model.steps.reinvestment import Reinvestment
from sim.model.steps.supply import Supply

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sim.arrays import Array
    from sim.model.batch import Batch
    from sim.model.opening import Opening
    from sim.model.world import Process

    Record = Callable[[int, Batch], None]

ORDER: Final = ("plans", "demand", "acquisition", "experience", "supply", "reinvestment")


class Step(Protocol):
    """One step of the cycle."""

    def act(self, month: int) -> None:
        """Do the work of one month."""
        ...


@dataclass(frozen=True, slots=True)
class Simulation:
    """What a batch gives back.

    Attributes
    ----------
    recording
        The measures that were asked for.
    opening
        The steady state it started from.
    kept, offered
        Values of the links that were asked for, shape (months, lanes) by link name: as seen, and as if live.
    """

    recording: Recording
    opening: Opening
    kept: Mapping[str, Array]
    offered: Mapping[str, Array]


@dataclass(frozen=True, slots=True)
class Cycle:
    """Everything that turns: a batch, what is under way in it, and the six steps.

    Attributes
    ----------
    steps
        By their names, in the order of `ORDER`.
    """

    batch: Batch
    portfolio: Portfolio
    supply: Supply
    steps: Mapping[str, Step]

    @classmethod
    def of(cls, setup: Setup) -> Self:
        """Return the cycle on the day before month 1."""
        batch = lay_batch(setup)
        portfolio, supply = Portfolio(batch), Supply(batch)
        steps: dict[str, Step] = {
            "plans": Plans(batch, portfolio),
            "demand": Demand(batch),
            "acquisition": Acquisition(batch),
            "experience": Experience(batch),
            "supply": supply,
            "reinvestment": Reinvestment(batch),
        }
        return cls(batch, portfolio, supply, steps)

    def turn(self, months: int, record: Record) -> None:
        """Let months go by; `record` is called at the opening, month 0, and at the end of every month."""
        record(0, self.batch)
        env = simpy.Environment()
        self.batch.world.processes(env)
        env.process(_completions(env, self.portfolio))
        env.process(self.supply.contracts(env))
        relay = Relay(env)
        for name, step in self.steps.items():
            env.process(_monthly(relay, name, step))
        env.run(until=env.process(_calendar(env, relay, months, record, self.batch)))


def simulate(setup: Setup) -> Simulation:
    """Run one batch of lanes from the opening to the horizon."""
    cycle = Cycle.of(setup)
    recorder = Recorder(setup.months, setup.lanes, setup.measures, setup.watch)
    cycle.turn(setup.months, recorder.record)
    links = cycle.batch.links
    kept, offered = (
        {name: np.stack(values) for name, values in found.items()} for found in (links.kept, links.offered)
    )
    return Simulation(recorder.recording, cycle.batch.opening, kept, offered)


class Relay:
    """Hands the month from step to step."""

    def __init__(self, env: simpy.Environment) -> None:
        self._env = env
        self._turns = {name: env.event() for name in (*ORDER, "month_end")}

    def turn(self, name: str) -> simpy.Event:
        """Return the event that starts a step's turn; its value is the month."""
        return self._turns[name]

    def start(self, name: str, month: int) -> None:
        """Start the turn of a step and lay out its turn of the next month."""
        turn, self._turns[name] = self._turns[name], self._env.event()
        turn.succeed(month)

    def done(self, name: str, month: int) -> None:
        """Pass the month on to the next step."""
        after = (*ORDER, "month_end")[ORDER.index(name) + 1]
        self.start(after, month)


def _monthly(relay: Relay, name: str, step: Step) -> Process:
    """Run a step whenever its turn comes."""
    while True:
        month = int(str((yield relay.turn(name))))
        step.act(month)
        relay.done(name, month)


def _calendar(env: simpy.Environment, relay: Relay, months: int, record: Record, batch: Batch) -> Process:
    """Open each month half a unit after the world has turned, and record it when step 6 is done."""
    yield env.timeout(0.5)
    for month in range(1, months + 1):
        yield env.timeout(1)
        end = relay.turn("month_end")
        relay.start("plans", month)
        yield end
        record(month, batch)


def _completions(env: simpy.Environment, portfolio: Portfolio) -> Process:
    """Release finished initiatives at the turn of every month."""
    while True:
        yield env.timeout(1)
        portfolio.release(int(env.now))
