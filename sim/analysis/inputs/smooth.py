"""Curves of inputs fitted by least squares on some replications and used on others.

Every replication belongs to a fold. What is predicted for it comes from a fit to the other folds, so a prediction
has never seen the outcome that it is compared with.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.inputs.splines import Candidate, curves_of, nothing, surfaces

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from sim.analysis.inputs.inputs import Input
    from sim.analysis.intervals import Array

FOLDS: Final = 10
"""Parts of the replications that take turns in being predicted."""
CAUTION: Final = 1.4
"""How much more than itself a degree of freedom costs when curves are chosen (Kim & Gu 2004 for splines)."""
STRONGEST: Final = 5
"""Inputs whose products are fitted."""


@dataclass(frozen=True, slots=True)
class Fits:
    """What curves predict.

    Attributes
    ----------
    predicted
        Shape (replications, targets), each row by the fit to the other folds.
    fitted
        The same by one fit to all replications, those it is asked about included.
    error
        Generalised cross-validation error of the chosen fit, shape (folds + 1, targets): without each fold, and to all.
    """

    predicted: Array
    fitted: Array
    error: Array


def folds(count: int) -> NDArray[np.intp]:
    """Return the fold of every replication: they take turns."""
    return np.arange(count) % FOLDS


def held_out(candidates: Iterable[Candidate], targets: Array, fold: NDArray[np.intp]) -> Fits:
    """Predict targets, shape (replications, targets), each fold by the fit to the others.

    For each fold and target the candidate with the least generalised cross-validation error is taken, worked out on
    the other folds alone.
    """
    centre, size = targets.mean(axis=0), targets.std(axis=0)
    scaled = (targets - centre) / np.where(size > 0.0, size, 1.0)
    found = [_fitted(candidate, scaled, fold) for candidate in candidates]
    errors = np.stack([one.error for one in found])
    best = errors.argmin(axis=0)
    predicted = _taken([one.predicted for one in found], best[fold])
    fitted = _taken([one.fitted for one in found], best[[FOLDS]])
    return Fits(centre + size * predicted, centre + size * fitted, errors.min(axis=0))


def _taken(each: Sequence[Array], best: NDArray[np.intp]) -> Array:
    """Return, row by row and target by target, what the best candidate says."""
    return np.asarray(np.take_along_axis(np.stack(each), np.broadcast_to(best, each[0].shape)[None], axis=0)[0])


def _fitted(candidate: Candidate, targets: Array, fold: NDArray[np.intp]) -> Fits:
    columns = _standardised(candidate.columns)
    parts = [_Sums.of(columns[fold == number], targets[fold == number]) for number in range(FOLDS)]
    whole = reduce(_Sums.plus, parts)
    factors, errors = zip(*(sums.solved(candidate.ridge) for sums in _each_left_out(whole, parts)), strict=True)
    predicted = np.empty_like(targets)
    for number in range(FOLDS):
        predicted[fold == number] = columns[fold == number] @ factors[number]
    return Fits(predicted, columns @ factors[FOLDS], np.stack(errors))


def _each_left_out(whole: _Sums, parts: Sequence[_Sums]) -> list[_Sums]:
    """Return the sums without each part, and the whole."""
    return [*(whole.plus(part, -1.0) for part in parts), whole]


def _standardised(columns: Array) -> Array:
    spread = columns.std(axis=0)
    useful = spread > 0.0
    scaled = (columns[:, useful] - columns[:, useful].mean(axis=0)) / spread[useful]
    return np.column_stack([np.ones(len(columns)), scaled])


@dataclass(frozen=True, slots=True)
class _Sums:
    """Sums of products of columns and targets: all that least squares needs, and folds can be taken out of them."""

    count: float
    columns: Array
    mixed: Array
    targets: Array

    @classmethod
    def of(cls, columns: Array, targets: Array) -> _Sums:
        return cls(len(columns), columns.T @ columns, columns.T @ targets, (targets**2).sum(axis=0))

    def plus(self, part: _Sums, sign: float = 1.0) -> _Sums:
        return _Sums(
            self.count + sign * part.count,
            self.columns + sign * part.columns,
            self.mixed + sign * part.mixed,
            self.targets + sign * part.targets,
        )

    def solved(self, ridge: float) -> tuple[Array, Array]:
        """Return the factors, shape (columns, targets), and the generalised cross-validation error of each target."""
        penalty = np.full(len(self.columns), ridge * self.count)
        penalty[0] = 0.0
        both = np.linalg.solve(self.columns + np.diag(penalty), np.column_stack([self.mixed, self.columns]))
        factors, hat = both[:, : self.mixed.shape[1]], both[:, self.mixed.shape[1] :]
        left = (
            self.targets - 2.0 * (factors * self.mixed).sum(axis=0) + (factors * (self.columns @ factors)).sum(axis=0)
        )
        free = self.count - CAUTION * float(np.trace(hat))
        error = np.maximum(left, 0.0) * self.count / free**2 if free > 0.0 else np.full(left.shape, np.inf)
        return np.asarray(factors, np.float64), np.asarray(error, np.float64)


def together(inputs: Sequence[Input], targets: Array, fold: NDArray[np.intp]) -> Fits:
    """Predict targets from all inputs at once: added curves, and products of the inputs that are strongest alone."""
    varied = [one.values for one in inputs if np.ptp(one.values) > 0.0]
    if not varied:
        return held_out([nothing(len(targets))], targets, fold)
    errors = np.stack([held_out(curves_of(values), targets, fold).error.sum(axis=1) for values in varied], axis=1)
    orders = [tuple(np.argsort(row, kind="stable")[:STRONGEST].tolist()) for row in errors]
    found = {order: held_out(surfaces(varied, order), targets, fold) for order in set(orders)}
    predicted = np.stack([found[order].predicted for order in orders[:FOLDS]])
    return Fits(
        predicted[fold, np.arange(len(fold))],
        found[orders[FOLDS]].fitted,
        np.stack([found[order].error[number] for number, order in enumerate(orders)]),
    )
