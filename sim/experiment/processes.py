"""Other processes of this machine, which come and go with this one; little is loaded here, so that they start soon."""

from __future__ import annotations

import os
import signal
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor


def warm_pool(processes: int) -> ProcessPoolExecutor:
    """Return processes that wait for work until they are shut down."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    return ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=live_as_the_parent_does)


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
