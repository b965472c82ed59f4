"""Elementary effects are those of the library, with luck as one more factor."""

from __future__ import annotations

import importlib
import math
from typing import Any

import numpy as np
import pytest

from sim.analysis.sensitivity.factor import Factor
from sim.analysis.sensitivity.morris import Morris, morris
from sim.studies.elementary import LEVELS, changes, paths
from tests.unit.analysis.toys import LUCK, SUBJECT, Array, factors, ishigami, noisy

pytest.importorskip("SALib")


def found(outcome: Any, count: int = 200, seed: int = 7) -> Morris:  # noqa: ANN401 (a model, as in toys)
    grid = paths([0, 1, 2], count, seed)
    return morris(SUBJECT, factors(3), changes(grid, outcome(grid), [0, 1, 2]), seed=seed, lanes=0)


def quiet(grid: Array) -> Array:
    flat = grid[..., :-1].reshape(-1, 3).T
    return ishigami(np.zeros(flat.shape[1], np.int64), flat).reshape(grid.shape[:2])


def test_the_library_gives_the_same_from_the_same_outcomes() -> None:
    analyze = importlib.import_module("SALib.analyze.morris").analyze
    grid = paths([0, 1, 2], 200, 7)
    rows = grid.reshape(-1, 4)
    names = ["a", "b", "c", "luck"]
    problem: dict[str, Any] = {"num_vars": 4, "names": names, "bounds": [[0, 1]] * 4, "groups": names}
    theirs = analyze(problem, rows, quiet(grid).ravel(), num_levels=LEVELS, num_resamples=10, seed=1)
    step = LEVELS / (2.0 * (LEVELS - 1.0))
    ours = {effect.factor.keys[0][-1]: effect for effect in found(quiet).effects if effect.factor}
    for place in range(3):
        effect = ours[str(place)]
        assert effect.size == pytest.approx(step * theirs["mu_star"][place])
        assert effect.change == pytest.approx(step * theirs["mu"][place])
        assert effect.spread == pytest.approx(step * theirs["sigma"][place])


def test_luck_moves_last_and_alone() -> None:
    def lucky(grid: Array) -> Array:
        anew = grid[..., -1] != grid[:, :1, -1]
        luck = np.arange(len(grid))[:, None] + len(grid) * anew
        flat = grid[..., :2].reshape(-1, 2).T
        return noisy(luck.ravel(), flat).reshape(grid.shape[:2])

    result = found(lucky, 400)
    one, two, three = result.effects
    assert [effect.factor.keys[0][-1] for effect in result.effects if effect.factor] == ["0", "1", "2"]
    assert one.size == pytest.approx(2.0 * math.sqrt(12.0) * 2.0 / 3.0)  # exact: its effect hangs on nothing
    assert one.spread == pytest.approx(0.0, abs=1e-6)
    assert two.change == pytest.approx(0.0, abs=0.4)  # which way hangs on luck: mu says nothing, mu* does
    assert two.size_ci95[0] > 0.5
    assert two.spread > two.size
    assert three.size == 0.0
    gaps = np.abs(LUCK[:400] - LUCK[400:800]).mean()
    assert result.luck.size == pytest.approx(3.0 * gaps, rel=0.15)
    assert math.isnan(result.luck.spread)


def test_mutant_without_signs_is_caught() -> None:
    """Effects that forget which way the step went would give half the falls as rises."""
    grid = paths([0, 1, 2], 200, 7)
    outcome = 5.0 * grid[..., 0]
    good = changes(grid, outcome, [0, 1, 2])[0]
    forgetful = np.diff(outcome, axis=1)
    forgetful = forgetful[np.arange(200), np.abs(forgetful).argmax(axis=1)]
    assert good == pytest.approx(5.0 * 2.0 / 3.0)
    assert forgetful != pytest.approx(5.0 * 2.0 / 3.0)


def test_tied_inputs_move_together_and_have_no_sigma() -> None:
    grid = paths([0, 0, 1], 50, 7)
    assert grid.shape == (50, 4, 4)
    moved = np.abs(np.diff(grid, axis=1)) > 0.0
    assert (moved[..., 0] == moved[..., 1]).all()
    assert (moved.any(axis=-1)).all()
    tied = Factor(("a: b", "a: c"), ("a.b", "a.c"))
    found = morris(SUBJECT, [tied, *factors(1)], changes(grid, grid.sum(axis=-1), [0, 0, 1]), seed=7, lanes=0)
    (together,) = (effect for effect in found.effects if effect.factor is tied)
    assert math.isnan(together.spread)
    assert together.size > 0.0


def test_paths_are_those_of_the_seed() -> None:
    np.testing.assert_array_equal(paths([0, 1], 9, 3), paths([0, 1], 9, 3))
    assert (paths([0, 1], 9, 3) != paths([0, 1], 9, 4)).any()


def test_nothing_moves() -> None:
    result = found(lambda grid: np.zeros(grid.shape[:2]))
    assert result.still
    assert result.effects[0].size_ci95 == (0.0, 0.0)
