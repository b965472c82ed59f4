"""Whose share of the variance: Sobol indices of the inputs, with luck as one more factor.

Luck is a factor like any other: each row of matrix A has its own, each row of B another, and one matrix is A with the
luck of B. Its total index is then the share of variance that no knowledge of the inputs removes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.analysis.statistics.row_bootstrap import Array, above_rest, percentiles, resampled_means

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.analysis.intervals import Interval
    from sim.analysis.sensitivity.factor import Factor
    from sim.analysis.subject import Subject


@dataclass(frozen=True, slots=True)
class Index:
    """A share of variance.

    Attributes
    ----------
    value
        The estimate; noise can bring it below 0. NaN when there is no variance to share.
    ci95
        Percentile interval of the row bootstrap.
    """

    value: float
    ci95: Interval


@dataclass(frozen=True, slots=True)
class Shares:
    """What one factor does to the variance.

    Attributes
    ----------
    first
        Share of the whole variance, luck included, that knowing this factor alone would remove.
    total
        Share that would be left if all but this factor were known: its own and that of every interaction with it.
    """

    first: Index
    total: Index


@dataclass(frozen=True, slots=True)
class Driver:
    """An input, or several tied together, and its shares.

    Attributes
    ----------
    factor
        Which.
    shares
        Of the whole variance.
    of_expected
        First-order index of the mean over luck, E[Y | inputs], alone: first / (1 − total of luck).
    above_rest
        Whether its total is beyond noise above those of all later drivers; False for the last.
    """

    factor: Factor
    shares: Shares
    of_expected: Index
    above_rest: bool


@dataclass(frozen=True, slots=True)
class Sobol:
    """Whose share of the variance.

    Attributes
    ----------
    subject
        Of what.
    mean, deviation
        Mean and standard deviation over inputs and luck, in the unit of the outcome.
    drivers
        Largest total first.
    luck
        Shares of luck; its total is what no knowledge of the inputs removes.
    inputs
        Share that knowing every input would remove: 1 − total of luck.
    base
        Rows of the design.
    lanes
        Lanes simulated.
    """

    subject: Subject
    mean: float
    deviation: float
    drivers: tuple[Driver, ...]
    luck: Shares
    inputs: Index
    base: int
    lanes: int

    @property
    def still(self) -> bool:
        """Whether nothing moves: neither inputs nor luck."""
        return self.deviation == 0.0


@dataclass(frozen=True, slots=True)
class Outputs:
    """What came out of a Saltelli design.

    Attributes
    ----------
    a, b
        Of the two independent matrices, shape (rows,).
    swapped
        Of A with one factor of B, shape (factors + 1, rows); the last has the luck of B.
    """

    a: Array
    b: Array
    swapped: Array


def sobol(subject: Subject, factors: Sequence[Factor], outputs: Outputs, *, seed: int, lanes: int) -> Sobol:
    """Estimate Sobol indices: first order by Saltelli et al. (2010), total order by Jansen (1999)."""
    both = np.concatenate([outputs.a, outputs.b])
    scale = float(np.ptp(both)) or float(np.ptp(outputs.swapped)) or 1.0  # before squaring: squares of money overflow
    middle = float(both.mean())
    deviation = scale * float(((both - middle) / scale).std()) if np.ptp(both) else 0.0
    columns = _columns(outputs, middle if deviation else float(both[0]), scale)
    found = _indices(columns.mean(axis=0))
    drawn = _indices(resampled_means(columns, seed=seed, stream="sobol:bootstrap"))
    ends = percentiles(drawn)
    indices = [Index(float(value), (float(low), float(high))) for value, low, high in zip(found, *ends, strict=True)]
    count = len(factors)
    first, total, expected = indices[: count + 1], indices[count + 1 : 2 * count + 2], indices[2 * count + 3 :]
    order = np.argsort([-one.value for one in total[:count]], kind="stable")
    totals = drawn[:, count + 1 : 2 * count + 1][:, order]
    drivers = tuple(
        Driver(factors[place], Shares(first[place], total[place]), expected[place], clear)
        for place, clear in zip(order, above_rest(totals), strict=True)
    )
    luck = Shares(first[count], total[count])
    return Sobol(subject, middle, deviation, drivers, luck, indices[2 * count + 2], len(outputs.a), lanes)


def _columns(outputs: Outputs, middle: float, scale: float) -> Array:
    """Return what is averaged over rows, shape (rows, 4 + 2 (factors + 1)); centred, or means would drown it."""
    a, b, swapped = ((values - middle) / scale for values in (outputs.a, outputs.b, outputs.swapped))
    return np.column_stack([a, b, a * a, b * b, (b * (swapped - a)).T, ((swapped - a) ** 2 / 2.0).T])


def _indices(means: Array) -> Array:
    """Return first orders, total orders, 1 − total of luck, and first orders of E[Y | inputs], along the last axis."""
    variance = (means[..., 2] + means[..., 3]) / 2.0 - ((means[..., 0] + means[..., 1]) / 2.0) ** 2
    parts = means[..., 4:]
    factors = parts.shape[-1] // 2
    known = (variance > 0.0)[..., None]
    shares = np.where(known, parts, np.nan) / np.where(known, variance[..., None], 1.0)
    explained = 1.0 - shares[..., -1:]
    inputs = shares[..., : factors - 1]
    # Where the inputs explain nothing, a share of what they explain is not defined.
    expected = np.where(explained > 0.0, inputs, np.nan) / np.where(explained > 0.0, explained, 1.0)
    return np.concatenate([shares, explained, expected], axis=-1)
