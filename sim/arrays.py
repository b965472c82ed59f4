"""The array that numbers are kept in, and what stands for one whose numbers are not known yet.

The model's months are written for arrays of either kind: with numbers they compute, with symbols they are followed
(`sim.traced`). What NumPy can't hand on to symbols goes through the functions here.
"""

from __future__ import annotations

import math
from typing import TypeGuard

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
"""Real numbers, of the shape that is said where it is used."""


class Symbolic:
    """Stands for an array whose numbers are not known yet; see `sim.traced`."""

    __slots__ = ()


def asarray(value: object) -> Array:
    """Return numbers as an array of real numbers; symbols stay what they are."""
    return value if isinstance(value, Symbolic) else np.asarray(value, np.float64)  # type: ignore[return-value]


def is_array(value: object) -> TypeGuard[Array]:
    """Say whether a value is an array, of numbers or of symbols."""
    return isinstance(value, np.ndarray | Symbolic)


def anywhere(amount: Array) -> bool:
    """Say whether there is anything but zeros; so it seems where numbers are not known yet.

    Only for saving work that would change nothing.
    """
    return isinstance(amount, Symbolic) or bool(amount.any())


def least(values: Array) -> float:
    """Return the smallest number, or one below all where numbers are not known yet; only for saving work."""
    return -math.inf if isinstance(values, Symbolic) else float(values.min())
