"""Figures with intervals: plain means by Student's t, all else by replications drawn again with replacement."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.intervals import LEVEL, Interval, t_interval
from sim.analysis.statistics.row_bootstrap import RESAMPLES, resampled_means

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.outcomes import Array

UNKNOWN: Final = (math.nan, math.nan)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure and its 95 % interval."""

    value: float
    ci95: Interval

    @property
    def known(self) -> bool:
        """Whether there is a figure and an interval."""
        return all(math.isfinite(number) for number in (self.value, *self.ci95))

    @property
    def side(self) -> int:
        """1 or −1 when the interval lies above or below zero, else 0."""
        return (self.ci95[0] > 0.0) - (self.ci95[1] < 0.0)


NOTHING: Final = Estimate(math.nan, UNKNOWN)


def mean_of(values: Array) -> Estimate:
    """Return the mean of replications with its t interval; nothing without replications."""
    return Estimate(float(np.mean(values)), t_interval(values)) if len(values) else NOTHING


def means(columns: Mapping[str, Array], *, seed: int, stream: str) -> dict[str, Array]:
    """Return means of all replications and, after them, of every resample.

    Parameters
    ----------
    columns
        By name, shape (replications,) or (replications, k). All names see the same resamples, and so does another
        call with the same seed, stream and number of replications: what comes of the two is paired.
    seed, stream
        Key of the resamples.

    Returns
    -------
    Shape (1 + resamples,) or (1 + resamples, k), by name. With fewer than two replications resamples are missing.
    """
    tables = {
        name: np.asarray(values, np.float64).reshape(len(values), math.prod(values.shape[1:]))
        for name, values in columns.items()
    }
    whole = np.concatenate(list(tables.values()), axis=1)
    few = len(whole) < 2  # noqa: PLR2004 (one replication drawn again is itself)
    drawn = np.full((RESAMPLES, whole.shape[1]), math.nan) if few else resampled_means(whole, seed=seed, stream=stream)
    first = whole.mean(axis=0) if len(whole) else np.full(whole.shape[1], math.nan)
    found = np.vstack([first, drawn])
    ends = np.cumsum([table.shape[1] for table in tables.values()])[:-1]
    parts = zip(columns.items(), np.split(found, ends, axis=1), strict=True)
    return {name: part[:, 0] if values.ndim == 1 else part for (name, values), part in parts}


def estimate(values: Array) -> Estimate:
    """Return the first value with the percentile interval of the others; none where more than a few of them lack it."""
    value, others = float(values[0]), values[1:]
    known = others[np.isfinite(others)]
    if known.size < LEVEL * others.size or not math.isfinite(value):
        return Estimate(value, UNKNOWN)
    tail = (1.0 - LEVEL) / 2.0
    low, high = (float(q) for q in np.quantile(known, (tail, 1.0 - tail)))
    return Estimate(value, (low, high))
