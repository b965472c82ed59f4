"""How bad the bad paths are."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.intervals import LEVEL

if TYPE_CHECKING:
    from sim.analysis.intervals import Array, Interval
    from sim.analysis.statistics.bootstrap import Rows

WORST: Final = 0.05
"""Share of paths that make up the tail."""
THIN: Final = 20
"""Paths in the tail below which its mean hangs on a few of them."""


@dataclass(frozen=True, slots=True)
class Tail:
    """The mean of the worst paths (conditional value at risk, expected shortfall).

    Attributes
    ----------
    share
        Share of paths that count as the worst.
    mean, ci95
        Their mean and its bootstrap interval, in the unit of the outcome.
    paths
        How many replications the tail holds.
    """

    share: float
    mean: float
    ci95: Interval
    paths: float

    @property
    def thin(self) -> bool:
        """Whether the tail holds too few paths to trust its mean and interval."""
        return self.paths < THIN


def cvar(values: Array, share: float = WORST) -> float:
    """Return the mean of the lowest `share` of values; of the value at the edge only the part that belongs counts.

    Acerbi and Tasche (2002): [sum of the ⌊nα⌋ lowest + (nα − ⌊nα⌋) × the next] / (nα).
    """
    room = share * len(values)
    whole = math.floor(room)
    ranked = np.partition(values, min(whole, len(values) - 1))[: whole + 1]
    ranked.sort()
    rest = float(ranked[whole]) * (room - whole) if whole < len(values) else 0.0
    return (float(ranked[:whole].sum()) + rest) / room


def tail(values: Array, rows: Rows, share: float = WORST) -> Tail:
    """Describe the worst paths; lower is worse. Position i of the values is row i of the bootstrap."""
    found = cvar(values, share)
    drawn = _exact(values, rows, share) if rows.size == 1 else found + _linear(values, rows, share)
    low, high = (float(end) for end in np.quantile(drawn, (0.5 - LEVEL / 2.0, 0.5 + LEVEL / 2.0)))
    return Tail(share, found, (min(low, found), max(high, found)), share * len(values))


def _exact(values: Array, rows: Rows, share: float) -> Array:
    """Return the mean of the worst paths in every bootstrap sample."""
    order = np.argsort(values, kind="stable")
    room = share * len(values)
    # The lowest values that fill the tail of every sample: its mean and ten standard deviations.
    enough = min(len(values), math.ceil(room + 10.0 * math.sqrt(room)) + 1)
    counts = rows.counts[:, order[:enough]].astype(np.float64)
    filled = np.cumsum(counts, axis=1)
    if float(filled[:, -1].min()) < room:
        counts = rows.counts[:, order].astype(np.float64)
        filled = np.cumsum(counts, axis=1)
    taken = np.clip(room - (filled - counts), 0.0, counts)
    return np.asarray(taken @ values[order[: counts.shape[1]]] / room)


def _linear(values: Array, rows: Rows, share: float) -> Array:
    """Return how the mean of the worst paths moves, to first order: tails of averaged rows would be other tails."""
    edge = float(np.quantile(values, share))
    influence = np.minimum(values - edge, 0.0) / share
    return rows.deviations(influence[None, :])[:, 0]
