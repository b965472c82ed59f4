"""Two camps are told from two tails of one hump."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import ndtri

from sim.analysis.fate.bistable import camps
from sim.randomness import KeyedUniforms

COUNT = 400


def sample(trial: int, low: float, high: float, share: float) -> np.ndarray:
    pick, noise = KeyedUniforms(trial).rows("camps", 0, 2, ((0, COUNT // 4),))
    return np.asarray(np.where(pick < share, low, high) + 0.015 * ndtri(noise))


ALIVE = np.zeros(COUNT, bool)


def test_two_camps_are_found_and_one_hump_is_not() -> None:
    found = [camps(sample(trial, -0.05, 0.03, 0.4), ALIVE, seed=trial).bistable for trial in range(10)]
    mutant = [camps(sample(trial, 0.0, 0.0, 0.4), ALIVE, seed=trial) for trial in range(20)]
    assert all(found)
    assert all(one.both_sides for one in mutant), "both tails exceed 5 %, and yet there is one camp"
    assert sum(one.bistable for one in mutant) <= 3


def test_ruin_of_many_is_a_camp_and_of_few_is_not() -> None:
    growth = sample(1, 0.02, 0.02, 0.5)
    often, seldom = np.arange(COUNT) < 100, np.arange(COUNT) < 8
    assert camps(np.where(often, -1.0, growth), often, seed=1).bistable
    assert not camps(np.where(seldom, -1.0, growth), seldom, seed=1).bistable


@pytest.mark.parametrize("growth", [np.full(COUNT, 0.05), np.full(COUNT, np.nan), np.linspace(0.02, 0.1, COUNT)])
def test_nothing_to_tell_apart_is_no_error(growth: np.ndarray) -> None:
    assert not camps(growth, ALIVE, seed=1).bistable
