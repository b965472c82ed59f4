"""Probability distributions of uncertain inputs: quantiles, cut to what the parameter allows.

A sample is the quantile of one uniform number, so that Latin hypercubes and correlated draws only change the uniforms.
What lies outside the parameter's range is cut off and the rest scaled up: F⁻¹(F(low) + u·(F(high) − F(low))).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.arrays import Array

Z90: Final = 1.6448536269514722
"""Standard normal quantile of .95: half the width of a 90 % interval."""

_STEPS: Final = 200
"""Bisection steps; ample for double precision."""


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
        if self.family not in _CDF:
            return 0.0, 1.0
        below = 0.0 if math.isinf(self.low) else _CDF[self.family](self.low, self.arguments)
        above = 1.0 if math.isinf(self.high) else _CDF[self.family](self.high, self.arguments)
        return below, above


Arguments = tuple[float, ...]


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


def _normal_cdf(x: float, arguments: Arguments) -> float:
    return 0.5 * math.erfc((arguments[0] - x) / (arguments[1] * math.sqrt(2.0)))


def _lognormal_cdf(x: float, arguments: Arguments) -> float:
    return _normal_cdf(math.log(x), (math.log(arguments[0]), arguments[1])) if x > 0.0 else 0.0


def _beta_cdf(x: float, arguments: Arguments) -> float:
    """Return the regularised incomplete beta function by Lentz's continued fraction (DLMF 8.17.22)."""
    a, b = arguments
    if not 0.0 < x < 1.0:
        return float(x >= 1.0)
    if x > (a + 1.0) / (a + b + 2.0):
        return 1.0 - _beta_cdf(1.0 - x, (b, a))
    log_front = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    return math.exp(log_front) / a / _beta_fraction(x, a, b)


def _beta_fraction(x: float, a: float, b: float) -> float:
    value, c, d = 1.0, 1.0, 0.0
    for step in range(1, 4000):
        half = step // 2
        if step % 2:
            term = -(a + half) * (a + b + half) * x / ((a + 2 * half) * (a + 2 * half + 1))
        else:
            term = half * (b - half) * x / ((a + 2 * half - 1) * (a + 2 * half))
        c, d = 1.0 + term / c, 1.0 / (1.0 + term * d)
        value *= c * d
        if abs(c * d - 1.0) < 1e-15:  # noqa: PLR2004 (double precision)
            break
    return value


_CDF: Final[dict[str, Callable[[float, Arguments], float]]] = {
    "beta": _beta_cdf,
    "normal": _normal_cdf,
    "lognormal": _lognormal_cdf,
}
"""Families whose support may reach beyond the allowed range; the others are refused when they do."""


def _bisect(cdf: Callable[[float, Arguments], float], p: float, arguments: Arguments, low: float, high: float) -> float:
    for _ in range(_STEPS):
        middle = (low + high) / 2.0
        low, high = (middle, high) if cdf(middle, arguments) < p else (low, middle)
    return (low + high) / 2.0


def _normal_middle(p: float, arguments: Arguments) -> float:
    mean, sd = arguments
    return mean if p == 0.5 else mean + sd * _bisect(_normal_cdf, p, (0.0, 1.0), -40.0, 40.0)  # noqa: PLR2004


def _lognormal_middle(p: float, arguments: Arguments) -> float:
    return arguments[0] * math.exp(_normal_middle(p, (0.0, arguments[1])))


def _beta_middle(p: float, arguments: Arguments) -> float:
    return _bisect(_beta_cdf, p, arguments, 0.0, 1.0)


def _pert_middle(p: float, arguments: Arguments) -> float:
    return arguments[0] + (arguments[2] - arguments[0]) * _beta_middle(p, pert_shape(arguments))


_MEDIAN: Final[dict[str, Callable[[float, Arguments], float]]] = {
    "uniform": lambda p, arguments: _uniform(np.array(p), arguments).item(),
    "triangular": lambda p, arguments: _triangular(np.array(p), arguments).item(),
    "pert": _pert_middle,
    "beta": _beta_middle,
    "normal": _normal_middle,
    "lognormal": _lognormal_middle,
    "discrete": lambda p, arguments: _discrete(np.array(p), arguments).item(),
}
