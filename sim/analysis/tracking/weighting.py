"""A run's replications weighed by how well they agree with what happened since."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.intervals import Array, Interval, wilson

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

LEAST: Final = 100
"""Effective replications that an update keeps: a share of one half is then known to ten points either way."""
OF_ALL: Final = 0.25
"""In a small run: this share of its replications."""
MOST: Final = 20_000
"""Replications that are weighed, however many a run has: their months must fit into memory."""
_HALVINGS: Final = 60


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each replication counts.

    Attributes
    ----------
    shares
        Shape (replications,), summing to 1.
    effective
        Effective sample size, 1 / Σ w²: the even replications that would leave as much luck in an average.
    strict
        What it would be if the likelihood were taken at its word.
    temper
        Power of the likelihood that was used, from 0 to 1: 1 takes it at its word. With power t it is as if only so
        large a part of the figures were there.
    """

    shares: Array
    effective: float
    strict: float
    temper: float

    @property
    def tempered(self) -> bool:
        """Whether the likelihood was weakened."""
        return self.temper < 1.0


@dataclass(frozen=True, slots=True)
class WeighedChance:
    """A share of weighed replications.

    Attributes
    ----------
    probability
        Sum of the weights of those in which it happened.
    ci95
        Wilson interval with the effective sample size in place of the number of replications.
    """

    probability: float
    ci95: Interval


def misfit(simulated: Array, actual: Array, noise: Array | float) -> Array:
    """Return the log-likelihood of the actuals under each replication, up to a constant, shape (replications,).

    Errors are independent and normal on the scale of `sim.analysis.tracking.one_scale`.

    Parameters
    ----------
    simulated
        Shape (measures, months, replications).
    actual
        Shape (measures, months); what is missing does not count.
    noise
        Their standard deviation, of a shape that goes with the actuals'.
    """
    known = ~np.isnan(actual)
    gap = (simulated[known] - actual[known][:, None]) / np.broadcast_to(noise, actual.shape)[known][:, None]
    return np.asarray(-0.5 * np.einsum("ij,ij->j", gap, gap))


def weigh(likelihood: Array, *, least: float = LEAST) -> Weights:
    """Weigh replications by their log-likelihood, weakened as far as it takes to keep enough of them effective."""
    strict = effective(_shares(likelihood, 1.0))
    wanted = max(1.0, min(least, OF_ALL * len(likelihood)))
    temper = 1.0 if strict >= wanted else _weakened(likelihood, wanted)
    shares = _shares(likelihood, temper)
    return Weights(shares, effective(shares), strict, temper)


def effective(weights: Array) -> float:
    """Return the effective sample size of weights that sum to 1."""
    return float(1.0 / np.sum(weights**2))


def _shares(likelihood: Array, temper: float) -> Array:
    raw = np.exp(temper * (likelihood - likelihood.max()))
    return np.asarray(raw / raw.sum())


def _weakened(likelihood: Array, wanted: float) -> float:
    """Return the largest power that leaves `wanted` replications effective; fewer with every larger power."""
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if effective(_shares(likelihood, middle)) >= wanted else (low, middle)
    return low


def weighed_chance(happened: NDArray[np.bool_], weights: Weights) -> WeighedChance:
    """Return how likely something is under the weights."""
    probability = min(1.0, float(weights.shares[happened].sum()))
    if not happened.any() or happened.all():
        probability = float(happened.any())  # not a rounding error off it, where the interval's end is exact
    return WeighedChance(probability, wilson(probability * weights.effective, weights.effective))


def weighed_quantiles(values: Array, weights: Array, levels: Sequence[float]) -> Array:
    """Return quantiles along the last axis under weights, shape (…, levels); NaN where any value is missing.

    Linear between values, and those of `numpy.quantile` where all weights are equal.
    """
    order = np.argsort(values, axis=-1)
    ranked, own = np.take_along_axis(values, order, axis=-1), weights[order]
    n = values.shape[-1]
    before = np.cumsum(own, axis=-1) - own
    places = np.arange(n) * own + (n - 1) * before
    last = places[..., -1:]
    places = places / np.where(last > 0.0, last, 1.0)
    flat = zip(ranked.reshape(-1, n), places.reshape(-1, n), strict=True)
    found = [np.interp(levels, place, row) if not math.isnan(row[-1]) else np.full(len(levels), np.nan)
             for row, place in flat]  # fmt: skip
    return np.array(found).reshape(*values.shape[:-1], len(levels))
