"""Scores against exact values, and bands that hold what they promise; wrong variants are caught."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.special import ndtri

from sim.analysis.forecasting.scoring import coverage, crps, histogram, pit, scaled, yardstick
from sim.randomness import KeyedUniforms

if TYPE_CHECKING:
    from sim.analysis.intervals import Array

EXACT_NORMAL = {0.0: 0.23369, 1.0: 0.60244}
"""CRPS of the standard normal, by actual (Gneiting and Raftery 2007, closed form)."""


def normals(name: str, rows: int, columns: int) -> Array:
    return np.asarray(ndtri(KeyedUniforms(5).rows(name, 0, rows, ((0, -(-columns // 4)),))[:, :columns]))


def test_ensemble_of_four_by_hand() -> None:
    members, actual = np.array([7.0, 1.0, 4.0, 2.0]), np.array(3.0)
    assert crps(members, actual, kind="plain") == pytest.approx(0.75)
    assert crps(members, actual) == pytest.approx(1.0 / 3.0)


@pytest.mark.parametrize(("actual", "exact"), EXACT_NORMAL.items())
def test_many_quantiles_of_a_normal_score_as_the_normal(actual: float, exact: float) -> None:
    members = ndtri((np.arange(20_000) + 0.5) / 20_000)
    assert crps(members, np.array(actual), kind="plain") == pytest.approx(exact, abs=2e-5)


def test_the_fair_score_needs_no_more_members_the_plain_one_does() -> None:
    """Mean score of small samples of the right forecast: fair is that of the whole forecast, plain is not."""
    members, actual = normals("members", 40_000, 8), normals("actual", 1, 40_000)[0]
    whole = 1.0 / np.sqrt(np.pi)  # the expected score of a normal forecast that is right
    assert abs(crps(members, actual).mean() - whole) < 0.008
    assert abs(crps(members, actual, kind="plain").mean() - whole) > 0.05  # the mutant


def test_a_single_member_is_scored_by_its_distance() -> None:
    assert crps(np.array([[4.0]]), np.array([1.0])).tolist() == [3.0]


def test_a_missing_actual_has_no_score_and_no_place() -> None:
    members, actual = np.zeros((2, 5)), np.array([np.nan, 0.0])
    assert np.isnan(crps(members, actual)).tolist() == [True, False]
    assert np.isnan(pit(members, actual)).tolist() == [True, False]


def test_bands_hold_what_they_promise_and_narrow_ones_do_not() -> None:
    members, actual = normals("members", 4000, 200), normals("actual", 1, 4000)[0]
    for spread, kept in ((1.0, True), (0.8, False)):  # the mutant is too sure of itself
        held = coverage(pit(spread * members, actual))
        inside = [one.held.ci95[0] <= one.band <= one.held.ci95[1] for one in held]
        assert all(inside) is kept


def test_places_are_even_when_the_forecast_is_right() -> None:
    members, actual = normals("members", 4000, 50), normals("actual", 1, 4000)[0]

    def chi2(places: Array) -> float:
        return float(((histogram(places) - 800.0) ** 2 / 800.0).sum())

    assert chi2(pit(members, actual)) < 18.5  # 99.9 % of chi-squared with 4 degrees of freedom
    assert chi2(pit(members + 0.2, actual)) > 18.5  # the mutant forecasts too high


def test_ties_count_by_halves() -> None:
    assert pit(np.array([1.0, 1.0, 1.0]), np.array(1.0)) == pytest.approx(0.5)


def test_errors_are_scaled_by_the_step_of_the_history_or_of_its_years() -> None:
    assert yardstick(np.array([1.0, 3.0, 2.0])) == 1.5
    year = np.arange(12.0)
    assert yardstick(np.concatenate([year, year + 2.0])) == 2.0
    assert np.isnan(yardstick(np.array([1.0])))
    assert scaled(np.array([3.0]), 1.5).tolist() == [2.0]
    assert np.isnan(scaled(np.array([3.0]), 0.0)).all()
