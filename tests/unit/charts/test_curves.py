"""Curves over time."""

from __future__ import annotations

import numpy as np
import pytest

from sim.charts.curves import curves, trailing, window
from tests.unit.charts.runs import run


def test_a_season_vanishes_once_a_year_is_over() -> None:
    months = np.arange(61)
    season = 100.0 + 30.0 * np.sin(2 * np.pi * months / 12)
    assert trailing(season, 12)[12:] == pytest.approx(np.full(49, 100.0))


def test_a_trend_stays() -> None:
    line = np.arange(61.0)
    assert trailing(line, 12)[12:] == pytest.approx(line[12:] - 5.5)


def test_the_first_year_averages_over_what_there_is_from_month_one() -> None:
    """A policy that starts to spend in month 1 shows its spending in month 1, not a ramp over a year."""
    found = trailing(np.array([0.0, *[22.0] * 24]), 12)
    assert found == pytest.approx(np.array([0.0, *[22.0] * 24]))
    assert trailing(np.array([7.0, 1.0, 3.0]), 12) == pytest.approx(np.array([7.0, 1.0, 2.0]))


def test_no_window_no_change() -> None:
    values = np.array([3.0, 1.0, 2.0])
    assert trailing(values, 1) == pytest.approx(values)


def test_paths_are_averaged_one_by_one() -> None:
    values = np.stack([np.arange(30.0), np.ones(30)])
    assert trailing(values, 12)[0] == pytest.approx(trailing(values[0], 12))


@pytest.mark.parametrize(
    ("measure", "months", "expected"),
    [("revenue", 120, 12), ("revenue", 18, 1), ("cash", 120, 1), ("yearly_revenue", 120, 1)],
)
def test_only_long_flows_are_averaged(measure: str, months: int, expected: int) -> None:
    assert window(measure, months) == expected


def test_curves_are_the_tables() -> None:
    results, _ = run("five")
    found = curves(results.paths, "harvest", "cash", averaged=1)
    rows = results.paths.query("policy == 'harvest' and measure == 'cash' and month == 7")
    assert found["p90"][7] == pytest.approx(rows["p90"].item())
    assert list(found.months) == list(range(121))
    assert found.last("p50") == found["p50"][-1]
