"""What customers are worth over their life, class by class, and a mix of classes that is worth so much."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sim.arrays import Array, asarray
from sim.model.sums import by_lane

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.model.loyalty import Classes
    from sim.model.parameters import Parameters

ENDLESS: Final = 1e-6
"""Least monthly loss of a customer's value, by churn and discounting: a million months stand for a life without end."""


def class_value(made: Classes, p: Parameters) -> Array:
    """Return orders over a discounted life per class, first order certain, shape (classes, lanes)."""
    discount = (1 + p.reinvestment.discount_rate) ** (1 / 12)
    return asarray(made.orders / np.maximum(discount - (1 - made.hazard), ENDLESS))


def tilted(weight: Array, value: Array, extreme: NDArray[np.intp], ratio: Array | float) -> Array:
    """Mix class shares with one extreme class so that mean lifetime value changes by `ratio`."""
    mean = by_lane(weight * value)
    best = np.take_along_axis(value, extreme[None], axis=0)[0]
    gap = best - mean
    part = np.clip(np.where(np.abs(gap) > 1e-9 * mean, mean * (ratio - 1) / np.where(gap == 0, 1, gap), 0.0), 0.0, 1.0)
    pure = np.zeros_like(weight)
    np.put_along_axis(pure, extreme[None], 1.0, axis=0)
    return asarray((1 - part) * weight + part * pure)
