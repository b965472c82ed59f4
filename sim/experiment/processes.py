"""Other processes of this machine, which come and go with this one; little is loaded here, so that they start soon."""

from __future__ import annotations

import os
import signal
import time
from concurrent.futures import BrokenExecutor
from contextlib import contextmanager
from threading import Lock, Thread, current_thread, main_thread
from typing import TYPE_CHECKING, Final, ParamSpec, Self, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future, ProcessPoolExecutor
    from multiprocessing.process import BaseProcess
    from types import TracebackType

_UNGUARDED: Final = """cyclesim: a worker process has read this script from its first line, and it wants workers itself.
Put what starts them below this line, so that it runs once only:

    if __name__ == "__main__":
"""

_NOTICED: Final = 1.0
"""Seconds within which the end of a process that is gone is known to whoever started it, if ever."""

Given = ParamSpec("Given")
Done = TypeVar("Done")


class Worker:
    """A process that waits for work until it is let go; use it in a `with` statement, which waits for its end.

    Whatever it is at when it is killed fails with `BrokenExecutor`, and the next work is for a new process. It reads
    the script anew that this one was started from; if the script thereby wants workers of its own, it is ended with the
    reason: the script has not said what is for its first reader alone.
    """

    def __init__(self) -> None:
        self._executor: ProcessPoolExecutor | None = None
        self._process: BaseProcess | None = None
        self._one_at_a_time = Lock()

    def hand(self, work: Callable[Given, Done], *given: Given.args, **named: Given.kwargs) -> Future[Done]:
        """Hand work over, and return what will come of it."""
        with self._one_at_a_time:
            try:
                return self._handed(work, *given, **named)
            except BrokenExecutor:  # it was lost since
                self._executor = None
                return self._handed(work, *given, **named)

    def _handed(self, work: Callable[Given, Done], *given: Given.args, **named: Given.kwargs) -> Future[Done]:
        if self._executor is None:
            self._executor = _waiting_process()
        with _interrupts_held():
            future = self._executor.submit(work, *given, **named)
            self._process = _let_be(self._executor)
        return future

    def failed(self) -> bool:
        """Say whether its lost process ended by itself with an error, as it does when it can't read the script."""
        if self._process is None:
            return False
        self._process.join(_NOTICED)
        return self._process.exitcode == 1

    def let_go(self, *, at_once: bool = False) -> None:
        """Let it end when it has done what it is at, or at once; what it has not been given yet is cancelled."""
        if self._executor is not None:
            self._executor.shutdown(wait=False, cancel_futures=True)
        if at_once and self._process is not None:
            self._process.terminate()

    def wait(self) -> None:
        """Wait for its end."""
        if self._process is None:
            return
        self._process.join()
        until = time.monotonic() + _NOTICED  # the executor's thread may have collected it and not yet said so
        while self._process.is_alive() and time.monotonic() < until:
            time.sleep(0.001)

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Wait for its end; on an error or Ctrl-C, end it at once, whatever it is at."""
        self.let_go(at_once=kind is not None)
        self.wait()


def _waiting_process() -> ProcessPoolExecutor:
    """Return an executor whose one process starts with the first work."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import current_process, get_context

    if getattr(current_process(), "_inheriting", False):  # as `multiprocessing` itself tells, much less clearly
        raise SystemExit(_UNGUARDED)
    return ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=live_as_the_parent_does)


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Hold Ctrl-C back until a process has started, and let that process never hear of it, not even while loading.

    A blocked signal is inherited, but blocking it holds nothing back here: another thread, such as one of NumPy's
    libraries, takes it, and Python raises the interrupt in this one all the same.
    """
    came: list[int] = []
    usual = signal.getsignal(signal.SIGINT)
    ours = usual is not None and current_thread() is main_thread()
    mask = getattr(signal, "pthread_sigmask", None)  # not on Windows
    if ours:
        signal.signal(signal.SIGINT, lambda number, _: came.append(number))
    try:
        if mask:
            from multiprocessing import resource_tracker

            resource_tracker.ensure_running()  # it would lift the mask when it is first started
            before = mask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            yield
        finally:
            if mask:
                mask(signal.SIG_SETMASK, before)
    finally:
        if ours:
            signal.signal(signal.SIGINT, usual)
        if came:
            signal.raise_signal(signal.SIGINT)


def _let_be(executor: ProcessPoolExecutor) -> BaseProcess:
    """Return the process of an executor that has work, and leave it alone with its ends of the two pipes to it.

    While this process has copies of them, neither pipe ever breaks: who waits here for the rest of an answer, or for
    room to send work, waits for ever when the worker is killed in the middle of it. That is also why every worker has
    an executor of its own: in a shared one the other workers have copies too. There is no public way. (Python 3.11.5
    and later see to the second pipe themselves.)
    """
    executor._result_queue._writer.close()  # type: ignore[attr-defined] # noqa: SLF001
    executor._call_queue._reader.close()  # type: ignore[attr-defined] # noqa: SLF001
    (process,) = executor._processes.values()  # noqa: SLF001
    return process


def live_as_the_parent_does() -> None:
    """Ignore Ctrl-C in a worker, which the parent sees to, and end when the parent is gone, however it went.

    Left alone, workers of a killed parent would wait for work for ever.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_after_the_parent, daemon=True).start()


def _end_after_the_parent() -> None:
    from multiprocessing import parent_process

    if (parent := parent_process()) is not None:
        parent.join()
        os._exit(1)
