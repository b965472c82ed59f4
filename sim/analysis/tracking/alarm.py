"""Whether actual figures still look like a run, with a rate of false alarms that is what it says.

A firm that does what the run says is one more replication, seen with noise. So every replication, with noise put on its
figures, is a pretend-actual; the actual figures are off track when they stand further out among all of them than 95 %
do. Ranks among equals are right whatever the distribution is: nothing is taken for normal.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.special import ndtri

from sim.randomness import KeyedUniforms

if TYPE_CHECKING:
    from sim.analysis.intervals import Array

RATE: Final = 0.05
"""Share of firms on track that get an alarm all the same, at one look."""
RECENT: Final = 3
"""Months that count once more on their own, so that a turn is seen before it shows in the whole."""
STREAM: Final = "track:noise"


@dataclass(frozen=True, slots=True)
class Alarm:
    """Where the actual figures stand among those of the run.

    Attributes
    ----------
    p_value
        Share of pretend-actuals, the actual one among them, that stand at least as far out.
    distance
        How far out the actual figures stand: squared Mahalanobis distance.
    distances
        Those of the pretend-actuals, shape (replications,).
    places
        By measure: share of pretend-actuals whose figures to date are lower, ties by halves.
    looks
        Months with figures: an alarm could have come after each of them.
    any_look
        Share of pretend-actuals that would have had an alarm at one or more of these looks.
    """

    p_value: float
    distance: float
    distances: Array
    places: tuple[float, ...]
    looks: int
    any_look: float

    @property
    def off_track(self) -> bool:
        """Whether there is an alarm."""
        return self.p_value <= RATE

    @property
    def able(self) -> bool:
        """Whether there are replications enough for an alarm ever to come."""
        return 1.0 / (len(self.distances) + 1) <= RATE

    @property
    def limit(self) -> float:
        """The distance from which on there is an alarm: the highest that leaves the rate; infinite where none does."""
        n = len(self.distances)
        above = math.floor(RATE * (n + 1)) - 1
        return float(np.sort(self.distances)[n - above - 1]) if above >= 0 else math.inf


def alarm(simulated: Array, actual: Array, noise: float, seed: int) -> Alarm:
    """Look whether actual figures stand out among those of a run.

    Parameters
    ----------
    simulated
        Shape (measures, months, replications), on the scale of `sim.analysis.tracking.one_scale`.
    actual
        Shape (measures, months), missing where unknown; at least one is known.
    noise
        Standard deviation of errors of measurement on that scale.
    seed
        Of the run; the noise on pretend-actuals depends on it.
    """
    seen = np.concatenate([actual[..., None], noisy(simulated, noise, seed)], axis=-1)
    looks = np.flatnonzero(~np.isnan(actual).all(axis=0))
    p_values = np.array([ranks(distances(features(seen[:, : month + 1]))) for month in looks])
    shown = features(seen)
    own = distances(shown)
    return Alarm(
        p_value=float(ranks(own)[0]),
        distance=float(own[0]),
        distances=own[1:],
        places=tuple(_place(row) for row in to_date(seen)),
        looks=len(looks),
        any_look=float((p_values[:, 1:] <= RATE).any(axis=0).mean()),
    )


def noisy(simulated: Array, noise: float, seed: int) -> Array:
    """Return every replication as it would be measured."""
    measures, months, replications = simulated.shape
    uniforms = KeyedUniforms(seed).rows(STREAM, 0, measures * months, ((0, -(-replications // 4)),))
    return np.asarray(simulated + noise * ndtri(uniforms[:, :replications]).reshape(simulated.shape))


def to_date(seen: Array) -> Array:
    """Return the average of each measure over the months in which the actual figure, column 0, is known."""
    return np.stack([row[~np.isnan(row[:, 0])].mean(axis=0) for row in seen if not np.isnan(row[:, 0]).all()])


def features(seen: Array) -> Array:
    """Return what the look is at: each measure's average to date, and that of its last months once there are more."""
    found = []
    for row in seen:
        known = row[~np.isnan(row[:, 0])]
        if len(known):
            found.append(known.mean(axis=0))
        if len(known) > RECENT:
            found.append(known[-RECENT:].mean(axis=0))
    return np.stack(found)


def distances(shown: Array) -> Array:
    """Return the squared Mahalanobis distance of every column, the actual one treated like the others.

    That it takes part in mean and covariance is what makes its rank fair.
    """
    centred = shown - shown.mean(axis=1, keepdims=True)
    spread = np.sqrt((centred**2).mean(axis=1, keepdims=True))
    even = centred / np.where(spread > 0.0, spread, 1.0)
    # Figures that say nearly the same are not told apart by rounding.
    covariance = even @ even.T / shown.shape[1] + 1e-6 * np.eye(len(shown))
    return np.asarray(np.einsum("ij,ij->j", even, np.linalg.solve(covariance, even)))


def ranks(far: Array) -> Array:
    """Return for each the share that stand at least as far out, itself included."""
    n, ranked = len(far), np.sort(far)
    return np.asarray((n - np.searchsorted(ranked, far * (1.0 - 1e-12), side="left")) / n)


def _place(row: Array) -> float:
    others, own = row[1:], row[0]
    return float(((others < own).sum() + 0.5 * (others == own).sum()) / len(others))
