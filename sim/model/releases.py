"""What is finished when: uplift by its month of release."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.arrays import Array

LONGEST: Final = 120
"""Months ahead that releases can lie; longer delays are cut to it."""


@dataclass(slots=True)
class Releases:
    """Uplift of earlier quarters that waits for its month of release.

    Attributes
    ----------
    shape
        Of the uplift of a month, lanes last.
    waiting
        Uplift by month of release, a ring of shape (months, *shape).
    """

    shape: tuple[int, ...]
    waiting: Array = field(init=False)
    _cell: NDArray[np.intp] = field(init=False)

    def __post_init__(self) -> None:
        """Start with nothing waiting."""
        self.waiting = np.zeros((LONGEST + 1, *self.shape))
        self._cell = np.arange(self.waiting[0].size).reshape(self.shape)

    def put(self, due: Array, uplift: Array) -> None:
        """Put uplift where its month of release finds it; months of shape `shape` as well."""
        place = due.astype(np.intp)
        place %= LONGEST + 1
        place *= place.size
        place += self._cell
        self.waiting.reshape(-1)[place] += uplift

    def take(self, month: int) -> Array:
        """Take out what is released in a month, shape `shape`."""
        slot = self.waiting[month % (LONGEST + 1)]
        ready: Array = slot.copy()
        slot[:] = 0.0
        return ready
