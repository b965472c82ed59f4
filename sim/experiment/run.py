"""The main job: every policy of a scenario under the same luck."""

from __future__ import annotations

import os
from dataclasses import fields
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from sim.errors import ScenarioError, UsageError
from sim.experiment import workers as work
from sim.experiment.block import NOT_OF_THE_FIRM, simulate_task
from sim.experiment.design import CUBE, input_draws
from sim.experiment.engine import fingerprint
from sim.experiment.pieces import Paths, Piece, PieceResult, Store, Task, kept_of, pieces, tasks
from sim.experiment.progress import Pace, Progress
from sim.experiment.room import Kept, refuse_beyond_memory
from sim.experiment.tables import Book, MemoryBook, Pool, results_of
from sim.model.consistency import impossible
from sim.model.parameters import substitute
from sim.policies.catalog import RULES
from sim.results import Results, RunFacts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sim.scenario import Scenario

_WORTH_A_PROCESS: Final = 1_000_000
"""Lane-months below which starting worker processes (0.7 s of each) costs more than it saves."""
_RULE_NAMES: Final[dict[type, str]] = {rule: name for name, rule in RULES.items()}
_TOLERATED: Final = 0.05
"""Share of draws that may be impossible firms: the far tails of wide beliefs."""


def run(  # noqa: PLR0913 (how to run, apart from what: each has a default)
    scenario: Scenario,
    *,
    replications: int | None = None,
    seed: int | None = None,
    workers: int | str | None = 1,
    paths: Paths = "quantiles",
    progress: Progress | None = None,
    store: Store | None = None,
    book: Book | None = None,
) -> Results:
    """Simulate every policy of a scenario under the same luck.

    Parameters
    ----------
    scenario
        What to simulate.
    replications, seed
        Override the scenario's.
    workers
        Processes to use; None for as many as pay; the address of a Dask scheduler, such as `tcp://10.0.0.5:8786`, for
        its workers. The numbers do not depend on it. More than one process starts fresh Pythons, so a script must then
        guard its own start by `if __name__ == "__main__":`.
    paths
        `quantiles` keeps means by month, and quantiles of the first 2,000 replications; `all` every replication too and
        quantiles of all; `none` outcomes only.
    progress
        Called after every piece.
    store
        Where finished pieces are kept and looked for, such as `sim.archive.PieceFolder`; nothing is kept when None.
    book
        Where outcomes go while they come, such as the file of a run folder; memory when None.

    Raises
    ------
    UsageError
        When the run would not fit into memory, or the cluster can't be used.
    ScenarioError
        When the uncertain inputs contradict each other, or more than a few of their draws make an impossible firm.
    """
    changes = {key: value for key, value in (("replications", replications), ("seed", seed)) if value is not None}
    wanted = scenario.vary(changes) if changes else scenario
    refuse_unfit(wanted, paths, "in a file" if book else "in memory")
    facts, kept = facts_of(wanted), kept_of(wanted, paths)
    pool, outcomes = Pool.empty(facts, kept), book or MemoryBook(facts)
    rows = list(pieces(wanted, kept))
    stored = stored_of(rows, store)
    pace = Pace(facts.lanes, facts.lanes - sum(piece.replications for piece in stored))
    for piece, found in _found(wanted, rows, stored, workers, store):
        pool.add(piece, found)
        outcomes.add(piece.policy, piece.first, found.outcomes)
        (pace.fetched if piece in stored else pace.simulated)(piece.replications)
        if progress:
            progress(pace.standing)
    return results_of(facts, outcomes.finished(), pool, paths)


def refuse_unfit(scenario: Scenario, paths: Paths, outcomes: Kept) -> None:
    """Refuse what could not be run to its end; `run` asks this first.

    Raises
    ------
    UsageError
        When the run would not fit into memory.
    ScenarioError
        When the uncertain inputs contradict each other, or more than a few of their draws make an impossible firm.
    """
    refuse_beyond_memory(scenario, paths, outcomes)
    _refuse_impossible(scenario)


