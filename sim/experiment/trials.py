"""Trials: lanes laid out by hand, each with inputs and luck of its own, for questions that one run does not answer."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Self

import numpy as np

from sim.errors import UsageError
from sim.experiment.block import lay_out_trials, with_harvest
from sim.experiment.crew import Crew
from sim.experiment.design import input_draws
from sim.experiment.memory import releasing
from sim.experiment.pieces import LANES_A_TASK
from sim.experiment.progress import Pace
from sim.experiment.workers import processes_for
from sim.model.cycle import simulate
from sim.model.outcomes import SERIES, outcomes, owners_position
from sim.model.parameters import PerStep
from sim.results import OUTCOMES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    from numpy.typing import NDArray

    from sim.arrays import Array
    from sim.experiment.progress import Progress
    from sim.model.parameters.spec import Value
    from sim.scenario import Scenario

_WORTH_PROCESSES: Final = 1_000_000
"""Lane-months that worker processes are started for; starting them costs about a second."""

_NEEDS_HARVEST: Final = "payback_month"
"""The outcome that compares every policy with harvest."""


@dataclass(frozen=True, slots=True)
class Trials:
    """What to simulate under every policy, a trial at a time.

    Attributes
    ----------
    luck
        The replication whose luck each trial has, shape (trials,). Trials of the same replication share it.
    inputs
        Values by dotted key, shape (trials,): parameters such as `acquisition.win_rate`, settings such as
        `policies.steady.share`, events such as `events.0.size`. What is not named keeps the middle of its belief.
    """

    luck: NDArray[np.int64]
    inputs: Mapping[str, Array]

    def __len__(self) -> int:
        """Return the number of trials."""
        return len(self.luck)

    def part(self, first: int, end: int) -> Trials:
        """Return the trials from `first` up to (not with) `end`."""
        return Trials(self.luck[first:end], {key: value[first:end] for key, value in self.inputs.items()})


def as_run(scenario: Scenario, first: int, end: int) -> Trials:
    """Return replications `first` up to (not with) `end` as trials: the same inputs and luck as in a run."""
    return Trials(np.arange(first, end), input_draws(scenario, first, end))


def middle(scenario: Scenario, key: str) -> Value | PerStep:
    """Return what an input is where trials do not name it: the value, or the middle of the belief.

    Raises
    ------
    UsageError
        When the key is not that of a number of the firm, the world, a policy or an event.
    """
    node: Any = {"policies": scenario.policies, "events": scenario.events}
    path = key.split(".")
    node = node if path[0] in node else scenario.parameters
    try:
        for name in path:
            node = node[name if isinstance(node, Mapping) else int(name)] if _listed(node) else getattr(node, name)
    except (AttributeError, KeyError, IndexError, ValueError):
        node = None
    if not isinstance(node, float | int | np.ndarray | PerStep) or isinstance(node, bool):
        raise UsageError(f"no input named {key!r} in this scenario; its policies are {', '.join(scenario.policies)}")
    return node


def _listed(node: Any) -> bool:  # noqa: ANN401 (any part of a scenario)
    return isinstance(node, Mapping | tuple)


class Simulator:
    """Simulates trials of a scenario; use it in a `with` statement, or call `close`.

    What comes of a trial depends on the scenario, its inputs and its luck, not on its company or on the processes.

    Parameters
    ----------
    scenario
        World, policies, seed and horizon. Its own uncertain inputs are not drawn: trials name them.
    workers
        Processes, kept warm between calls; as many as pay when None.
    progress, lanes
        Who is told how far it is, and how many lanes there will be in all.
    """

    def __init__(
        self, scenario: Scenario, *, workers: int | None = None, progress: Progress | None = None, lanes: int = 0
    ) -> None:
        self.scenario = scenario
        self._progress, self._pace = progress, Pace(lanes, lanes)
        allowed = processes_for(scenario, workers)
        self._workers = max(1, allowed if allowed is not None else os.cpu_count() or 1)
        self._crew: Crew | None = None

    def outcomes(self, trials: Trials, names: tuple[str, ...] = ("npv",)) -> dict[str, Array]:
        """Return outcomes by name, each of shape (policies, trials), policies in the scenario's order.

        Parameters
        ----------
        trials
            What to simulate; at least one.
        names
            Outcomes, as in `sim.results.OUTCOMES`.

        Raises
        ------
        UsageError
            When an outcome or an input is unknown.
        """
        for name in names:
            if name not in OUTCOMES:
                raise UsageError(f"no outcome named {name!r}; there are {', '.join(OUTCOMES)}")
        for key in trials.inputs:
            middle(self.scenario, key)
        parts = list(_blocks(trials, len(self.scenario.policies)))
        found = []
        for part, ends in zip(parts, self._simulated(parts, names), strict=True):
            found.append(ends)
            self._pace.simulated(len(part) * len(self.scenario.policies))
            if self._progress:
                self._progress(self._pace.standing)
        whole = np.concatenate(found, axis=-1)
        return dict(zip(names, whole, strict=True))

    def _simulated(self, parts: list[Trials], names: tuple[str, ...]) -> Iterator[Array]:
        work = sum(map(len, parts)) * len(self.scenario.policies) * self.scenario.horizon
        if self._crew is None and self._workers > 1 and len(parts) > 1 and work >= _WORTH_PROCESSES:
            self._crew = Crew(self._workers)
        ends = partial(_ends, self.scenario, names)
        return map(ends, parts) if self._crew is None or len(parts) == 1 else self._crew.each(ends, parts)

    def close(self) -> None:
        """End the worker processes."""
        self.__exit__(None, None, None)

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the worker processes, on an error or Ctrl-C at once."""
        if self._crew is not None:
            self._crew.__exit__(kind, error, trace)
            self._crew = None


def _blocks(trials: Trials, policies: int) -> Iterator[Trials]:
    """Yield trials in blocks of a size that is quick to simulate."""
    each = max(1, LANES_A_TASK // policies)
    for first in range(0, len(trials), each):
        yield trials.part(first, min(first + each, len(trials)))


@releasing()
def _ends(scenario: Scenario, names: tuple[str, ...], trials: Trials) -> Array:
    """Return outcomes of a block, shape (names, policies, trials)."""
    policies, count = len(scenario.policies), len(trials)
    harvest = None
    if _NEEDS_HARVEST in names:
        scenario, harvest = with_harvest(scenario)
    setup = replace(lay_out_trials(scenario, trials.inputs, trials.luck), measures=SERIES)
    recording = simulate(setup).recording
    position = None
    if harvest is not None:
        own = owners_position(recording)[:, harvest * count : (harvest + 1) * count]
        position = np.tile(own, len(scenario.policies))
    ends = outcomes(recording, setup.parameters, position)
    table = np.stack([ends[name] for name in names])
    return table.reshape(len(names), len(scenario.policies), count)[:, :policies]
