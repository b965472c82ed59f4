"""Early warning: months between the month in which the cycle gain falls below one and the month in which profit peaks.

A gain above one carries growth, and one below it no longer does; but customers won before may stay for years, and
profit go on rising on what they bring. Gain and peak are read from means over replications: a single path peaks where
its luck is best, which says nothing of the cycle.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.statistics.monotone import crossings, monotone
from sim.analysis.statistics.resampling import UNKNOWN, Estimate, estimate, means
from sim.analysis.statistics.row_bootstrap import ends

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from sim.analysis.cycle.slowing import Slowing
    from sim.outcomes import Array

STREAM: Final = "warning:replications"
"""Name of the resamples of replications; one for crossing, peaks and lead, so that what is compared is paired."""

YEAR: Final = 12
"""Months of a mean that is free of seasons."""

THIN: Final = 30
"""Open firms below which the gain of a month is left out; half of the replications when there are fewer than sixty."""

EVEN: Final = 1.0
"""The gain at which a lap makes as much as it took."""


@dataclass(frozen=True, slots=True)
class Warned:
    """What is known of one policy for a warning.

    Attributes
    ----------
    months
        When money was pushed in, ascending.
    returned
        Money more to reinvest per unit put in, shape (months, replications); NaN where the firm has closed before.
    profits, customers
        By month of the horizon, shape (horizon, replications).
    """

    months: tuple[int, ...]
    returned: Array
    profits: Array
    customers: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlyWarning:
    """How long before its peak the cycle stops carrying itself.

    A month is −∞ when it lies before all that was looked at (the gain is below one, or the series falls, from the
    start) and ∞ when it lies after (no crossing, no peak yet).

    Attributes
    ----------
    policy
        Under which.
    months, gains, firms
        When money was pushed in, the gain with its interval, and the number of firms open then.
    crossing
        Month in which the nearest falling curve through the gains reaches one.
    profit, customers
        Month in which the mean over all replications peaks, closed firms counted as nothing; a mean of twelve months,
        dated at its middle.
    lead, customers_lead
        Months from the crossing to either peak; missing where one of the two lies outside.
    turns
        Whether the gains surely rise somewhere, so that one crossing does not tell all.
    yearly, base
        Mean profit by twelve months, and mean customers by twelve months, from the seventh month on.
    slowing
        What autocorrelation and variance of revenue growth say before the peak of profit, for contrast.
    """

    policy: str
    months: tuple[int, ...]
    gains: tuple[Estimate, ...]
    firms: tuple[int, ...]
    crossing: Estimate
    profit: Estimate
    customers: Estimate
    lead: Estimate
    customers_lead: Estimate
    turns: bool
    yearly: tuple[float, ...]
    base: tuple[float, ...]
    slowing: tuple[Slowing, ...] = ()


def warning(known: Warned, *, policy: str, seed: int, slowing: tuple[Slowing, ...] = ()) -> EarlyWarning:
    """Find crossing, peaks and the months between them, with percentile intervals over replications drawn again."""
    firms = np.isfinite(known.returned).sum(axis=1)
    kept = firms >= min(THIN, max(1, known.returned.shape[1] // 2))
    months = np.asarray(known.months, float)[kept]
    drawn = means(_columns(known, kept), seed=seed, stream=STREAM)
    with np.errstate(invalid="ignore", divide="ignore"):  # a resample may hold no open firm: its gain is missing
        gains = drawn["returned"] / drawn["open"]
    when = crossing(months, gains)
    peaks = {name: peak(drawn[name]) for name in ("profits", "customers")}
    return EarlyWarning(
        policy=policy,
        months=tuple(int(month) for month in months),
        gains=tuple(estimate(column) for column in gains.T),
        firms=tuple(int(count) for count in firms[kept]),
        crossing=_month(when),
        profit=_month(peaks["profits"]),
        customers=_month(peaks["customers"]),
        lead=_between(when, peaks["profits"]),
        customers_lead=_between(when, peaks["customers"]),
        turns=_turns(gains),
        yearly=tuple(drawn["profits"][0].tolist()),
        base=tuple(drawn["customers"][0].tolist()),
        slowing=slowing,
    )


def _columns(known: Warned, kept: NDArray[np.bool_]) -> Mapping[str, Array]:
    there = np.isfinite(known.returned[kept])
    return {
        "returned": np.where(there, known.returned[kept], 0.0).T,
        "open": there.T.astype(float),
        "profits": by_year(known.profits).T,
        "customers": by_year(known.customers).T,
    }


def by_year(series: Array) -> Array:
    """Return means of twelve months, shape (months − 11, replications)."""
    total = np.concatenate([np.zeros((1, series.shape[1])), np.cumsum(series, axis=0)])
    return np.asarray((total[YEAR:] - total[:-YEAR]) / YEAR)


def crossing(months: Array, gains: Array) -> Array:
    """Return where each row of gains falls below one: the nearest falling curve, linear between months.

    A dip by chance among gains above one is evened out with its neighbours; the first gain below one would take it
    for the crossing.
    """
    if not len(months):
        return np.full(len(gains), np.nan)
    known = np.isfinite(gains).all(axis=1)
    found = np.full(len(gains), np.nan)
    found[known] = crossings(months, monotone(-gains[known]), -EVEN)
    return found


def peak(series: Array) -> Array:
    """Return the middle month of the twelve in which each row is highest; ∓∞ when that is the first or the last."""
    place = series.argmax(axis=1)
    last = series.shape[1] - 1
    found = place + (YEAR + 1) / 2.0
    return np.where(place == last, np.inf, np.where(place == 0, -np.inf, found))


def _month(found: Array) -> Estimate:
    """Return the first month with the percentile interval of the others, whose ends may be infinite."""
    if np.isnan(found).any():
        return estimate(found)
    low, high = ends(found[1:])
    return Estimate(float(found[0]), (float(low), float(high)))


def _between(start: Array, end: Array) -> Estimate:
    """Return the months from one to the other; an end of the interval is missing where too few samples have both."""
    if not np.isfinite([start[0], end[0]]).all():
        return Estimate(np.nan, UNKNOWN)
    with np.errstate(invalid="ignore"):  # ∞ − ∞: neither was seen
        return _month(end - start)


def _turns(gains: Array) -> bool:
    """Tell whether the gain rises from one month to a later one by more than chance among all such pairs gives."""
    if gains.shape[1] < 2 or not np.isfinite(gains).all():  # noqa: PLR2004 (a rise needs two months)
        return False
    noise = gains[1:] - gains[0]
    return bool(_rise(gains[:1])[0] > np.quantile(_rise(noise), 0.95))


def _rise(rows: Array) -> Array:
    return np.asarray((rows - np.minimum.accumulate(rows, axis=1)).max(axis=1))
