"""How sure a difference of two shares is that were counted on the same replications."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from sim.analysis.intervals import LEVEL, Interval, wilson

if TYPE_CHECKING:
    from numpy.typing import NDArray


def share_interval(happened: NDArray[np.bool_], in_baseline: NDArray[np.bool_], *, level: float = LEVEL) -> Interval:
    """Return the interval of the difference of two shares; position i of both arrays is the same replication.

    Newcombe (1998, Statistics in Medicine 17: 2635-2650), method 10: the Wilson intervals of the two shares, joined by
    their correlation. Unlike mean ± 2 standard errors it keeps its promise near 0 and 1, and where few pairs disagree.
    """
    n = len(happened)
    if not n:
        return (-1.0, 1.0)
    both = int(np.count_nonzero(happened & in_baseline))
    here, there = int(np.count_nonzero(happened)), int(np.count_nonzero(in_baseline))
    low, high = wilson(here, n, level=level)
    low_there, high_there = wilson(there, n, level=level)
    p, q = here / n, there / n
    phi = _correlation(both, here - both, there - both, n)
    gap = p - q
    return (
        max(-1.0, gap - _joined(p - low, high_there - q, phi)),
        min(1.0, gap + _joined(high - p, q - low_there, phi)),
    )


def _joined(one: float, other: float, phi: float) -> float:
    return math.sqrt(max(0.0, one * one - 2.0 * phi * one * other + other * other))


def _correlation(both: int, only_here: int, only_there: int, n: int) -> float:
    """Return phi, drawn towards zero where it is positive, as method 10 has it; zero where a share is 0 or 1."""
    neither = n - both - only_here - only_there
    margins = (both + only_here) * (only_there + neither) * (both + only_there) * (only_here + neither)
    if not margins:
        return 0.0
    product = float(both * neither - only_here * only_there)
    if product > 0.0:
        product = max(product - n / 2.0, 0.0)
    return product / math.sqrt(margins)
