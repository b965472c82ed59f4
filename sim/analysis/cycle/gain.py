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

from sim.analysis.intervals import Chance, chance
from sim.analysis.statistics.resampling import NOTHING, Estimate, estimate, mean_of, means

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.analysis.cycle.pulse import Push, Response
    from sim.outcomes import Array

STREAM: Final = "explain:replications"
"""Name of the resamples of replications; one for all figures, so that what is compared is paired."""

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
    spent
        Money more reinvested over the window per unit put in: 1 unless cash forbids.
    lap
        Mean time from spending to the money for the next, months; missing where nothing comes back.
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
    spent: Estimate
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
        Seed of the resamples that the intervals of lap and growth come from.
    """
    push, moved = response.push, response.shifted
    budgets = response.budgets / push.money
    total = budgets.sum(axis=1)
    kernels = means({"budgets": budgets}, seed=seed, stream=STREAM)["budgets"]
    return Gain(
        push=push,
        gain=mean_of(total),
        discounted=mean_of(budgets @ (1.0 + rate) ** (-np.arange(push.window) / 12.0)),
        intensive=mean_of(np.where(moved, 0.0, total)),
        survival=mean_of(np.where(moved, total, 0.0)),
        returned=mean_of(response.profits.sum(axis=1) / push.money),
        spent=mean_of(response.more["reinvested"] / push.money),
        lap=estimate(np.array([lap_time(kernel, push.spent) for kernel in kernels])),
        growth=estimate(growth_rates(kernels, push.spent)),
        shifted=chance(moved),
    )


def replacement(budgets: Array, *, month: int, lap: float) -> Estimate:
    """Return what is reinvested in the lap after the first, over what is in the first: ratio of means, delta method.

    Parameters
    ----------
    budgets
        Money reinvested without any push, shape (months, replications).
    month
        First month of the first lap.
    lap
        Its length in months, rounded; nothing when two laps do not fit into the months there are.
    """
    length = round(lap) if math.isfinite(lap) else 0
    start = month - 1
    if length < 1 or start + 2 * length > len(budgets):
        return NOTHING
    first = budgets[start : start + length].sum(axis=0)
    second = budgets[start + length : start + 2 * length].sum(axis=0)
    below = float(np.mean(first))
    if below <= 0.0:
        return NOTHING
    ratio = float(np.mean(second)) / below
    error = mean_of(second / below - ratio * first / below).ci95
    return Estimate(ratio, (ratio + error[0], ratio + error[1]))


def lap_time(kernel: Array, spent: int = 1) -> float:
    """Return the mean month at which money comes back, Σ k h(k) / Σ h(k), after it is spent; NaN where none does."""
    total = float(kernel.sum())
    return float(np.arange(kernel.size) @ kernel) / total - (spent - 1) / 2.0 if total > 0.0 else math.nan


def growth_rate(kernel: Array, spent: int = 1) -> float:
    """Return the rate r a month that solves 1 = Σ h(k) e^(−rk) (Euler and Lotka); NaN where nothing comes back.

    A kernel that is negative somewhere may have several roots; this is the one nearest to zero from the side on which
    the gain says it lies. Money spent evenly over some months starts as many laps, each a month later.
    """
    return float(growth_rates(kernel[None], spent)[0])


def growth_rates(kernels: Array, spent: int = 1) -> Array:
    """Return the growth rate of every kernel, shape (kernels, months): all at once, since resamples are many."""
    from scipy.optimize.elementwise import find_root  # 0.16 s, which only who looks for rates pays

    months, starts = np.arange(kernels.shape[1]), np.arange(spent)

    def excess(rate: Array, row: NDArray[np.intp]) -> Array:
        laps = np.exp(-rate[..., None] * starts).mean(axis=-1)
        return np.asarray((kernels[row] * np.exp(-rate[..., None] * months)).sum(axis=-1) / laps - 1.0)

    rows = np.arange(len(kernels))
    now = excess(np.zeros(len(kernels)), rows)
    far = np.sign(now)[:, None] * _FAR
    beyond = np.stack([excess(column, rows) for column in far.T], axis=1) * now[:, None] <= 0.0
    found = np.where(now == 0.0, 0.0, np.nan)
    lost = ~(kernels.sum(axis=1) > 0.0)
    sought = np.flatnonzero(beyond.any(axis=1) & (now != 0.0) & ~lost)
    if len(sought):
        ends = far[sought, beyond[sought].argmax(axis=1)]
        found[sought] = find_root(excess, (np.zeros(len(sought)), ends), args=(sought,)).x
    found[lost] = np.nan
    return found


_FAR: Final = np.geomspace(1e-3, MOST, 12)
"""How far from zero a root is looked for, nearest first."""
