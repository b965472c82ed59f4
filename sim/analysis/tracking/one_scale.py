"""Figures of every kind on one scale, on which an error of measurement is a share: 0.05 is 5 %."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.amounts import listed, spoken
from sim.analysis.calibration.observed import COUNTS
from sim.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sim.analysis.intervals import Array

FLOOR: Final = 0.01
"""Figures count as at least this share of the usual size: a closed firm then has a place, far off."""
SIGNED: Final = frozenset({"cash"})
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


def sizes_of(simulated: Mapping[str, Array], measures: Iterable[str]) -> dict[str, float]:
    """Return the usual size of each measure that the run has any of.

    Raises
    ------
    UsageError
        When it has none of any.
    """
    asked = tuple(measures)
    sizes = {name: size for name in asked if (size := usual_size(simulated, name)) > 0.0}
    if not sizes:
        raise UsageError(f"the run has next to no {listed([spoken(name) for name in asked])}: nothing to compare with")
    return sizes


def on_one_scale(values: Array, measure: str, size: float) -> Array:
    """Return figures on the scale: logarithms of how many times the usual size, or shares of it where signed.

    Counts have one added, so that none at all is not infinitely far from one.
    """
    if measure in SIGNED:
        return values / size
    if measure in COUNTS:
        return np.asarray(np.log(np.maximum(values, 0.0) + 1.0) - np.log(size + 1.0))
    return np.asarray(np.log(np.maximum(values / size, FLOOR)))


def luck_of_a_month(run: Array) -> Array:
    """Return how far a month's figure lies from its neighbours' by luck of that month alone, shape (measures, 1).

    Standard deviation on the scale: from second differences, of which white noise has six times its variance, once what
    all paths have in common, such as seasons, is taken off. Of the middle path, so that closings don't count. 0 with
    fewer than three months.

    Parameters
    ----------
    run
        Shape (measures, months, replications), on the scale.
    """
    own = run - np.median(run, axis=-1, keepdims=True)
    bends = own[:, 2:] - 2.0 * own[:, 1:-1] + own[:, :-2]
    if not bends.shape[1]:
        return np.zeros((len(run), 1))
    return np.asarray(np.sqrt(np.median((bends**2).mean(axis=1), axis=-1, keepdims=True) / 6.0))
