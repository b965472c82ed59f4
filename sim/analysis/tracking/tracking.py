"""What a firm's figures say about a run: whether it is on track, and how the odds have moved."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.special import ndtri

from sim.analysis.fate.regime import GREW, SHRANK, fates
from sim.analysis.intervals import LEVEL, Array, Interval
from sim.analysis.tracking.alarm import Alarm, alarm
from sim.analysis.tracking.one_scale import luck_of_a_month, on_one_scale, sizes_of
from sim.analysis.tracking.weighting import Weights, misfit, weigh, weighed_chance, weighed_quantiles
from sim.results import QUANTILES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from sim.analysis.run.odds import Target

AHEAD: Final = 12
"""Months after the last figure whose revenue is added up."""
_MIDDLE: Final = (0.1, 0.5, 0.9)


@dataclass(frozen=True, slots=True)
class Reading:
    """One number, as run or with the figures.

    Attributes
    ----------
    value
        A chance, or a median.
    ci95
        Its interval: how far replications too few may have put it off.
    p10, p90
        Eight paths in ten lie between; missing for a chance.
    """

    value: float
    ci95: Interval
    p10: float = math.nan
    p90: float = math.nan


@dataclass(frozen=True, slots=True)
class Update:
    """One number before and after the figures.

    Attributes
    ----------
    name, unit
        What it is, and its unit as in `sim.results.Column`.
    before, now
        Under even weights, and under those that the figures give.
    """

    name: str
    unit: str
    before: Reading
    now: Reading

    @property
    def moved(self) -> int:
        """1 or −1 when it surely rose or fell, 0 when that is within noise.

        The same replications stand on both sides, so that disjoint intervals ask for more than is needed.
        """
        (low, high), (least, most) = self.before.ci95, self.now.ci95
        return (least > high) - (most < low)


@dataclass(frozen=True, slots=True)
class Ends:
    """How replications of the policy ended, each of shape (replications,).

    Attributes
    ----------
    growth, ruined, npv
        As in `sim.results.OUTCOMES`.
    target, values, unit
        What is to be reached, the figure of each replication, and its unit; None and empty without a target.
    """

    growth: Array
    ruined: Array
    npv: Array
    target: Target | None = None
    values: Array | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Tracking:
    """What the figures say.

    Attributes
    ----------
    measures
        Those that have figures within the run.
    left_out
        Measures with figures, but which the run has none of that vary or exist.
    last
        Month of the run that has the last figure, from 1.
    noise
        Error of measurement that was asked for.
    alarm
        Whether the firm is off track.
    weights
        How much each replication counts now.
    updates
        Chances and medians before and after.
    fans
        By measure, quantiles by month as in `QUANTILES`, before and after, shape (2, months + 1, quantiles).
    """

    measures: tuple[str, ...]
    left_out: tuple[str, ...]
    last: int
    noise: float
    alarm: Alarm
    weights: Weights
    updates: tuple[Update, ...]
    fans: Mapping[str, Array]


def track(
    simulated: Mapping[str, Array], actual: Mapping[str, Array], ends: Ends, *, noise: float, seed: int
) -> Tracking:
    """Hold a firm's figures against a run.

    Parameters
    ----------
    simulated
        By measure, revenue among them, shape (months + 1, replications); month 0 is the opening position.
    actual
        By measure, shape (months + 1,), missing where unknown; at least one month of one measure of `simulated`.
    ends
        How the replications ended.
    noise
        Standard deviation of errors of measurement, as a share of the figure.
    seed
        Of the run.

    Raises
    ------
    UsageError
        When the run has none of what the figures are of.
    """
    seen = np.flatnonzero(np.any([~np.isnan(own) for own in actual.values()], axis=0))
    early = {name: values[seen] for name, values in simulated.items()}
    sizes = sizes_of(early, actual)
    used = tuple(sizes)
    run = np.stack([on_one_scale(early[name], name, sizes[name]) for name in used])
    books = np.stack([on_one_scale(actual[name][seen], name, sizes[name]) for name in used])
    last = int(seen[-1])
    months = np.stack([on_one_scale(simulated[name][1 : last + 1], name, sizes[name]) for name in used])
    weights = weigh(misfit(run, books, np.hypot(noise, luck_of_a_month(months))))
    return Tracking(
        measures=used,
        left_out=tuple(name for name in actual if name not in used),
        last=last,
        noise=noise,
        alarm=alarm(run, books, noise, seed),
        weights=weights,
        updates=_updates(ends, simulated["revenue"][last + 1 : last + 1 + AHEAD], weights),
        fans={name: _fans(simulated[name], weights) for name in used},
    )


def _fans(values: Array, weights: Weights) -> Array:
    even = np.full(len(weights.shares), 1.0 / len(weights.shares))
    return np.stack([weighed_quantiles(values, own, QUANTILES) for own in (even, weights.shares)])


def _updates(ends: Ends, ahead: Array, weights: Weights) -> tuple[Update, ...]:
    ruined = ends.ruined > 0.0
    fate = fates(ends.growth, ruined)
    found = [_chance("growing", fate == GREW, weights), _chance("shrinking", fate == SHRANK, weights)]
    found.append(_chance("closing", ruined, weights))
    if ends.target is not None and ends.values is not None:
        found.append(_chance("target", ends.target.met(ends.values), weights))
    if len(ahead):
        name = f"revenue, next {len(ahead)} months" if len(ahead) > 1 else "revenue, next month"
        found.append(_median(name, "money", ahead.sum(axis=0), weights))
    return (*found, _median("NPV", "money", ends.npv, weights))


def _even(count: int) -> Weights:
    return Weights(np.full(count, 1.0 / count), float(count), float(count), 1.0)


def _chance(name: str, happened: NDArray[np.bool_], weights: Weights) -> Update:
    before, now = (weighed_chance(happened, own) for own in (_even(len(happened)), weights))
    return Update(name, "share", Reading(before.probability, before.ci95), Reading(now.probability, now.ci95))


def _median(name: str, unit: str, values: Array, weights: Weights) -> Update:
    return Update(name, unit, *(median(values, own) for own in (_even(len(values)), weights)))


def median(values: Array, weights: Weights) -> Reading:
    """Return the weighed median, with Woodruff's interval: the quantiles at 50 % plus and minus its sampling error."""
    error = float(ndtri(0.5 + LEVEL / 2.0)) * 0.5 / math.sqrt(weights.effective)
    levels = (*_MIDDLE, max(0.0, 0.5 - error), min(1.0, 0.5 + error))
    p10, p50, p90, low, high = (float(value) for value in weighed_quantiles(values, weights.shares, levels))
    return Reading(p50, (low, high), p10, p90)
