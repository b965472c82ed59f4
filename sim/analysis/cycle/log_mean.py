"""How two products differ, factor by factor, without residual."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from sim.analysis.statistics.resampling import Estimate
    from sim.outcomes import Array


@dataclass(frozen=True, slots=True)
class Part:
    """What one step adds to a difference.

    Attributes
    ----------
    step
        Number of the step of the cycle.
    name
        The ratio that differs.
    adds
        In the unit of what differs.
    """

    step: int
    name: str
    adds: Estimate


def contributions(before: Array, after: Array) -> Array:
    """Return what each factor adds to the difference of two products; the parts sum to it.

    Log-mean weights (LMDI): L(a, b) ln(factor after / before) with L(a, b) = (a − b) / ln(a / b), which leaves no
    residual and does not depend on which comes first. Where a factor is not positive, the average over all orders of
    changing one factor after the other (Shapley), which leaves none either.

    Parameters
    ----------
    before, after
        Factors, shape (factors, …).
    """
    before, after = np.asarray(before, np.float64), np.asarray(after, np.float64)
    positive = ((before > 0.0) & (after > 0.0)).all(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        one, other = before.prod(axis=0), after.prod(axis=0)
        logs = np.where(positive, np.log(after / before), 0.0)
        whole = logs.sum(axis=0)
        mean = np.where(np.abs(whole) < _ALIKE, np.sqrt(np.abs(one * other)), (other - one) / whole)
        return np.where(positive, np.where(positive, mean, 0.0) * logs, _averaged(before, after))


_ALIKE: Final = 1e-9
"""Log ratio of two products below which their log-mean is their geometric mean, to rounding."""


def _averaged(before: Array, after: Array) -> Array:
    """Return what changing each factor adds, averaged over all orders of changing them."""
    count = len(before)
    found = np.zeros_like(before)
    for place in range(count):
        rest = [other for other in range(count) if other != place]
        for size in range(count):
            weight = math.factorial(size) * math.factorial(count - size - 1) / math.factorial(count)
            for chosen in combinations(rest, size):
                others = [after[other] if other in chosen else before[other] for other in rest]
                found[place] += weight * (after[place] - before[place]) * np.prod(others, axis=0)
    return found
