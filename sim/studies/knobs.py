"""The numbers of a rule that can be tuned, and how coordinates of the unit cube read as their values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.results import STEPS

if TYPE_CHECKING:
    from sim.arrays import Array
SPLIT: Final = "split"
PERCENT: Final = 0.01
"""Shares of a split are whole percents."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """One number of a rule.

    Attributes
    ----------
    name, unit, meaning
        As the rule declares them.
    low, high
        Range searched.
    decimals
        To which values are rounded.
    yours
        Today's value, the middle of the belief if it is uncertain; NaN where it is left to the rule.
    """

    name: str
    unit: str
    meaning: str
    low: float
    high: float
    decimals: int
    yours: float
    dimensions: int = 1

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the settings below the policy."""
        return (self.name,)

    def values(self, points: Array) -> Array:
        """Return values of points, shape (points, 1)."""
        rounded = np.round(self.low + (self.high - self.low) * points, self.decimals)
        return np.clip(rounded, self.low, self.high) + 0.0  # no negative zero

    def point(self) -> Array:
        """Return today's value as a point, as near as the range allows."""
        return np.clip([(self.yours - self.low) / (self.high - self.low)], 0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Split:
    """How growth money is split over the five steps, whole percents that sum to 100%.

    Attributes
    ----------
    yours
        Today's split, shape (5,).
    """

    yours: Array
    name: str = SPLIT
    unit: str = "share"
    meaning: str = "share of growth money for the step"
    dimensions: int = len(STEPS) - 1

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the settings below the policy."""
        return tuple(f"{SPLIT}.{step}" for step in STEPS)

    def values(self, points: Array) -> Array:
        """Break a stick at each coordinate, so that points spread evenly give splits spread evenly; shape (points, 5).

        Of what is left, the next step gets 1 − (1 − u)^(1 / steps after it): uniform on the simplex.
        """
        left, parts = np.ones(len(points)), []
        for after, u in zip(range(self.dimensions, 0, -1), points.T, strict=True):
            parts.append(left * (1.0 - (1.0 - u) ** (1.0 / after)))
            left = left - parts[-1]
        return whole_percents(np.stack([*parts, left], axis=1))

    def point(self) -> Array:
        """Return today's split as a point."""
        left, found = 1.0, []
        for after, part in zip(range(self.dimensions, 0, -1), self.yours, strict=False):
            rest = 1.0 - part / left if left > 0.0 else 0.0
            found.append(1.0 - max(0.0, rest) ** after)
            left -= part
        return np.clip(found, 0.0, 1.0)


def whole_percents(shares: Array) -> Array:
    """Round shares that sum to 1 to whole percents that do: what is left goes to the largest remainders."""
    scaled = np.round(shares / PERCENT, 9)
    whole = np.floor(scaled)
    order = np.argsort(whole - scaled, axis=1, kind="stable")
    missing = np.round(1.0 / PERCENT - whole.sum(axis=1)).astype(int)
    extra = np.arange(shares.shape[1]) < missing[:, None]
    np.put_along_axis(whole, order, np.take_along_axis(whole, order, axis=1) + extra, axis=1)
    return np.round(whole * PERCENT, 2)


Knob = Scalar | Split
