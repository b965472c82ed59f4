"""The memory of a batch, given back as soon as it is done."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def releasing() -> Iterator[None]:
    """Give back the memory of the batches that are simulated inside; also a decorator.

    A SimPy environment is a reference cycle and holds every array of its batch until collected. What was there
    before, all the libraries among it, is set aside: to search it as well takes longer than a small batch.
    """
    gc.freeze()
    try:
        yield
    finally:
        gc.collect()
        gc.unfreeze()
