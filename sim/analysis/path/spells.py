"""When something starts and ends, without a flutter at the threshold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.analysis.intervals import Array


@dataclass(frozen=True, slots=True)
class Spell:
    """A stretch of months.

    Attributes
    ----------
    start
        First month of it.
    end
        First month after it; None when it lasts to the end.
    """

    start: int
    end: int | None

    @property
    def months(self) -> slice:
        """The months of the spell."""
        return slice(self.start, self.end)


def spells(starts: NDArray[np.bool_], ends: NDArray[np.bool_]) -> tuple[Spell, ...]:
    """Return the stretches from a month in which `starts` holds to the next in which `ends` does.

    Two thresholds, a stricter one to start than to go on, keep a figure that hovers about one of them from starting
    and ending a spell every month.
    """
    found, start = list[Spell](), None
    for month, (begun, over) in enumerate(zip(starts, ends, strict=True)):
        if start is None and begun and not over:
            start = month
        elif start is not None and over:
            found.append(Spell(start, month))
            start = None
    return (*found, Spell(start, None)) if start is not None else tuple(found)


def changed(values: Array, months: int) -> Array:
    """Return each month's value against that so many months before, as a share; 0 where there is none before."""
    found = np.zeros(len(values))
    before, now = values[:-months], values[months:]
    found[months:] = np.where(before > 0.0, now / np.where(before > 0.0, before, 1.0) - 1.0, 0.0)
    return found
