"""What a history says about its parameters, in a few dozen numbers: levels, ratios, and how much it jumps about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.calibration.scales import scaled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from sim.arrays import Array

QUARTER: Final = 3
"""Months of a block whose mean is a feature."""

RATIOS: Final = (
    ("new_customers", "leads"), ("churned", "customers"), ("new_customers", "customers"),
    ("orders", "customers"), ("active_customers", "customers"), ("orders", "active_customers"),
    ("revenue", "orders"), ("revenue", "customers"), ("leads", "marketing_spend"), ("marketing_spend", "revenue"),
    ("leads", "revenue"), ("new_customers", "churned"),
)  # fmt: skip
"""Ratios of sums that a step of the cycle is read from."""


def features(figures: Mapping[str, Array], seen: Mapping[str, NDArray[np.bool_]], money: float) -> Array:
    """Return features of histories, shape (lanes, features).

    Parameters
    ----------
    figures
        By measure, shape (months, lanes).
    seen
        In which months the firm has a figure of the measure, shape (months,).
    money
        A month's revenue.
    """
    found: list[Array] = []
    for name, values in figures.items():
        months = np.flatnonzero(seen[name])
        own = scaled(name, values[months], money)
        blocks = np.unique(months // QUARTER)
        found += [own[months // QUARTER == block].mean(axis=0) for block in blocks]
        found += _jumps(own, months)
    found += _ratios(figures, seen)
    return np.stack(found, axis=1)


def _jumps(own: Array, months: NDArray[np.intp]) -> list[Array]:
    """Return the log of the size of changes from month to month, and over a quarter, less their mean."""
    found = []
    for lag in (1, QUARTER):
        if len(months) > lag + 2:
            change = own[lag:] - own[:-lag]
            found.append(np.log(np.std(change, axis=0) + 1e-6))
    return found


def _ratios(figures: Mapping[str, Array], seen: Mapping[str, NDArray[np.bool_]]) -> list[Array]:
    found = []
    for above, below in RATIOS:
        if above in figures and below in figures:
            both = seen[above] & seen[below]
            if both.any():
                parts = (np.maximum(figures[name][both].sum(axis=0), 0.0) + 0.5 for name in (above, below))
                found.append(np.log(next(parts)) - np.log(next(parts)))
    return found
