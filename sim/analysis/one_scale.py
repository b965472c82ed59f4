"""Figures of every kind on one scale, on which an error of measurement is a share: 0.05 is 5 %."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.analysis.intervals import Array

FLOOR: Final = 0.01
"""Figures count as at least this share of the usual size: a closed firm then has a place, far off."""
SIGNED: Final = frozenset({"cash", "profit"})
"""Measures that may be negative: their errors are shares of a month's revenue."""


def usual_size(simulated: Mapping[str, Array], measure: str) -> float:
    """Return what figures of a measure are divided by: the median of the run's own, or of its revenue where signed.

    It depends on the run alone, so that it favours no actual figure.

    Parameters
    ----------
    simulated
        Of each measure, and of revenue, the months that count; any shape.
    """
    values = simulated["revenue" if measure in SIGNED else measure]
    middle = float(np.median(values))
    return middle if middle > 0.0 else float(np.max(values, initial=0.0))


def on_one_scale(values: Array, measure: str, size: float) -> Array:
    """Return figures on the scale: logarithms of how many times the usual size, or shares of it where signed."""
    if measure in SIGNED:
        return values / size
    return np.asarray(np.log(np.maximum(values / size, FLOOR)))
