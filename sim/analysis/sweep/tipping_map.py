"""The odds of an outcome over two keys: the contour of even odds, today's side of it, and the shortest ways across."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from sim.analysis.statistics.row_bootstrap import ends, resampled_means
from sim.analysis.sweep.crossing import EVEN
from sim.analysis.sweep.surface import between, bounded, nearest_even, smoothed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.analysis.intervals import Array, Interval
    from sim.analysis.sweep.axis import Axis

STREAM: Final = "sweep:map"
DRAWS: Final = 400
"""Fewer than for a curve: every sample is a surface to fit."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A position on the map.

    Attributes
    ----------
    name
        Of the policy; empty for today's position.
    place
        Values of the two keys.
    odds, ci95
        There, off the surface, with percentile interval over resampled replications.
    """

    name: str
    place: tuple[float, float]
    odds: float
    ci95: Interval

    @property
    def side(self) -> int:
        """1 when the odds are surely above even, −1 when surely below, else 0."""
        return (self.ci95[0] > EVEN) - (self.ci95[1] < EVEN)


@dataclass(frozen=True, slots=True)
class Way:
    """The way across the contour from today's position when only one key moves.

    Attributes
    ----------
    key
        That key.
    value, ci95
        Where the odds are even, and its interval; infinite where that lies beyond the map, whichever way.
    gap
        That value less today's.
    """

    key: str
    value: float
    ci95: Interval
    gap: float


@dataclass(frozen=True, slots=True)
class Map:
    """Odds of an outcome over two keys, under one policy.

    Attributes
    ----------
    policy, outcome, across, up
        Of what, over what.
    odds
        Share of replications in each cell, shape (across, up).
    surface, low, high
        Smoothed odds and the ends of their pointwise 95 % interval, same shape: the contour of even odds is that of
        `surface`, and its band lies between those of `low` and `high`.
    fit
        `logistic` when a surface of third order fits within noise, else `interpolated`: the shares as they are.
    today
        None when today's position is not on the map.
    policies
        Others on the same map.
    ways
        One per key, from today's position; empty without one.
    replications, left_out
        Replications counted in every cell, and those whose outcome was unknown somewhere.
    """

    policy: str
    outcome: str
    across: Axis
    up: Axis
    odds: Array
    surface: Array
    low: Array
    high: Array
    fit: Literal["logistic", "interpolated"]
    today: Spot | None
    policies: tuple[Spot, ...]
    ways: tuple[Way, ...]
    replications: int
    left_out: int

    @property
    def above(self) -> float:
        """Share of the cells with better than even odds."""
        return float((self.surface > EVEN).mean())


def tipping_map(  # noqa: PLR0913 (what was simulated, and what to mark on it)
    across: Axis,
    up: Axis,
    hits: Array,
    *,
    policy: str,
    outcome: str,
    marks: Mapping[str, tuple[float, float]],
    seed: int,
) -> Map:
    """Describe the odds over two keys.

    Parameters
    ----------
    across, up
        The keys.
    hits
        1, 0 or NaN, shape (replications, cells), the cells of one value of `across` together.
    policy, outcome
        What it is about.
    marks
        Positions of other policies.
    seed
        Of the bootstrap.
    """
    known = np.isfinite(hits).all(axis=1)
    rows = hits[known] if known.any() else np.zeros((1, hits.shape[1]))
    shape = (len(across.values), len(up.values))
    odds = rows.mean(axis=0)
    shares = np.concatenate([odds[None], resampled_means(rows, seed=seed, stream=STREAM, draws=DRAWS)])
    smooth = smoothed(across, up, shares)
    surfaces = (shares if smooth is None else smooth).reshape(-1, *shape)
    plain = len(rows) if smooth is None else 0
    bounds = bounded(surfaces, plain)
    today = (across.today, up.today)
    spot = _spot("", today, (across, up), surfaces, plain)
    others = (_spot(name, place, (across, up), surfaces, plain) for name, place in marks.items())
    return Map(
        policy=policy,
        outcome=outcome,
        across=across,
        up=up,
        odds=odds.reshape(shape),
        surface=surfaces[0],
        low=bounds[0],
        high=bounds[1],
        fit="interpolated" if smooth is None else "logistic",
        today=spot,
        policies=tuple(other for other in others if other),
        ways=() if spot is None else _ways(across, up, surfaces),
        replications=int(known.sum()),
        left_out=int((~known).sum()),
    )


def _spot(name: str, place: tuple[float, float], axes: tuple[Axis, Axis], surfaces: Array, plain: int) -> Spot | None:
    across, up = axes
    inside = across.low <= place[0] <= across.high and up.low <= place[1] <= up.high
    if not inside:
        return None
    along = between(np.array(across.values), place[0], np.moveaxis(surfaces, 1, -1))
    odds = between(np.array(up.values), place[1], along)
    low, high = bounded(odds, plain)
    return Spot(name, place, float(odds[0]), (float(low), float(high)))


def _ways(across: Axis, up: Axis, surfaces: Array) -> tuple[Way, ...]:
    along_across = between(np.array(up.values), up.today, surfaces)
    along_up = between(np.array(across.values), across.today, np.moveaxis(surfaces, 1, -1))
    return (_way(across, along_across), _way(up, along_up))


def _way(axis: Axis, rows: Array) -> Way:
    """Return where odds along one key are even, nearest to today's value."""
    found = np.array([nearest_even(np.array(axis.values), row, axis.today) for row in rows])
    low, high = ends(found[1:])
    return Way(axis.key, float(found[0]), (float(low), float(high)), float(found[0]) - axis.today)
