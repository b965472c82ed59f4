"""Where odds cross a level along one line of values: shape tested, then logistic or by interpolation."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

import numpy as np
from scipy.special import logit

from sim.analysis.intervals import LEVEL, Array, Interval, wilson
from sim.analysis.statistics.logit import fit_logit, standardised
from sim.analysis.statistics.monotone import against, crossings, monotone
from sim.analysis.statistics.row_bootstrap import ends

EVEN: Final = 0.5
LEVELS: Final = (0.1, EVEN, 0.9)
"""Odds whose values are given: where an outcome is unlikely, even, likely."""
_FLAT: Final = 1e-9
_NEVER: Final = 1e-3
"""Odds that stand for 0, whose logit has no end."""

Shape = Literal["rising", "falling", "flat", "not monotone"]
Fit = Literal["logistic", "interpolated", "none"]


@dataclass(frozen=True, slots=True)
class Crossing:
    """Where odds cross a level.

    Attributes
    ----------
    level
        The odds.
    value
        On the scale that was given; −∞ or ∞ when it lies below or above the values tried.
    ci95
        Percentile interval over resampled replications; an infinite end lies beyond the values tried.
    direction
        `up` when odds rise with the value, `down` when they fall.
    """

    level: float
    value: float
    ci95: Interval
    direction: Literal["up", "down"]


@dataclass(frozen=True, slots=True)
class Line:
    """Odds along a line of values.

    Attributes
    ----------
    shape
        `rising`, `falling`; `flat` when all odds may be the same; `not monotone` when odds surely turn round.
    fit
        `logistic` when a logistic curve fits within noise, else `interpolated`; `none` where the odds are flat.
    crossings
        Every crossing of even odds among the values tried, in their order.
    thresholds
        At each of `LEVELS`, where the odds are monotone.
    fitted
        Odds of the fit at every value.
    """

    shape: Shape
    fit: Fit
    crossings: tuple[Crossing, ...]
    thresholds: tuple[Crossing, ...]
    fitted: tuple[float, ...]


def line(positions: Array, odds: Array, samples: Array, replications: int) -> Line:
    """Find the shape of odds along a line and where they cross.

    Parameters
    ----------
    positions
        Ascending, shape (values,).
    odds, samples
        Share of replications at each position, and the same in bootstrap samples of whole replications, shape
        (samples, values), so that what all positions owe to common luck stays common.
    replications
        How many there are.
    """
    noise = samples - odds
    shape = _shape(odds, noise)
    if shape == "flat":
        return Line(shape, "none", (), (), tuple(odds))
    if shape == "not monotone":
        turns = _turns(positions, odds, samples, replications)
        return Line(shape, "interpolated", turns, (), tuple(odds))
    sign = 1.0 if shape == "rising" else -1.0
    fitted = _logistic(positions, odds, samples, sign)
    fit: Fit = "interpolated" if fitted is None else "logistic"
    curve = monotone(odds[None] * sign)[0] * sign if fitted is None else fitted.odds
    thresholds = tuple(
        _interpolated(positions, odds, samples, level, sign) if fitted is None else fitted.at(level) for level in LEVELS
    )
    even = thresholds[LEVELS.index(EVEN)]
    return Line(shape, fit, (even,) if math.isfinite(even.value) else (), thresholds, tuple(curve))


def _shape(odds: Array, noise: Array) -> Shape:
    """Test, at 5 %, first that all odds are the same, then that they never turn round.

    The largest step against the trend is held against what resampling gives where there is no step at all, the
    hardest case among monotone odds, so a monotone curve is called otherwise in 5 % of studies at most.
    """
    if np.ptp(odds) <= max(_FLAT, np.quantile(np.ptp(noise, axis=1), LEVEL)):
        return "flat"
    centred = np.arange(len(odds)) - (len(odds) - 1) / 2.0
    sign = 1.0 if centred @ odds >= 0.0 else -1.0
    if against(sign * odds[None])[0] > max(_FLAT, np.quantile(against(sign * noise), LEVEL)):
        return "not monotone"
    return "rising" if sign > 0.0 else "falling"


def _interpolated(positions: Array, odds: Array, samples: Array, level: float, sign: float) -> Crossing:
    """Return a crossing of the nearest monotone curve, its logit linear between positions.

    Odds bend where they near 0 and 1, their logits less, so that the value at odds of 90 % is not biased.
    """
    rows = sign * monotone(sign * np.concatenate([odds[None], samples]))
    rows = sign * logit(np.clip(rows, _NEVER, 1.0 - _NEVER))
    return _crossing(crossings(positions, rows, sign * float(logit(level))), level, sign)


def _crossing(found: Array, level: float, sign: float) -> Crossing:
    low, high = ends(found[1:])
    return Crossing(level, float(found[0]), (float(low), float(high)), "up" if sign > 0.0 else "down")


@dataclass(frozen=True, slots=True)
class _Logistic:
    """A logistic curve, and one for every bootstrap sample: intercept, slope and odds at the positions."""

    coefficients: Array
    odds: Array
    span: Interval
    centre: float
    scale: float
    sign: float

    def at(self, level: float) -> Crossing:
        """Return where the curves reach a level, as ∓∞ beyond the values tried."""
        start, slope = self.coefficients.T
        with np.errstate(divide="ignore", invalid="ignore"):  # a flat curve reaches no level: infinity, below
            found = self.centre + self.scale * (logit(level) - start) / slope
        low, high = self.span
        found = np.where(found < low, -np.inf, np.where(found > high, np.inf, found))
        return _crossing(np.where(slope * self.sign > 0.0, found, np.inf), level, self.sign)


def _logistic(positions: Array, odds: Array, samples: Array, sign: float) -> _Logistic | None:
    """Fit a logistic curve; None when it misses the odds by more than noise does, or when a bend would fit better.

    The largest miss is held against what resampling gives: replications share luck across positions, so that the
    textbook's sum of squares would not do. A curve that rises otherwise than a logistic one misses everywhere a
    little, and its tails by most, which the bend sees with far fewer replications.
    """
    scaled, centre, scale = standardised(positions[:, None])
    design = np.column_stack([np.ones(len(odds)), scaled])
    shares = np.concatenate([odds[None], samples])
    coefficients = fit_logit(design, shares)
    fitted = 1.0 / (1.0 + np.exp(-coefficients @ design.T))
    missed = shares - fitted
    allowed = np.quantile(np.abs(missed[1:] - missed[0]).max(axis=1), LEVEL)
    if np.abs(missed[0]).max() > allowed or _bent(scaled, shares):
        return None
    span = (float(positions[0]), float(positions[-1]))
    return _Logistic(coefficients, fitted[0], span, float(centre[0]), float(scale[0]), sign)


def _bent(scaled: Array, shares: Array) -> bool:
    """Tell whether the logit of the first shares bends by more than resampling gives where it is straight."""
    design = np.column_stack([np.ones(len(scaled)), scaled, scaled**2 - 1.0])
    bend = fit_logit(design, shares)[:, 2] if len(scaled) >= design.shape[1] else np.zeros(len(shares))
    return bool(abs(bend[0]) > np.quantile(np.abs(bend[1:] - bend[0]), LEVEL))


def _turns(positions: Array, odds: Array, samples: Array, replications: int) -> tuple[Crossing, ...]:
    """Return crossings between neighbouring positions of which one is surely above even odds and the other below."""
    sides = np.array([_side(share, replications) for share in odds])
    sure = np.flatnonzero(sides)
    found = []
    for left, right in pairwise(sure.tolist()):
        if sides[left] == sides[right]:
            continue
        part, sign = slice(left, right + 1), float(sides[right])
        crossing = _interpolated(positions[part], odds[part], samples[:, part], EVEN, sign)
        low, high = np.clip(crossing.ci95, positions[left], positions[right])
        found.append(Crossing(EVEN, crossing.value, (float(low), float(high)), crossing.direction))
    return tuple(found)


def _side(share: float, replications: int) -> int:
    """Return 1 when a share is surely above one half, −1 when surely below, else 0."""
    low, high = wilson(round(share * replications), replications)
    return (low > EVEN) - (high < EVEN)
