"""Shares of a belief below a value, and its median, without SciPy, whose import takes half a second."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

Arguments = tuple[float, ...]
"""The numbers of a belief, in the order of its family."""

Z90: Final = 1.6448536269514722
"""Standard normal quantile of .95: half the width of a 90 % interval."""

_STEPS: Final = 200
"""Bisection steps; ample for double precision."""


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


CDF: Final[dict[str, Callable[[float, Arguments], float]]] = {
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


def normal_middle(p: float, arguments: Arguments) -> float:
    """Return the value below which a share of a normal belief lies."""
    mean, sd = arguments
    return mean if p == 0.5 else mean + sd * _bisect(_normal_cdf, p, (0.0, 1.0), -40.0, 40.0)  # noqa: PLR2004


def lognormal_middle(p: float, arguments: Arguments) -> float:
    """Return the value below which a share of a lognormal belief lies."""
    return arguments[0] * math.exp(normal_middle(p, (0.0, arguments[1])))


def beta_middle(p: float, arguments: Arguments) -> float:
    """Return the value below which a share of a beta belief lies."""
    return _bisect(_beta_cdf, p, arguments, 0.0, 1.0)
