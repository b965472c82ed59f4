"""Other processes of this machine, which come and go with this one; little is loaded here, so that they start soon."""

from __future__ import annotations

import os
import signal
from threading import Thread
from typing import TYPE_CHECKING, Final, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from concurrent.futures import Future, ProcessPoolExecutor
    from multiprocessing.process import BaseProcess

_UNGUARDED: Final = """cyclesim: a worker process has read this script from its first line, and it wants workers itself.
Put what starts them below this line, so that it runs once only:

    if __name__ == "__main__":
"""

Given = ParamSpec("Given")
Done = TypeVar("Done")


def warm_pool(processes: int) -> ProcessPoolExecutor:
    """Return processes that wait for work until they are shut down.

    Every process reads the script anew that it was started from. One that thereby wants processes of its own is ended
    with the reason: the script has not said what is for its first reader alone.
    """
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import current_process, get_context

    if getattr(current_process(), "_inheriting", False):  # as `multiprocessing` itself tells, much less clearly
        raise SystemExit(_UNGUARDED)
    return ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=live_as_the_parent_does)


def hand_over(
    executor: ProcessPoolExecutor, work: Callable[Given, Done], *given: Given.args, **named: Given.kwargs
) -> Future[Done]:
    """Hand work over; a process that this starts never hears Ctrl-C, not even while it is loading."""
    if not hasattr(signal, "pthread_sigmask"):
        return executor.submit(work, *given, **named)
    from multiprocessing import resource_tracker

    resource_tracker.ensure_running()  # it would lift the mask when it is first started
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        return executor.submit(work, *given, **named)
    finally:  # what came meanwhile reaches this process now
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def stop(executor: ProcessPoolExecutor, children: Iterable[BaseProcess]) -> None:
    """End processes at once, whatever they are at: nobody waits for it any more."""
    executor.shutdown(wait=False, cancel_futures=True)
    for child in children:
        child.terminate()
        while child.is_alive():  # the executor's thread may have collected it and not yet said so: `join` returns then
            child.join()


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
