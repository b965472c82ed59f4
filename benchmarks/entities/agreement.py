"""Tests of two samples: do they come from the same distribution.

Three tests each, all of size `ALPHA`: chi² of two samples on bins of neighbouring values, pooled until every bin is
expected to hold ten of either sample; z of the means; z of the variances. The last is the one that sees a noise term
dropped: the mean does not move then. (Kolmogorov's test is conservative on counts, hence chi².)
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import stats

from benchmarks.entities.record import MEASURES

if TYPE_CHECKING:
    from benchmarks.entities.samples import Sample

ALPHA: Final = 1e-4
MONTHS: Final = (1, 12, 36, 60)
FLOWS: Final = ("leads", "mql", "referral_leads", "sql", "opportunities", "wins", "losses", "churned", "orders")
"""Measures whose sum over all months is compared as well."""
READ_OUTS: Final = ("cx_index", "crm_use", "clv")
"""Measures that are computed, not counted."""
EXPECTED: Final = 10
MOST_BINS: Final = 40
FINENESS: Final = 1e-3
"""Values closer than this, in standard deviations, count as the same: the engine hands out single precision."""
SAME: Final = 1e-5
"""Relative difference up to which figures without any spread count as the same."""


@dataclass(frozen=True)
class Finding:
    """What one test says.

    Attributes
    ----------
    measure, months
        What was compared, and when.
    test
        `chi2`, `mean`, `variance`; `exact` where neither sample has any spread.
    statistic
        chi², z, z, or the difference.
    p
        Chance of a statistic as large as this, were the distributions the same.
    ours, theirs
        Means (`mean`, `chi2`, `exact`) or variances of the single people and of the engine.
    """

    measure: str
    months: str
    test: str
    statistic: float
    p: float
    ours: float
    theirs: float

    @property
    def differs(self) -> bool:
        """Tell whether the test rejects."""
        return self.p < ALPHA

    def __str__(self) -> str:
        """Return one line for people."""
        figures = f"{self.statistic:8.2f}  p {self.p:.1e}  entities {self.ours:.4f}  engine {self.theirs:.4f}"
        return f"{self.measure:<16} {self.months:>5} {self.test:<8} {figures}"


def findings(ours: Sample, theirs: Sample) -> list[Finding]:
    """Compare every measure at every month of `MONTHS` within the horizon, and the sums of flows.

    Parameters
    ----------
    ours, theirs
        Samples of the single people and of the engine.
    """
    found: list[Finding] = []
    horizon = ours.shape[1]
    for place, measure in enumerate(MEASURES):
        for month in MONTHS:
            if month <= horizon:
                found += compared(measure, str(month), ours[:, month - 1, place], theirs[:, month - 1, place])
        if measure in FLOWS:
            sums = (sample[:, :, place].sum(axis=1) for sample in (ours, theirs))
            found += compared(measure, f"1-{horizon}", *sums)
    return found


def compared(measure: str, months: str, ours: Sample, theirs: Sample) -> list[Finding]:
    """Apply the three tests to two samples of one figure."""
    means, variances = (ours.mean(), theirs.mean()), (ours.var(ddof=1), theirs.var(ddof=1))
    scale = max(abs(means[0]), abs(means[1]), 1e-12)
    if max(variances) <= (SAME * scale) ** 2:
        gap = float(means[0] - means[1])
        return [Finding(measure, months, "exact", gap, float(abs(gap) <= SAME * scale), *means)]
    chi2, p = pooled_chi2(ours, theirs)
    error = math.sqrt(variances[0] / ours.size + variances[1] / theirs.size)
    z = float(means[0] - means[1]) / error
    zv = float(variances[0] - variances[1]) / variance_error(ours, theirs)
    return [
        Finding(measure, months, "chi2", chi2, p, *means),
        Finding(measure, months, "mean", z, float(2 * stats.norm.sf(abs(z))), *means),
        Finding(measure, months, "variance", zv, float(2 * stats.norm.sf(abs(zv))), *variances),
    ]


def variance_error(ours: Sample, theirs: Sample) -> float:
    """Return the standard error of a difference of variances, were the distributions the same.

    The fourth moment is that of both samples together: that of a small one is small whenever its variance is, and the
    test would reject too often.
    """
    squares = np.concatenate([(sample - sample.mean()) ** 2 for sample in (ours, theirs)])
    return float(squares.std() * math.sqrt(1 / ours.size + 1 / theirs.size))


def pooled_chi2(ours: Sample, theirs: Sample) -> tuple[float, float]:
    """Return the two-sample chi² on pooled bins, and its p; (0, 1) where there is one bin only."""
    both = np.concatenate([ours, theirs])
    step = FINENESS * both.std()
    grain = both if np.array_equal(both, np.rint(both)) else np.rint(both / step)
    values, place = np.unique(grain, return_inverse=True)
    counts = np.array([np.bincount(part, minlength=values.size) for part in np.split(place, [ours.size])])
    table = np.add.reduceat(counts, bin_starts(counts), axis=1)
    if table.shape[1] == 1:
        return 0.0, 1.0
    expected = table.sum(axis=0) * counts.sum(axis=1, keepdims=True) / counts.sum()
    chi2 = float(((table - expected) ** 2 / expected).sum())
    return chi2, float(stats.chi2.sf(chi2, table.shape[1] - 1))


def bin_starts(counts: Sample) -> list[int]:
    """Return where bins start, so that each is expected to hold `EXPECTED` of the smaller sample."""
    total, smaller = counts.sum(), counts.sum(axis=1).min()
    least = max(EXPECTED * total / smaller, total / MOST_BINS)
    starts, held = [0], 0
    for place, count in enumerate(counts.sum(axis=0)):
        if held >= least:
            starts.append(place)
            held = 0
        held += int(count)
    if held < least and len(starts) > 1:
        starts.pop()
    return starts
