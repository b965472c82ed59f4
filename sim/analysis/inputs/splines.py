"""Columns for least squares: smooth curves of one input, surfaces of several."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.inputs.inputs import scores

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.analysis.intervals import Array

KNOTS: Final = (2, 4, 6, 9)
"""Knots of the curves to choose from; two make a straight line."""
ADDED: Final = 4
"""Knots of each curve where many inputs are added up."""
LEVELS: Final = 8
"""An input with no more different values than this is fitted value by value."""
RIDGES: Final = (1e-4, 1e-3, 1e-2, 1e-1)
"""Penalties to choose from where many inputs are added up, relative to the variance of a column."""
TINY_RIDGE: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Candidate:
    """A way to fit: columns, shape (replications, any number), and the penalty on them."""

    columns: Array
    ridge: float = TINY_RIDGE


def curves_of(values: Array) -> list[Candidate]:
    """Return the curves of one input to choose from."""
    levels = np.unique(values)
    if len(levels) < 2:  # noqa: PLR2004 (a number that never differs)
        return [nothing(len(values))]
    if len(levels) <= LEVELS:
        return [Candidate((values[:, None] == levels[1:]).astype(np.float64))]
    score = scores(values)
    return [Candidate(natural_spline(score, knots)) for knots in KNOTS]


def natural_spline(score: Array, knots: int) -> Array:
    """Return the columns of a natural cubic spline, the constant left out: straight beyond its outer knots."""
    ends = 0.05 if knots > 2 else 0.25  # noqa: PLR2004 (a straight line needs no knots)
    at = np.unique(np.quantile(score, np.linspace(ends, 1.0 - ends, knots)))
    if len(at) < 3:  # noqa: PLR2004
        return score[:, None]
    cubes = [np.maximum(score - knot, 0.0) ** 3 for knot in at]
    bends = [(cube - cubes[-1]) / (at[-1] - knot) for cube, knot in zip(cubes[:-1], at[:-1], strict=True)]
    return np.stack([score, *(bend - bends[-1] for bend in bends[:-1])], axis=1)


def surfaces(varied: Sequence[Array], order: tuple[int, ...]) -> list[Candidate]:
    """Return what to choose from: curves of the strongest input, curves of all added up, and these with products."""
    scored = [scores(values) for values in varied]
    added = np.column_stack([natural_spline(score, ADDED) for score in scored])
    whole = np.column_stack([added, *(scored[a] * scored[b] for a, b in combinations(order, 2))])
    penalised = [Candidate(columns, ridge) for columns in (added, whole) for ridge in RIDGES]
    return [*curves_of(varied[order[0]]), *penalised]


def nothing(count: int) -> Candidate:
    """Return the fit of a constant."""
    return Candidate(np.empty((count, 0)))
