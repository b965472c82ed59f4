"""A quick look at a scenario, for whoever moves a slider: a few measures, and worker processes that stay warm."""

from __future__ import annotations

import gc
import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Self

import numpy as np
from numpy.typing import NDArray

from sim.errors import UsageError
from sim.experiment.block import lay_out
from sim.experiment.design import CUBE
from sim.experiment.pieces import world_of
from sim.experiment.quantiles import quantiles
from sim.experiment.workers import warm_pool
from sim.model.cycle import simulate
from sim.results import MEASURES, PATH_COLUMNS

if TYPE_CHECKING:
    from types import TracebackType

    import pandas as pd

    from sim.model.parameters.spec import Array
    from sim.scenario import Scenario

Months = NDArray[np.float32]

_KEPT: Final = 16
"""Policies whose months are kept for the next look."""

SHOWN: Final = ("revenue", "profit", "cash", "customers", "reinvested")
"""Measures that are looked at unless others are named."""


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen.

    Attributes
    ----------
    policies, measures
        Names, in their order.
    bands
        Quantiles over replications, shape (measures, months + 1, policies, quantiles), as in `QUANTILES`.
    """

    policies: tuple[str, ...]
    measures: tuple[str, ...]
    bands: Array

    def frame(self) -> pd.DataFrame:
        """Return a row per policy, month and measure, as `Results.paths` has them, without means."""
        import pandas as pd

        months = self.bands.shape[1]
        rows = pd.MultiIndex.from_product(
            [self.policies, range(months), self.measures], names=["policy", "month", "measure"]
        )
        table = self.bands.transpose(2, 1, 0, 3).reshape(len(rows), -1)
        return pd.DataFrame(table, index=rows, columns=list(PATH_COLUMNS[4:])).reset_index()


class Preview:
    """Looks at one variation of a scenario after the other; use it in a `with` statement, or call `close`.

    The figures are those that `run` would give: the same luck, the same quantiles. A policy that a variation does not
    touch is not simulated again.

    Parameters
    ----------
    workers
        Processes that are kept warm; as many as the machine has cores when None, this process alone when 1.
    """

    def __init__(self, workers: int | None = None) -> None:
        self._workers = max(1, workers if workers is not None else os.cpu_count() or 1)
        self._pool = warm_pool(self._workers) if self._workers > 1 else None
        self._seen: dict[str, Months] = {}

    def look(self, scenario: Scenario, *, replications: int = 1000, measures: tuple[str, ...] = SHOWN) -> Look:
        """Simulate the policies of a scenario and return the bands of some measures.

        Raises
        ------
        UsageError
            When a measure is unknown, or there is nothing to look at.
        """
        for name in measures:
            if name not in MEASURES:
                message = f"no measure named {name!r}; there are {', '.join(MEASURES)}"
                raise UsageError(message)
        if replications < 1 or not measures:
            message = f"{replications} replications of {len(measures)} measures: a look takes at least one of both"
            raise UsageError(message)
        keys = {name: f"{world_of(scenario, name)} {replications} {measures}" for name in scenario.policies}
        new = {name: policy for name, policy in scenario.policies.items() if keys[name] not in self._seen}
        if new:
            months = self._simulated(replace(scenario, policies=new), replications, measures)
            self._seen |= {keys[name]: months[:, :, index] for index, name in enumerate(new)}
        used = {key: self._seen.pop(key) for key in dict.fromkeys(keys.values())}
        self._seen = dict([*self._seen.items(), *used.items()][-max(_KEPT, len(used)) :])  # the ones used last
        wanted = np.stack([used[key] for key in keys.values()], axis=2)
        return Look(tuple(scenario.policies), measures, quantiles(wanted))

    def _simulated(self, scenario: Scenario, replications: int, measures: tuple[str, ...]) -> Months:
        each = -(-replications // (self._workers * CUBE)) * CUBE  # whole hypercubes: no input is drawn twice
        parts = [(first, min(first + each, replications)) for first in range(0, replications, each)]
        if self._pool is None:
            seen = [_months(scenario, first, end, measures) for first, end in parts]
        else:
            waiting = [self._pool.submit(_months, scenario, first, end, measures) for first, end in parts]
            seen = [one.result() for one in waiting]
        return np.concatenate(seen, axis=-1)

    def close(self) -> None:
        """End the worker processes."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the worker processes."""
        self.close()


def _months(scenario: Scenario, first: int, end: int, measures: tuple[str, ...]) -> Months:
    """Return measures by month, shape (measures, months + 1, policies, replications), single precision as in `run`."""
    gc.freeze()  # what is loaded stays out of the search for the batch's reference cycles
    try:
        setup = replace(lay_out(scenario, first, end), measures=measures)
        recording = simulate(setup).recording
        months = np.stack([recording[name] for name in measures]).astype(np.float32)
        return months.reshape(*months.shape[:2], len(scenario.policies), -1)
    finally:
        gc.collect()
        gc.unfreeze()
