"""Where the odds of an outcome tip as one key changes, and how far today's position is from there."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from sim.analysis.intervals import Chance, chance
from sim.analysis.statistics.paired import Difference, difference
from sim.analysis.statistics.row_bootstrap import resampled_means
from sim.analysis.sweep.crossing import EVEN, Crossing, Line, line

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.analysis.intervals import Array, Interval
    from sim.analysis.sweep.axis import Axis

STREAM: Final = "sweep:bootstrap"
FEW: Final = 100
"""Below so many replications intervals are rough, which is said."""

Stand = Literal["above", "below", "on the edge", "unknown"]


@dataclass(frozen=True, slots=True)
class Point:
    """One value of the key.

    Attributes
    ----------
    value
        Of the key.
    odds
        Share of replications with the outcome.
    worth
        Mean paired difference of net present value from today's value of the key; None where today was not tried.
    """

    value: float
    odds: Chance
    worth: Difference | None


@dataclass(frozen=True, slots=True)
class Tip:
    """Where the odds are even.

    Attributes
    ----------
    value, ci95
        Of the key; an infinite end of the interval lies beyond the values tried.
    direction
        `up` when the outcome gets likely above it, `down` when below.
    today
        Whether today's value lies `above` or `below` the interval, `on the edge` inside it; `unknown` without one.
    gap
        Today's value less this one; NaN without one.
    """

    value: float
    ci95: Interval
    direction: Literal["up", "down"]
    today: Stand
    gap: float


@dataclass(frozen=True, slots=True)
class Curve:
    """Odds of an outcome along one key, under one policy.

    Attributes
    ----------
    policy, axis, outcome
        Of what.
    points
        Every value tried, ascending.
    line
        Shape, fit and crossings, in units of the key.
    tips
        Where the odds are even, in ascending order; none when they never are.
    today
        Odds at the scenario's own value; None when it was not tried.
    others
        Policies that differ in this key only, and their values of it.
    reversals
        Share of replications in which the outcome turns round more than once, or against the trend.
    side
        1 when odds are surely above even at every value, −1 when surely below, else 0.
    replications, left_out
        Replications counted, and those whose outcome was unknown somewhere.
    """

    policy: str
    axis: Axis
    outcome: str
    points: tuple[Point, ...]
    line: Line
    tips: tuple[Tip, ...]
    today: Chance | None
    others: tuple[tuple[str, float], ...]
    reversals: float
    side: int
    replications: int
    left_out: int

    @property
    def even(self) -> Crossing | None:
        """Where a monotone curve is even, perhaps beyond the values tried."""
        return next((found for found in self.line.thresholds if found.level == EVEN), None)


@dataclass(frozen=True, slots=True)
class Tried:
    """What was simulated under one policy.

    Attributes
    ----------
    values
        Of the key, ascending, shape (values,).
    hits
        1 where the outcome came about, 0 where not, NaN where it is unknown, shape (replications, values).
    worth
        Net present value, same shape.
    others
        Policies that differ in this key only, and their values of it.
    """

    values: Array
    hits: Array
    worth: Array
    others: tuple[tuple[str, float], ...] = ()


def curve(axis: Axis, tried: Tried, *, policy: str, outcome: str, seed: int) -> Curve:
    """Describe the odds along one key; rows of what was tried are replications, columns values."""
    known = np.isfinite(tried.hits).all(axis=1)
    hits, worth = tried.hits[known], tried.worth[known]
    if not len(hits):
        hits, worth = np.zeros((1, len(tried.values))), np.full((1, len(tried.values)), math.nan)
    samples = resampled_means(hits, seed=seed, stream=STREAM)
    found = line(axis.position(tried.values), hits.mean(axis=0), samples, len(hits))
    found = _in_units(found, axis)
    counted = [chance(column > 0.0) for column in hits.T]
    here = np.flatnonzero(tried.values == axis.today)
    own = worth[:, here[0]] if len(here) else None
    points = tuple(
        Point(float(value), odds, None if own is None else difference(worth[:, place], own, baseline=policy))
        for place, (value, odds) in enumerate(zip(tried.values, counted, strict=True))
    )
    sides = {(odds.ci95[0] > EVEN) - (odds.ci95[1] < EVEN) for odds in counted}
    return Curve(
        policy=policy,
        axis=axis,
        outcome=outcome,
        points=points,
        line=found,
        tips=tuple(_tip(crossing, axis) for crossing in found.crossings),
        today=counted[here[0]] if len(here) else None,
        others=tried.others,
        reversals=_reversals(hits > 0.0, found.shape),
        side=sides.pop() if len(sides) == 1 else 0,
        replications=int(known.sum()),
        left_out=int((~known).sum()),
    )


def _in_units(found: Line, axis: Axis) -> Line:
    """Return a line with its crossings in units of the key."""

    def back(crossing: Crossing) -> Crossing:
        value, low, high = (_unit(end, axis) for end in (crossing.value, *crossing.ci95))
        return replace(crossing, value=value, ci95=(low, high))

    crossings = tuple(back(crossing) for crossing in found.crossings)
    return replace(found, crossings=crossings, thresholds=tuple(back(crossing) for crossing in found.thresholds))


def _unit(position: float, axis: Axis) -> float:
    return float(axis.value(np.array(position))) if math.isfinite(position) else position


def _tip(crossing: Crossing, axis: Axis) -> Tip:
    low, high = crossing.ci95
    stand: Stand = "on the edge"
    if math.isnan(axis.today):
        stand = "unknown"
    elif axis.today > high:
        stand = "above"
    elif axis.today < low:
        stand = "below"
    return Tip(crossing.value, crossing.ci95, crossing.direction, stand, axis.today - crossing.value)


def _reversals(hits: NDArray[np.bool_], shape: str) -> float:
    """Return in what share of replications the outcome is no simple function of the key."""
    steps = np.diff(hits.astype(np.int8), axis=1)
    if shape in {"rising", "falling"}:
        wrong = -1 if shape == "rising" else 1
        return float((steps == wrong).any(axis=1).mean())
    return float((np.abs(steps).sum(axis=1) > 1).mean())
