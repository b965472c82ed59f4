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
from scipy.special import ndtri

from sim.analysis.regime import BOTH_SIDES
from sim.analysis.resampling import Estimate

if TYPE_CHECKING:
    from sim.analysis.gain import Gain
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
    if before <= 0.0 or count < 2:  # noqa: PLR2004 (a spread needs two values)
        return Growth(Estimate(math.nan, (math.nan, math.nan)), math.nan, 0, math.nan)
    if after <= 0.0:  # what earned money earns none: no rate, but no doubt if surely so
        falls = after + float(ndtri(1.0 - ALPHA)) * float(np.std(late, ddof=1)) / math.sqrt(count) < before
        return Growth(Estimate(math.nan, (-math.inf, math.nan)), math.nan, -1 if falls else 0, float(count))
    rate = math.log(after / before) / months
    error = float(np.std(late / after - early / before, ddof=1)) / math.sqrt(count) / months
    side = _side(rate, error)
    wide = float(ndtri(0.975)) * error
    return Growth(Estimate(rate, (rate - wide, rate + wide)), error, side, _needed(rate, error, count, side))


def _side(value: float, error: float) -> int:
    reach = float(ndtri(1.0 - ALPHA)) * error
    return (value - reach > 0.0) - (value + reach < 0.0)


def _needed(value: float, error: float, count: int, side: int) -> float:
    """Return how many replications would leave zero out, were the figure what it seems."""
    if side:
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
    side = above_one(gain.gain)
    label = _LABELS.get((growth.direction, side), UNDETERMINED)
    if min(growing.ci95[0], closed.ci95[0]) > BOTH_SIDES:
        label = BISTABLE
    needed = growth.needed if label == UNDETERMINED and not growth.direction else math.nan
    if label == UNDETERMINED and not side and gain.gain.known:
        reach = (gain.gain.ci95[1] - gain.gain.ci95[0]) / 2.0 * float(ndtri(1.0 - ALPHA) / ndtri(0.975))
        from_one = abs(gain.gain.value - 1.0)
        wanted = gain.shifted.trials * (reach / from_one) ** 2 if from_one else math.inf
        needed = wanted if math.isnan(needed) else max(needed, wanted)
    return Spiral(label, growth, gain, growing, shrinking, closed, needed)


def above_one(gain: Estimate) -> int:
    """Return 1 or −1 when the gain is surely above or below one (5 %, one-sided), else 0."""
    if not gain.known:
        return 0
    tight = float(ndtri(1.0 - ALPHA) / ndtri(0.975))
    low, high = (gain.value + tight * (end - gain.value) for end in gain.ci95)
    return (low > 1.0) - (high < 1.0)
