"""The search for a box in which something happens more often: the patient rule induction method (PRIM).

Friedman & Fisher (1999): peel a few per cent off one side of the box at a time, always where least is lost, then paste
back what was peeled too much. Only the order of an input's values counts, so beliefs of any shape peel evenly; equal
values leave together.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.special import bdtrc

from sim.analysis.discovering.boxes import Box, Step, everywhere, seen

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from sim.analysis.intervals import Array

PEEL: Final = 0.05
"""Share of the box that one peel takes off, and one paste puts back."""
LEAST: Final = 0.05
"""Share of all futures below which no box shrinks."""


def peeled(values: Array, won: NDArray[np.bool_], only: Sequence[int] | None = None) -> list[Step]:
    """Return the trajectory: every box from all replications down to the smallest allowed.

    Parameters
    ----------
    only
        Inputs that may be limited; all when None.
    """
    places = tuple(range(values.shape[1]) if only is None else only)
    box, least = everywhere(values.shape[1]), LEAST * len(values)
    steps = [seen(box, values, won)]
    inside = np.arange(len(values))
    while 0.0 < steps[-1].density < 1.0:
        best = max(_peels(box, places, values[inside], won[inside], least), key=lambda peel: peel[0], default=None)
        if best is None:
            break
        _, box = best
        inside = np.flatnonzero(box.holds(values))
        steps.append(seen(box, values, won))
    return steps


def _peels(
    box: Box, places: Sequence[int], values: Array, won: NDArray[np.bool_], least: float
) -> Iterator[tuple[float, Box]]:
    """Yield each way to peel, with the density gained per replication given up (Kwakkel & Jaxa-Rozen 2016)."""
    count, mean = len(values), won.mean()
    taken = max(1, int(PEEL * count))
    for place in places:
        order = np.argsort(values[:, place], kind="stable")
        ranked, wins = values[order, place], np.append(0, np.cumsum(won[order]))
        first, end = _first_kept(ranked, taken), count - _first_kept(-ranked[::-1], taken)
        if max(least, 1) <= count - first < count:
            density = (wins[count] - wins[first]) / (count - first)
            yield float((density - mean) / first), box.with_low(place, ranked[first])
        if max(least, 1) <= end < count:
            yield float((wins[end] / end - mean) / (count - end)), box.with_high(place, ranked[end - 1])


def _first_kept(ranked: Array, taken: int) -> int:
    """Return how many leave when it is to be about `taken`, equal values together: the lowest ones at least."""
    edge = ranked[min(taken, len(ranked) - 1)]
    return int(np.searchsorted(ranked, edge, "left" if edge > ranked[0] else "right"))


def pasted(step: Step, values: Array, won: NDArray[np.bool_]) -> Step:
    """Widen the box as long as that takes it further ahead."""
    while True:
        wider = [seen(box, values, won) for box in _wider(step.box, values)]
        best = max(wider, key=lambda one: one.lead, default=step)
        if best.lead <= step.lead:
            return step
        step = best


def _wider(box: Box, values: Array) -> Iterator[Box]:
    """Yield the box with one limit moved out by about as much as a peel moved it in."""
    for place in box.limited:
        free = box.without(place)
        column = np.sort(values[free.holds(values), place])
        inside = int(box.holds(values).sum())
        step = max(1, int(PEEL * inside))
        first, end = np.searchsorted(column, box.low[place], "left"), np.searchsorted(column, box.high[place], "right")
        if np.isfinite(box.low[place]):
            yield box.with_low(place, column[first - step] if first > step else -math.inf)
        if np.isfinite(box.high[place]):
            yield box.with_high(place, column[end - 1 + step] if end - 1 + step < len(column) - 1 else math.inf)


def pruned(step: Step, values: Array, won: NDArray[np.bool_], *, doubt: float) -> Step:
    """Free every input whose limits could do what they do by chance (quasi-p-value of Bryant & Lempert 2010).

    Parameters
    ----------
    doubt
        Chance above which a limit is not believed.
    """
    while step.box.limited:
        chances = {place: _by_chance(step.box, place, values, won) for place in step.box.limited}
        weakest = max(chances, key=lambda place: chances[place])
        if chances[weakest] <= doubt:
            break
        step = pasted(seen(step.box.without(weakest), values, won), values, won)
    return step


def _by_chance(box: Box, place: int, values: Array, won: NDArray[np.bool_]) -> float:
    """Return the chance of this many wins inside if the limits of one input did not matter."""
    inside, wider = box.holds(values), box.without(place).holds(values)
    wins, count = int(won[inside].sum()), int(inside.sum())
    return float(bdtrc(wins - 1, count, won[wider].mean())) if wins else 1.0
