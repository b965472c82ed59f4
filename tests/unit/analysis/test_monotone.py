"""The nearest rising row, and where it reaches a level."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import isotonic_regression

from sim.analysis.statistics.monotone import against, crossings, monotone
from sim.randomness import KeyedUniforms


def test_the_nearest_rising_row_is_the_one_of_scipy() -> None:
    rows = KeyedUniforms(1).rows("rows", 0, 20, ((0, 3),))
    for row, found in zip(rows, monotone(rows), strict=True):
        assert found == pytest.approx(isotonic_regression(row).x)


def test_crossings_are_linear_between_values() -> None:
    places = np.array([0.0, 1.0, 3.0])
    rows = np.array([[0.0, 0.4, 0.8], [0.6, 0.7, 0.8], [0.1, 0.2, 0.3], [0.5, 0.6, 0.7]])
    assert crossings(places, rows, 0.5).tolist() == pytest.approx([1.5, -np.inf, np.inf, 0.0])


def test_against_is_the_largest_fall() -> None:
    assert against(np.array([[0.1, 0.5, 0.3, 0.4], [0.1, 0.2, 0.3, 0.4]])).tolist() == pytest.approx([0.2, 0.0])
