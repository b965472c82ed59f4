"""Random numbers for single leads and customers, from Python's standard library: none of the engine's."""

from __future__ import annotations

import math
import random  # noqa: TID251 (the point of this package is to share no luck with the engine)
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Luck:
    """The luck of one replication.

    Attributes
    ----------
    uniform
        Draws between 0 and 1.
    exponential
        Draws with the rate given.
    gamma
        Draws with the shape and scale given.
    """

    def __init__(self, seed: int, replication: int) -> None:
        source = random.Random(f"{seed}/{replication}")  # noqa: S311 (a simulation, no secret)
        self.uniform = source.random
        self.exponential = source.expovariate
        self.gamma = source.gammavariate

    def poisson(self, mean: float) -> int:
        """Count the arrivals of a Poisson process of rate 1 up to `mean`."""
        limit, count, product = math.exp(-mean), 0, self.uniform()
        while product > limit:
            count += 1
            product *= self.uniform()
        return count

    def place(self, bounds: list[float]) -> int:
        """Return the first place whose upper bound lies above a uniform draw."""
        draw = self.uniform()
        return next((place for place, bound in enumerate(bounds) if draw < bound), len(bounds) - 1)


def upper_bounds(shares: Iterable[float]) -> list[float]:
    """Return cumulative shares."""
    return list(accumulate(float(share) for share in shares))
