"""The design behind Morris's elementary effects: paths on which one factor after the other moves, luck among them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sim.analysis.sensitivity.morris import Morris, morris
from sim.errors import MissingPartError
from sim.studies.saltelli import whole_seed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.model.parameters.spec import Array
    from sim.studies.study import Study

LEVELS: Final = 4
"""Levels of each input; the middles of four equal parts of its belief, P12.5 to P87.5. A step is two of them."""


def elementary(study: Study, count: int) -> Morris:
    """Simulate `count` paths and describe what each factor's steps do.

    Raises
    ------
    MissingPartError
        When SALib is not installed.
    """
    keys, factors = list(study.inputs.beliefs), study.inputs.factors
    groups = [place for key in keys for place, factor in enumerate(factors) if key in factor.keys]
    grid = paths(groups, count, study.seed)
    uniforms = (grid[..., :-1] * (LEVELS - 1) + 0.5) / LEVELS
    anew = grid[..., -1] != grid[:, :1, -1]
    luck = np.arange(count)[:, None] + count * anew
    values = study.inputs.values({key: uniforms[..., place].ravel() for place, key in enumerate(keys)})
    outcome = study.outcome(luck.ravel(), values).reshape(count, -1)
    lanes = outcome.size * len(study.subject.policies)
    return morris(study.subject, factors, changes(grid, outcome, groups), seed=study.seed, lanes=lanes)


def paths(groups: Sequence[int], count: int, seed: int) -> Array:
    """Return paths of SALib, shape (paths, factors + 2, inputs + 1), each number a multiple of 1 / (LEVELS − 1).

    Parameters
    ----------
    groups
        The number of the factor to which each input belongs; luck comes last, on its own.
    count
        How many.
    seed
        Key of the paths.

    Raises
    ------
    MissingPartError
        When SALib is not installed.
    """
    try:
        from SALib.sample.morris import sample
    except ImportError:
        raise MissingPartError("--method morris needs SALib: pip install 'cyclesim[sensitivity]'") from None
    every = [*groups, max(groups) + 1]
    problem: dict[str, Any] = {
        "num_vars": len(every),
        "names": [f"input {place}" for place in range(len(every))],
        "bounds": [[0.0, 1.0]] * len(every),
        "groups": [f"factor {number}" for number in every],
    }
    found = sample(problem, count, num_levels=LEVELS, seed=whole_seed(seed, "morris:paths"))
    return np.asarray(found, np.float64).reshape(count, max(every) + 2, len(every))


def changes(grid: Array, outcome: Array, groups: Sequence[int]) -> Array:
    """Return the change of the outcome with each factor's step, upwards for a single input; (factors + 1, paths)."""
    every = np.array([*groups, max(groups) + 1])
    moved = np.diff(grid, axis=1)
    found = np.empty((every.max() + 1, len(grid)))
    for number in range(len(found)):
        own = moved[..., every == number]
        step = np.abs(own).max(axis=-1).argmax(axis=-1)
        path = np.arange(len(grid))
        change = outcome[path, step + 1] - outcome[path, step]
        found[number] = change * np.sign(own[path, step, 0]) if own.shape[-1] == 1 else change
    return found
