"""Simulates values of swept keys, every one under the same replications."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Self

import numpy as np

from sim.analysis.sweep.aim import NEEDED, Aim
from sim.analysis.sweep.tipping import Tried
from sim.errors import UsageError
from sim.experiment.block import NOT_OF_THE_FIRM
from sim.experiment.trials import Simulator, Trials, as_run
from sim.model.consistency import impossible
from sim.model.parameters import substitute

if TYPE_CHECKING:
    from collections.abc import Container, Mapping
    from types import TracebackType

    from sim.analysis.intervals import Array
    from sim.experiment.progress import Progress
    from sim.scenario import Scenario

_LOOKED_AT: Final = 20
"""Replications whose firms are tried for whether they can exist at every value."""
_TOLERATED: Final = 0.05
"""Share of draws that may be impossible firms, as in a run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """What to simulate at every value.

    Attributes
    ----------
    scenario
        With the number of replications and the seed that are wanted.
    policies
        Names of those to describe.
    aim
        What counts as the good side.
    workers
        Processes; as many as pay when None.
    """

    scenario: Scenario
    policies: tuple[str, ...]
    aim: Aim
    workers: int | None = None


class Ground:
    """Simulates values of keys under the same replications."""

    def __init__(self, swept: Swept, keys: tuple[str, ...], *, lanes: int, progress: Progress | None) -> None:
        scenario, self._swept = swept.scenario, swept
        self._replications = scenario.replications
        self._drawn = as_run(scenario, 0, self._replications)
        self._rival_moves = any(_known(key, (swept.aim.rival,)) for key in keys)
        expected = lanes * self._replications * len(swept.policies)
        own = _only(scenario, swept.policies)
        self._simulator = Simulator(own, workers=swept.workers, progress=progress, lanes=expected)
        self._rival = Simulator(_only(scenario, (swept.aim.rival,)), workers=swept.workers) if swept.aim.rival else None

    def tried(self, values: Mapping[str, Array]) -> list[Tried]:
        """Simulate every value, or pair of values, under every policy."""
        self._refuse_impossible(values)
        count = len(next(iter(values.values())))
        shape = (len(self._swept.policies), self._replications, count)
        found = self._simulator.outcomes(self._trials(self._simulator, values), NEEDED)
        ends = {name: numbers.reshape(shape) for name, numbers in found.items()}
        hits = self._swept.aim.met(ends, self._rivals(values))
        along = next(iter(values.values()))
        return [Tried(along, met, worth) for met, worth in zip(hits, ends["npv"], strict=True)]

    def _rivals(self, values: Mapping[str, Array]) -> Array | None:
        """Return the rival's value, shape (replications, values), or (replications, 1) where no key moves it."""
        if self._rival is None:
            return None
        trials = self._trials(self._rival, values if self._rival_moves else {})
        return self._rival.outcomes(trials, ("npv",))["npv"].reshape(self._replications, -1)

    def _trials(self, simulator: Simulator, values: Mapping[str, Array]) -> Trials:
        """Return replications by values, those of one replication together, so that they share its luck."""
        policies = simulator.scenario.policies
        count = len(next(iter(values.values()))) if values else 1
        own = {key: drawn for key, drawn in self._drawn.inputs.items() if key not in values and _known(key, policies)}
        inputs = {key: np.repeat(drawn, count) for key, drawn in own.items()}
        inputs |= {key: np.tile(value, self._replications) for key, value in values.items() if _known(key, policies)}
        return Trials(np.repeat(self._drawn.luck, count), inputs)

    def _refuse_impossible(self, values: Mapping[str, Array]) -> None:
        """Refuse values at which the firm of the scenario could not exist."""
        firm = [key for key in values if not key.startswith(NOT_OF_THE_FIRM)]
        if not firm:
            return
        few = min(_LOOKED_AT, self._replications)
        count = len(values[firm[0]])
        drawn = {key: value for key, value in self._drawn.inputs.items() if not key.startswith(NOT_OF_THE_FIRM)}
        inputs = {key: np.repeat(value[:few], count) for key, value in drawn.items() if key not in values}
        inputs |= {key: np.tile(values[key], few) for key in firm}
        for key, share, what in impossible(substitute(self._swept.scenario.parameters, inputs), few * count):
            if share > _TOLERATED:
                raise UsageError(
                    f"{share:.0%} of the firms in this range can't exist: {what} ({key}); sweep a narrower range"
                )

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the worker processes."""
        self._simulator.close()
        if self._rival is not None:
            self._rival.close()


def _only(scenario: Scenario, names: tuple[str, ...]) -> Scenario:
    """Return the scenario with some policies; what else it says, correlations of the others included, stays."""
    return replace(scenario, policies={name: scenario.policies[name] for name in names})


def _known(key: str, policies: Container[str]) -> bool:
    """Return whether a key matters to some policies: one of theirs, or of the firm, the world or an event."""
    head, _, rest = key.partition(".")
    return head != "policies" or rest.partition(".")[0] in policies
