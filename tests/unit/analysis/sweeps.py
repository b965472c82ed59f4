"""Made-up sweeps: replications that share their luck along a key, as in the engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import expit

from sim.analysis.sweep.axis import Axis
from sim.analysis.sweep.tipping import Curve, Tried, curve
from sim.randomness import KeyedUniforms

if TYPE_CHECKING:
    from sim.analysis.intervals import Array

VALUES = tuple(float(value) for value in np.round(np.linspace(0.1, 0.8, 8), 12))


def axis(today: float = 0.4, values: tuple[float, ...] = VALUES) -> Axis:
    return Axis(
        key="policies.steady.share",
        unit="share",
        label="steady: share of profit that is reinvested",
        phrase="{} reinvested",
        currency="GBP",
        values=values,
        today=today,
    )


def luck(replications: int, trial: int = 0) -> Array:
    """Return one uniform per replication, the same at every value."""
    return KeyedUniforms(7).rows("made up", trial, 1, ((0, -(-replications // 4)),))[0, :replications]


def hits(odds: Array, replications: int, trial: int = 0) -> Array:
    """Return 1 where a replication's luck is good enough, shape (replications, values)."""
    return (luck(replications, trial)[:, None] < odds).astype(np.float64)


def logistic(values: Array, even: float = 0.45, slope: float = 12.0) -> Array:
    return np.asarray(expit(slope * (values - even)))


def made_up(odds: Array, *, today: float = 0.4, replications: int = 400, policy: str = "steady") -> Curve:
    """Return the curve of a key with these odds at `VALUES`, worth a million per unit of the key."""
    found = hits(odds, replications)
    worth = np.broadcast_to(1e6 * np.array(VALUES), found.shape) + 1e5 * luck(replications)[:, None]
    return curve(axis(today), Tried(np.array(VALUES), found, worth), policy=policy, outcome="growth", seed=3)
