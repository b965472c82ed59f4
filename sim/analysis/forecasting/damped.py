"""Exponential smoothing with additive errors and additive damped trend, ETS(A,Ad,N) (Hyndman et al. 2008)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from sim.analysis.intervals import Array

BOUNDS: Final = ((0.01, 0.99), (0.01, 0.99), (0.8, 0.98))
"""Smoothing of the level, of the trend as a share of that of the level, and damping (the usual limits)."""
STARTS: Final = ((0.2, 0.1, 0.9), (0.5, 0.1, 0.95), (0.8, 0.3, 0.85))
FITTED: Final = 5
"""Three weights and two opening values."""


def damped_trend(history: Array, months: int) -> tuple[Array, Array]:
    """Return mean and standard deviation by month ahead, each of shape (months,).

    Weights and opening values are fitted by least squares of the errors one month ahead; the variance takes the errors'
    mean square over the months less those fitted, at least a third of them.
    """
    alpha, share, phi, level, trend = _fitted(history)
    errors, level, trend = _smoothed(history, (alpha, share, phi), (level, trend))
    ahead = np.arange(1, months + 1)
    weakening = np.cumsum(phi**ahead)
    steps = (alpha + alpha * share * weakening)[:-1]
    variance = _variance(errors) * np.concatenate([[1.0], 1.0 + np.cumsum(steps**2)])
    return level + weakening * trend, np.sqrt(variance)


def damped_within(history: Array) -> tuple[Array, Array]:
    """Return what the fit said of each month of the history a month before: mean and standard deviation."""
    fitted = _fitted(history)
    errors, _, _ = _smoothed(history, fitted[:3], fitted[3:])
    return history - errors, np.full(len(history), np.sqrt(_variance(errors)))


def _variance(errors: Array) -> float:
    return float(errors @ errors) / max(len(errors) - FITTED, len(errors) / 3.0)


def _fitted(history: Array) -> tuple[float, ...]:
    from scipy.optimize import least_squares

    low, high = np.array(BOUNDS).T
    wide = 10.0 * (np.ptp(history) + 1.0)
    first = float(history[0])
    # The opening values are free; the trend is at most what the history could ever have moved.
    bounds = ([*low, first - wide, -wide], [*high, first + wide, wide])

    def errors(x: Array) -> Array:
        return _smoothed(history, x[:3], x[3:])[0]

    found = [least_squares(errors, [*start, first, 0.0], bounds=bounds) for start in STARTS]
    return tuple(float(value) for value in min(found, key=lambda one: float(one.cost)).x)


def _smoothed(
    history: Array, weights: Array | tuple[float, ...], opening: Array | tuple[float, ...]
) -> tuple[Array, float, float]:
    """Return the errors one month ahead, and where level and trend end."""
    alpha, share, phi = weights
    level, trend = opening
    errors = np.empty(len(history))
    for month, value in enumerate(history):
        errors[month] = value - level - phi * trend
        level, trend = (
            level + phi * trend + alpha * errors[month],
            phi * trend + alpha * share * errors[month],
        )
    return errors, float(level), float(trend)
