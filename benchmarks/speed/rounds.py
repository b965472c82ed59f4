"""The arithmetic of rounds: medians, ratios, and how many replications an interval needs."""

from __future__ import annotations

import math
from statistics import median
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

Z_975: Final = 1.96
LEAST: Final = 30
"""Fewer replications do not tell their own spread."""


def ratio(slow: Sequence[float], fast: Sequence[float]) -> float:
    """Return how many times as long the one takes as the other: the median of the ratios of the rounds."""
    return median(one / other for one, other in zip(slow, fast, strict=True))


def replications_needed(spread: float, half: float) -> int:
    """Return how many replications bring the 95 % interval of a mean down to ± `half`, at least 30.

    Parameters
    ----------
    spread
        Standard deviation of one replication's value, such as a paired difference.
    """
    return max(LEAST, math.ceil((Z_975 * spread / half) ** 2))
