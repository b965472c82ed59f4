"""Whether a mean or a chance is known well enough: half widths, and the replications that would do."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtri

from sim.analysis.intervals import LEVEL, Array, Interval, t_interval, wilson
from sim.analysis.stopping.targets import Estimate, Judgement, Width
from sim.results import OUTCOMES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def width_reached(target: Width, values: Mapping[str, Array]) -> Judgement:
    """Judge whether every mean that a target is about is known well enough."""
    flag = OUTCOMES[target.outcome].unit == "flag"
    if target.less:
        means = {f"{target.policy} - {target.less}": values[target.policy] - values[target.less]}
    else:
        means = {name: values[name] for name in target.about(values)}
    of_flags = discordant if target.less else _share
    found = tuple(
        _estimate(name, own, of_flags(own) if flag else t_interval(own), target) for name, own in means.items()
    )
    reached = all(one.half <= one.wanted for one in found)
    return Judgement(target.text, target.outcome, reached, found, needed=_needed(target, found, values))


def _needed(target: Width, found: Sequence[Estimate], values: Mapping[str, Array]) -> float:
    """Return the replications that would do, by the square root; no part of a mean within noise of 0 can be had.

    Of a share by Wilson's interval itself: near 0 and 1 it shrinks with the number, not with its root.
    """
    if target.part_of == "mean" and any(one.ci95[0] <= 0.0 <= one.ci95[1] and one.half > 0.0 for one in found):
        return math.inf
    count = len(next(iter(values.values())))
    if OUTCOMES[target.outcome].unit == "flag" and not target.less:
        return max(float(count), *(trials(one.mean, one.wanted) for one in found))
    return count * max(1.0, *(one.shortfall**2 for one in found))


def trials(share: float, half: float) -> float:
    """Return the replications after which Wilson's interval of a share reaches this half width; none for half and more.

    From half · (n + z²) = z · √(n · share · (1 − share) + z² / 4).
    """
    z2 = float(ndtri(0.5 + LEVEL / 2.0)) ** 2
    linear = z2 * (2.0 * half**2 - share * (1.0 - share))
    return (math.sqrt(linear**2 - 4.0 * half**2 * z2**2 * (half**2 - 0.25)) - linear) / (2.0 * half**2)


def _estimate(name: str, values: Array, ci95: Interval, target: Width) -> Estimate:
    """Put an interval beside the one wanted.

    A half width of γ / (1 + γ) of the estimated mean is one of γ of the true mean at most (Law 2015, section 9.4.1).
    """
    mean = float(values.mean())
    wanted = target.half if target.part_of == "unit" else target.half / (1.0 + target.half) * abs(mean)
    half = (ci95[1] - ci95[0]) / 2.0
    return Estimate(name, mean, ci95, math.inf if math.isnan(half) else half, wanted)


def _share(happened: Array) -> Interval:
    """Wilson: a t interval that is looked at shrinks to nothing while chance has shown no ruin yet."""
    return wilson(int(np.count_nonzero(happened)), len(happened))


def discordant(differences: Array) -> Interval:
    """Return the interval of the difference of two chances from pairs of −1, 0 and 1 (Agresti & Min 2005).

    Half a pair is added to each of the four cells, so that no difference seen is not taken for none there.
    """
    up, down = np.count_nonzero(differences > 0.0) + 0.5, np.count_nonzero(differences < 0.0) + 0.5
    n = len(differences) + 2.0
    mean = float(up - down) / n
    half = float(ndtri(0.5 + LEVEL / 2.0)) * math.sqrt(float(up + down) - n * mean**2) / n
    return (mean - half, mean + half)
