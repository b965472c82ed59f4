"""The cycle gain: how much more there is to reinvest after one lap for each unit of money put in now.

Above one the cycle feeds itself. It is the number of a reinvested unit's offspring (the next generation's R of
demography and epidemics), so for answers that are nowhere negative it is above one exactly when the growth rate of
Euler and Lotka, 1 = Σ h(k) e^(−rk), is above zero.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.optimize import brentq

from sim.analysis.intervals import Chance, chance
from sim.analysis.resampling import Estimate, estimate, weights

if TYPE_CHECKING:
    from sim.analysis.pulse import Push, Response
    from sim.outcomes import Array

MOST: Final = 0.5
"""Growth a month beyond which nobody looks for a rate."""


@dataclass(frozen=True, slots=True)
class Gain:
    """What one lap makes of a unit of money, under one policy.

    Attributes
    ----------
    push
        What was put in, and how long the answer was looked for.
    gain
        Money more to reinvest over the window, by the policy's own rule, per unit put in.
    discounted
        The same, discounted at the owners' rate.
    intensive, survival
        The two parts of `gain`: from replications whose month of closing the push does not move, and from the others.
    returned
        Profit before reinvestment that comes on top over the window, per unit put in.
    lap
        Mean time from the push to the money for the next, months; missing where nothing comes back.
    growth
        Growth a month at which laps like this one go on, by Euler and Lotka; missing where nothing comes back.
    shifted
        Share of replications whose month of closing the push moves.
    """

    push: Push
    gain: Estimate
    discounted: Estimate
    intensive: Estimate
    survival: Estimate
    returned: Estimate
    lap: Estimate
    growth: Estimate
    shifted: Chance


def gain(response: Response, *, rate: float, seed: int) -> Gain:
    """Return the gain of a cycle from the answer to a push.

    Parameters
    ----------
    response
        The answer, replication by replication.
    rate
        The owners' discount rate, a year.
    seed
        Seed of the resampling of replications that the intervals come from.
    """
    money, months = response.push.money, np.arange(response.budgets.shape[1])
    discount = (1.0 + rate) ** (-months / 12.0)
    budgets = response.budgets / money
    moved = response.shifted
    total = budgets.sum(axis=1)
    drawn = weights(len(total), seed=seed, name="gain")

    def mean(values: Array) -> Estimate:
        return estimate(float(values.mean()), drawn @ values)

    kernel, kernels = budgets.mean(axis=0), drawn @ budgets
    return Gain(
        push=response.push,
        gain=mean(total),
        discounted=mean(budgets @ discount),
        intensive=mean(np.where(moved, 0.0, total)),
        survival=mean(np.where(moved, total, 0.0)),
        returned=mean(response.profits.sum(axis=1) / money),
        lap=estimate(lap_time(kernel), np.array([lap_time(one) for one in kernels])),
        growth=estimate(growth_rate(kernel), np.array([growth_rate(one) for one in kernels])),
        shifted=chance(moved),
    )


def lap_time(kernel: Array) -> float:
    """Return the mean month at which money comes back, Σ k h(k) / Σ h(k); NaN where none does."""
    total = float(kernel.sum())
    return float(np.arange(kernel.size) @ kernel) / total if total > 0.0 else math.nan


def growth_rate(kernel: Array) -> float:
    """Return the rate r a month that solves 1 = Σ h(k) e^(−rk) (Euler and Lotka); NaN where nothing comes back.

    A kernel that is negative somewhere may have several roots; this is the one nearest to zero from the side on which
    the gain says it lies.
    """
    months = np.arange(kernel.size)

    def excess(rate: float) -> float:
        return float(kernel @ np.exp(-rate * months)) - 1.0

    if kernel.sum() <= 0.0:
        return math.nan
    now = excess(0.0)
    if now == 0.0:
        return 0.0
    side = math.copysign(1.0, now)
    for far in np.geomspace(1e-4, MOST, 40) * side:
        if excess(far) * now <= 0.0:
            return float(brentq(excess, 0.0, far))
    return math.nan
