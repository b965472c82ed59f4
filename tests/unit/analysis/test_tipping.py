"""The odds along one key, what the sentences say of them, and that neither says more than the numbers."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.analysis.sweep import words
from sim.analysis.sweep.tipping import Tried, curve
from tests.unit.analysis.sweeps import VALUES, axis, hits, logistic, made_up

PLACES = np.array(VALUES)
HUMP = np.array([0.05, 0.2, 0.6, 0.9, 0.9, 0.6, 0.2, 0.05])


def test_today_stands_above_below_or_on_the_edge() -> None:
    stands = {today: made_up(logistic(PLACES), today=today).tips[0] for today in (0.2, 0.45, 0.7)}
    assert [tip.today for tip in stands.values()] == ["below", "on the edge", "above"]
    assert stands[0.7].gap == pytest.approx(0.7 - stands[0.7].value)


def test_rising_odds_are_unlikely_below_the_tip_and_falling_ones_above() -> None:
    up, down = (words.tipping(made_up(odds)) for odds in (logistic(PLACES), 1.0 - logistic(PLACES)))
    assert up.startswith("Below 4")
    assert up.endswith("reinvested, growth is less likely than not")
    assert down.startswith("Above 4")


def test_the_distance_is_said_in_points() -> None:
    text = words.position(made_up(logistic(PLACES), today=0.7))
    assert text.startswith("Today, at 70%, you are 2")
    assert " points above the tipping point: the odds of growth are " in text
    assert "on the edge" in words.position(made_up(logistic(PLACES, even=0.4)))


@pytest.mark.parametrize(
    ("odds", "said"),
    [
        (np.linspace(0.7, 0.9, 8), "No tipping point between 10% and 80% reinvested: growth is always more likely"),
        (np.linspace(0.1, 0.3, 8), "No tipping point between 10% and 80% reinvested: growth is always less likely"),
        (np.full(8, 0.5), "No tipping point can be told from noise between 10% and 80% reinvested"),
        (np.full(8, 0.0), "No tipping point between 10% and 80% reinvested: growth is always less likely"),
        (HUMP, "Growth does not simply rise or fall: the odds are even at "),
    ],
)
def test_what_does_not_tip_is_not_said_to(odds: np.ndarray, said: str) -> None:
    assert words.tipping(made_up(odds)).startswith(said)


def test_today_outside_the_values_is_said() -> None:
    seen = made_up(logistic(PLACES), today=0.9)
    assert seen.today is None
    assert words.position(seen) == "Today's 90% lies outside the values tried"
    assert words.position(made_up(logistic(PLACES), today=math.nan)) == ""


def test_worth_is_paired_with_today_under_the_same_luck() -> None:
    seen = made_up(logistic(PLACES), today=0.4)
    assert [point.worth.mean for point in seen.points if point.worth] == pytest.approx(1e6 * (PLACES - 0.4))
    assert all(np.ptp(point.worth.ci95) == pytest.approx(0.0, abs=1e-3) for point in seen.points if point.worth)
    assert made_up(logistic(PLACES), today=0.45).points[0].worth is None


def test_replications_of_unknown_outcome_are_left_out_whole_and_said() -> None:
    found = hits(logistic(PLACES), 200)
    found[:20, 3] = np.nan
    seen = curve(axis(), Tried(PLACES, found, found), policy="steady", outcome="growth", seed=1)
    assert (seen.replications, seen.left_out) == (180, 20)
    assert words.doubts(180, 20) == ["20 replications left out, because the outcome is unknown somewhere"]
    assert words.doubts(64, 0) == ["only 64 replications: intervals are rough"]


def test_nothing_known_gives_a_neutral_sentence() -> None:
    found = np.full((50, 8), np.nan)
    seen = curve(axis(), Tried(PLACES, found, found), policy="steady", outcome="growth", seed=1)
    assert words.tipping(seen) == "The odds of growth are unknown"
    assert words.position(seen) == ""


def test_one_replication_is_no_error() -> None:
    assert words.tipping(made_up(logistic(PLACES), replications=1))


def test_outcomes_that_turn_back_in_a_replication_are_counted() -> None:
    """Common luck makes the made-up outcomes monotone; luck of each value on its own, the mutant, does not."""
    assert made_up(logistic(PLACES)).reversals == 0.0
    rows = np.column_stack([hits(logistic(PLACES), 200, place)[:, place] for place in range(8)])
    mutant = curve(axis(), Tried(PLACES, rows, rows), policy="steady", outcome="growth", seed=1)
    assert mutant.reversals > 0.1


def test_one_sentence_for_several_policies() -> None:
    tipping, always = made_up(logistic(PLACES)), made_up(np.linspace(0.7, 0.9, 8), policy="plan_first")
    never = made_up(np.linspace(0.1, 0.3, 8), policy="harvest")
    assert words.curves_title([tipping]) == words.tipping(tipping)
    both = words.curves_title([tipping, always])
    assert both.startswith("Growth tips at 4")
    assert both.endswith("reinvested under steady; under plan first it is always more likely than not")
    assert words.curves_title([tipping, always, never]).endswith("reinvested under steady")
    assert words.curves_title([always, never]) == "Chance of growth by policy: none tips clearly between 10% and 80%"
