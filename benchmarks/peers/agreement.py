"""Whether the versions are one model: equal numbers where luck is shared, equal distributions where it is not."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from benchmarks.peers import fused, lanes
from benchmarks.peers import parameters as p
from benchmarks.peers.rounds import pooled
from sim.randomness import KeyedStreams

if TYPE_CHECKING:
    from collections.abc import Iterable

    from benchmarks.peers.rounds import Measured, Round

WHOLE: Final = ("leads", "qualified", "accepted", "wins", "churned", "referrals", "customers")
"""Measures that count something."""
NEAR: Final = 1e-9
"""Relative difference that rounding may make in what is not counted."""
MOST: Final = 4.0
"""Standard errors that a true agreement exceeds once in 16,000 comparisons."""


@dataclass(frozen=True)
class Agreement:
    """Final cash of a version against plain SimPy's, in thousands of pounds; gaps in standard errors."""

    replications: int
    mean: float
    sd: float
    mean_gap: float
    sd_gap: float

    @property
    def holds(self) -> bool:
        """Whether both gaps are within Monte Carlo error."""
        return max(abs(self.mean_gap), abs(self.sd_gap)) < MOST


def agreement(found: Measured, plain: Iterable[Round]) -> Agreement:
    """Compare mean and standard deviation, with the errors of normal samples that spread as plain SimPy's."""
    count, mean, sd = pooled(found.rounds)
    plain_count, plain_mean, plain_sd = pooled(plain)
    error = plain_sd * math.sqrt(1.0 / count + 1.0 / plain_count)
    return Agreement(count, mean, sd, (mean - plain_mean) / error, (sd - plain_sd) / error * math.sqrt(2.0))


def apart(flags: tuple[str, ...], *, count: int = lanes.LANES, seed: int = 1) -> tuple[int, float]:
    """Return in how many counts lanes and fused kernel differ, and the largest difference of other measures.

    The latter is relative to the measure, or absolute below 1.
    """
    ours, theirs = lanes.new_record(count), lanes.new_record(count)
    lanes.Firms(KeyedStreams(seed, np.arange(count)), ours)
    fused.kernel(flags)(seed, 0, count, theirs)
    whole = [p.MEASURES.index(measure) for measure in WHOLE]
    gaps = np.abs(ours - theirs) / np.maximum(np.abs(theirs), 1.0)
    return int((ours[:, whole] != theirs[:, whole]).sum()), float(np.delete(gaps, whole, axis=1).max())
