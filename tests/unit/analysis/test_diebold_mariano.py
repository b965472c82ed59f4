"""The test against a hand calculation, its size with overlapping horizons, and a mutant without autocovariances."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.special import ndtri, stdtr

from sim.analysis.forecasting.diebold_mariano import diebold_mariano
from sim.randomness import KeyedUniforms

GAP = np.array([1.0, 2.0, 0.0, 3.0, 1.0])


def test_one_month_ahead_by_hand() -> None:
    """Mean 1.4, variance 1.04 (over n): 1.4 / √(1.04 / 5) times √((5 + 1 − 2) / 5)."""
    found = diebold_mariano(GAP, np.zeros(5), 1)
    statistic = 1.4 / math.sqrt(1.04 / 5) * math.sqrt(4 / 5)
    assert found.difference == pytest.approx(1.4)
    assert found.statistic == pytest.approx(statistic)
    assert found.p_value == pytest.approx(2 * stdtr(4, -statistic))


def test_two_months_ahead_take_in_the_neighbour() -> None:
    centred = GAP - 1.4
    lag = float(centred[1:] @ centred[:-1]) / 5
    long_run = 1.04 + 2 * lag
    assert long_run < 0  # so few starts: the kernel takes over
    variance = (1.04 + lag) / 5
    expected = 1.4 / math.sqrt(variance) * math.sqrt((5 + 1 - 4 + 2 / 5) / 5)
    assert diebold_mariano(GAP, np.zeros(5), 2).statistic == pytest.approx(expected)


def test_sides_swapped_change_the_sign_only() -> None:
    here, there = diebold_mariano(GAP, np.zeros(5), 1), diebold_mariano(np.zeros(5), GAP, 1)
    assert (here.statistic, here.p_value) == (-there.statistic, there.p_value)


@pytest.mark.parametrize("horizon", [1, 4])
def test_too_few_or_nothing_to_tell_apart(horizon: int) -> None:
    assert math.isnan(diebold_mariano(GAP[:3], np.zeros(3), horizon).p_value)
    assert math.isnan(diebold_mariano(np.full(9, 0.1), np.zeros(9), horizon).p_value)
    assert diebold_mariano(np.array([np.nan, 1.0]), np.zeros(2), 1).pairs == 1
    assert math.isnan(diebold_mariano(np.array([]), np.array([]), 1).difference)


def test_size_with_overlapping_forecasts() -> None:
    """Equal forecasts four months ahead, 60 starts: called different in about 5 % of 1,000 repetitions.

    The mutant leaves autocovariances out, as a t test would, and calls far too many.
    """
    shocks = ndtri(KeyedUniforms(3).rows("test:dm", 0, 1000, ((0, 16),)))[:, :63]
    overlapping = np.stack([shocks[:, lag : lag + 60] for lag in range(4)]).sum(axis=0)
    none = np.zeros(60)
    right = np.mean([diebold_mariano(row, none, 4).p_value < 0.05 for row in overlapping])
    mutant = np.mean([diebold_mariano(row, none, 1).p_value < 0.05 for row in overlapping])
    assert 0.02 < right < 0.11
    assert mutant > 0.2
