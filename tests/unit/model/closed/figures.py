"""What is said of a closed form: the engine's figure beside the exact one, and how near they must be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray
from scipy.stats import chi2, norm

if TYPE_CHECKING:
    from collections.abc import Callable

Array = NDArray[np.float64]

ALPHA: Final = 1e-4
"""Chance of a false alarm of one statistical figure, were its seed drawn anew."""
FAR: Final = float(norm.isf(ALPHA / 2))
_LEAST: Final = 10.0
"""Least expected count of a bin of a chi-square test."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the engine and its exact value.

    Attributes
    ----------
    says
        What is measured, in plain words.
    engine, exact
        The two figures; of a law the chi-square statistic and its degrees of freedom.
    near, limit
        How far apart they are, and how far they may be: relative, in standard errors, or the chi-square statistic.
    judged
        `relative`, `standard errors` or `chi-square`.
    """

    says: str
    engine: float
    exact: float
    near: float
    limit: float
    judged: str

    @property
    def holds(self) -> bool:
        """Whether the figures are near enough; never when one is missing."""
        return abs(self.near) <= self.limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One closed form.

    Attributes
    ----------
    name
        Its name in the page.
    formula
        As written in the page.
    source
        Where it comes from.
    reduction
        What is left of the engine and what is switched off.
    figures
        Runs the reduced engine and returns its figures.
    """

    name: str
    formula: str
    source: str
    reduction: str
    figures: Callable[[], tuple[Figure, ...]]


def exactly(says: str, engine: float, exact: float, limit: float) -> Figure:
    """Return a figure without luck: the relative distance may be `limit` at most."""
    return Figure(says, float(engine), float(exact), float(engine / exact - 1), limit, "relative")


def on_average(says: str, sample: Array, exact: float) -> Figure:
    """Return the mean of a sample over replications, judged in standard errors."""
    error = sample.std(ddof=1) / np.sqrt(sample.size)
    mean = float(sample.mean())
    return Figure(says, mean, exact, float((mean - exact) / error), FAR, "standard errors")


def as_often(says: str, hits: NDArray[np.bool_] | np.bool_, exact: float) -> Figure:
    """Return the share of replications in which something happens, judged in exact standard errors."""
    share, error = float(np.mean(hits)), np.sqrt(exact * (1 - exact) / np.size(hits))
    return Figure(says, share, exact, float((share - exact) / error), FAR, "standard errors")


def lawful(says: str, counts: Array, law: Array) -> Figure:
    """Return the chi-square test of whole counts against the probabilities of 0, 1, 2, …; the rest is one bin."""
    most = law.size - 1
    seen = np.bincount(np.minimum(counts, most).astype(np.intp), minlength=law.size).astype(np.float64)
    expected = counts.size * np.append(law[:-1], max(0.0, 1 - law[:-1].sum()))
    bins = _bins(expected)
    together = [np.bincount(bins, each).astype(np.float64) for each in (seen, expected)]
    return _chi_square(says, together[0], together[1], int(bins[-1]))


def independent(says: str, one: Array, other: Array, parts: int = 5) -> Figure:
    """Return the chi-square test of independence of two counts, each cut at its quantiles into `parts`."""
    table = np.zeros((parts, parts))
    np.add.at(table, (_part(one, parts), _part(other, parts)), 1.0)
    table = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    return _chi_square(says, table, expected, (table.shape[0] - 1) * (table.shape[1] - 1))


def _chi_square(says: str, seen: Array, expected: Array, freedom: int) -> Figure:
    statistic = float(((seen - expected) ** 2 / expected).sum())
    return Figure(says, statistic, float(freedom), statistic, float(chi2.isf(ALPHA, freedom)), "chi-square")


def _part(values: Array, parts: int) -> NDArray[np.intp]:
    cuts = np.quantile(values, np.arange(1, parts) / parts)
    return np.searchsorted(cuts, values)


def _bins(expected: Array) -> NDArray[np.intp]:
    """Return a bin for every count, so that every bin expects enough."""
    bins, room, index = [], 0.0, 0
    for each in expected:
        bins.append(index)
        room += each
        if room >= _LEAST:
            room, index = 0.0, index + 1
    if room > 0:
        bins = [min(each, index - 1) for each in bins]
    return np.asarray(bins, np.intp)
