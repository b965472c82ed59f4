"""Pieces joined into tables: outcomes, means and quantiles by month, sample paths."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from sim.experiment.quantiles import quantiles
from sim.outcomes import Outcomes
from sim.results import MEASURES, OUTCOMES, PATH_COLUMNS, SAMPLE_MEASURES, SAMPLE_PATHS, Results, RunFacts

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd
    from pandas.api.extensions import ExtensionArray

    from sim.arrays import Array
    from sim.experiment.pieces import Paths, Piece, PieceResult

Single = NDArray[np.float32]


class Book(Protocol):
    """Takes outcomes while they come, and gives all of them back in the end."""

    def add(self, policy: str, first: int, outcomes: Array) -> None:
        """Take the outcomes of replications `first` onwards, shape (outcomes, replications).

        They come in the order of replications, all policies of a range before the next range.
        """
        ...

    def finished(self) -> Outcomes:
        """Return all of them, once the last has come."""
        ...


class MemoryBook:
    """Outcomes in one array, laid out in advance so that a column of it is a column of the table."""

    def __init__(self, facts: RunFacts) -> None:
        self._facts = facts
        self._values = np.empty((len(OUTCOMES), len(facts.policies), facts.replications))

    def add(self, policy: str, first: int, outcomes: Array) -> None:
        """Put outcomes in their place."""
        self._values[:, self._facts.policies.index(policy), first : first + outcomes.shape[1]] = outcomes

    def finished(self) -> Outcomes:
        """Return the columns."""
        columns = dict(zip(OUTCOMES, self._values, strict=True))
        return Outcomes(self._facts.policies, self._facts.replications, columns.__getitem__)


@dataclass(slots=True)
class Pool:
    """What the pieces gave back of single months, in arrays laid out in advance.

    Sums depend on the order in which they are added up, so the pieces of a policy come in the order of replications.

    Attributes
    ----------
    policies
        Names, in their order.
    sums, counts
        Of every measure and month over the replications in which it is known, shape (policies, measures, months + 1).
    months
        Shape (policies, measures, months + 1, kept replications).
    """

    policies: tuple[str, ...]
    sums: Array
    counts: Array
    months: Single

    @classmethod
    def empty(cls, facts: RunFacts, kept: int) -> Pool:
        """Lay out the arrays."""
        policies, months = len(facts.policies), (len(MEASURES), facts.months + 1)
        return cls(
            facts.policies,
            np.zeros((policies, *months)),
            np.zeros((policies, *months)),
            np.empty((policies, *months, kept), np.float32),
        )

    def add(self, piece: Piece, found: PieceResult) -> None:
        """Put a piece in its place."""
        policy = self.policies.index(piece.policy)
        self.sums[policy] += found.sums
        self.counts[policy] += found.counts
        self.months[policy, ..., piece.first : piece.first + piece.kept] = found.months


def results_of(facts: RunFacts, ends: Outcomes, pool: Pool, paths: Paths) -> Results:
    """Return the tables of a run."""
    return Results(
        facts=facts,
        ends=ends,
        paths=_paths(facts, pool, paths),
        samples=_long(facts, pool, SAMPLE_MEASURES, min(SAMPLE_PATHS, facts.replications)),
        replications=_long(facts, pool, tuple(MEASURES), facts.replications) if paths == "all" else None,
    )


def _paths(facts: RunFacts, pool: Pool, paths: Paths) -> pd.DataFrame:
    """Return mean and quantiles by policy, month and measure."""
    import pandas as pd

    if paths == "none":
        return pd.DataFrame({name: [] for name in PATH_COLUMNS})
    months = facts.months + 1
    means = np.where(pool.counts > 0, pool.sums, np.nan) / np.maximum(pool.counts, 1)
    bands = np.stack([quantiles(measure.copy()) for policy in pool.months for measure in policy])
    rows = np.concatenate([means.reshape(-1, months)[..., None], bands], axis=-1)
    block = rows.reshape(len(facts.policies), len(MEASURES), months, -1).transpose(0, 2, 1, 3)
    per_policy = months * len(MEASURES)
    columns: dict[str, object] = {
        "policy": _names(facts.policies).repeat(per_policy),
        "month": np.tile(np.repeat(np.arange(months), len(MEASURES)), len(facts.policies)),
        "measure": _names(MEASURES).take(np.tile(np.arange(len(MEASURES)), len(facts.policies) * months)),
    }
    flat = block.reshape(-1, block.shape[-1])
    columns |= {name: flat[:, index] for index, name in enumerate(PATH_COLUMNS[3:])}
    return pd.DataFrame(columns)


def _long(facts: RunFacts, pool: Pool, names: tuple[str, ...], count: int) -> pd.DataFrame:
    """Return one row per policy, replication and month with the named measures."""
    import pandas as pd

    months, policies = facts.months + 1, len(facts.policies)
    columns: dict[str, object] = {
        "policy": _names(facts.policies).repeat(count * months),
        "replication": np.tile(np.repeat(np.arange(count), months), policies),
        "month": np.tile(np.arange(months), policies * count),
    }
    order = list(MEASURES)
    for name in names:
        columns[name] = pool.months[:, order.index(name), :, :count].transpose(0, 2, 1).reshape(-1)
    return pd.DataFrame(columns, copy=False)


def _names(names: Iterable[str]) -> ExtensionArray:
    """Return names as pandas keeps text: packed, so that repeating them makes no Python objects."""
    import pandas as pd

    return pd.array(list(names), dtype="str")
