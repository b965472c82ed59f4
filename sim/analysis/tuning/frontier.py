"""Value against ruin: the best that is found under every limit, and how sure it is that nothing beats it in both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.intervals import LEVEL
from sim.analysis.statistics.row_bootstrap import resampled_means
from sim.analysis.tuning.ends import Ends, against

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from sim.analysis.tuning.tuned import Tuned
    from sim.outcomes import Array

LIMITS: Final = (0.005, 0.01, 0.02, 0.05, 0.10, 0.20)
"""Limits on ruin that the frontier goes through."""
STANDS: Final = 0.5
"""Membership from which a point counts as one of the frontier."""
STREAM: Final = "optimize:bootstrap"


@dataclass(frozen=True, slots=True)
class FrontierPoint:
    """The best setting under some limits.

    Attributes
    ----------
    limits
        The limits that it is the best under, ascending; 1 stands for none.
    tuned
        Settings, value and ruin.
    membership
        Share of bootstrap samples of the replications in which no other point, nor any policy as it is, beats it in one
        of value and ruin without losing in the other.
    """

    limits: tuple[float, ...]
    tuned: Tuned
    membership: float


@dataclass(frozen=True, slots=True)
class Frontier:
    """Growth against ruin.

    Attributes
    ----------
    points
        From the safest to the boldest.
    unattained
        Limits that no setting was found to keep.
    unproven
        Limits that these replications can't prove, and how many could.
    trade_off
        Whether the boldest of the points that stand is worth more than the safest and is ruined more often, both beyond
        noise.
    """

    points: tuple[FrontierPoint, ...]
    unattained: tuple[float, ...]
    unproven: tuple[tuple[float, int], ...]
    trade_off: bool

    @property
    def standing(self) -> tuple[FrontierPoint, ...]:
        """The points that are rather on the frontier than not."""
        return tuple(point for point in self.points if point.membership >= STANDS)


@dataclass(frozen=True, slots=True)
class Found:
    """The best under some limits, replication by replication.

    Attributes
    ----------
    limits, tuned
        As in `FrontierPoint`.
    ends
        How it ended.
    """

    limits: tuple[float, ...]
    tuned: Tuned
    ends: Ends


def drawn(
    found: Sequence[Found],
    rivals: Sequence[Ends],
    *,
    seed: int,
    unattained: tuple[float, ...],
    unproven: tuple[tuple[float, int], ...],
) -> Frontier:
    """Put the best of every limit together; `rivals` are the policies as they are."""
    # Today's settings may be among those found; rounding must not let them beat themselves.
    others = [one for one in rivals if not any(_same(one, other.ends) for other in found)]
    inside = memberships([*(one.ends for one in found), *others], seed)
    points = tuple(
        FrontierPoint(one.limits, one.tuned, float(share)) for one, share in zip(found, inside, strict=False)
    )
    standing = [one.ends for one, share in zip(found, inside, strict=False) if share >= STANDS]
    return Frontier(points, unattained, unproven, bool(standing) and trades_off(standing[0], standing[-1]))


def _same(one: Ends, other: Ends) -> bool:
    return np.array_equal(one.values, other.values) and np.array_equal(one.ruined, other.ruined)


def memberships(ends: Sequence[Ends], seed: int) -> Array:
    """Return for each of some settings the share of bootstrap samples in which no other dominates it.

    Whole replications are drawn, so that the luck they share stays shared. One setting dominates another when its value
    is at least as high and its ruin at most as likely, and one of the two strictly.
    """
    count = len(ends)
    table = np.stack([*(one.values for one in ends), *(one.ruined.astype(np.float64) for one in ends)], axis=1)
    means = resampled_means(table, seed=seed, stream=STREAM)
    inside = [undominated(row[:count], row[count:]) for row in means]
    return np.asarray(np.mean(inside, axis=0))


def undominated(values: Array, ruins: Array) -> NDArray[np.bool_]:
    """Tell which points no other beats in value or ruin without losing in the other."""
    at_least = (values[:, None] >= values) & (ruins[:, None] <= ruins)
    strictly = (values[:, None] > values) | (ruins[:, None] < ruins)
    return np.asarray(~(at_least & strictly).any(axis=0))


def trades_off(safest: Ends, boldest: Ends) -> bool:
    """Tell whether the boldest is worth more than the safest and ruined more often, both beyond noise."""
    value, ruin = against(boldest, safest, "")
    return value.clear and value.mean > 0.0 and ruin.mean > 0.0 and ruin.p_value <= 1.0 - LEVEL
