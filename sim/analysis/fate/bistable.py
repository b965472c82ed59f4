"""Whether futures fall into two camps: both sides of the fork surely taken, and a valley between them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.special import ndtri

from sim.analysis.fate.regime import BOTH_SIDES, regime
from sim.randomness import KeyedUniforms

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.analysis.intervals import Array

DRAWS: Final = 200
MOST: Final = 4000
"""Values looked at; more would find valleys too shallow to matter."""
SURE: Final = 0.05
_BINS: Final = 512
_LOWEST: Final = -0.3
"""Growth a year below which nothing is told apart: such firms have all but closed, as have those that are ruined."""
STREAM: Final = "bistable:modes"


@dataclass(frozen=True, slots=True)
class Camps:
    """Whether growth has two modes.

    Attributes
    ----------
    bistable
        Both sides surely exceed 5 % and one mode is rejected at 5 %. Two tails of one hump do not do.
    both_sides
        Whether surely more than 5 % of replications grow and surely more than 5 % shrink.
    one_mode
        p value of one mode; NaN when there is nothing to test.
    """

    bistable: bool
    both_sides: bool
    one_mode: float


def camps(growth: Array, ruined: NDArray[np.bool_], *, seed: int) -> Camps:
    """Test growth a year for two modes, ruined firms at the low end, after Silverman (1981).

    The least smoothing that leaves one hump is found; if samples of that smoothed curve, smoothed as much, mostly have
    one hump too, one mode is enough. The test errs on the side of one mode.
    """
    found = regime(growth, ruined)
    both = found.growing.ci95[0] > BOTH_SIDES and found.shrinking.ci95[0] > BOTH_SIDES
    values = _inner(np.where(ruined, _LOWEST, np.clip(growth, _LOWEST, None))[:MOST])
    if not both or np.ptp(values) == 0.0:
        return Camps(bistable=False, both_sides=both, one_mode=math.nan)
    p_value = one_mode(values, seed=seed)
    return Camps(bistable=p_value < SURE, both_sides=both, one_mode=p_value)


def _inner(values: Array) -> Array:
    """Return what is left without a twentieth at either end: a camp is more than that, and a few strays are none."""
    cut = int(BOTH_SIDES * len(values))
    return np.sort(values)[cut : len(values) - cut]


def one_mode(values: Array, *, seed: int) -> float:
    """Return Silverman's p value that a sample has one mode."""
    width = _critical(values)
    uniforms, count = KeyedUniforms(seed), len(values)
    several = 0
    shrink = 1.0 / math.sqrt(1.0 + width**2 / values.var())
    for draw in range(DRAWS):
        place, noise = uniforms.rows(STREAM, draw, 2, ((0, -(-count // 4)),))[:, :count]
        again = values[(place * count).astype(np.int64)] + width * ndtri(noise)
        again = values.mean() + shrink * (again - values.mean())
        several += _modes(again, width) > 1
    return several / DRAWS


def _critical(values: Array) -> float:
    """Return the least width of the kernel at which the density has one mode; more width never adds a mode."""
    low, high = 0.0, float(np.ptp(values))
    for _ in range(20):
        middle = (low + high) / 2.0
        low, high = (low, middle) if _modes(values, middle) == 1 else (middle, high)
    return high


def _modes(values: Array, width: float) -> int:
    """Count the humps of a density smoothed by a normal kernel, values in bins."""
    margin = 3.0 * width
    span = (values.min() - margin, values.max() + margin)
    counts, edges = np.histogram(values, bins=_BINS, range=span)
    frequency = np.fft.rfftfreq(_BINS, d=edges[1] - edges[0])
    smooth = np.fft.irfft(np.fft.rfft(counts) * np.exp(-2.0 * (np.pi * frequency * width) ** 2), n=_BINS)
    smooth = np.where(smooth > 1e-9 * smooth.max(), smooth, 0.0)
    rising = np.sign(np.diff(smooth))
    rising = rising[rising != 0.0]
    return max(1, int(((rising[:-1] > 0.0) & (rising[1:] < 0.0)).sum()))
