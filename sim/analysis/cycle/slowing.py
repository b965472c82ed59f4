"""Slowing down: whether rolling autocorrelation and variance of a series rise, the early warnings of a fold.

Near a fold a system recovers ever more slowly, and both rise (Scheffer and others 2009). Where nothing folds they have
no reason to. Over many paths a rising trend by chance is common, since a rolling figure shares its months with the
next: so the share of paths that look alarming is held against the same share where nothing erodes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.intervals import Chance, chance
from sim.analysis.statistics.resampling import NOTHING, Estimate, mean_of

if TYPE_CHECKING:
    from sim.outcomes import Array

ALARM: Final = 0.5
"""Kendall's tau above which a rising trend is commonly called a warning."""

SHORTEST: Final = 12
"""Months of growth below which nothing is looked for."""


@dataclass(frozen=True, slots=True)
class Slowing:
    """One indicator over many paths.

    Attributes
    ----------
    name
        `autocorrelation` at a lag of one month, or `variance`.
    tau
        Mean over paths of Kendall's tau between the rolling figure and time; 0 where it has no trend.
    alarmed
        Share of paths with a tau above one half.
    calm
        The same share where nothing erodes.
    more
        Difference of the two shares, path by path under the same luck, with its t interval.
    """

    name: str
    tau: Estimate
    alarmed: Chance
    calm: Chance
    more: Estimate


def slowing(eroding: Array, calm: Array) -> tuple[Slowing, ...]:
    """Return what the indicators say of paths of monthly growth, and of the same paths without erosion.

    Parameters
    ----------
    eroding, calm
        Log growth by month, shape (months, paths), the same paths in both. Windows are half as long as the series.
    """
    months, paths = eroding.shape
    if months < SHORTEST or not paths:
        nothing = chance(np.zeros(0, bool))
        return tuple(Slowing(name, NOTHING, nothing, nothing, NOTHING) for name in ("autocorrelation", "variance"))
    return tuple(
        _told(name, kendall(one), kendall(other))
        for (name, one), other in zip(_rolling(eroding).items(), _rolling(calm).values(), strict=True)
    )


def _told(name: str, taus: Array, without: Array) -> Slowing:
    alarmed, calm = taus > ALARM, without > ALARM
    return Slowing(name, mean_of(taus), chance(alarmed), chance(calm), mean_of(alarmed.astype(float) - calm))


def _rolling(growth: Array) -> dict[str, Array]:
    """Return autocorrelation and variance in every window, shape (windows, paths)."""
    windows = np.lib.stride_tricks.sliding_window_view(growth, len(growth) // 2, axis=0)
    around = windows - windows.mean(axis=-1, keepdims=True)
    power = (around**2).sum(axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        lagged = np.where(power > 0.0, (around[..., 1:] * around[..., :-1]).sum(axis=-1) / power, 0.0)
    return {"autocorrelation": lagged, "variance": power / windows.shape[-1]}


def kendall(series: Array) -> Array:
    """Return Kendall's tau of each column with time (ties count as neither), shape (columns,)."""
    count = len(series)
    total = sum((np.sign(series[late] - series[:late]).sum(axis=0) for late in range(1, count)), np.zeros(1))
    return np.asarray(total / (count * (count - 1) / 2.0))
