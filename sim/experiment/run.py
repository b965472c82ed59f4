"""The main job: every policy of a scenario under the same luck."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from sim.errors import ScenarioError, UsageError
from sim.experiment.block import NOT_OF_THE_FIRM
from sim.experiment.design import CUBE, input_draws
from sim.experiment.engine import fingerprint
from sim.experiment.gathering import MemoryStore, gathered, stored_of
from sim.experiment.pieces import Paths, Store, kept_of, pieces
from sim.experiment.progress import Pace, Progress
from sim.experiment.room import Kept, refuse_beyond_memory
from sim.experiment.stopping import MOST, settle
from sim.experiment.tables import Book, MemoryBook, Pool, results_of
from sim.experiment.until import parse
from sim.hints import meant
from sim.model.consistency import impossible
from sim.model.parameters import substitute
from sim.policies.catalog import RULES
from sim.results import Results, RunFacts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.scenario import Scenario

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
    until: str | None = None,
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
    until
        What to go on for, such as `npv ±2% and best decided` (`docs/reference/until.md`): the run stops when it is
        reached, or after `replications`, 20,000 unless given. `results.stopped` says which.

    Raises
    ------
    UsageError
        When the run would not fit into memory, the cluster can't be used, or `until` can't be read.
    ScenarioError
        When the uncertain inputs contradict each other, or more than a few of their draws make an impossible firm.
    """
    most = MOST if until is not None and replications is None else replications
    changes = {key: value for key, value in (("replications", most), ("seed", seed)) if value is not None}
    wanted = scenario.vary(changes) if changes else scenario
    refuse_unfit(wanted, paths, "in a file" if book else "in memory")
    stopped = None
    if until is not None:
        store, targets = MemoryStore() if store is None else store, parse(until, wanted)
        stopped = settle(wanted, targets, paths=paths, workers=workers, store=store, progress=progress)
        wanted, progress = wanted.vary({"replications": stopped.replications}), None
    facts, kept = facts_of(wanted), kept_of(wanted, paths)
    pool, outcomes = Pool.empty(facts, kept), book or MemoryBook(facts)
    rows = list(pieces(wanted, kept))
    stored = stored_of(rows, store)
    pace = Pace(facts.lanes, facts.lanes - sum(piece.replications for piece in stored))
    for piece, found in gathered(wanted, rows, stored, workers, store):
        pool.add(piece, found)
        outcomes.add(piece.policy, piece.first, found.outcomes)
        (pace.fetched if piece in stored else pace.simulated)(piece.replications)
        if progress:
            progress(pace.standing)
    return replace(results_of(facts, outcomes.finished(), pool, paths), stopped=stopped)


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
        rules=tuple(RULES.name_of(type(policy)) for policy in scenario.policies.values()),
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
            hint = meant(name, scenario.policies)
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
