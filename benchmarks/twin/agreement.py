"""Whether two samples may come from one law: chi-squared or Kolmogorov–Smirnov, mean, variance."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from benchmarks.twin.sample import Sample

    Floats = NDArray[np.float64]

ALPHA = 1e-4
EXPECTED = 10.0
"""Least expected count of a bin of the chi-squared test."""
FINEST = 1e-6
"""Differences below this share of the largest value are rounding: the engine keeps single precision."""
UNUSUAL = 50
"""Moments are tested where at least so many values of each side differ from the most frequent value: below that the
normal law of the statistic is no guide, and the chi-squared test on the counts says all there is."""
MOST_BINS = 60


@dataclass(frozen=True, slots=True)
class Test:
    """One test of one figure.

    Attributes
    ----------
    kind
        `equal`, `chi2`, `ks`, `mean` or `variance`.
    statistic
        Largest difference, chi-squared, KS distance, or z.
    p
        Probability of such a statistic if both sides follow one law; 0 or 1 for `equal`.
    """

    kind: str
    statistic: float
    p: float

    @property
    def rejects(self) -> bool:
        """Whether the sides differ at the level of the page."""
        return self.p < ALPHA


@dataclass(frozen=True, slots=True)
class Row:
    """One test of one measure or outcome; `month` is 0 for outcomes."""

    month: int
    name: str
    test: Test
    ours: float
    theirs: float


def tests_of(ours: Floats, theirs: Floats) -> list[Test]:
    """Return every test that applies to two samples of one figure; missing values count as a category."""
    missing = np.isnan(ours), np.isnan(theirs)
    found = []
    if missing[0].any() or missing[1].any():
        found.append(_chi_squared(missing[0].astype(float), missing[1].astype(float)))
        ours, theirs = ours[~missing[0]], theirs[~missing[1]]
    if min(ours.size, theirs.size) == 0:
        return found
    a, b = _rounded(ours, theirs, 0.0)
    law = _of_laws(a, b)
    found.append(max(law, _of_laws(*_rounded(ours, theirs, 0.5)), key=lambda test: test.p) if law.rejects else law)
    both = np.concatenate([a, b])
    values, counts = np.unique(both, return_counts=True)
    usual = values[np.argmax(counts)]
    if min((a != usual).sum(), (b != usual).sum()) >= UNUSUAL:
        found += [_means(a, b), _variances(a, b)]
    return found


def _of_laws(a: Floats, b: Floats) -> Test:
    values = np.unique(np.concatenate([a, b]))
    if values.size == 1:
        return Test("equal", 0.0, 1.0)
    whole = bool(np.all(values == np.rint(values))) or values.size <= MOST_BINS
    return _chi_squared(a, b) if whole else _kolmogorov_smirnov(a, b)


def _rounded(a: Floats, b: Floats, shift: float) -> tuple[Floats, Floats]:
    """Drop what single precision cannot hold; whole numbers stay as they are.

    Numbers go through single precision as the engine's did, or else one number would often fall on both sides of a
    boundary of the grid; that it does so on two grids half a step apart is then next to impossible.
    """
    a, b = a.astype(np.float32).astype(float), b.astype(np.float32).astype(float)
    largest = max(np.abs(a).max(), np.abs(b).max())
    if largest == 0.0 or (np.all(a == np.rint(a)) and np.all(b == np.rint(b))):
        return a, b
    step = FINEST * 10.0 ** math.ceil(math.log10(largest))
    return np.rint(a / step + shift) * step, np.rint(b / step + shift) * step


def _chi_squared(a: Floats, b: Floats) -> Test:
    """Compare counts by value, neighbours pooled until the smaller side expects enough in each bin."""
    values, place = np.unique(np.concatenate([a, b]), return_inverse=True)
    tables = np.array(
        [np.bincount(place[: a.size], minlength=values.size), np.bincount(place[a.size :], minlength=values.size)]
    )
    if values.size == 1:
        return Test("equal", 0.0, 1.0)
    fewest = max(EXPECTED, min(a.size, b.size) / MOST_BINS)
    pooled = _pooled(tables, fewest * (a.size + b.size) / min(a.size, b.size))
    if pooled.shape[1] == 1:
        return _exact(tables)
    chi2, p, _, _ = stats.chi2_contingency(pooled, correction=False)
    return Test("chi2", float(chi2), float(p))


def _pooled(tables: NDArray[np.int64], least: float) -> NDArray[np.int64]:
    """Join neighbouring columns until each holds at least so many values; what is left joins the last."""
    ends, held = [], 0
    for place, count in enumerate(tables.sum(axis=0).tolist(), 1):
        held += count
        if held >= least:
            ends.append(place)
            held = 0
    starts = [0, *ends[:-1]] if ends else [0]
    return np.asarray(np.add.reduceat(tables, starts, axis=1))


def _exact(tables: NDArray[np.int64]) -> Test:
    """Compare how often the most frequent value comes, exactly: too few others for chi-squared."""
    usual = int(np.argmax(tables.sum(axis=0)))
    table = np.array([tables[:, usual], tables.sum(axis=1) - tables[:, usual]])
    return Test("chi2", 0.0, float(stats.fisher_exact(table)[1]))


def _kolmogorov_smirnov(a: Floats, b: Floats) -> Test:
    found = stats.ks_2samp(a, b, method="asymp")
    return Test("ks", float(found.statistic), float(found.pvalue))


def _z(kind: str, difference: float, error: float) -> Test:
    z = difference / error if error > 0.0 else 0.0
    return Test(kind, z, float(2.0 * stats.norm.sf(abs(z))))


def _means(a: Floats, b: Floats) -> Test:
    return _z("mean", float(a.mean() - b.mean()), math.sqrt(a.var() / a.size + b.var() / b.size))


def _variances(a: Floats, b: Floats) -> Test:
    """Compare variances; the error comes from the fourth moment of both sides pooled, as under one law."""
    centred = np.concatenate([a - a.mean(), b - b.mean()])
    squares = centred**2
    error = float(squares.std()) * math.sqrt(1.0 / a.size + 1.0 / b.size)
    return _z("variance", float(a.var() - b.var()), error)


def compare(ours: Sample, theirs: Sample) -> Iterator[Row]:
    """Yield every test of every measure and outcome of two samples."""
    yield from compare_measures(ours, theirs)
    for name, values in ours.outcomes.items():
        yield from _rows(0, name, values, theirs.outcomes[name])


def compare_measures(ours: Sample, theirs: Sample) -> Iterator[Row]:
    """Yield every test of every measure of `ours`; the other sample may know more months."""
    for (month, name), values in ours.measures.items():
        yield from _rows(month, name, values, theirs.measures[month, name])


def _rows(month: int, name: str, a: Floats, b: Floats) -> Iterator[Row]:
    for test in tests_of(a, b):
        yield Row(month, name, test, _middle(a), _middle(b))


def _middle(values: Floats) -> float:
    present = values[~np.isnan(values)]
    return float(present.mean()) if present.size else math.nan
