"""Compare policies: every figure from one set of bootstrap samples of whole replications."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.comparing.best import standings
from sim.analysis.comparing.comparison import Against, Compared, Comparison, Pair
from sim.analysis.comparing.dominance import Dominance, curves, dominance
from sim.analysis.comparing.risk import tail
from sim.analysis.intervals import chance, t_interval
from sim.analysis.statistics.bootstrap import resampled
from sim.analysis.statistics.holm import holm
from sim.analysis.statistics.paired import chance_difference, difference
from sim.analysis.statistics.simultaneous import means_of, two_sided
from sim.results import OUTCOMES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sim.analysis.comparing.alternatives import Alternatives
    from sim.analysis.comparing.regret import Regret
    from sim.analysis.comparing.risk import Tail
    from sim.analysis.intervals import Array, Interval
    from sim.analysis.statistics.bootstrap import Rows
    from sim.analysis.statistics.simultaneous import Means

UNREACHABLE: Final = 1e9
"""Replications beyond which a difference counts as none."""


def compare(alternatives: Alternatives, baseline: str, regret: Regret, *, seed: int, left_out: int = 0) -> Comparison:
    """Compare policies.

    Parameters
    ----------
    alternatives
        Complete ones, see `Alternatives.complete`.
    baseline
        The policy that is subtracted.
    regret
        What choosing wrongly costs.
    seed
        Of the bootstrap.
    left_out
        Replications that were left out.
    """
    names, merit, start = alternatives.names, alternatives.merit, alternatives.names.index(baseline)
    rows = resampled(merit.shape[1], seed)
    means = means_of(merit, rows)
    stand = standings(merit, means)
    against = _against(alternatives, means, start, _dominances(merit, rows, start))
    found = Comparison(
        measure=alternatives.measure,
        better=alternatives.better,
        baseline=baseline,
        replications=merit.shape[1],
        left_out=left_out,
        policies=tuple(
            Compared(
                name=name,
                mean=float(np.mean(alternatives.values[place])),
                ci95=_interval(alternatives, place),
                standing=stand[place],
                ruin=chance(alternatives.ruined[place]),
                tail=_turned(tail(merit[place], rows), alternatives.sign),
                against=against.get(place),
            )
            for place, name in enumerate(names)
        ),
        pairs=_pairs(names, means, alternatives.sign),
        needed=0.0,
        regret=regret,
    )
    return replace(found, needed=_needed(found))


def _against(
    alternatives: Alternatives, means: Means, start: int, dominances: Mapping[int, Dominance]
) -> dict[int, Against]:
    """Compare every other policy with the baseline."""
    names, values, merit, ruined = alternatives.names, alternatives.values, alternatives.merit, alternatives.ruined
    others = [place for place in range(len(names)) if place != start]
    intervals = two_sided(means, [(place, start) for place in others])
    ruin = [chance_difference(ruined[place], ruined[start], baseline=names[start]) for place in others]
    adjusted = holm([one.p_value for one in ruin])
    return {
        place: Against(
            paired=difference(values[place], values[start], baseline=names[start]),
            better=chance(np.asarray(merit[place] > merit[start])),
            interval=_signed(intervals[number], alternatives.sign),
            ruin=ruin[number],
            ruin_p_value=adjusted[number],
            dominance=dominances[place],
        )
        for number, place in enumerate(others)
    }


def _dominances(merit: Array, rows: Rows, start: int) -> dict[int, Dominance]:
    measured = curves(merit, rows)
    others = [place for place in range(len(merit)) if place != start]
    return {place: dominance(merit, measured, (place, start), tests=len(others)) for place in others}


def _pairs(names: Sequence[str], means: Means, sign: float) -> tuple[Pair, ...]:
    places = list(combinations(range(len(names)), 2))
    return tuple(
        Pair(names[one], names[other], sign * means.gap(one, other) + 0.0, _signed(interval, sign))
        for (one, other), interval in zip(places, two_sided(means, places), strict=True)
    )


def _needed(found: Comparison) -> float:
    """Return the replications that tell the best from its closest rival: widths shrink with their root."""
    top, *rivals = [policy.name for policy in found.close]
    most = 0.0
    for pair in found.pairs:
        if top in {pair.policy, pair.less} and {pair.policy, pair.less} & set(rivals):
            half = (pair.interval[1] - pair.interval[0]) / 2.0
            most = max(most, found.replications * (half / abs(pair.mean)) ** 2 if pair.mean else math.inf)
    return math.inf if most > UNREACHABLE else most


def _interval(alternatives: Alternatives, place: int) -> Interval:
    """Return the interval of a mean: Wilson's when the outcome is a yes or no."""
    values = alternatives.values[place]
    if OUTCOMES[alternatives.measure].unit == "flag":
        return chance(np.asarray(values > 0.0)).ci95
    return t_interval(values)


def _signed(interval: Interval, sign: float) -> Interval:
    low, high = sorted(sign * end + 0.0 for end in interval)  # a negative zero is none
    return (low, high)


def _turned(found: Tail, sign: float) -> Tail:
    return replace(found, mean=sign * found.mean + 0.0, ci95=_signed(found.ci95, sign))
