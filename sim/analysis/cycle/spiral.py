"""Which way the cycle turns: by tests on growth and on the cycle gain, not by thresholds of taste.

|               | gain above 1                                  | gain below 1                                      |
|---------------|-----------------------------------------------|---------------------------------------------------|
| profit grows  | virtuous: each lap is larger                  | saturating: it grows, and each lap adds less      |
| profit falls  | vicious: it falls, and a push could turn it   | stalled: it falls to a floor, and no push lasts   |

A claim is made only when a one-sided test of 5 % excludes the other side, so each of the two is wrong at most once in
twenty times; else the answer is *undetermined*, with the replications that would settle it. And where surely more than
5 % of the futures grow while surely more than 5 % end, there are two outcomes and no label: *bistable*.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.special import ndtri, stdtrit

from sim.analysis.fate.regime import BOTH_SIDES
from sim.analysis.statistics.resampling import NOTHING, Estimate

if TYPE_CHECKING:
    from sim.analysis.cycle.gain import Gain
    from sim.analysis.intervals import Chance
    from sim.outcomes import Array

ALPHA: Final = 0.05
"""Chance of a wrong claim at each boundary."""

VIRTUOUS, SATURATING, VICIOUS, STALLED = "virtuous", "saturating", "vicious", "stalled"
UNDETERMINED, BISTABLE = "undetermined", "bistable"

_LABELS: Final = {(1, 1): VIRTUOUS, (1, -1): SATURATING, (-1, 1): VICIOUS, (-1, -1): STALLED}
"""Label by the direction of growth and the side of one that the gain is on."""


@dataclass(frozen=True, slots=True)
class Growth:
    """How profit before reinvestment moves from an early window to a late one, ratio of means.

    Attributes
    ----------
    rate
        Growth a month, ln(late / early) / months between; missing when either mean is not positive.
    error
        Standard error of the rate.
    direction
        1 or −1 when a one-sided test of 5 % excludes zero, else 0.
    needed
        Replications that would settle the direction at this rate; the number there is when it is settled.
    """

    rate: Estimate
    error: float
    direction: int
    needed: float


def growth(early: Array, late: Array, *, months: int) -> Growth:
    """Test which way profit goes.

    Parameters
    ----------
    early, late
        Profit of the same replications in two windows of equal length, shape (replications,).
    months
        From the one window to the other.
    """
    count, before, after = len(early), float(np.mean(early)), float(np.mean(late))
    if count < 2:  # noqa: PLR2004 (a spread needs two values)
        return Growth(NOTHING, math.nan, 0, math.nan)
    if before <= 0.0 or after <= 0.0:  # no rate, but no doubt where profit surely turns up, or surely goes
        turned = {(True, False): 1, (False, True): -1}.get((before <= 0.0, after <= 0.0), 0)
        side = turned if _side(after - before, _error(late - early), count) == turned else 0
        return Growth(NOTHING, math.nan, side, float(count) if side else math.nan)
    rate = math.log(after / before) / months
    error = _error(late / after - early / before) / months
    side = _side(rate, error, count)
    wide = float(stdtrit(count - 1, 0.975)) * error
    return Growth(Estimate(rate, (rate - wide, rate + wide)), error, side, _needed(rate, error, count))


def _error(values: Array) -> float:
    return float(np.std(values, ddof=1)) / math.sqrt(len(values))


def _side(value: float, error: float, count: int) -> int:
    reach = float(stdtrit(count - 1, 1.0 - ALPHA)) * error
    return (value - reach > 0.0) - (value + reach < 0.0)


def _needed(value: float, error: float, count: int) -> float:
    """Return how many replications would leave zero out, were the figure what it seems."""
    if _side(value, error, count):
        return float(count)
    return math.inf if value == 0.0 else count * (float(ndtri(1.0 - ALPHA)) * error / value) ** 2


@dataclass(frozen=True, slots=True)
class Spiral:
    """Which way the cycle turns under one policy.

    Attributes
    ----------
    label
        `virtuous`, `saturating`, `vicious`, `stalled`, `undetermined` or `bistable`.
    growth, gain
        What the label rests on.
    growing, shrinking, closed
        Shares of replications: revenue rises or falls by more than 1 % a year; the firm closes (which also shrinks).
    needed
        Replications that would settle an undetermined label; missing when nobody can say.
    """

    label: str
    growth: Growth
    gain: Gain
    growing: Chance
    shrinking: Chance
    closed: Chance
    needed: float


def spiral(growth: Growth, gain: Gain, *, growing: Chance, shrinking: Chance, closed: Chance) -> Spiral:
    """Name the turn of a cycle if one name is fair."""
    side = above_one(gain)
    label = _LABELS.get((growth.direction, side), UNDETERMINED)
    if min(growing.ci95[0], closed.ci95[0]) > BOTH_SIDES:
        label = BISTABLE
    open_ends = [growth.needed] if not growth.direction else []
    open_ends += [] if side else [_needed(gain.gain.value - 1.0, _error_of(gain), gain.shifted.trials)]
    needed = float(np.max(open_ends)) if label == UNDETERMINED and open_ends else math.nan
    return Spiral(label, growth, gain, growing, shrinking, closed, needed)


def above_one(gain: Gain) -> int:
    """Return 1 or −1 when the gain is surely above or below one (5 %, one-sided), else 0."""
    return _side(gain.gain.value - 1.0, _error_of(gain), gain.shifted.trials) if gain.gain.known else 0


def _error_of(gain: Gain) -> float:
    """Return the standard error that the t interval of a gain was made of."""
    low, high = gain.gain.ci95
    count = gain.shifted.trials
    return (high - low) / 2.0 / float(stdtrit(count - 1, 0.975)) if count > 1 else math.nan