def stored_of(rows: Iterable[tuple[Piece, ...]], store: Store | None) -> set[Piece]:
    """Return the pieces that need not be simulated."""
    return {piece for row in rows for piece in row if store and store.has(piece.key)}


def _found(
    scenario: Scenario,
    rows: Sequence[tuple[Piece, ...]],
    stored: set[Piece],
    workers: int | str | None,
    store: Store | None,
) -> Iterator[tuple[Piece, PieceResult]]:
    """Yield every piece in the order of replications, from the store or from work; keep what is new."""
    missing = [tuple(piece for piece in row if piece not in stored) for row in rows]
    coming = _worked(scenario, missing, workers)
    ready: dict[Piece, PieceResult] = {}
    for piece in (piece for row in rows for piece in row):
        if store and piece in stored:
            yield piece, _fetched(scenario, piece, store)
            continue
        while piece not in ready:
            for one, found in next(coming):
                ready[one] = found
                if store:
                    _keep(store, one, found)
        yield piece, ready.pop(piece)


def _worked(
    scenario: Scenario, missing: Sequence[tuple[Piece, ...]], workers: int | str | None
) -> Iterator[list[tuple[Piece, PieceResult]]]:
    lanes = sum(piece.replications for row in missing for piece in row)
    if isinstance(workers, str):
        return work.on_cluster(tasks(scenario, missing, len(missing)), workers)
    processes = max(1, workers if workers is not None else _worthwhile(lanes * scenario.horizon))
    return work.here(tasks(scenario, missing, processes), max(1, min(processes, len(missing))))


def _worthwhile(work: int) -> int:
    return 1 if work < _WORTH_A_PROCESS else os.cpu_count() or 1


def _fetched(scenario: Scenario, piece: Piece, store: Store) -> PieceResult:
    """Return a piece from the store, simulated again where what is kept is damaged."""
    arrays = store.get(piece.key)
    if arrays is not None:
        return PieceResult(**arrays)
    ((_, found),) = simulate_task(Task(scenario, (piece.policy,), ((piece,),)))
    _keep(store, piece, found)
    return found


def _keep(store: Store, piece: Piece, found: PieceResult) -> None:
    store.put(piece.key, {f.name: getattr(found, f.name) for f in fields(PieceResult)})


def facts_of(scenario: Scenario) -> RunFacts:
    """Return what identifies a run of a scenario."""
    return RunFacts(
        scenario=scenario.name,
        scenario_hash=scenario.hash,
        currency=scenario.currency,
        seed=scenario.seed,
        replications=scenario.replications,
        months=scenario.horizon,
        start=scenario.start,
        policies=tuple(scenario.policies),
        rules=tuple(_RULE_NAMES[type(policy)] for policy in scenario.policies.values()),
        baseline=scenario.baseline,
        engine=fingerprint(),
    )


def only(scenario: Scenario, names: Sequence[str]) -> Scenario:
    """Return the scenario with the named policies only; leaving one out changes nobody else's numbers.

    Raises
    ------
    UsageError
        When a policy is unknown.
    """
    for name in names:
        if name not in scenario.policies:
            near = get_close_matches(name, scenario.policies, n=1)
            hint = f" Did you mean '{near[0]}'?" if near else ""
            message = f"no policy named '{name}'; this scenario has {', '.join(scenario.policies)}.{hint}"
            raise UsageError(message)
    dropped = {f"policies.{name}": None for name in scenario.policies if name not in names}
    if scenario.baseline not in names:
        dropped["baseline"] = None
    return scenario.vary(dropped) if dropped else scenario


def _refuse_impossible(scenario: Scenario) -> None:
    """Refuse ranges of which more than a few draws make a firm that cannot be."""
    draws = {key: value for key, value in input_draws(scenario, 0, CUBE).items() if not key.startswith(NOT_OF_THE_FIRM)}
    if not draws:
        return
    for key, share, what in impossible(substitute(scenario.parameters, draws), CUBE):
        if share > _TOLERATED:
            message = (
                f"{share:.0%} of the draws of the uncertain inputs make an impossible firm: {what} ({key}). "
                "Narrow their ranges, or state how they are correlated."
            )
            raise ScenarioError(message)
