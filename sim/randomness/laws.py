"""The two counting laws: what inversion needs to know of the binomial and the Poisson distribution."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol, Self

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from sim.arrays import Array

Lanes = NDArray[np.intp] | slice

Recursion = tuple["Array", "Array | None", "Array"]
"""P(0), and b and a such that P(k) = (a / k - b) P(k - 1); b is None where it is 0."""


class CountingLaw(Protocol):
    """A law over whole numbers, one per lane."""

    @property
    def mean(self) -> Array:
        """Expected count."""
        ...

    def of(self, lanes: Lanes) -> Self:
        """Return the law of some lanes only."""
        ...

    def recursion(self) -> Recursion:
        """Return P(0), and what leads from one probability to the next."""
        ...

    def spread(self) -> tuple[Array, Array | float]:
        """Return the standard deviation, and skewness times standard deviation."""
        ...

    def at_most(self, count: Array) -> Array:
        """Return P(X <= count), exact in the lower tail."""
        ...

    def above(self, count: Array) -> Array:
        """Return P(X > count), exact in the upper tail."""
        ...


class Binomial(NamedTuple):
    """Successes in `trials` tries that succeed with `chance` (at most one half)."""

    trials: Array
    chance: Array

    @property
    def mean(self) -> Array:
        """Expected count."""
        return self.trials * self.chance

    def of(self, lanes: Lanes) -> Binomial:
        """Return the law of some lanes only."""
        return Binomial(self.trials[lanes], self.chance[lanes])

    def recursion(self) -> Recursion:
        """Return P(0), and what leads from one probability to the next."""
        odds = self.chance / (1.0 - self.chance)
        return np.exp(self.trials * np.log1p(-self.chance)), odds, (self.trials + 1.0) * odds

    def spread(self) -> tuple[Array, Array | float]:
        """Return the standard deviation, and skewness times standard deviation."""
        return np.sqrt(self.mean * (1.0 - self.chance)), 1.0 - 2.0 * self.chance

    def at_most(self, count: Array) -> Array:
        """Return P(X <= count), exact in the lower tail."""
        from scipy.special import betaincc

        short = np.maximum(self.trials - count, 0.5)  # 0 would be outside the function's range
        return np.where(count >= self.trials, 1.0, betaincc(count + 1.0, short, self.chance))

    def above(self, count: Array) -> Array:
        """Return P(X > count), exact in the upper tail."""
        from scipy.special import betainc

        short = np.maximum(self.trials - count, 0.5)
        return np.where(count >= self.trials, 0.0, betainc(count + 1.0, short, self.chance))


class Poisson(NamedTuple):
    """Events that come singly and independently."""

    mean: Array

    def of(self, lanes: Lanes) -> Poisson:
        """Return the law of some lanes only."""
        return Poisson(self.mean[lanes])

    def recursion(self) -> Recursion:
        """Return P(0), and what leads from one probability to the next."""
        return np.exp(-self.mean), None, self.mean

    def spread(self) -> tuple[Array, Array | float]:
        """Return the standard deviation, and skewness times standard deviation."""
        return np.sqrt(self.mean), 1.0

    def at_most(self, count: Array) -> Array:
        """Return P(X <= count), exact in the lower tail."""
        from scipy.special import gammaincc

        return np.asarray(gammaincc(count + 1.0, self.mean))

    def above(self, count: Array) -> Array:
        """Return P(X > count), exact in the upper tail."""
        from scipy.special import gammainc

        return np.asarray(gammainc(count + 1.0, self.mean))
