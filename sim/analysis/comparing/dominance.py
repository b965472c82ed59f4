"""Whether one policy is better whatever the taste for risk."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
from scipy.special import ndtri

from sim.analysis.intervals import LEVEL

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from sim.analysis.intervals import Array
    from sim.analysis.statistics.bootstrap import Rows

POINTS: Final = 50
"""Places at which two distributions are compared."""
INNER: Final = (0.05, 0.95)
"""Quantiles of all outcomes between which dominance is shown; further out there are too few paths to show anything."""
_LEAST: Final = 0.05
"""Smallest error of a place, as a share of the largest: below it hardly a pair of paths differs."""
_ROUNDING: Final = 1e-9
_SAMPLED: Final = 100_000
"""Replications that these places are quantiles of, at most."""
Order = Literal["first", "second"]
Verdict = Literal["dominates", "dominated", "neither", "same"]


@dataclass(frozen=True, slots=True)
class Dominance:
    """How the distribution of one policy lies to that of another.

    Attributes
    ----------
    verdict, order
        `dominates`: this one is ahead beyond noise at every place among the inner nine tenths of outcomes, and nothing
        further out contradicts it; in the `first` order (for everybody who prefers more) or only in the `second` (for
        everybody who also dislikes risk). `dominated` is the mirror image; `neither`: not shown.
    violation
        Share of the area between the two distributions where this one is the worse: 0 is clean dominance, 1 the
        reverse (almost dominance, Leshno and Levy 2002); .5 when the distributions are the same.
    p_first, p_second
        Could this policy dominate, in the first and second order? Small says no.
    p_first_reverse, p_second_reverse
        Could the other one?
    """

    verdict: Verdict
    order: Order | None
    violation: float
    p_first: float
    p_second: float
    p_first_reverse: float
    p_second_reverse: float


@dataclass(frozen=True, slots=True)
class Curves:
    """The distribution of every alternative at the same places, and how it moves from sample to sample.

    Attributes
    ----------
    below, moves_below
        Share of paths at or below each place, shape (k, points), and its deviations, shape (draws, k, points).
    short, moves_short
        Mean shortfall below each place (the integral of the share), alike.
    inner
        Which places lie among the inner nine tenths of all outcomes.
    """

    below: Array
    moves_below: Array
    short: Array
    moves_short: Array
    inner: NDArray[np.bool_]


def curves(values: Array, rows: Rows) -> Curves:
    """Measure every alternative, `values` of shape (k, replications), at the quantiles of all of them together."""
    each = max(1, values.size // len(values) // _SAMPLED)
    some = values[:, ::each]
    places = np.unique(np.quantile(some, np.linspace(0.0, 1.0, POINTS), method="inverted_cdf"))
    low, high = np.quantile(some, INNER, method="inverted_cdf")
    below = [_rows(rows, one, places, lambda x, z: (x <= z).astype(np.float64)) for one in values]
    short = [_rows(rows, one, places, lambda x, z: np.maximum(z - x, 0.0)) for one in values]
    return Curves(
        np.array([one.mean(axis=1) for one in below]),
        np.stack([rows.moved(one) for one in below], axis=1),
        np.array([one.mean(axis=1) for one in short]),
        np.stack([rows.moved(one) for one in short], axis=1),
        np.asarray((places >= low) & (places <= high)),
    )


def _rows(rows: Rows, values: Array, places: Array, of: Callable[[Array, float], Array]) -> Array:
    """Return a function of the values at every place, averaged to rows, a place at a time: there may be millions."""
    return np.concatenate([rows.averaged(of(values, place)[None, :]) for place in places])


def dominance(values: Array, measured: Curves, pair: tuple[int, int], *, tests: int = 1) -> Dominance:
    """Test whether the first of a pair dominates the second, or the reverse.

    Two tests, both by drawing whole replications again, since both policies live the same luck. Dominance is shown when
    the one is ahead at every inner place (Davidson and Duclos 2013: non-dominance is what is put to the test). It is
    contradicted when the largest lead of the other one anywhere is beyond noise (Barrett and Donald 2003).

    Parameters
    ----------
    values, measured
        Outcomes, more is better, and their curves.
    pair
        Places of the two.
    tests
        Pairs tested in all: a claim needs that many times more evidence (Bonferroni).
    """
    one, other = pair
    if np.array_equal(np.sort(values[one]), np.sort(values[other])):
        return Dominance("same", None, 0.5, 1.0, 1.0, 1.0, 1.0)
    first = _Order.of(measured.below, measured.moves_below, pair, measured.inner)
    second = _Order.of(measured.short, measured.moves_short, pair, measured.inner)
    verdict, order = _verdict(first, second, (1.0 - LEVEL) / tests)
    lost = violation(values[one], values[other])
    return Dominance(verdict, order, lost, first.p_value, second.p_value, first.reverse, second.reverse)


@dataclass(frozen=True, slots=True)
class _Order:
    """What speaks for and against dominance of one order, by the first of a pair and the reverse.

    Attributes
    ----------
    p_value, reverse
        Could the first dominate; could the second?
    least, most
        Smallest and largest lead of the first at an inner place, in standard errors.
    """

    p_value: float
    reverse: float
    least: float
    most: float

    @classmethod
    def of(cls, level: Array, moves: Array, pair: tuple[int, int], inner: NDArray[np.bool_]) -> _Order:
        """Measure them; a curve that lies lower is ahead.

        Leads are counted in standard errors of their own, so that those among bad paths, where both curves are low,
        weigh as much as those in the middle.
        """
        one, other = pair
        leads, drawn = level[other] - level[one], moves[:, other] - moves[:, one]
        errors = np.std(drawn, axis=0)
        scale = np.maximum(errors, _LEAST * float(errors.max()) or math.inf)
        seen, samples = leads / scale, drawn / scale
        differs = inner & ((errors > 0.0) | (leads != 0.0))
        here = seen[differs] if differs.any() else np.zeros(1)
        return cls(
            float(np.mean(np.max(-samples, axis=1) >= np.max(-seen) - _ROUNDING)),
            float(np.mean(np.max(samples, axis=1) >= np.max(seen) - _ROUNDING)),
            float(here.min()),
            float(here.max()),
        )


def _verdict(first: _Order, second: _Order, doubt: float) -> tuple[Verdict, Order | None]:
    enough = -float(ndtri(doubt))
    orders: tuple[tuple[Order, _Order], ...] = (("first", first), ("second", second))
    for order, found in orders:
        if found.least > enough and found.p_value >= 1.0 - LEVEL:
            return "dominates", order
        if found.most < -enough and found.reverse >= 1.0 - LEVEL:
            return "dominated", order
    return "neither", None


def violation(one: Array, other: Array) -> float:
    """Return the share of the area between two distribution functions where `one` is the worse."""
    places = np.sort(np.concatenate([one, other]))
    steps = np.diff(places)
    gaps = (np.searchsorted(np.sort(one), places[:-1], "right") / len(one)) - (
        np.searchsorted(np.sort(other), places[:-1], "right") / len(other)
    )
    whole = float(np.abs(gaps) @ steps)
    return float(np.maximum(gaps, 0.0) @ steps) / whole if whole > 0.0 else 0.5
