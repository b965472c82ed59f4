"""Uniforms and parameters to draw with: spread evenly, over orders of magnitude, and out in the tails."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.randomness import KeyedUniforms

if TYPE_CHECKING:
    from sim.arrays import Array

CASES = 120_000


def numbers(name: str, count: int = CASES) -> Array:
    row: Array = KeyedUniforms(11).rows(name, 0, 1, ((0, -(-count // 4)),))[0]
    return row[:count]


def logarithmic(name: str, low: float, high: float) -> Array:
    return np.asarray(np.exp(np.log(low) + numbers(name) * (np.log(high) - np.log(low))))


def body(name: str) -> Array:
    return numbers(name + "/u")


def tails(name: str) -> Array:
    small = logarithmic(name + "/tail", 1e-11, 1e-2)
    return np.where(numbers(name + "/side") < 0.5, small, 1.0 - small)
