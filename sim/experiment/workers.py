"""Who does the work: this process, several on this machine, or a Dask cluster. The numbers do not depend on it."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Final, TypeVar

from sim.errors import MissingPartError, UsageError
from sim.experiment.block import simulate_task
from sim.experiment.crew import UNDER_WAY, Crew, under_way
from sim.experiment.engine import fingerprint

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence

    from sim.experiment.pieces import Piece, PieceResult, Task
    from sim.scenario import Scenario

WORTH_PROCESSES: Final = 1_000_000
"""Lane-months below which starting worker processes (0.7 s of each) costs more than it saves."""

Part = TypeVar("Part")
Done = TypeVar("Done")

Found = list[tuple["Piece", "PieceResult"]]

_CONNECT: Final = "10s"
"""How long to look for a cluster."""

_STRANGERS: Final = (
    "these workers have another version of cyclesim, NumPy or SciPy than this machine: {}; "
    "install the same versions everywhere"
)


def here(tasks: Iterator[Task], processes: int) -> Generator[Found]:
    """Yield the pieces of each task, in the order of tasks, simulated by so many processes."""
    if processes == 1:
        yield from map(simulate_task, tasks)
        return
    with Crew(processes) as crew:
        yield from crew.each(simulate_task, tasks)


def on_cluster(tasks: Iterator[Task], address: str) -> Generator[Found]:
    """Yield the pieces of each task, in the order of tasks, simulated by the workers of a Dask cluster.

    The scheduler hands the tasks of a lost worker to another.

    Raises
    ------
    MissingPartError
        When Dask is not installed.
    UsageError
        When nobody answers, nobody works there, or a worker has another version of the engine.
    """
    try:
        from distributed import Client
    except ImportError:
        raise MissingPartError("--cluster needs Dask: pip install 'cyclesim[cluster]'") from None
    try:
        client = Client(address, timeout=_CONNECT, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise UsageError(f"no Dask scheduler answers at {address}: {error}") from error
    with client:
        workers = client.ncores()
        if not workers:
            raise UsageError(f"the Dask scheduler at {address} has no workers; start some with: dask worker {address}")
        _refuse_strangers(client.run(fingerprint))
        slots = sum(workers.values())
        own = fingerprint()  # sent along, since a worker may join later
        for _, found in under_way(
            tasks, lambda task: client.submit(as_engine, own, task, pure=False), UNDER_WAY * slots
        ):
            yield found.result()


def as_engine(engine: str, task: Task) -> Found:
    """Simulate a task if this is the engine that is asked for.

    Raises
    ------
    UsageError
        When it is another.
    """
    if engine != fingerprint():
        raise UsageError(_STRANGERS.format("a worker that joined later"))
    return simulate_task(task)


def _refuse_strangers(engines: dict[str, str]) -> None:
    """Refuse workers whose code would give other numbers."""
    strangers = sorted(worker for worker, engine in engines.items() if engine != fingerprint())
    if strangers:
        raise UsageError(_STRANGERS.format(", ".join(strangers)))


def in_processes(
    work: Callable[[Part], Done], parts: Sequence[Part], processes: int | None, lane_months: int
) -> Iterator[Done]:
    """Yield what comes of each part, in order, worked on by so many processes; as many as pay when None."""
    if processes is None:
        processes = 1 if lane_months < WORTH_PROCESSES else os.cpu_count() or 1
    if min(processes, len(parts)) == 1:
        yield from map(work, parts)
        return
    with Crew(min(processes, len(parts))) as crew:
        yield from crew.each(work, parts)


def processes_for(scenario: Scenario, wanted: int | None) -> int | None:
    """Return how many processes may work on a scenario: as many as wanted, but this one alone for a rule it made up.

    A class that was typed into a notebook or a prompt stands in no file, so no other process can import it.
    """
    typed = not hasattr(sys.modules.get("__main__"), "__file__")
    here_only = typed and any(type(policy).__module__ == "__main__" for policy in scenario.policies.values())
    return 1 if here_only else wanted
