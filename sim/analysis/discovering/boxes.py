"""Boxes: limits of a few inputs, and what the replications within them hold."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.analysis.intervals import Array


@dataclass(frozen=True, slots=True)
class Box:
    """Limits of inputs, ends included.

    Attributes
    ----------
    low, high
        By input, infinite where there is no limit.
    """

    low: tuple[float, ...]
    high: tuple[float, ...]

    def holds(self, values: Array) -> NDArray[np.bool_]:
        """Tell which rows of `values`, shape (replications, inputs), lie inside."""
        inside = np.ones(len(values), np.bool_)
        for place in self.limited:
            inside &= (values[:, place] >= self.low[place]) & (values[:, place] <= self.high[place])
        return inside

    @property
    def limited(self) -> tuple[int, ...]:
        """The inputs that have a limit."""
        ends = enumerate(zip(self.low, self.high, strict=True))
        return tuple(place for place, (low, high) in ends if low > -math.inf or high < math.inf)

    def without(self, place: int) -> Box:
        """Return the box with one input free."""
        return self.with_low(place, -math.inf).with_high(place, math.inf)

    def with_low(self, place: int, value: float) -> Box:
        """Return the box with another lower limit of one input."""
        return replace(self, low=(*self.low[:place], float(value), *self.low[place + 1 :]))

    def with_high(self, place: int, value: float) -> Box:
        """Return the box with another upper limit of one input."""
        return replace(self, high=(*self.high[:place], float(value), *self.high[place + 1 :]))


def everywhere(inputs: int) -> Box:
    """Return the box without limits."""
    return Box((-math.inf,) * inputs, (math.inf,) * inputs)


@dataclass(frozen=True, slots=True)
class Step:
    """A box and what it holds.

    Attributes
    ----------
    box
        The limits.
    support
        Share of all replications inside.
    coverage
        Share of all wins inside; NaN when there are none.
    density
        Share of wins inside.
    lead
        How far the density is above that of all replications, in units of the standard error that a box of this size
        has: √support · (density - base), the quality function of Klösgen (1996).
    """

    box: Box
    support: float
    coverage: float
    density: float
    lead: float


def seen(box: Box, values: Array, won: NDArray[np.bool_]) -> Step:
    """Return what a box holds of these replications."""
    inside = box.holds(values)
    support, wins, base = float(inside.mean()), int((inside & won).sum()), float(won.mean())
    density = wins / int(inside.sum()) if inside.any() else math.nan
    coverage = wins / int(won.sum()) if won.any() else math.nan
    return Step(box, support, coverage, density, math.sqrt(support) * (density - base))
