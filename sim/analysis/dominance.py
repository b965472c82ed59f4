"""Whether one policy is better whatever the taste for risk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from sim.analysis.intervals import LEVEL

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.analysis.bootstrap import Rows
    from sim.analysis.intervals import Array

POINTS: Final = 50
"""Places at which two distributions are compared."""
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
        `dominates`: the data contradict that the other one dominates, and do not contradict that this one does, in the
        `first` order (better at every level, for everybody who prefers more) or only in the `second` (for everybody who
        also dislikes risk). `dominated` is the mirror image.
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
    """

    below: Array
    moves_below: Array
    short: Array
    moves_short: Array


def curves(values: Array, rows: Rows) -> Curves:
    """Measure every alternative, `values` of shape (k, replications), at the quantiles of all of them together."""
    each = max(1, values.size // len(values) // _SAMPLED)
    places = np.unique(np.quantile(values[:, ::each], np.linspace(0.0, 1.0, POINTS), method="inverted_cdf"))
    below = [_rows(rows, one, places, lambda x, z: (x <= z).astype(np.float64)) for one in values]
    short = [_rows(rows, one, places, lambda x, z: np.maximum(z - x, 0.0)) for one in values]
    return Curves(
        np.array([one.mean(axis=1) for one in below]),
        np.stack([rows.moved(one) for one in below], axis=1),
        np.array([one.mean(axis=1) for one in short]),
        np.stack([rows.moved(one) for one in short], axis=1),
    )


def _rows(rows: Rows, values: Array, places: Array, of: Callable[[Array, float], Array]) -> Array:
    """Return a function of the values at every place, averaged to rows, a place at a time: there may be millions."""
    return np.concatenate([rows.averaged(of(values, place)[None, :]) for place in places])


def dominance(values: Array, measured: Curves, pair: tuple[int, int], *, tests: int = 1) -> Dominance:
    """Test whether the first of a pair dominates the second, or the reverse (after Barrett and Donald 2003).

    Their test draws the two samples apart; here whole replications are drawn, since both live the same luck.

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
    first = _p_value(measured.below, measured.moves_below, one, other)
    first_reverse = _p_value(measured.below, measured.moves_below, other, one)
    second = _p_value(measured.short, measured.moves_short, one, other)
    second_reverse = _p_value(measured.short, measured.moves_short, other, one)
    verdict, order = _verdict((first, first_reverse), (second, second_reverse), tests)
    lost = violation(values[one], values[other])
    return Dominance(verdict, order, lost, first, second, first_reverse, second_reverse)


def _p_value(level: Array, moves: Array, one: int, other: int) -> float:
    """Return the share of recentred samples in which the worst contradiction is at least as large as the one seen.

    Contradictions are counted in standard errors of their own, so that those among bad paths, where both curves are
    low, weigh as much as those in the middle.
    """
    gaps, drawn = level[one] - level[other], moves[:, one] - moves[:, other]
    errors = np.std(drawn, axis=0)
    least = _LEAST * float(errors.max())
    if least == 0.0:
        return 0.0 if float(gaps.max()) > 0.0 else 1.0
    scale = np.maximum(errors, least)
    seen = float(np.max(gaps / scale))
    return float(np.mean(np.max(drawn / scale, axis=1) >= seen - _ROUNDING))


def _verdict(first: tuple[float, float], second: tuple[float, float], tests: int) -> tuple[Verdict, Order | None]:
    doubt = 1.0 - LEVEL
    for order, (here, reverse) in (("first", first), ("second", second)):
        if here >= doubt and reverse < doubt / tests:
            return "dominates", order  # type: ignore[return-value]
        if reverse >= doubt and here < doubt / tests:
            return "dominated", order  # type: ignore[return-value]
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
