"""Blocks joined into tables: outcomes, quantiles by month, sample paths."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.results import MEASURES, OUTCOMES, PATH_COLUMNS, QUANTILES, SAMPLE_MEASURES, SAMPLE_PATHS, Results, RunFacts

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from sim.experiment.block import BlockResult
    from sim.model.parameters.spec import Array
    from sim.scenario import Scenario

Single = NDArray[np.float32]


@dataclass(slots=True)
class Pool:
    """Everything the blocks gave back, in the order of replications whatever the order of arrival.

    Attributes
    ----------
    outcomes
        By outcome name, shape (policies, replications).
    measures
        Shape (policies, measures, months + 1, kept replications); all, or the sample when paths are not wanted.
    paths
        What is kept of the paths.
    """

    outcomes: dict[str, Array]
    measures: Single
    paths: str

    @classmethod
    def empty(cls, scenario: Scenario, paths: str) -> Pool:
        """Lay out the arrays in advance."""
        policies, replications = len(scenario.policies), scenario.replications
        kept = min(SAMPLE_PATHS, replications) if paths == "none" else replications
        return cls(
            {name: np.empty((policies, replications)) for name in OUTCOMES},
            np.empty((policies, len(MEASURES), scenario.horizon + 1, kept), dtype=np.float32),
            paths,
        )

    def add(self, part: BlockResult) -> None:
        """Put a block in its place."""
        end = part.first + part.measures.shape[-1]
        for name, value in part.outcomes.items():
            self.outcomes[name][:, part.first : end] = value
        room = max(0, min(end, self.measures.shape[-1]) - part.first)
        if room:
            self.measures[..., part.first : part.first + room] = part.measures[..., :room]


def results_of(facts: RunFacts, pool: Pool) -> Results:
    """Return the tables of a run."""
    return Results(
        facts=facts,
        outcomes=_outcomes(facts, pool),
        paths=_paths(facts, pool),
        samples=_long(facts, pool, SAMPLE_MEASURES, min(SAMPLE_PATHS, facts.replications)),
        replications=_long(facts, pool, tuple(MEASURES), facts.replications) if pool.paths == "all" else None,
    )


def _outcomes(facts: RunFacts, pool: Pool) -> pd.DataFrame:
    import pandas as pd

    columns: dict[str, object] = {
        "policy": np.repeat(np.asarray(facts.policies, dtype=object), facts.replications),
        "replication": np.tile(np.arange(facts.replications), len(facts.policies)),
    }
    columns |= {name: pool.outcomes[name].reshape(-1) for name in OUTCOMES}
    return pd.DataFrame(columns)


def _paths(facts: RunFacts, pool: Pool) -> pd.DataFrame:
    """Return mean and quantiles by policy, month and measure."""
    import pandas as pd

    if pool.paths == "none":
        return pd.DataFrame({name: [] for name in PATH_COLUMNS})
    months = facts.months + 1
    rows = np.stack([stats for policy in pool.measures for stats in _measure_stats(policy)])
    block = rows.reshape(len(facts.policies), len(MEASURES), months, -1).transpose(0, 2, 1, 3)
    per_policy = months * len(MEASURES)
    columns: dict[str, object] = {
        "policy": np.repeat(np.asarray(facts.policies, dtype=object), per_policy),
        "month": np.tile(np.repeat(np.arange(months), len(MEASURES)), len(facts.policies)),
        "measure": np.tile(np.asarray(list(MEASURES), dtype=object), len(facts.policies) * months),
    }
    flat = block.reshape(-1, block.shape[-1])
    columns |= {name: flat[:, index] for index, name in enumerate(PATH_COLUMNS[3:])}
    return pd.DataFrame(columns)


def _measure_stats(policy: Single) -> Iterator[Array]:
    """Yield, measure by measure, (months + 1, 1 + quantiles): the mean and the quantiles."""
    for values in policy:
        ordered = np.sort(values, axis=-1)  # NaN sorts last
        known = np.count_nonzero(~np.isnan(ordered), axis=-1)
        mean = np.where(known > 0, np.nansum(ordered, axis=-1, dtype=np.float64), np.nan) / np.maximum(known, 1)
        yield np.column_stack([mean, *(_quantile(ordered, known, q) for q in QUANTILES)])


def _quantile(ordered: Single, known: NDArray[np.intp], q: float) -> Array:
    """Return the linearly interpolated quantile of each sorted row, NaN where nothing is known."""
    place = q * np.maximum(known - 1, 0)
    low = np.floor(place).astype(np.intp)
    high = np.minimum(low + 1, np.maximum(known - 1, 0))
    row = np.arange(ordered.shape[0])
    below, above = ordered[row, low].astype(np.float64), ordered[row, high].astype(np.float64)
    return np.where(known > 0, below + (place - low) * (above - below), np.nan)


def _long(facts: RunFacts, pool: Pool, names: tuple[str, ...], count: int) -> pd.DataFrame:
    """Return one row per policy, replication and month with the named measures."""
    import pandas as pd

    months, policies = facts.months + 1, len(facts.policies)
    columns: dict[str, object] = {
        "policy": np.repeat(np.asarray(facts.policies, dtype=object), count * months),
        "replication": np.tile(np.repeat(np.arange(count), months), policies),
        "month": np.tile(np.arange(months), policies * count),
    }
    order = list(MEASURES)
    for name in names:
        columns[name] = pool.measures[:, order.index(name), :, :count].transpose(0, 2, 1).reshape(-1)
    return pd.DataFrame(columns)
