"""Trying settings of one policy: every candidate under the same luck, with the scenario's own uncertain inputs."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.tuning.ends import Ends
from sim.experiment.design import input_draws
from sim.experiment.trials import Trials, as_run

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from sim.experiment.trials import Simulator
    from sim.outcomes import Array
    from sim.scenario import Scenario
    from sim.studies.luck_seen import Flags
    from sim.studies.tunable import Tunable

RUINED: Final = "ruined"
PAID: Final = "npv_without_terminal_value"
WITH_TERMINAL_VALUE: Final = "npv"


@dataclass(slots=True)
class Trying:
    """Simulates candidates of one policy.

    Attributes
    ----------
    scenario
        With all its policies.
    tunable
        Which settings a candidate holds.
    measure
        The outcome that is the value.
    simulator
        Whose worker processes are used; which scenario it simulates is changed here.
    """

    scenario: Scenario
    tunable: Tunable
    measure: str
    simulator: Simulator
    _draws: dict[tuple[int, int], dict[str, Array]] = field(default_factory=dict)

    def evaluate(self, candidates: Array, replications: NDArray[np.int64]) -> tuple[Array, Flags]:
        """Return value and ruin, shape (candidates, replications); the replications follow one another."""
        found = self._outcomes(candidates, replications)
        return found[self.measure], found[RUINED] > 0.0

    def _outcomes(self, candidates: Array, replications: NDArray[np.int64]) -> dict[str, Array]:
        shape, name = (len(candidates), len(replications)), self.tunable.policy
        inputs = {key: np.tile(value, shape[0]) for key, value in self._inputs(replications).items()}
        inputs |= {
            key: np.repeat(column, shape[1]) for key, column in zip(self.tunable.keys, candidates.T, strict=True)
        }
        self.simulator.scenario = replace(self.scenario, policies={name: self.scenario.policies[name]})
        found = self.simulator.outcomes(Trials(np.tile(replications, shape[0]), inputs), outcomes_of(self.measure))
        return {outcome: values.reshape(shape) for outcome, values in found.items()}

    def ends(self, candidate: Array, count: int) -> Ends:
        """Return how a candidate ends in the replications of a run."""
        found = self._outcomes(candidate[None], np.arange(count))
        return _ends({name: values[0] for name, values in found.items()}, self.measure)

    def _inputs(self, replications: NDArray[np.int64]) -> dict[str, Array]:
        """Draw the uncertain inputs, but not those of other policies, nor what is tuned."""
        span = int(replications[0]), int(replications[-1]) + 1
        if span not in self._draws:
            own = f"policies.{self.tunable.policy}."
            self._draws[span] = {
                key: value
                for key, value in input_draws(self.scenario, *span).items()
                if not key.startswith("policies.") or (key.startswith(own) and key not in self.tunable.keys)
            }
        return self._draws[span]


def untouched(scenario: Scenario, measure: str, simulator: Simulator) -> dict[str, Ends]:
    """Return how every policy of a scenario ends in its own run."""
    simulator.scenario = scenario
    found = simulator.outcomes(as_run(scenario, 0, scenario.replications), outcomes_of(measure))
    return {
        name: _ends({outcome: values[place] for outcome, values in found.items()}, measure)
        for place, name in enumerate(scenario.policies)
    }


def outcomes_of(measure: str) -> tuple[str, ...]:
    """Return the outcomes that a candidate is judged by."""
    return (measure, RUINED, PAID) if measure == WITH_TERMINAL_VALUE else (measure, RUINED)


def _ends(found: Mapping[str, Array], measure: str) -> Ends:
    return Ends(found[measure], found[RUINED] > 0.0, found.get(PAID) if measure == WITH_TERMINAL_VALUE else None)
