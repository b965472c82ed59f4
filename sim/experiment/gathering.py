"""The pieces of a run in the order of replications, from a store or from work."""

from __future__ import annotations

import os
from contextlib import closing
from dataclasses import fields
from typing import TYPE_CHECKING, Any, Final

from sim.experiment import workers as work
from sim.experiment.block import simulate_task
from sim.experiment.pieces import Piece, PieceResult, Store, Task, tasks

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from sim.scenario import Scenario

_WORTH_A_PROCESS: Final = 1_000_000
"""Lane-months below which starting worker processes (0.7 s of each) costs more than it saves."""


class MemoryStore:
    """Pieces kept as long as the object lives."""

    def __init__(self) -> None:
        self._kept: dict[str, Mapping[str, NDArray[Any]]] = {}

    def has(self, key: str) -> bool:
        """Say whether something is kept under a key."""
        return key in self._kept

    def get(self, key: str) -> Mapping[str, NDArray[Any]] | None:
        """Return the arrays under a key."""
        return self._kept.get(key)

    def put(self, key: str, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Keep arrays under a key."""
        self._kept[key] = arrays


def stored_of(rows: Iterable[tuple[Piece, ...]], store: Store | None) -> set[Piece]:
    """Return the pieces that need not be simulated."""
    return {piece for row in rows for piece in row if store is not None and store.has(piece.key)}


def gathered(
    scenario: Scenario,
    rows: Sequence[tuple[Piece, ...]],
    stored: set[Piece],
    workers: int | str | None,
    store: Store | None,
) -> Generator[tuple[Piece, PieceResult]]:
    """Yield every piece in the order of replications, from the store or from work; keep what is new.

    Who has enough before the end closes it, and the workers go home.
    """
    missing = [tuple(piece for piece in row if piece not in stored) for row in rows]
    ready: dict[Piece, PieceResult] = {}
    with closing(_worked(scenario, missing, workers)) as coming:
        for piece in (piece for row in rows for piece in row):
            if store is not None and piece in stored:
                yield piece, _fetched(scenario, piece, store)
                continue
            while piece not in ready:
                for one, found in next(coming):
                    ready[one] = found
                    if store is not None:
                        _keep(store, one, found)
            yield piece, ready.pop(piece)


def _worked(
    scenario: Scenario, missing: Sequence[tuple[Piece, ...]], workers: int | str | None
) -> Generator[work.Found]:
    lanes = sum(piece.replications for row in missing for piece in row)
    if isinstance(workers, str):
        return work.on_cluster(tasks(scenario, missing, len(missing)), workers)
    allowed = work.processes_for(scenario, workers)
    processes = max(1, allowed if allowed is not None else _worthwhile(lanes * scenario.horizon))
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
