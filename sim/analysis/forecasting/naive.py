"""Naive forecasts with bands: what any model has to beat.

All three work on logarithms, so that a step is a percentage and no band goes below zero. Each gives members drawn from
its own predictive distribution, so that the same score judges them and the model. The errors are taken for normal.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.special import ndtri

from sim.analysis.forecasting.damped import damped_trend
from sim.analysis.forecasting.scoring import SEASON
from sim.randomness import KeyedUniforms

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sim.analysis.intervals import Array

STREAM: Final = "backtest:naive"
MEMBERS: Final = 1000
"""Members of a naive forecast: its quantiles are then known to a percentage point or two."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """A forecast on the scale of logarithms.

    Attributes
    ----------
    centre, spread
        Mean and standard deviation by month ahead, shape (months,).
    """

    centre: Array
    spread: Array


@dataclass(frozen=True, slots=True)
class TooFew:
    """Why there is no forecast."""

    needed: int
    there: int

    def __str__(self) -> str:
        """Say what is missing."""
        return f"too few months: it needs {self.needed}, there are {self.there}"


def seasonal(history: Array, months: int) -> Outlook:
    """Say that each month is what it was a year ago.

    The spread comes from how far the months of the history moved from a year before; two years ahead it grows by √2.
    """
    moved = history[SEASON:] - history[:-SEASON]
    ahead = np.arange(months)
    centre = history[-SEASON:][ahead % SEASON]
    spread = math.sqrt(float(np.mean(moved**2)))
    return Outlook(centre, spread * np.sqrt(1.0 + ahead // SEASON))


def drift(history: Array, months: int) -> Outlook:
    """Say that the average step of the history goes on, from where it ended.

    The spread grows with the steps ahead, and with how badly the average of so few steps is known.
    """
    steps = np.diff(history)
    ahead = np.arange(1, months + 1)
    each = float(np.std(steps, ddof=1))
    return Outlook(history[-1] + ahead * steps.mean(), each * np.sqrt(ahead * (1.0 + ahead / len(steps))))


def damped(history: Array, months: int) -> Outlook:
    """Say that the recent trend goes on, ever weaker (exponential smoothing with additive damped trend)."""
    return Outlook(*damped_trend(history, months))


METHODS: Final[Mapping[str, tuple[Callable[[Array, int], Outlook], int]]] = {
    "seasonal naive": (seasonal, SEASON + 3),
    "drift": (drift, 4),
    "damped trend": (damped, 6),
}
"""What each is called, how it forecasts, and the months it needs: a spread takes three errors beyond what is fitted."""


def naive(name: str, history: Array, months: int, seed: int) -> Array | TooFew:
    """Return the members of a naive forecast, shape (months, members), or why there is none.

    Parameters
    ----------
    name
        One of `METHODS`.
    history
        Positive figures in order of time, shape (months,). A gap, or a figure that is not positive, ends what is used:
        only the months after it count.
    """
    method, needed = METHODS[name]
    known = _since_the_last_gap(history)
    if len(known) < needed:
        return TooFew(needed, len(known))
    outlook = method(np.log(known), months)
    uniforms = KeyedUniforms(seed).rows(f"{STREAM}:{name}", len(history), months, ((0, MEMBERS // 4),))
    return np.asarray(np.exp(outlook.centre[:, None] + outlook.spread[:, None] * ndtri(uniforms)))


def _since_the_last_gap(history: Array) -> Array:
    broken = np.flatnonzero(~(history > 0.0))
    return history[broken[-1] + 1 :] if len(broken) else history
