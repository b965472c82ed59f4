"""The IF-sentence: limits of a few inputs within which something happens more often than elsewhere.

Limits are found on every other replication and judged on those between, so that luck cannot pass for a finding.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.discovering.boxes import Box, Step, seen
from sim.analysis.discovering.peeling import pasted, peeled, pruned
from sim.analysis.inputs.smooth import folds, together
from sim.analysis.inputs.splines import LEVELS
from sim.analysis.intervals import Chance, chance

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from sim.analysis.inputs.inputs import Input
    from sim.analysis.intervals import Array

FEWEST: Final = 200
"""Replications below which nothing is said: half of them check a box of a twentieth of the other half."""
DOUBT: Final = 0.01
"""Quasi-p-value above which an input is freed."""
MOST_LIMITS: Final = 4
"""Strongest inputs that are searched by themselves, without the others."""
DIGITS: Final = 3
MOVED: Final = 0.01
"""Share of futures that rounding the limits may move in or out."""


@dataclass(frozen=True, slots=True)
class Limit:
    """The limits of one input.

    Attributes
    ----------
    input
        What is limited.
    low, high
        Ends included, in the unit of the input; infinite where there is none.
    without
        How often it happens, in the replications that check, once this input is free.
    """

    input: Input
    low: float
    high: float
    without: Chance


@dataclass(frozen=True, slots=True)
class Discovery:
    """Within which limits something happens more often; every chance is of the replications that check.

    Attributes
    ----------
    inputs, happened
        What was looked at: the inputs, and whether it happened, shape (replications,).
    base
        How often it happens at all.
    box, limits
        The limits, by input and in words; without any where none were found.
    density
        How often it happens within the limits.
    coverage
        Share of all its happenings that lie within the limits.
    support
        Share of futures that lie within the limits.
    optimism
        How much more often it seemed to happen in the replications that the limits were found on.
    luck
        Share of the differences between futures that curves of all inputs together do not explain, out of sample.
    trajectory
        The boxes on the way, from no limits to the smallest box, with what they hold of the replications that find.
    """

    inputs: tuple[Input, ...]
    happened: NDArray[np.bool_]
    base: Chance
    box: Box
    limits: tuple[Limit, ...]
    density: Chance
    coverage: Chance
    support: Chance
    optimism: float
    luck: float
    trajectory: tuple[Step, ...]

    @property
    def found(self) -> bool:
        """Whether the limits hold beyond noise: out of sample, the interval of the density lies above the base."""
        return bool(self.limits) and self.density.ci95[0] > self.base.probability


def discovery(inputs: Sequence[Input], happened: NDArray[np.bool_]) -> Discovery:
    """Search for limits within which something happens more often.

    Parameters
    ----------
    inputs
        At least one.
    happened
        Whether it happened, shape (replications,), at least `FEWEST`.
    """
    values = np.stack([one.values for one in inputs], axis=1)
    finding = np.arange(len(happened)) % 2 == 0
    trajectory, step = searched(values[finding], happened[finding])
    box = _rounded(step.box, inputs, values[finding])
    ours, theirs = seen(box, values[finding], happened[finding]), (values[~finding], happened[~finding])
    inside = box.holds(theirs[0])
    return Discovery(
        inputs=tuple(inputs),
        happened=happened,
        base=chance(theirs[1]),
        box=box,
        limits=tuple(_limit(box, place, inputs[place], *theirs) for place in box.limited),
        density=chance(theirs[1][inside]),
        coverage=chance(inside[theirs[1]]),
        support=chance(inside),
        optimism=ours.density - chance(theirs[1][inside]).probability,
        luck=_unexplained(inputs, happened),
        trajectory=trajectory,
    )


def searched(values: Array, happened: NDArray[np.bool_]) -> tuple[tuple[Step, ...], Step]:
    """Return the trajectory of boxes over all inputs, and the box that is furthest ahead of all once pruned.

    A search over many inputs also follows luck. So it is made again over the one input that is strongest alone, the
    two that are, and so on; what survives pruning is compared.
    """
    everything = range(values.shape[1])
    alone = {place: _furthest(peeled(values, happened, [place])).lead for place in everything}
    order = sorted(everything, key=lambda place: -alone[place])
    tried = [peeled(values, happened, order[:count]) for count in range(1, min(len(order), MOST_LIMITS) + 1)]
    trajectory = peeled(values, happened)
    boxes = [_settled(_furthest(steps), values, happened) for steps in (*tried, trajectory)]
    return tuple(trajectory), _furthest(boxes)


def _furthest(steps: Sequence[Step]) -> Step:
    return max(steps, key=lambda step: step.lead)


def _settled(step: Step, values: Array, happened: NDArray[np.bool_]) -> Step:
    return pruned(pasted(step, values, happened), values, happened, doubt=DOUBT)


def _limit(box: Box, place: int, of: Input, values: Array, happened: NDArray[np.bool_]) -> Limit:
    without = chance(happened[box.without(place).holds(values)])
    return Limit(of, box.low[place], box.high[place], without)


def _rounded(box: Box, inputs: Sequence[Input], values: Array) -> Box:
    """Round limits to what a sentence can say, so that what is checked is what is said."""
    for place in box.limited:
        if len(np.unique(inputs[place].values)) <= LEVELS:
            continue
        low, high = (float(f"{end:.{DIGITS}g}") for end in (box.low[place], box.high[place]))
        said = box.with_low(place, low).with_high(place, high)
        if np.mean(said.holds(values) != box.holds(values)) <= MOVED:
            box = said
    return box


def _unexplained(inputs: Sequence[Input], happened: NDArray[np.bool_]) -> float:
    """Return the share of variance that curves fitted on other replications leave; NaN when nothing varies."""
    target = happened.astype(np.float64)
    if not 0.0 < target.mean() < 1.0:
        return np.nan
    left = target - together(inputs, target[:, None], folds(len(target))).predicted[:, 0]
    return min(1.0, float(np.mean(left**2) / np.var(target)))
