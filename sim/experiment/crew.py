"""Worker processes that remember what they have done: the same work goes to the same one, if that is free."""

from __future__ import annotations

import sys
from collections import deque
from concurrent.futures import BrokenExecutor
from typing import TYPE_CHECKING, Any, Final, ParamSpec, Self, TypeVar
from weakref import WeakKeyDictionary

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

_FILES: Final = 7
"""Open files that each worker takes here."""
_OTHER_FILES: Final = 100
"""Open files for all else."""

_TRIED: Final = 3
"""Times that a part is worked on before it is given up, when every worker that has it is lost."""


class Crew:
    """Processes that are kept warm, each with what it has learnt and drawn; use it in a `with` statement, or let it go.

    Parameters
    ----------
    workers
        How many; fewer when that takes more open files than this process may have.
    """

    def __init__(self, workers: int) -> None:
        self._workers = [Worker() for _ in range(min(workers, _room()))]
        self._waiting: list[list[Future[Any]]] = [[] for _ in self._workers]
        self._whose: WeakKeyDictionary[Future[Any], Worker] = WeakKeyDictionary()

    def hand(self, turn: int, work: Callable[Given, Done], *given: Given.args, **named: Given.kwargs) -> Future[Done]:
        """Hand work to the worker whose turn it is, or to another that has less to do.

        Parameters
        ----------
        turn
            Any whole number; work that comes again should have the same.
        """
        self._forget_done()
        count = len(self._workers)
        chosen = min(range(count), key=lambda worker: (len(self._waiting[worker]), (worker - turn) % count))
        future = self._workers[chosen].hand(work, *given, **named)
        self._waiting[chosen].append(future)
        self._whose[future] = self._workers[chosen]
        return future

    def each(self, work: Callable[[Part], Done], parts: Iterable[Part]) -> Iterator[Done]:
        """Yield what comes of every part, in the order of parts; a lost worker costs only what it was at.

        Raises
        ------
        CyclesimError
            When one worker after the other is lost over the same part.
        BrokenExecutor
            When workers can't start, or their answers can't be read.
        """
        most = UNDER_WAY * len(self._workers)
        for (turn, part), future in under_way(enumerate(parts), lambda one: self.hand(one[0], work, one[1]), most):
            yield self._done(work, turn, part, future)

    def _done(self, work: Callable[[Part], Done], turn: int, part: Part, future: Future[Done], tried: int = 1) -> Done:
        try:
            return future.result()
        except BrokenExecutor as error:
            if not _killed(error) or self._whose[future].failed():
                raise
            if tried == _TRIED:
                raise CyclesimError(
                    f"{_TRIED} worker processes ended over the same piece of work: killed by somebody, or by the "
                    "system for want of memory; fewer workers need less of it (--workers 1)"
                ) from error
        finally:
            self._forget_done()
        return self._done(work, turn, part, self.hand(turn, work, part), tried + 1)

    def _forget_done(self) -> None:
        """Forget what is done: results are large."""
        self._waiting = [[each for each in own if not each.done()] for own in self._waiting]

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
        for worker in self._workers:
            worker.let_go(at_once=kind is not None)
        for worker in self._workers:
            worker.wait()


def under_way(parts: Iterable[Part], submit: Callable[[Part], Pending], most: int) -> Iterator[tuple[Part, Pending]]:
    """Yield every part with what was submitted for it, in order, when so many have been, or no more are left."""
    running: deque[tuple[Part, Pending]] = deque()
    for part in parts:
        running.append((part, submit(part)))
        if len(running) >= most:
            yield running.popleft()
    yield from running


def _killed(error: BrokenExecutor) -> bool:
    """Say whether a worker was lost, and not an answer that can't be read."""
    cause = str(error.__cause__ or "EOFError")  # as text: the executor's thread found it
    return "EOFError" in cause or "end of file" in cause


def _room() -> int:
    """Return how many workers the limit on open files leaves room for."""
    try:
        from resource import RLIM_INFINITY, RLIMIT_NOFILE, getrlimit
    except ImportError:  # Windows
        return sys.maxsize
    most, _ = getrlimit(RLIMIT_NOFILE)
    return sys.maxsize if most == RLIM_INFINITY else max(1, (most - _OTHER_FILES) // _FILES)
