"""Models with known shares of variance, and luck by the number of its replication."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from sim.analysis.sensitivity.factor import Factor
from sim.analysis.subject import Subject
from tests.unit.analysis.synthetic import uniforms

if TYPE_CHECKING:
    from collections.abc import Callable

    Model = Callable[[NDArray[np.int64], NDArray[np.float64]], NDArray[np.float64]]

Array = NDArray[np.float64]
SUBJECT = Subject("steady", "carry_on", "npv", "GBP")
LUCK = np.asarray(ndtri(uniforms(1 << 17, 5)))


def factors(count: int) -> list[Factor]:
    return [Factor((f"world: input {place}",), (f"world.input_{place}",)) for place in range(count)]


def ishigami(_: NDArray[np.int64], u: Array) -> Array:
    x = math.pi * (2.0 * u - 1.0)
    return np.asarray(np.sin(x[0]) + 7.0 * np.sin(x[1]) ** 2 + 0.1 * x[2] ** 4 * np.sin(x[0]))


def nested(luck: NDArray[np.int64], u: Array) -> Array:
    """Return 10 + 3 θ + 2 (1 + θ) ε: variance of the mean .75, of luck 9.3333."""
    return np.asarray(10.0 + 3.0 * u[0] + 2.0 * (1.0 + u[0]) * LUCK[luck])


def noisy(luck: NDArray[np.int64], u: Array) -> Array:
    """Return 2 x₁ + 3 ε + x₂ ε of independent unit variances: 4, 9 and 1 of 14."""
    x = math.sqrt(12.0) * (u - 0.5)
    return np.asarray(2.0 * x[0] + 3.0 * LUCK[luck] + x[1] * LUCK[luck])
