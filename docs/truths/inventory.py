"""Law's (s, S) inventory: nine policies under the same demand, whose mean costs a long run gives.

Averill M. Law, Simulation Modeling and Analysis, section 1.5: demands of 1, 2, 3 or 4 units (1/6, 1/3, 1/3, 1/6) after
exponential times of .1 months on average; at the start of a month with fewer than s units, S less the level is ordered
for 32 + 3 a unit and arrives after .5 to 1 month; a unit held costs 1 a month, a unit owed 5. Cost a month over 120.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.randomness.uniforms import PER_COUNTER, KeyedUniforms

Array = NDArray[np.float64]

POLICIES: Final = ((20, 40), (20, 60), (20, 80), (20, 100), (40, 60), (40, 80), (40, 100), (60, 80), (60, 100))
MONTHS: Final = 120
MOST: Final = 32
"""Demands a month at most: a Poisson of mean 10 exceeds it once in 10⁸ months."""
OPENING: Final = 60.0
SETUP, PRICE, HOLDING, OWING = 32.0, 3.0, 1.0, 5.0
PUBLISHED: Final = (125.18, 118.98, 121.38, 126.99, 125.82, 125.49, 131.57, 143.96, 144.22)
"""Means of 8,000 replications under common random numbers, standard errors .05 or less, computed for this project."""


def costs(seed: int, replications: int, *, first: int = 0) -> Array:
    """Return the cost a month of replications `first` on, shape (policies, replications); multiples of four."""
    uniforms = KeyedUniforms(seed)
    blocks = ((first // PER_COUNTER, (first + replications) // PER_COUNTER),)
    levels = np.full((len(POLICIES), replications), OPENING)
    total = np.zeros((len(POLICIES), replications))
    for month in range(MONTHS):
        times = np.cumsum(-0.1 * np.log(uniforms.rows("inventory:gaps", month, MOST, blocks)), axis=0)
        sizes = 1.0 + np.searchsorted((1 / 6, 1 / 2, 5 / 6), uniforms.rows("inventory:sizes", month, MOST, blocks))
        asked = np.vstack([np.zeros((1, replications)), np.cumsum(sizes * (times < 1.0), axis=0)])
        edges = np.vstack([np.zeros((1, replications)), np.minimum(times, 1.0), np.ones((1, replications))])
        lag = 0.5 + 0.5 * uniforms.rows("inventory:lags", month, 1, blocks)[0]
        # How long each level lasts before and after the delivery.
        before = np.diff(np.minimum(edges, lag), axis=0)
        after = np.diff(np.maximum(edges, lag), axis=0)
        for place, (low, high) in enumerate(POLICIES):
            ordered = np.where(levels[place] < low, high - levels[place], 0.0)
            total[place] += np.where(ordered > 0.0, SETUP + PRICE * ordered, 0.0)
            stock = levels[place] - asked
            total[place] += np.sum(_held(stock) * before + _held(stock + ordered) * after, axis=0)
            levels[place] = stock[-1] + ordered
    return total / MONTHS


def _held(stock: Array) -> Array:
    """Return what a level costs a month."""
    return np.where(stock > 0.0, HOLDING * stock, -OWING * stock)
