"""Boxes of inputs in which something happens more often: the patient rule induction method (PRIM).

Friedman & Fisher (1999): peel a few per cent off one side of the box at a time, always where least is lost, then paste
back what was peeled too much. Only the order of an input's values counts, so beliefs of any shape peel evenly; equal
values leave together.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.special import bdtrc

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from sim.analysis.intervals import Array

PEEL: Final = 0.05
"""Share of the box that one peel takes off, and one paste puts back."""
LEAST: Final = 0.05
"""Share of all futures below which no box shrinks."""


@dataclass(frozen=True, slots=True)
class Box:
    """Limits of inputs, ends included.

    Attributes
    ----------
    low, high
        By input, infinite where there is no limit.
    """

    low: tuple[float, ...]
    high: tuple[float, ...]

    def holds(self, values: Array) -> NDArray[np.bool_]:
        """Tell which rows of `values`, shape (replications, inputs), lie inside."""
        return np.asarray(((values >= np.array(self.low)) & (values <= np.array(self.high))).all(axis=1))

    @property
    def limited(self) -> tuple[int, ...]:
        """The inputs that have a limit."""
        return tuple(
            place for place, ends in enumerate(zip(self.low, self.high, strict=True)) if np.isfinite(ends).any()
        )

    def without(self, place: int) -> Box:
        """Return the box with one input free."""
        return self.with_low(place, -np.inf).with_high(place, np.inf)

    def with_low(self, place: int, value: float) -> Box:
        """Return the box with another lower limit of one input."""
        return replace(self, low=(*self.low[:place], float(value), *self.low[place + 1 :]))

    def with_high(self, place: int, value: float) -> Box:
        """Return the box with another upper limit of one input."""
        return replace(self, high=(*self.high[:place], float(value), *self.high[place + 1 :]))


def everywhere(inputs: int) -> Box:
    """Return the box without limits."""
    return Box((-np.inf,) * inputs, (np.inf,) * inputs)


@dataclass(frozen=True, slots=True)
class Step:
    """A box and what it holds.

    Attributes
    ----------
    box
        The limits.
    support
        Share of all replications inside.
    coverage
        Share of all wins inside; NaN when there are none.
    density
        Share of wins inside.
    lead
        How far the density is above that of all replications, in units of the standard error that a box of this size
        has: √support · (density - base), the quality function of Klösgen (1996).
    """

    box: Box
    support: float
    coverage: float
    density: float
    lead: float


def seen(box: Box, values: Array, won: NDArray[np.bool_]) -> Step:
    """Return what a box holds of these replications."""
    inside = box.holds(values)
    support, wins, base = float(inside.mean()), int((inside & won).sum()), float(won.mean())
    density = wins / int(inside.sum()) if inside.any() else np.nan
    coverage = wins / int(won.sum()) if won.any() else np.nan
    return Step(box, support, coverage, density, float(np.sqrt(support) * (density - base)))


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
        column = values[:, place]
        ranked = np.sort(column)
        for low in (True, False):
            edge = _edge(ranked, taken) if low else -_edge(-ranked[::-1], taken)
            kept = column >= edge if low else column <= edge
            left = int(kept.sum())
            if max(least, 1) <= left < count:
                gain = (won[kept].mean() - mean) / (count - left)
                yield float(gain), box.with_low(place, edge) if low else box.with_high(place, edge)


def _edge(ranked: Array, taken: int) -> float:
    """Return the lowest value that stays when about `taken` leave, equal ones together."""
    edge = ranked[taken]
    if edge > ranked[0]:
        return float(edge)
    higher = np.searchsorted(ranked, edge, "right")
    return float(ranked[higher]) if higher < len(ranked) else np.inf


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
            yield box.with_low(place, column[first - step] if first > step else -np.inf)
        if np.isfinite(box.high[place]):
            yield box.with_high(place, column[end - 1 + step] if end - 1 + step < len(column) - 1 else np.inf)


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
