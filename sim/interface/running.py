"""Runs a scenario, or reads a run back, as results that know their scenario."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

from sim import results as tables
from sim.interface.results import Results

if TYPE_CHECKING:
    from sim.experiment.pieces import Paths, Store
    from sim.experiment.progress import Progress
    from sim.experiment.tables import Book
    from sim.scenario import Scenario


def run(  # noqa: PLR0913 (how to run, apart from what: each has a default)
    scenario: Scenario | str | Path,
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

    >>> scenario = sim.load("online_retailer.yaml").vary({"horizon": "24 months"})
    >>> results = sim.run(scenario, replications=50, seed=7)
    >>> results.facts.replications, results.facts.policies[0]
    (50, 'carry_on')

    Parameters
    ----------
    scenario
        What to simulate: a scenario, or the name of its file.
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
    from sim.experiment.run import run as simulated
    from sim.scenario import load

    known = load(scenario) if isinstance(scenario, str | Path) else scenario
    done = simulated(
        known, replications=replications, seed=seed, workers=workers, paths=paths, progress=progress, store=store,
        book=book, until=until,
    )  # fmt: skip
    ran = {"replications": done.facts.replications, "seed": done.facts.seed}
    changes = {key: value for key, value in ran.items() if getattr(known, key) != value}
    return _knowing(done, known.vary(changes) if changes else known)


def read_run(folder: str | Path) -> Results:
    """Read the results of a finished run and its scenario; outcomes stay in their file until they are asked for.

    >>> from tempfile import TemporaryDirectory
    >>> scenario = sim.load("online_retailer.yaml").vary({"horizon": "24 months"})
    >>> with TemporaryDirectory() as folder:
    ...     run = sim.run(scenario, replications=50).write(folder)
    ...     print(sim.read_run(run).facts.replications)
    50

    `sim.archive.read_run` reads the tables alone, also of runs whose scenario this version no longer takes.

    Raises
    ------
    MissingFileError
        When the folder, or a table of it, is not there.
    ScenarioError
        When the run is unfinished, or a table is not the one that was written.
    """
    from sim.archive import read_run as read
    from sim.scenario import load
    from sim.studies.source import scenario_file

    return _knowing(read(folder), load(scenario_file(str(folder))), Path(folder))


def _knowing(done: tables.Results, scenario: Scenario, folder: Path | None = None) -> Results:
    own = {one.name: getattr(done, one.name) for one in fields(tables.Results)}
    return Results(**own, scenario=scenario, folder=folder)
