"""Law's inventory in slots: nine (s, S) policies under the same demand, a truth problem for choosing the best.

Law (2015, Simulation Modeling and Analysis, section 1.5): demands of 1 to 4 come 10 a month, orders cost 32 + 3 a unit
and take half a month to one, holding costs 1 and backlog 5 a unit and month. Here a month has ten slots, and the first
30 months of each history are simulated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.randomness import KeyedUniforms

if TYPE_CHECKING:
    from sim.arrays import Array

POLICIES = ((20, 40), (20, 60), (20, 80), (20, 100), (40, 60), (40, 80), (40, 100), (60, 80), (60, 100))
MONTHS, SLOTS = 30, 10
SIZES = np.array([0.0, 1 / 6, 1 / 3, 1 / 3, 1 / 6])


def costs(replications: int, seed: int) -> Array:
    """Return the cost a month of every policy under the same luck, shape (policies, replications)."""
    luck = KeyedUniforms(seed)
    low, high = (np.array(ends, np.int64)[:, None] for ends in zip(*POLICIES, strict=True))
    stock = np.full((len(POLICIES), replications), 60, np.int64)
    total = np.zeros(stock.shape)
    steps = _demand_steps()
    for month in range(MONTHS):
        demand = np.searchsorted(steps, luck.rows("demand", month, SLOTS, ((0, replications // 4),)))
        arrives = 5 + (6 * luck.rows("lead", month, 1, ((0, replications // 4),))[0]).astype(np.int64)
        order = np.where(stock < low, high - stock, 0)
        total += np.where(order > 0, 32 + 3 * order, 0)
        for slot in range(SLOTS):
            stock += order * (arrives == slot)
            stock -= demand[slot]
            total += np.where(stock > 0, stock, -5 * stock) / SLOTS
        stock += order * (arrives == SLOTS)
    return total / MONTHS


def _demand_steps() -> Array:
    """Return the cumulative chances of a slot's demand: one customer on average, each with a size of `SIZES`."""
    chances, alone, count = np.zeros(40), np.ones(1), np.exp(-1.0)
    for customers in range(10):
        chances[: len(alone)] += count * alone
        alone, count = np.convolve(alone, SIZES)[: len(chances)], count / (customers + 1)
    return np.cumsum(chances)
