"""Many histories of the twin, and of the engine, in the same form."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.twin.cycle import live
from benchmarks.twin.measures import outcomes
from benchmarks.twin.mutants import mutated
from sim.model.recorder import FOLLOWING
from sim.results import MEASURES, OUTCOMES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from benchmarks.twin.firm import Case

    Floats = NDArray[np.float64]

RECKONED = ("order_value",)
"""Measures that follow from others, and that the twin reckons by itself all the same."""
COMPARED = tuple(name for name in MEASURES if name not in FOLLOWING or name in RECKONED)
UNLIKE = ("payback_month",)
"""Outcomes that need the same luck under two policies; only keyed streams can give that."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Values over replications, by (month, measure) and by outcome."""

    measures: dict[tuple[int, str], Floats]
    outcomes: dict[str, Floats]


@dataclass(frozen=True, slots=True)
class Request:
    """Histories of the twin that somebody wants.

    Attributes
    ----------
    cases
        One case for all replications, or as many as there are replications.
    seed
        Fixes all luck, together with the number of the replication.
    replications
        How many.
    months
        Months of which measures are kept.
    mutant
        A deliberate fault of `benchmarks.twin.mutants`; none if empty.
    """

    cases: tuple[Case, ...]
    seed: int
    replications: int
    months: tuple[int, ...]
    mutant: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """A stretch of the replications of a request, for one worker, with the cases of the stretch only."""

    place: int
    request: Request
    first: int
    end: int


def twin_samples(requests: Sequence[Request], *, workers: int = 2) -> list[Sample]:
    """Live through the histories of all requests in one pool of workers."""
    tasks = [task for place, request in enumerate(requests) for task in _cut(place, request, 4 * workers)]
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as executor:
        parts = list(executor.map(_lived, tasks))
    found = []
    for place, request in enumerate(requests):
        mine = [part for task, part in zip(tasks, parts, strict=True) if task.place == place]
        found.append(_sample(request, [part[0] for part in mine], [part[1] for part in mine]))
    return found


def _cut(place: int, request: Request, pieces: int) -> Iterator[Task]:
    size = max(1, -(-request.replications // pieces))
    for first in range(0, request.replications, size):
        end = min(first + size, request.replications)
        cases = request.cases if len(request.cases) == 1 else request.cases[first:end]
        yield Task(place, replace(request, cases=cases), first, end)


def _sample(request: Request, months: list[Floats], ends: list[Floats]) -> Sample:
    kept = [(month, name) for month in request.months for name in COMPARED]
    measures, last = np.concatenate(months), np.concatenate(ends)
    return Sample(
        {key: measures[:, place] for place, key in enumerate(kept)},
        {name: last[:, place] for place, name in enumerate(_compared_outcomes())},
    )


def _compared_outcomes() -> list[str]:
    return [name for name in OUTCOMES if name not in UNLIKE]


def _lived(task: Task) -> tuple[Floats, Floats]:
    request = task.request
    months, ends = [], []
    with mutated(request.mutant):
        for replication in range(task.first, task.end):
            case = request.cases[(replication - task.first) % len(request.cases)]
            record = live(case, request.seed, replication).record
            months.append([record[month - 1][name] for month in request.months for name in COMPARED])
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
        {(month, name): by_month[month][name].to_numpy(float) for month in months for name in COMPARED},
        {name: ends[name].to_numpy(float) for name in _compared_outcomes()},
    )
