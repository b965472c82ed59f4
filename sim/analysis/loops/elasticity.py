"""Eigenvalue elasticities of a map from one period to the next: they also work at rest, where loop scores are blind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sim.arrays import Array


@dataclass(frozen=True, slots=True)
class Elasticity:
    """What the growth factor of a linear map is made of.

    Attributes
    ----------
    growth
        Eigenvalue of the largest absolute value: growth factor per period.
    parts
        By name of a part of the map: per cent change of `growth` per per cent of the part; together 1.
    entries
        The same for every entry of the whole matrix, shape (states, states); together 1.
    """

    growth: float
    parts: Mapping[str, float]
    entries: Array


def jacobian(step: Callable[[Array], Array], state: Array, *, relative: float = 1e-6) -> Array:
    """Return the slopes of x' = F(x) at a state by central differences, shape (states, states).

    Kinks (a minimum, a switch) within the step make them meaningless.
    """
    columns = []
    for place, value in enumerate(np.asarray(state, np.float64)):
        move = np.zeros(len(state))
        move[place] = relative * max(1.0, abs(float(value)))
        columns.append((np.asarray(step(state + move)) - np.asarray(step(state - move))) / (2 * move[place]))
    return np.stack(columns, axis=1)


def elasticity(parts: Mapping[str, Array]) -> Elasticity:
    """Return the elasticities of a map that is the sum of named matrices.

    Parameters
    ----------
    parts
        Slopes of every part, each of shape (states, states), such as retention and reinvestment. The largest
        eigenvalue must be real and simple: complex ones swing, and have no single growth factor.
    """
    whole = np.sum(list(parts.values()), axis=0)
    values, right = np.linalg.eig(whole)
    place = int(np.argmax(np.abs(values)))
    turned, left = np.linalg.eig(whole.T)
    growth, after = values[place], right[:, place]
    before = left[:, int(np.argmin(np.abs(turned - values[place])))]
    scale = growth * (before @ after)
    entries = np.real(whole * np.outer(before, after) / scale)
    return Elasticity(
        growth=float(np.real(growth)),
        parts={name: float(np.real(before @ part @ after / scale)) for name, part in parts.items()},
        entries=np.asarray(entries, np.float64),
    )
