"""How a policy ended, replication by replication, and what that is worth."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy.special import ndtri

from sim.analysis.intervals import LEVEL, Chance, Interval, chance, t_interval
from sim.analysis.statistics.paired import ChanceDifference, Difference, chance_difference, difference

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.outcomes import Array

Verdict = Literal["kept", "unsure", "broken"]


@dataclass(frozen=True, slots=True)
class Ends:
    """How one policy ended, replication by replication.

    Attributes
    ----------
    values
        The measure, shape (replications,).
    ruined
        Whether the firm closed, shape (replications,).
    paid
        Net present value without terminal value, shape (replications,), where the measure is that with it; else None.
    """

    values: Array
    ruined: NDArray[np.bool_]
    paid: Array | None = None


@dataclass(frozen=True, slots=True)
class Worth:
    """A value and a risk.

    Attributes
    ----------
    mean, ci95
        Mean of the measure and its t interval.
    ruin
        Chance that the firm closes, with Wilson interval.
    """

    mean: float
    ci95: Interval
    ruin: Chance

    @classmethod
    def of(cls, ends: Ends) -> Worth:
        """Describe how a policy ended."""
        known = ends.values if np.isfinite(ends.values).all() else ends.values[:0]
        mean = float(np.mean(known)) if len(known) else math.nan
        return cls(mean, t_interval(known), chance(ends.ruined))

    def verdict(self, limit: float) -> Verdict:
        """Say whether the whole interval of ruin lies below the limit, part of it, or nothing."""
        low, high = self.ruin.ci95
        if high <= limit:
            return "kept"
        return "broken" if low > limit else "unsure"


@dataclass(frozen=True, slots=True)
class Optimism:
    """How much better a setting looked where it was searched than on fresh replications.

    Attributes
    ----------
    mean, ci95
        Mean where searched less mean on fresh replications; the two are independent.
    """

    mean: float
    ci95: Interval

    @classmethod
    def of(cls, mean: float, error: float, fresh: Array) -> Optimism:
        """Compare a mean and its standard error from the search with the fresh replications."""
        gap = mean - float(np.mean(fresh))
        spread = float(np.std(fresh, ddof=1)) / math.sqrt(len(fresh)) if len(fresh) > 1 else math.nan
        half = float(ndtri(0.5 + LEVEL / 2.0)) * math.hypot(error, spread)
        return cls(gap, (gap - half, gap + half))


def against(ends: Ends, other: Ends, name: str) -> tuple[Difference, ChanceDifference]:
    """Return how value and ruin differ under the same luck."""
    return (
        difference(ends.values, other.values, baseline=name),
        chance_difference(ends.ruined, other.ruined, baseline=name),
    )
