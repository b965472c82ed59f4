"""The alarm's rate of false alarms is what it says, on firms drawn like the run; mutants alarm too often."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.special import ndtri

from sim.analysis.tracking.alarm import RATE, alarm, features, noisy
from sim.randomness import KeyedUniforms

if TYPE_CHECKING:
    from sim.analysis.intervals import Array

MEASURES, MONTHS, COUNT, NOISE = 2, 6, 99, 0.2
FIRMS = 1000


def normals(name: str, rows: int, columns: int) -> Array:
    return np.asarray(ndtri(KeyedUniforms(2).rows(name, 0, rows, ((0, -(-columns // 4)),))[:, :columns]))


def paths(name: str, count: int) -> Array:
    """Return skewed, dependent paths of two measures, some closed for good: nothing is normal about them."""
    shocks = normals(name, MEASURES * MONTHS, count).reshape(MEASURES, MONTHS, count)
    level = np.exp(0.15 * shocks.cumsum(axis=1))
    level[1] += 0.5 * level[0]
    level[:, 3:, shocks[0, 2] > 1.5] = 0.05
    return np.asarray(np.log(level))


@pytest.fixture(scope="module")
def firms() -> Array:
    """Firms that do what the run says, measured with its noise."""
    own = paths("test:firms", FIRMS)
    return own + NOISE * normals("test:errors", MEASURES * MONTHS, FIRMS).reshape(own.shape)


def false_alarms(firms: Array, noise: float) -> float:
    """Return how often firms on track get an alarm, each from a run of its own."""
    count = firms.shape[-1]
    every = paths("test:runs", count * COUNT).reshape(MEASURES, MONTHS, count, COUNT)
    return float(np.mean([alarm(every[:, :, i], firms[:, :, i], noise, seed=i).off_track for i in range(count)]))


def test_false_alarms_come_as_often_as_they_say(firms: Array) -> None:
    """1,000 firms on track, each against a run of its own 99 replications: 5 % within four standard errors.

    The mutant ranks figures that have errors among paths that have none.
    """
    error = np.sqrt(RATE * (1 - RATE) / FIRMS)
    assert abs(false_alarms(firms, NOISE) - RATE) < 4 * error
    assert false_alarms(firms[..., :200], 1e-9) > RATE + 8 * error


def test_a_firm_far_off_is_found_and_named() -> None:
    run = paths("test:runs", 400)
    actual = run[:, :, 0] + np.array([[1.5], [0.0]])
    found = alarm(run, actual, NOISE, seed=1)
    assert found.off_track
    assert found.distance > found.limit
    assert found.places[0] > 0.95


def test_the_limit_and_the_rank_agree() -> None:
    run = paths("test:runs", 400)
    for place in range(0, 400, 7):
        found = alarm(run, 1.6 * run[:, :, place], NOISE, seed=1)
        assert found.off_track is (found.distance > found.limit)


def test_too_few_replications_never_alarm() -> None:
    run = paths("test:runs", 400)
    for count, able in ((1, False), (18, False), (19, True)):
        found = alarm(run[:, :, :count], run[:, :, 0] + 50.0, NOISE, seed=1)
        assert found.able is able
        assert found.off_track is able


def test_more_looks_more_alarms() -> None:
    run = paths("test:runs", 1000)
    actual = run[:, :, 0].copy()
    whole = alarm(run, actual, NOISE, seed=1)
    actual[:, 1:] = np.nan
    one = alarm(run, actual, NOISE, seed=1)
    assert (one.looks, whole.looks) == (1, MONTHS)
    assert one.any_look <= RATE
    assert RATE < whole.any_look < RATE * MONTHS


def test_gaps_and_a_measure_without_figures() -> None:
    run = paths("test:runs", 60)
    actual = run[:, :, 0].copy()
    actual[0, 2], actual[1] = np.nan, np.nan
    found = alarm(run, actual, NOISE, seed=1)
    assert len(found.places) == 1
    seen = np.concatenate([actual[..., None], noisy(run, NOISE, 1)], axis=-1)
    assert features(seen).shape == (2, 61)


def test_paths_all_alike_give_no_trouble() -> None:
    run = np.zeros((2, 4, 50))
    assert not alarm(run, np.zeros((2, 4)), 0.05, seed=1).off_track
    assert alarm(run, np.ones((2, 4)), 0.05, seed=1).off_track
