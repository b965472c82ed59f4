"""Which replication stands where among all of a policy, by one outcome."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.errors import UsageError

if TYPE_CHECKING:
    from sim.analysis.intervals import Array


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a replication stands.

    Attributes
    ----------
    replication
        Its number, from 0.
    value
        Its outcome.
    below, above
        Shares of the replications whose outcome is lower, and higher; the rest have the same.
    known
        Replications that have the outcome at all.
    """

    replication: int
    value: float
    below: float
    above: float
    known: int


def standing(values: Array, replication: int) -> Standing:
    """Say where a replication stands; shares are NaN when its outcome, or everyone's, does not exist."""
    own, finite = float(values[replication]), values[np.isfinite(values)]
    if not (len(finite) and np.isfinite(own)):
        return Standing(replication, own, np.nan, np.nan, len(finite))
    return Standing(replication, own, float(np.mean(finite < own)), float(np.mean(finite > own)), len(finite))


def nearest(values: Array, percentile: float) -> int:
    """Return the replication whose outcome is nearest to a percentile of all; the first of several.

    Raises
    ------
    UsageError
        When no replication has the outcome.
    """
    known = np.isfinite(values)
    if not known.any():
        raise UsageError("no replication has this outcome; give --replication, or another --measure")
    wanted = np.percentile(values[known], percentile)
    return int(np.argmin(np.where(known, np.abs(values - wanted), np.inf)))
