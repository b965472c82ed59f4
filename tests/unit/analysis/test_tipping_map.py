"""The odds over two keys: a planted line of even odds is found, and so is the way across."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy.special import expit

from sim.analysis.intervals import wilson
from sim.analysis.sweep import words
from sim.analysis.sweep.tipping_map import Map, tipping_map
from tests.unit.analysis.sweeps import VALUES, axis, hits

ACROSS = axis(0.3)
UP = replace(axis(0.5), key="plans.plan_quality", phrase="a plan quality of {}", label="plan quality today")
X, Y = (grid.ravel() for grid in np.meshgrid(VALUES, VALUES, indexing="ij"))


def planted(constant: float = -8.0, *, x: float = 0.3, y: float = 0.5, replications: int = 600) -> Map:
    """Return a map whose odds are even where 10 x + 8 y = −constant."""
    return of(expit(constant + 10.0 * X + 8.0 * Y), x=x, y=y, replications=replications)


def of(odds: np.ndarray, *, x: float = 0.3, y: float = 0.5, replications: int = 600, trial: int = 0) -> Map:
    return tipping_map(
        replace(ACROSS, today=x),
        replace(UP, today=y),
        hits(odds, replications, trial),
        policy="steady",
        outcome="growth",
        marks={"fifth": (0.2, y), "gone": (0.95, y)},
        seed=1,
    )


def test_the_ways_across_are_those_that_were_planted() -> None:
    seen = planted()
    across, up = seen.ways
    assert across.value == pytest.approx(0.4, abs=0.025)
    assert up.value == pytest.approx(0.625, abs=0.03)
    for way, truth in ((across, 0.4), (up, 0.625)):
        assert way.ci95[0] <= truth <= way.ci95[1]
    assert across.gap == pytest.approx(across.value - 0.3)


def test_the_band_lies_around_the_surface() -> None:
    seen = planted()
    assert seen.fit == "logistic"
    assert (seen.low <= seen.surface + 1e-9).all()
    assert (seen.surface <= seen.high + 1e-9).all()


def test_an_odd_surface_is_taken_as_it_is() -> None:
    checks = np.where((np.arange(64) // 8 + np.arange(64)) % 2 == 0, 0.2, 0.8)
    seen = of(checks)
    assert seen.fit == "interpolated"
    assert np.array_equal(seen.surface, seen.odds)


def test_today_is_on_one_side_or_on_the_edge() -> None:
    assert words.map_title(planted(x=0.2)).startswith("Today growth is less likely than not: ")
    assert words.map_title(planted(x=0.7)).startswith("Today growth is more likely than not: ")
    assert words.map_title(planted(x=0.4)).startswith("Today is on the edge: the odds of growth are ")


def test_the_way_across_is_said_for_each_key() -> None:
    text = words.ways(planted())
    assert text.startswith("Even odds lie at ")
    assert "more than today; or at a plan quality of " in text
    assert " less than today" in words.ways(planted(x=0.7, y=0.7))


def test_a_key_that_does_not_get_there_is_named() -> None:
    seen = of(expit(12.0 * (X - 0.5)))
    assert math.isinf(seen.ways[1].value)
    assert words.ways(seen).endswith("plan quality alone does not get there")
    assert words.ways(of(np.full(64, 0.9))) == "No single key on this map takes you across even odds"


def test_policies_off_the_map_and_a_missing_today_are_left_out() -> None:
    seen = planted(x=0.95)
    assert [spot.name for spot in seen.policies] == ["fifth"]
    assert seen.today is None
    assert words.ways(seen) == ""
    assert words.map_title(seen).startswith("Growth is more likely than not on ")


def test_one_side_everywhere_is_said() -> None:
    assert words.map_title(of(np.full(64, 0.9), x=0.95)) == "Growth is more likely than not everywhere on this map"
    assert words.map_title(of(np.full(64, 0.02), x=0.95)) == "Growth is less likely than not everywhere on this map"


def test_what_never_happened_is_not_impossible() -> None:
    """Resampled, none of a hundred stays none: the mutant would be sure that growth can't happen."""
    today = of(np.zeros(64), replications=100).today
    assert today is not None
    assert (today.odds, today.ci95) == (0.0, wilson(0, 100))
    alone = of(np.zeros(64), replications=1, x=0.95)
    assert alone.high.min() > 0.5
    assert not words.map_title(alone).endswith("everywhere on this map")


def test_few_or_no_replications_are_no_error() -> None:
    assert planted(replications=1).replications == 1
    nothing = tipping_map(ACROSS, UP, np.full((5, 64), np.nan), policy="a", outcome="growth", marks={}, seed=1)
    assert words.map_title(nothing) == "The odds of growth are unknown"


def test_intervals_of_todays_odds_keep_their_promise() -> None:
    """Of 24 intervals 20 or more hold the truth; those around a surface that is 12 points off do not."""
    odds = expit(-8.0 + 10.0 * X + 8.0 * Y)
    truth = float(expit(-8.0 + 3.0 + 4.0))
    spots = [of(odds, replications=200, trial=trial).today for trial in range(24)]
    held = [spot is not None and spot.ci95[0] <= truth <= spot.ci95[1] for spot in spots]
    wrong = [spot is not None and spot.ci95[0] <= truth + 0.12 <= spot.ci95[1] for spot in spots]
    assert sum(held) >= 20
    assert sum(wrong) < 20
