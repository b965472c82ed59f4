"""Many histories of the twin, and of the engine, in the same form."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.twin.cycle import live
from benchmarks.twin.measures import outcomes
from benchmarks.twin.mutants import mutated
from sim.results import MEASURES, OUTCOMES

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from benchmarks.twin.firm import Case

    Floats = NDArray[np.float64]

UNLIKE = ("payback_month",)
"""Outcomes that need the same luck under two policies; only keyed streams can give that."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Values over replications, by (month, measure) and by outcome."""

    measures: dict[tuple[int, str], Floats]
    outcomes: dict[str, Floats]


@dataclass(frozen=True, slots=True)
class Task:
    """A stretch of replications for one worker."""

    cases: tuple[Case, ...]
    """One case for all replications, or one for each."""
    seed: int
    first: int
    end: int
    months: tuple[int, ...]
    mutant: str


def twin_sample(
    cases: Sequence[Case], *, seed: int, replications: int, months: Sequence[int], mutant: str = "", workers: int = 2
) -> Sample:
    """Live through many histories.

    Parameters
    ----------
    cases
        One case for all replications, or as many as there are replications.
    seed
        Fixes all luck, together with the number of the replication.
    months
        Months of which measures are kept.
    mutant
        A deliberate fault of `benchmarks.twin.mutants`; none if empty.
    """
    size = max(1, -(-replications // (4 * workers)))
    tasks = [
        Task(
            tuple(cases if len(cases) == 1 else cases[first : first + size]),
            seed,
            first,
            min(first + size, replications),
            tuple(months),
            mutant,
        )
        for first in range(0, replications, size)
    ]
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as executor:
        parts = list(executor.map(_lived, tasks))
    kept = [(month, name) for month in months for name in MEASURES]
    found = np.concatenate([part[0] for part in parts])
    ends = np.concatenate([part[1] for part in parts])
    return Sample(
        {key: found[:, place] for place, key in enumerate(kept)},
        {name: ends[:, place] for place, name in enumerate(_compared_outcomes())},
    )


def _compared_outcomes() -> list[str]:
    return [name for name in OUTCOMES if name not in UNLIKE]


def _lived(task: Task) -> tuple[Floats, Floats]:
    months, ends = [], []
    with mutated(task.mutant):
        for place, replication in enumerate(range(task.first, task.end)):
            case = task.cases[place % len(task.cases)]
            record = live(case, task.seed, replication).record
            months.append([record[month - 1][name] for month in task.months for name in MEASURES])
            end = outcomes(case, record)
            ends.append([end[name] for name in _compared_outcomes()])
    return np.array(months), np.array(ends)


def engine_sample(tables: tuple[pd.DataFrame, pd.DataFrame], policy: str, months: Sequence[int]) -> Sample:
    """Return one policy of a run of the engine.

    Parameters
    ----------
    tables
        Every replication by month, and outcomes, as `sim.run(..., paths="all")` gives them.
    """
    histories, ends = (table[table.policy == policy] for table in tables)
    by_month = {month: histories[histories.month == month] for month in months}
    return Sample(
        {(month, name): by_month[month][name].to_numpy(float) for month in months for name in MEASURES},
        {name: ends[name].to_numpy(float) for name in _compared_outcomes()},
    )
