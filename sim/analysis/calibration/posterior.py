"""What is believed about the parameters once the data are seen, beside what was believed before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from sim.arrays import Array

SHARE: Final = 0.9
"""Share of the belief inside the intervals that are told."""

LEARNT: Final = 0.5
"""Ratio of the spread after the data to that before, on the prior's normal scale, below which a parameter counts as
identified: half of what was not known is known."""

OPEN: Final = 0.85
"""Ratio above which the data count as silent about a parameter."""


@dataclass(frozen=True, slots=True, eq=False)
class Posterior:
    """Equally likely sets of parameters.

    Attributes
    ----------
    keys
        Dotted keys of the parameters.
    names
        What they are called.
    values
        Shape (particles, parameters).
    prior
        The same of the belief before the data, shape (particles, parameters).
    scores
        The particles on the prior's standard normal scale, shape (particles, parameters).
    effective
        How many independent sets they are worth.
    waves
        Waves of simulated firms that it took.
    distance
        How far the data lie from what the model produces at the posterior, in standard deviations of luck.
    strange
        Whether that is farther than luck explains (one in a thousand).
    aside
        Measures that were left out, since no firm of the prior shows anything like them.
    oddest
        How far the data lie from all firms of the prior in the direction in which they are oddest, in standard
        deviations of those firms; directions beyond `sim.analysis.calibration.summary.ODD` are left out.
    """

    keys: tuple[str, ...]
    names: tuple[str, ...]
    values: Array
    prior: Array
    scores: Array
    effective: float
    waves: int
    distance: float
    strange: bool
    aside: tuple[str, ...] = ()
    oddest: float = 0.0

    def __len__(self) -> int:
        """Return the number of particles."""
        return len(self.values)

    @property
    def weights(self) -> Array:
        """Weight of each particle; all alike."""
        return np.full(len(self), 1.0 / len(self))

    @property
    def median(self) -> Array:
        """Median of every parameter."""
        return np.median(self.values, axis=0)

    @property
    def ratio(self) -> Array:
        """Spread after the data over that before, on the prior's normal scale: 1 when nothing is learnt."""
        return np.asarray(np.std(self.scores, axis=0))

    @property
    def identified(self) -> tuple[str, ...]:
        """Keys of which at least half of what was not known is known."""
        return tuple(key for key, ratio in zip(self.keys, self.ratio, strict=True) if ratio < LEARNT)

    @property
    def correlation(self) -> Array:
        """Correlation of the parameters after the data, on the prior's normal scale."""
        return np.atleast_2d(np.corrcoef(self.scores, rowvar=False))

    def interval(self, share: float = SHARE) -> Array:
        """Return the central interval of every parameter, shape (2, parameters)."""
        return np.quantile(self.values, [(1 - share) / 2, (1 + share) / 2], axis=0)

    def before(self, share: float = SHARE) -> Array:
        """Return the prior's central interval of every parameter, shape (2, parameters)."""
        return np.quantile(self.prior, [(1 - share) / 2, (1 + share) / 2], axis=0)

    def inputs(self, count: int) -> dict[str, Array]:
        """Return `count` sets, evenly taken, as values by key: inputs of trials."""
        taken = (np.arange(count) * len(self) // count) if count <= len(self) else np.arange(count) % len(self)
        return {key: self.values[taken, column].copy() for column, key in enumerate(self.keys)}
