"""What a picture of a claim draws: values along something, each with its interval, from the runs of the statements."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.special import stdtrit

if TYPE_CHECKING:
    from tests.statistical.claims.runs import Array

LEVEL: Final = 0.99
"""Coverage of every interval a claim is judged by, in statements and pictures."""


@dataclass(frozen=True, slots=True)
class Series:
    """Values along something, such as months or a swept parameter.

    Attributes
    ----------
    at
        Where, ascending, shape (n,).
    mean, low, high
        Values and the ends of their intervals, shape (n,) each.
    """

    at: Array
    mean: Array
    low: Array
    high: Array

    def month_ahead(self, part: str = "mean") -> float:
        """Return where this part becomes positive and stays so to the end; NaN when it does not, or always was."""
        values = getattr(self, part)
        behind = np.flatnonzero(values <= 0)
        if not behind.size:
            return float(self.at[0])
        return float(self.at[behind[-1] + 1]) if behind[-1] + 1 < len(values) else math.nan


def over_time(values: Array, first: int = 0) -> Series:
    """Return the mean over replications month by month with its t interval; `values` has shape (months, replications).

    `first` is the month of the first row.
    """
    n = values.shape[1]
    mean = values.mean(axis=1)
    half = float(stdtrit(n - 1, 0.5 + LEVEL / 2)) * values.std(axis=1, ddof=1) / math.sqrt(n)
    return Series(np.arange(first, first + len(values), dtype=np.float64), mean, mean - half, mean + half)


def trailing_year(values: Array) -> Array:
    """Return each month's mean over itself and the eleven before it; the first row is the end of month 12."""
    total = np.cumsum(values[1:], axis=0)
    before = np.concatenate([np.zeros_like(total[:1]), total[:-12]], axis=0)
    return np.asarray((total[11:] - before) / 12)
