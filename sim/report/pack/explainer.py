"""The second process of a pack, which explains a run while the first finds out all else."""

from __future__ import annotations

import gc
from concurrent.futures import BrokenExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sim.errors import CyclesimError
from sim.experiment.processes import Worker

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def explainer() -> Iterator[Worker]:
    """Yield a process that is loading what it needs (0.7 s) while the run is read; on an error or Ctrl-C it ends.

    Raises
    ------
    CyclesimError
        When the process went before it was done.
    """
    try:
        with Worker() as worker:
            worker.hand(_load)
            yield worker
    except BrokenExecutor:
        raise CyclesimError(
            "the process that explains the run ended before it was done: killed by somebody, or by the system for want "
            "of memory; nothing was written, so ask for the report again"
        ) from None


def _load() -> None:
    import sim.report.pack.studied  # noqa: F401 (so that it is there once it is asked for)

    gc.disable()  # it lives for one pack, and leaves no cycles worth looking for
