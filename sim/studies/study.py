"""A study of one outcome: the inputs that may move it, and trials that are simulated for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.amounts import percent
from sim.errors import UsageError
from sim.experiment.trials import Trials

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from sim.analysis.subject import Subject
    from sim.arrays import Array
    from sim.experiment.trials import Simulator
    from sim.studies.inputs import Inputs

SEEDS: Final = 2**32
"""How many seeds the designs of other libraries are started from."""


@dataclass(frozen=True, slots=True)
class Study:
    """What every design needs.

    Attributes
    ----------
    subject
        The outcome, of a policy or of a difference.
    inputs
        Uncertain inputs that may move it.
    simulator
        Simulates the subject's policies and no other.
    """

    subject: Subject
    inputs: Inputs
    simulator: Simulator

    @property
    def seed(self) -> int:
        """Seed of the scenario."""
        return self.simulator.scenario.seed

    def outcome(self, luck: NDArray[np.int64], values: Mapping[str, Array]) -> Array:
        """Return the outcome trial by trial, shape (trials,); a difference is taken under the same luck.

        Raises
        ------
        UsageError
            When it is missing in some.
        """
        measure = self.subject.measure
        found = self.simulator.outcomes(Trials(luck, values), (measure,))[measure]
        answer = found[0] - found[1] if self.subject.less else found[0]
        missing = float(np.mean(~np.isfinite(answer)))
        if missing:
            raise UsageError(
                f"{measure} does not exist in {percent(missing)} of the trials, so it has no mean to explain; "
                "ask for an outcome that every replication has, such as npv or ruined"
            )
        return np.asarray(answer)
