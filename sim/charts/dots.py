"""Twenty equally likely futures as dots in columns: where each dot goes, so that none hides another or its fate."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.analysis.intervals import Array
    from sim.analysis.run.odds import Target

DOTS: Final = 20
"""Dots of a policy: few enough to count, each a chance of one in twenty."""


@dataclass(frozen=True, slots=True)
class Dots:
    """The dots of one policy.

    Attributes
    ----------
    values
        Equally likely values, ascending; the month of what never comes is last, as NaN.
    reached
        Which of them reach the target.
    """

    values: Array
    reached: tuple[bool, ...]

    @property
    def count(self) -> int:
        """Dots that reach the target."""
        return sum(self.reached)


def dots_of(values: Array, target: Target) -> Dots:
    """Return the middles of twenty equal slices of the paths, each a value that occurred; all of fewer paths."""
    count = min(DOTS, len(values))
    ranked = np.sort(values)  # NaN last
    ranks = np.ceil((np.arange(count) + 0.5) / count * len(values)).astype(int) - 1
    chosen = np.asarray(ranked[ranks], dtype=np.float64)
    return Dots(chosen, tuple(bool(met) for met in target.met(chosen)))


def places(dots: Dots, target: Target, width: float, most: int) -> list[tuple[int, int]]:
    """Return (column, height) of every known dot, both counted from 0; columns count from the target.

    Dots at the target or above it lie in columns 0, 1, …, the others in −1, −2, …; those of `below` that hit the
    target exactly count as left of it. A full column sends its dots one further, away from the target.

    Parameters
    ----------
    dots
        What to place.
    target
        Its value is the left edge of column 0.
    width
        Of a column, in the unit of the values.
    most
        Dots on top of one another.
    """
    known = [(value, met) for value, met in zip(dots.values, dots.reached, strict=True) if math.isfinite(value)]
    right = [met if target.side == "above" else not met for _, met in known]
    wanted = [
        max(own, 0) if is_right else min(own, -1)
        for own, is_right in zip((_column(value - target.value, width) for value, _ in known), right, strict=True)
    ]
    found: list[tuple[int, int]] = [(0, 0)] * len(known)
    for side in (1, -1):
        mine = [place for place, is_right in enumerate(right) if is_right is (side > 0)]
        for place, at in zip(
            mine[::side], _stacked([wanted[place] for place in mine[::side]], side, most), strict=True
        ):
            found[place] = at
    return found


def _column(distance: float, width: float) -> int:
    return math.floor(distance / width)


def _stacked(wanted: Sequence[int], step: int, most: int) -> list[tuple[int, int]]:
    heights: dict[int, int] = {}
    found = []
    for column in wanted:
        while heights.get(column, 0) >= most:
            column += step  # noqa: PLW2901 (the next free one)
        found.append((column, heights.get(column, 0)))
        heights[column] = heights.get(column, 0) + 1
    return found
