"""What looking at results while they come in does to intervals: measured on coins and on differences of nothing."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri, stdtrit

from sim.analysis.intervals import wilson
from sim.analysis.stopping import targets
from sim.analysis.stopping.judging import judge
from sim.analysis.stopping.targets import Best, Width
from sim.randomness.uniforms import PER_COUNTER, KeyedUniforms

Array = NDArray[np.float64]

STUDIES: Final = 2000
"""How often each way of stopping is tried."""
LONGEST: Final = 4096
CHANCE: Final = 0.05
"""The chance of ruin to be found."""
HALF: Final = 0.02
NARROW: Final = 0.01
EAGER: Final = 10
LOOK: Final = 100


@dataclass(frozen=True, slots=True)
class Kept:
    """How often a way of stopping kept the promise of its 95 % interval, and the replications it took on average."""

    coverage: float
    replications: float


def _uniforms(name: str) -> Array:
    """Return uniforms of shape (studies, replications)."""
    return KeyedUniforms(1).rows(name, 0, STUDIES, ((0, LONGEST // PER_COUNTER),))


def fixed(needed: int) -> Kept:
    """Fix the number ahead; Wilson interval."""
    hits = (_uniforms("precision.fixed")[:, :needed] < CHANCE).sum(axis=1)
    kept = [low <= CHANCE <= high for low, high in (wilson(int(hit), needed) for hit in hits)]
    return Kept(float(np.mean(kept)), needed)


def until(half: float) -> Kept:
    """Look as `run --until "ruined ±…"` looks, and judge by what judges there."""
    target = Width("ruined", "ruined", "", "", half, "unit")
    points, kept, taken = targets.looks(LONGEST), [], []
    for ruined in (_uniforms("precision.blocks") < CHANCE).astype(np.float64):
        for count, n in enumerate(points, 1):
            found = judge(target, lambda _, seen=ruined[:n]: {"": seen}, points[:count])
            if found.reached:
                break
        low, high = found.estimates[0].ci95
        kept.append(low <= CHANCE <= high)
        taken.append(n)
    return Kept(float(np.mean(kept)), float(np.mean(taken)))


def best_decided() -> float:
    """Return how often `run --until "best decided"` calls one of two equal policies the best, up to `LONGEST`."""
    points, called = targets.looks(LONGEST), 0
    for pair in ndtri(_uniforms("precision.clear")).reshape(-1, 2, LONGEST):
        for count, n in enumerate(points, 1):
            column = {"one": pair[0, :n], "other": pair[1, :n]}
            if judge(Best("", 0.0), lambda _, seen=column: seen, points[:count]).reached:
                called += 1
                break
    return called / (STUDIES / 2)


def eager() -> Kept:
    """Look after every replication from `EAGER` on, with the t interval; a run without ruins looks certain at once."""
    totals = np.cumsum(_uniforms("precision.eager") < CHANCE, axis=1)
    n = np.arange(1, LONGEST + 1)
    share = totals / n
    half = stdtrit(np.maximum(n - 1, 1), 0.975) * np.sqrt(share * (1 - share) / np.maximum(n - 1, 1))
    narrow = (half <= HALF) & (n >= EAGER)
    at = np.where(narrow.any(axis=1), narrow.argmax(axis=1), LONGEST - 1)
    rows = np.arange(STUDIES)
    kept = np.abs(share[rows, at] - CHANCE) <= half[rows, at]
    return Kept(float(kept.mean()), float((at + 1).mean()))


def until_clear() -> float:
    """Return how often two equal policies look different to who looks every `LOOK` replications and stops then."""
    sums = np.cumsum(ndtri(_uniforms("precision.clear")), axis=1)[:, LOOK - 1 :: LOOK]
    n = np.arange(LOOK, LONGEST + 1, LOOK)
    return float((np.abs(sums) / np.sqrt(n) > -ndtri(0.025)).any(axis=1).mean())


def looks() -> int:
    """Return how many looks that is."""
    return math.floor(LONGEST / LOOK)
