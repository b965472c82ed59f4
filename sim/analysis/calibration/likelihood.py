"""How likely a summary is under given parameters: normal about a curved surface, fitted to simulated firms.

A synthetic likelihood (Wood 2010, Nature 466:1102) whose mean follows the parameters; the scatter about it is the luck
of the firms: weather, customers who come or not, recessions, and how all that hangs together over months and measures.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from sim.arrays import Array

CROSSED: Final = 25
"""Parameters up to which products of two are terms of the surface; beyond, their squares only."""

_FLOOR: Final = 1e-10


@dataclass(frozen=True, slots=True)
class Likelihood:
    """A normal distribution of summaries whose mean is quadratic in the scores.

    Attributes
    ----------
    coefficients
        Shape (terms, parameters): constant, scores, products.
    luck
        Covariance of summaries under the same parameters, shape (parameters, parameters).
    """

    coefficients: Array
    luck: Array

    @property
    def level(self) -> Array:
        """Mean summary at score zero, shape (parameters,)."""
        return np.asarray(self.coefficients[0])

    @property
    def slope(self) -> Array:
        """Change of each summary (rows) with each score (columns) at zero."""
        return np.asarray(self.coefficients[1 : 1 + len(self.luck)].T)

    @property
    def precision(self) -> Array:
        """Inverse of `luck`."""
        return np.asarray(np.linalg.inv(self.luck + _FLOOR * np.eye(len(self.luck))))

    def looser(self, times: float) -> Likelihood:
        """Return the same surface with so many times the variance about it."""
        return Likelihood(self.coefficients, times * self.luck)

    def distance(self, seen: Array, scores: Array) -> Array:
        """Return how far a summary lies from the surface, in standard deviations of luck, shape (points,)."""
        gap = seen[:, None] - self.mean(scores)
        return np.asarray(np.sqrt(np.einsum("ip,ij,jp->p", gap, self.precision, gap)))

    def mean(self, scores: Array) -> Array:
        """Return mean summaries at scores of shape (parameters, points), same shape."""
        return np.asarray((_terms(scores) @ self.coefficients).T)

    def log(self, seen: Array, scores: Array) -> Array:
        """Return the log likelihood of a summary, up to a constant, shape (points,)."""
        return np.asarray(-0.5 * self.distance(seen, scores) ** 2)


def likelihood(scores: Array, summaries: Array) -> Likelihood:
    """Fit the surface to simulated firms; both of shape (parameters, lanes)."""
    terms = _terms(scores)
    coefficients = np.linalg.lstsq(terms, summaries.T, rcond=None)[0]
    left = summaries.T - terms @ coefficients
    free = max(1, len(terms) - terms.shape[1])
    return Likelihood(np.asarray(coefficients, np.float64), np.asarray(left.T @ left / free, np.float64))


def _terms(scores: Array) -> Array:
    count = len(scores)
    one, other = np.triu_indices(count) if count <= CROSSED else (np.arange(count), np.arange(count))
    return np.vstack([np.ones((1, scores.shape[1])), scores, scores[one] * scores[other]]).T
