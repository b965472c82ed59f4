"""Naive forecasts: exact where the history is plain, bands that hold on their own kind of series, and who says no."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.special import ndtri

from sim.analysis.forecasting.damped import damped_trend
from sim.analysis.forecasting.naive import METHODS, TooFew, drift, naive, seasonal
from sim.analysis.forecasting.scoring import coverage, pit
from sim.randomness import KeyedUniforms

if TYPE_CHECKING:
    from sim.analysis.intervals import Array

YEAR = np.log(np.arange(1.0, 13.0))


def walks(rows: int, columns: int) -> Array:
    steps = ndtri(KeyedUniforms(8).rows("test:walk", 0, rows, ((0, -(-columns // 4)),))[:, :columns])
    return np.asarray(np.cumsum(0.05 * steps + 0.01, axis=1))


def test_seasonal_repeats_the_year() -> None:
    outlook = seasonal(np.concatenate([YEAR, YEAR]), 14)
    assert outlook.centre == pytest.approx(np.concatenate([YEAR, YEAR[:2]]))
    assert outlook.spread == pytest.approx(0.0)


def test_seasonal_spread_grows_with_years() -> None:
    spread = seasonal(np.concatenate([YEAR, YEAR + 0.1]), 13).spread
    assert spread[0] == pytest.approx(0.1)
    assert spread[12] == pytest.approx(0.1 * np.sqrt(2.0))


def test_drift_goes_on() -> None:
    outlook = drift(np.array([0.0, 1.0, 2.0, 3.0]), 2)
    assert outlook.centre.tolist() == [4.0, 5.0]
    assert outlook.spread.tolist() == [0.0, 0.0]
    assert drift(np.array([0.0, 1.0, 0.0, 1.0]), 1).spread == pytest.approx(np.sqrt(4 / 3) * np.sqrt(1 + 1 / 3))


def test_damped_trend_of_a_line_damps() -> None:
    """A line goes on, ever slower: the first step is at most the line's, the later ones smaller."""
    centre, _ = damped_trend(np.linspace(0.0, 2.0, 21), 12)
    steps = np.diff(np.concatenate([[2.0], centre]))
    assert 0.07 < steps[0] <= 0.1001
    assert (np.diff(steps) < 0).all()


def test_damped_trend_of_a_level_stays() -> None:
    centre, spread = damped_trend(np.full(12, 3.0), 4)
    assert centre == pytest.approx(3.0)
    assert spread == pytest.approx(0.0, abs=1e-6)


def test_bands_of_the_drift_hold_on_random_walks() -> None:
    """1,500 walks of 25 months, the last one forecast; the mutant takes the first step's spread for the sixth month."""
    paths = walks(1500, 31)
    places, mutant = [], []
    for row in paths:
        outlook = drift(row[:25], 6)
        draws = ndtri((np.arange(200) + 0.5) / 200)
        places.append(pit(outlook.centre[5] + outlook.spread[5] * draws, row[30]))
        mutant.append(pit(outlook.centre[5] + outlook.spread[0] * draws, row[30]))
    assert all(abs(one.held.probability - one.band) < 0.03 for one in coverage(np.array(places)))
    assert all(one.band - one.held.probability > 0.1 for one in coverage(np.array(mutant)))


@pytest.mark.parametrize("name", METHODS)
def test_too_few_months_is_said(name: str) -> None:
    needed = METHODS[name][1]
    history = 100.0 * np.exp(walks(1, 30)[0])
    found = naive(name, history[: needed - 1], 3, seed=1)
    assert isinstance(found, TooFew)
    assert str(found) == f"too few months: it needs {needed}, there are {needed - 1}"
    members = naive(name, history[:needed], 3, seed=1)
    assert not isinstance(members, TooFew)
    assert members.shape == (3, 1000)
    assert (members > 0.0).all()


def test_a_gap_ends_what_is_used() -> None:
    history = np.array([5.0, 5.0, 5.0, np.nan, 5.0, 5.0, 0.0, 5.0])
    assert naive("drift", history, 1, seed=1) == TooFew(4, 1)


def test_the_same_seed_gives_the_same_members() -> None:
    history = 100.0 * np.exp(walks(1, 30)[0])
    one, two, other = (naive("drift", history, 3, seed=seed) for seed in (1, 1, 2))
    assert np.array_equal(np.asarray(one), np.asarray(two))
    assert not np.array_equal(np.asarray(one), np.asarray(other))
