"""Probability distributions of uncertain inputs: quantiles, cut to what the parameter allows.

A sample is the quantile of one uniform number, so that Latin hypercubes and correlated draws only change the uniforms.
What lies outside the parameter's range is cut off and the rest scaled up: F⁻¹(F(low) + u·(F(high) − F(low))).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.scenario.middles import CDF, Arguments, beta_middle, lognormal_middle, normal_middle

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.arrays import Array


@dataclass(frozen=True, slots=True)
class Distribution:
    """What is believed about one number.

    Attributes
    ----------
    family
        A key of `FAMILIES`.
    arguments
        Its numbers, in the order `FAMILIES` gives, in the parameter's unit.
    low, high
        The parameter's allowed range; no sample lies outside.
    text
        As written in the scenario.
    """

    family: str
    arguments: tuple[float, ...]
    low: float = -math.inf
    high: float = math.inf
    text: str = field(default="", compare=False)

    def quantile(self, u: Array) -> Array:
        """Return the values below which shares `u` of the belief lie, in [low, high]; increasing in `u`."""
        below, above = self._kept()
        with np.errstate(divide="ignore", over="ignore"):
            values = _QUANTILE[self.family](below + np.asarray(u, dtype=np.float64) * (above - below), self.arguments)
        return np.asarray(np.clip(values, self.low, self.high), dtype=np.float64)

    @property
    def median(self) -> float:
        """The middle of what is left after cutting; found without SciPy, whose import takes half a second."""
        below, above = self._kept()
        middle = _MEDIAN[self.family]((below + above) / 2.0, self.arguments)
        return min(max(middle, self.low), self.high)

    @property
    def cut(self) -> float:
        """Share of the belief that lies outside the allowed range."""
        below, above = self._kept()
        return 1.0 - (above - below)

    def describe(self) -> str:
        """Return the belief in words: as written, and the family where that is not said."""
        numbers = ", ".join(f"{number:.6g}" for number in self.arguments)
        formal = f"{self.family}({numbers})"
        return f"{self.text}, {self.family}" if " to " in self.text else self.text or formal

    def _kept(self) -> tuple[float, float]:
        """Return the probabilities below the low end and below the high end of the range."""
        if self.family not in CDF:
            return 0.0, 1.0
        below = 0.0 if math.isinf(self.low) else CDF[self.family](self.low, self.arguments)
        above = 1.0 if math.isinf(self.high) else CDF[self.family](self.high, self.arguments)
        return below, above


def pert_shape(arguments: Arguments) -> tuple[float, float]:
    """Return the Beta parameters of a PERT distribution (low, mode, high), with the usual weight 4 of the mode."""
    low, mode, high = arguments
    return 1.0 + 4.0 * (mode - low) / (high - low), 1.0 + 4.0 * (high - mode) / (high - low)


def _uniform(p: Array, arguments: Arguments) -> Array:
    low, high = arguments
    return low + p * (high - low)


def _triangular(p: Array, arguments: Arguments) -> Array:
    low, mode, high = arguments
    peak = (mode - low) / (high - low)
    rising = low + np.sqrt(p * (high - low) * (mode - low))
    falling = high - np.sqrt((1.0 - p) * (high - low) * (high - mode))
    return np.where(p < peak, rising, falling)


def _pert(p: Array, arguments: Arguments) -> Array:
    return arguments[0] + (arguments[2] - arguments[0]) * _beta(p, pert_shape(arguments))


def _beta(p: Array, arguments: Arguments) -> Array:
    from scipy.special import betaincinv

    return np.asarray(betaincinv(arguments[0], arguments[1], p))


def _normal(p: Array, arguments: Arguments) -> Array:
    from scipy.special import ndtri

    return np.asarray(arguments[0] + arguments[1] * ndtri(p))


def _lognormal(p: Array, arguments: Arguments) -> Array:
    return np.exp(_normal(p, (math.log(arguments[0]), arguments[1])))


def _discrete(p: Array, arguments: Arguments) -> Array:
    values, weights = np.array(arguments[0::2]), np.array(arguments[1::2])
    index = np.searchsorted(np.cumsum(weights) / weights.sum(), p, side="right")
    return values[np.minimum(index, values.size - 1)]


_QUANTILE: Final[dict[str, Callable[[Array, Arguments], Array]]] = {
    "uniform": _uniform,
    "triangular": _triangular,
    "pert": _pert,
    "beta": _beta,
    "normal": _normal,
    "lognormal": _lognormal,
    "discrete": _discrete,
}

FAMILIES: Final[dict[str, tuple[str, ...]]] = {
    "uniform": ("low", "high"),
    "triangular": ("low", "mode", "high"),
    "pert": ("low", "mode", "high"),
    "beta": ("a", "b"),
    "normal": ("mean", "sd"),
    "lognormal": ("median", "sigma"),
    "discrete": (),
}
"""The families and the names of their numbers; `discrete` takes pairs value:probability."""


def _pert_middle(p: float, arguments: Arguments) -> float:
    return arguments[0] + (arguments[2] - arguments[0]) * beta_middle(p, pert_shape(arguments))


_MEDIAN: Final[dict[str, Callable[[float, Arguments], float]]] = {
    "uniform": lambda p, arguments: _uniform(np.array(p), arguments).item(),
    "triangular": lambda p, arguments: _triangular(np.array(p), arguments).item(),
    "pert": _pert_middle,
    "beta": beta_middle,
    "normal": normal_middle,
    "lognormal": lognormal_middle,
    "discrete": lambda p, arguments: _discrete(np.array(p), arguments).item(),
}
