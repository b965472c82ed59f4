"""The second process of a pack, which explains a run while the first finds out all else."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sim.experiment.processes import warm_pool

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Executor


@contextmanager
def explainer() -> Iterator[Executor]:
    """Yield a process that is loading what it needs (0.7 s) while the run is read."""
    with warm_pool(1) as process:
        process.submit(_load)
        yield process


def _load() -> None:
    import sim.report.pack.studied  # noqa: F401 (so that it is there once it is asked for)

    gc.disable()  # it lives for one pack, and leaves no cycles worth looking for
