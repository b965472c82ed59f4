"""How values of a swept key are written."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.unit.analysis.sweeps import axis

if TYPE_CHECKING:
    from sim.analysis.sweep.axis import Axis


def of(unit: str, values: tuple[float, ...] = (1.0, 2.0), today: float = 1.0) -> Axis:
    return replace(axis(), unit=unit, values=values, today=today)


@pytest.mark.parametrize(
    ("unit", "value", "text"),
    [
        ("share", 0.437, "43.7%"),
        ("share", -0.2, "−20%"),
        ("per month", 0.025, "2.5% per month"),
        ("money", 1_234_567.0, "£1.23m"),
        ("days", 60.0, "60 days"),
        ("count", 220.0, "220"),
        ("ratio", 0.65, "0.650"),
        ("share", math.nan, "n/a"),
    ],
)
def test_a_value_is_written_in_its_unit(unit: str, value: float, text: str) -> None:
    assert of(unit).text(value) == text


@pytest.mark.parametrize(
    ("unit", "gap", "text"),
    [
        ("share", -0.06, "6 points"),
        ("share", 0.01, "1 point"),
        ("share", 0.0357, "3.6 points"),
        ("per year", 0.155, "16 points"),
        ("days", -12.0, "12 days"),
        ("money", 3e5, "£300k"),
    ],
)
def test_a_distance_is_written_in_its_unit(unit: str, gap: float, text: str) -> None:
    assert of(unit).gap(gap) == text


def test_an_open_end_says_what_was_tried() -> None:
    assert axis().interval((-math.inf, 0.3)) == "below 10% to 30%"
    assert axis().interval((0.3, math.inf)) == "30% to above 80%"


def test_ranges_over_decades_are_worked_with_in_logarithms() -> None:
    wide, narrow = of("money", (1e3, 1e5)), of("money", (1e3, 5e3))
    assert wide.value(wide.position(np.array([1e4])))[0] == pytest.approx(1e4)
    assert wide.position(np.array([1.0]))[0] == 0.0
    assert narrow.position(np.array([1.0]))[0] == 1.0
    assert of("money", (0.0, 1e5)).position(np.array([7.0]))[0] == 7.0


def test_today_is_covered_or_not() -> None:
    assert axis(0.4).covers_today
    assert not axis(0.9).covers_today
    assert not axis(math.nan).covers_today
