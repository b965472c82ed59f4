"""Worker processes that remember what they have done: the same work goes to the same one, if that is free."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.experiment.processes import warm_pool

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future


class Crew:
    """Processes that are kept warm, each with what it has learnt and drawn.

    Parameters
    ----------
    workers
        How many.
    """

    def __init__(self, workers: int) -> None:
        self._pools = [warm_pool(1) for _ in range(workers)]
        self._waiting: list[list[Future[Any]]] = [[] for _ in range(workers)]

    def hand(self, turn: int, work: Callable[..., Any], *arguments: Any) -> Future[Any]:  # noqa: ANN401
        """Hand work to the worker whose turn it is, or to another that has less to do.

        Parameters
        ----------
        turn
            Any whole number; work that comes again should have the same.
        """
        self._waiting = [[each for each in own if not each.done()] for own in self._waiting]
        count = len(self._pools)
        chosen = min(range(count), key=lambda worker: (len(self._waiting[worker]), (worker - turn) % count))
        future = self._pools[chosen].submit(work, *arguments)
        self._waiting[chosen].append(future)
        return future

    def shutdown(self) -> None:
        """End the processes when each has done what it is at."""
        for pool in self._pools:
            pool.shutdown(wait=False, cancel_futures=True)
        for pool in self._pools:
            pool.shutdown()
