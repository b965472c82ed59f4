"""A statement holds only when its whole interval excludes the contrary."""

from __future__ import annotations

import math

import numpy as np
import pytest

from tests.statistical.claims.statements import Found, Line, crossing, mean_of, odds_of, percent


def test_the_whole_interval_must_lie_on_the_right_side() -> None:
    values = np.array([1.0, 2.0, 3.0, 4.0])
    assert mean_of("", values, above=-1.5).holds
    assert not mean_of("", values, above=1).holds, "99 % of four values reach below 1"
    assert not mean_of("", values, above=-1.5, below=3).holds
    assert mean_of("", values).holds, "nothing claimed"


def test_what_is_missing_never_holds() -> None:
    assert not Line("", math.nan, math.nan, math.nan, above=0).holds
    assert not Found((Line("", 1, 1, 1, above=0), Line("", math.nan, math.nan, math.nan))).holds


def test_odds_stay_within_their_bounds() -> None:
    never = odds_of("", np.zeros(100, bool), below=0.1)
    assert (never.low, never.holds) == (0.0, True)


def test_lines_cross_where_they_are_interpolated() -> None:
    lines = [Line("", mean, mean - 0.1, mean + 0.1) for mean in (0.2, 0.4, 0.8)]
    assert crossing((0, 1, 2), lines, 0.5) == pytest.approx((1.25, 1.0, 1.5))
    assert math.isnan(crossing((0, 1), lines[:2], 0.9)[0])


def test_rounding_leaves_no_minus() -> None:
    assert percent(-0.0001) == "0.0 %"
    assert percent(-0.123, 0) == "−12 %"
