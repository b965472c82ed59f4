"""Which lanes to run: replications in blocks, and each replication's draw of the uncertain inputs.

The inputs of replication r are the same whatever the number of replications: they come from Latin
hypercubes of a fixed size, one for every hundred replications, each keyed by the seed, the input's
name and the number of the hypercube.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np
from scipy.special import ndtri

from sim.errors import ScenarioError
from sim.randomness import KeyedUniforms

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from sim.arrays import Array

Correlation = tuple[str, str, float]

CUBE: Final = 100
"""Replications of one Latin hypercube; a multiple of the four numbers one counter value yields."""

_COUNTERS: Final = CUBE // 4
_REFINED: Final = 2
_BELOW_ONE: Final = 1.0 - 2.0**-53


class Uncertain(Protocol):
    """An uncertain input, known by its quantiles."""

    def quantile(self, u: Array) -> Array:
        """Return the value at each probability."""
        ...


class Uncertainty(Protocol):
    """What the design needs of a scenario."""

    @property
    def seed(self) -> int:
        """Seed of the luck."""
        ...

    @property
    def uncertain(self) -> Mapping[str, Uncertain]:
        """Uncertain inputs by dotted key."""
        ...

    @property
    def correlations(self) -> tuple[Correlation, ...]:
        """Rank correlations: (key, key, Spearman's rho)."""
        ...


@dataclass(frozen=True, slots=True)
class _Factors:
    """Cholesky factors of a group's correlations: of normal scores, and of ranks."""

    scores: Array
    ranks: Array


def input_draws(scenario: Uncertainty, first: int, end: int) -> dict[str, Array]:
    """Return each uncertain input's value in replications `first` up to (not with) `end`.

    Raises
    ------
    ScenarioError
        When the correlations contradict each other.
    """
    if not scenario.uncertain:
        return {}
    groups = [(group, _factors(group, scenario.correlations)) for group in correlated(scenario.correlations)]
    uniforms = KeyedUniforms(scenario.seed)
    cubes = range(first // CUBE, -(-end // CUBE))
    parts = [_cube(uniforms, scenario.uncertain, groups, number) for number in cubes]
    start = cubes.start * CUBE
    return {
        key: input_.quantile(np.concatenate([part[key] for part in parts])[first - start : end - start])
        for key, input_ in scenario.uncertain.items()
    }


def correlated(correlations: Iterable[Correlation]) -> list[tuple[str, ...]]:
    """Return the groups of inputs that correlations tie together, each sorted by name."""
    groups: list[set[str]] = []
    for one, other, _ in correlations:
        touched = [group for group in groups if group & {one, other}]
        groups = [group for group in groups if group not in touched]
        groups.append(set().union({one, other}, *touched))
    return sorted(tuple(sorted(group)) for group in groups)


def normal_scores(group: tuple[str, ...], correlations: Iterable[Correlation]) -> Array:
    """Return the Cholesky factor of the correlations of a group's normal scores: its normal copula.

    Raises
    ------
    ScenarioError
        When the correlations contradict each other.
    """
    return _factors(group, correlations).scores


def _cube(
    uniforms: KeyedUniforms,
    inputs: Iterable[str],
    groups: Sequence[tuple[tuple[str, ...], _Factors]],
    number: int,
) -> dict[str, Array]:
    """Return one Latin hypercube: for each input, a uniform in every one of the hundred strata."""
    places, jitters = {}, {}
    for key in inputs:
        order, jitter = uniforms.rows(f"input:{key}", 0, 2, ((number * _COUNTERS, (number + 1) * _COUNTERS),))
        places[key], jitters[key] = _ranks(order), jitter
    for group, factors in groups:
        placed = _tied([places[key] for key in group], factors)
        places |= dict(zip(group, placed, strict=True))
    # 99 and a jitter just below 1 round to 100, and the quantile at 1 may be infinite.
    return {key: np.minimum((places[key] + jitters[key]) / CUBE, _BELOW_ONE) for key in places}


def _tied(places: Sequence[NDArray[np.intp]], factors: _Factors) -> list[NDArray[np.intp]]:
    """Reorder strata so that their ranks correlate as asked (Iman & Conover 1982).

    One pass on normal scores gives the shape of the dependence; two more on the ranks themselves bring every
    single hypercube within about .02 of the rank correlations asked for, where one pass alone leaves up to .15.
    """
    placed = _reordered(np.stack([ndtri((place + 0.5) / CUBE) for place in places]), factors.scores)
    for _ in range(_REFINED):
        placed = _reordered(np.stack(placed).astype(np.float64), factors.ranks)
    return placed


def _reordered(scores: Array, factor: Array) -> list[NDArray[np.intp]]:
    """Rank the scores after taking out the correlation they have by chance and putting in the one wanted."""
    chance = np.linalg.cholesky(np.corrcoef(scores))
    centred = scores - scores.mean(axis=1, keepdims=True)
    return [_ranks(row) for row in factor @ np.linalg.solve(chance, centred)]


def _ranks(values: Array) -> NDArray[np.intp]:
    ranks = np.empty(values.size, np.intp)
    ranks[np.argsort(values, kind="stable")] = np.arange(values.size)
    return ranks


def _factors(group: tuple[str, ...], correlations: Iterable[Correlation]) -> _Factors:
    ranks: Array = np.eye(len(group))
    named = []
    for one, other, rho in correlations:
        if one in group:
            row, column = group.index(one), group.index(other)
            ranks[row, column] = ranks[column, row] = rho
            named.append(f"{one} ~ {other}: {rho:g}")
    try:
        # If the first has a factor, so has the second: arcsine keeps a matrix positive definite (Schur).
        scores: Array = np.linalg.cholesky(2 * np.sin(np.pi * ranks / 6))
        return _Factors(scores, np.linalg.cholesky(ranks).astype(np.float64))
    except np.linalg.LinAlgError:
        message = (
            "these correlations contradict each other, no inputs can have them all: "
            f"{'; '.join(named)}. Weaken one of them."
        )
        raise ScenarioError(message) from None
