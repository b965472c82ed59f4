"""Toy problems whose best setting is known, with luck of their own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from sim.randomness import KeyedUniforms
from sim.studies.search import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Cube:
    """Points of the unit cube, rounded to so many steps in every direction."""

    dimensions: int
    steps: int = 1000

    def candidates(self, points: Array) -> Array:
        return np.round(np.clip(points, 0.0, 1.0) * self.steps) / self.steps


@dataclass
class Toy:
    """A value with noise and a ruin with a known chance, the same luck for every candidate.

    Attributes
    ----------
    worth, ruin
        True mean value and true chance of ruin of candidates, shape (candidates, dimensions) to (candidates,).
    own, shared
        Standard deviations of the noise that each candidate has for itself, and of what all have in common.
    """

    worth: Callable[[Array], Array]
    ruin: Callable[[Array], Array]
    seed: int = 0
    own: float = 0.0
    shared: float = 1.0
    asked: list[tuple[int, int]] = field(default_factory=list)

    def evaluate(self, candidates: Array, replications: NDArray[np.int64]) -> tuple[Array, Flags]:
        self.asked.append((int(replications[0]), int(replications[-1])))
        noise = self.shared * np.tile(ndtri(self._uniforms("shared", replications)), (len(candidates), 1))
        if self.own:
            names = [f"own {candidate.tolist()}" for candidate in candidates]
            noise += self.own * ndtri(np.stack([self._uniforms(name, replications) for name in names]))
        ruined = self._uniforms("ruin", replications) < self.ruin(candidates)[:, None]
        return self.worth(candidates)[:, None] + noise, ruined

    def _uniforms(self, name: str, replications: NDArray[np.int64]) -> Array:
        first, end = int(replications[0]), int(replications[-1]) + 1
        found = KeyedUniforms(self.seed).rows(f"toy:{name}", 0, 1, ((first // 4, -(-end // 4)),))[0]
        return np.asarray(found[first % 4 :][: end - first])

    def problem(self, dimensions: int = 1, *, steps: int = 1000, fresh: int = 2000) -> Problem:
        return Problem(
            space=Cube(dimensions, steps),
            evaluate=self.evaluate,
            own=np.full((1, dimensions), 0.5),
            own_points=np.full((1, dimensions), 0.5),
            fresh=fresh,
            seed=self.seed,
        )


def never(candidates: Array) -> Array:
    """Return no chance of ruin at all."""
    return np.zeros(len(candidates))


def flat(candidates: Array) -> Array:
    """Return the same value for every candidate."""
    return np.zeros(len(candidates))
