"""What each loop of the cycle adds to an outcome: Shapley values over all coalitions of live loops, and interactions.

A knock-out alone counts what two loops do together twice when both are taken out last, and not at all when both are put
in first. The Shapley value is the average over all orders, and the values sum to the whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import factorial
from typing import TYPE_CHECKING

import numpy as np

from sim.analysis.statistics.resampling import Estimate, mean_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sim.outcomes import Array


@dataclass(frozen=True, slots=True)
class Share:
    """What one loop, or two together beyond each alone, add to the mean outcome."""

    loops: tuple[str, ...]
    adds: Estimate


@dataclass(frozen=True, slots=True)
class Attribution:
    """What the loops add to an outcome.

    Attributes
    ----------
    outcome, policy
        What, and under which policy.
    replications
        Histories that it rests on.
    still
        Mean outcome with every loop held at today's level.
    total
        What all loops add together; the values of `loops` sum to it.
    loops
        Shapley value of each loop, largest first.
    pairs
        What two loops add together beyond what each adds alone (Harsanyi dividends), largest first.
    """

    outcome: str
    policy: str
    replications: int
    still: Estimate
    total: Estimate
    loops: tuple[Share, ...]
    pairs: tuple[Share, ...]


def attribution(values: Array, loops: Sequence[str], *, outcome: str, policy: str) -> Attribution:
    """Return what each loop adds.

    Parameters
    ----------
    values
        Outcome by coalition and replication, shape (2 ** loops, replications); bit i of a coalition's number says
        whether loop i is live. All coalitions of a replication share its luck, so the intervals are those of paired
        differences.
    loops
        Names.
    """
    own = [Share((name,), mean_of(_shapley(values, place, len(loops)))) for place, name in enumerate(loops)]
    pairs = [
        Share((loops[one], loops[other]), mean_of(_together(values, one, other)))
        for one, other in combinations(range(len(loops)), 2)
    ]
    return Attribution(
        outcome=outcome,
        policy=policy,
        replications=values.shape[1],
        still=mean_of(values[0]),
        total=mean_of(values[-1] - values[0]),
        loops=tuple(sorted(own, key=_size)),
        pairs=tuple(sorted(pairs, key=_size)),
    )


def _shapley(values: Array, place: int, count: int) -> Array:
    """Return the Shapley value of one loop in every replication."""
    found = np.zeros(values.shape[1])
    for coalition in _without(1 << place, count):
        size = coalition.bit_count()
        weight = factorial(size) * factorial(count - size - 1) / factorial(count)
        found += weight * (values[coalition | 1 << place] - values[coalition])
    return found


def _without(bit: int, count: int) -> Iterator[int]:
    return (coalition for coalition in range(1 << count) if not coalition & bit)


def _together(values: Array, one: int, other: int) -> Array:
    first, second = 1 << one, 1 << other
    return np.asarray(values[first | second] - values[first] - values[second] + values[0])


def _size(share: Share) -> float:
    return -abs(share.adds.value)
