"""Replications of both sides as arrays of the same shape."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.entities.firm import Firm
from benchmarks.entities.record import MEASURES
from sim.experiment.run import run
from sim.scenario import load

if TYPE_CHECKING:
    from collections.abc import Iterable

    from benchmarks.entities.case import Case
    from sim.scenario import Scenario

Sample = NDArray[np.float64]
"""Shape (replications, months, measures), the measures in the order of `MEASURES`."""

FIRMS: Final = ("contract", "orders")


def scenario_of(firm: str) -> Scenario:
    """Read the scenario of one of `FIRMS`."""
    return load(Path(__file__).with_name(f"{firm}.yaml"))


def entities(case: Case, seed: int, replications: Iterable[int], kind: type[Firm] = Firm) -> Sample:
    """Let firms made of single leads and customers live, one replication after the other."""
    return np.array([kind(case, seed, replication).live() for replication in replications])


def engine(scenario: Scenario, replications: int) -> Sample:
    """Run the engine over the same months."""
    table = run(scenario, replications=replications, paths="all").replications
    if table is None:
        raise RuntimeError("the engine kept no replications")
    table = table[table.month > 0].sort_values(["replication", "month"])
    return table[list(MEASURES)].to_numpy(dtype=float).reshape(replications, scenario.horizon, len(MEASURES))
