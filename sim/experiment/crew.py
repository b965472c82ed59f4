"""Worker processes that remember what they have done: the same work goes to the same one, if that is free."""

from __future__ import annotations

from collections import deque
from concurrent.futures import BrokenExecutor
from typing import TYPE_CHECKING, Any, Final, ParamSpec, Self, TypeVar

from sim.errors import CyclesimError
from sim.experiment.processes import Worker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future
    from types import TracebackType

Given = ParamSpec("Given")
Part = TypeVar("Part")
Done = TypeVar("Done")
Pending = TypeVar("Pending")

UNDER_WAY: Final = 3
"""Parts under way for each worker: none waits while this process is busy, and results do not pile up in memory."""

_TRIED: Final = 3
"""Times that a part is worked on before it is given up, when every worker that has it is lost."""


class Crew:
    """Processes that are kept warm, each with what it has learnt and drawn; use it in a `with` statement, or let it go.

    Parameters
    ----------
    workers
        How many.
    """

    def __init__(self, workers: int) -> None:
        self._workers = [Worker() for _ in range(workers)]
        self._waiting: list[list[Future[Any]]] = [[] for _ in range(workers)]

    def hand(self, turn: int, work: Callable[Given, Done], *given: Given.args, **named: Given.kwargs) -> Future[Done]:
        """Hand work to the worker whose turn it is, or to another that has less to do.

        Parameters
        ----------
        turn
            Any whole number; work that comes again should have the same.
        """
        self._waiting = [[each for each in own if not each.done()] for own in self._waiting]
        count = len(self._workers)
        chosen = min(range(count), key=lambda worker: (len(self._waiting[worker]), (worker - turn) % count))
        future = self._workers[chosen].hand(work, *given, **named)
        self._waiting[chosen].append(future)
        return future

    def each(self, work: Callable[[Part], Done], parts: Iterable[Part]) -> Iterator[Done]:
        """Yield what comes of every part, in the order of parts; a lost worker costs only what it was at.

        Raises
        ------
        CyclesimError
            When one worker after the other is lost over the same part.
        """
        most = UNDER_WAY * len(self._workers)
        for (turn, part), future in under_way(enumerate(parts), lambda one: self.hand(one[0], work, one[1]), most):
            yield self._done(work, turn, part, future)

    def _done(self, work: Callable[[Part], Done], turn: int, part: Part, future: Future[Done]) -> Done:
        for _ in range(_TRIED):
            try:
                return future.result()
            except BrokenExecutor:
                future = self.hand(turn, work, part)
        raise CyclesimError(
            f"{_TRIED} worker processes ended over the same piece of work: killed by somebody, or by the system for "
            "want of memory; fewer workers need less of it (--workers 1)"
        )

    def let_go(self) -> None:
        """Let every process end when it has done what it is at."""
        for worker in self._workers:
            worker.let_go()

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Wait for the end of every process; on an error or Ctrl-C, end them."""
        if kind is None:
            self.let_go()
        for worker in self._workers:
            worker.__exit__(kind, error, trace)


def under_way(parts: Iterable[Part], submit: Callable[[Part], Pending], most: int) -> Iterator[tuple[Part, Pending]]:
    """Yield every part with what was submitted for it, in order, when so many have been, or no more are left."""
    running: deque[tuple[Part, Pending]] = deque()
    for part in parts:
        running.append((part, submit(part)))
        if len(running) >= most:
            yield running.popleft()
    yield from running
