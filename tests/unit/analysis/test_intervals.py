"""Intervals against published and independently computed figures, each with the mutants it must catch."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.analysis.intervals import chance, direction, quantile_interval, quantile_ranks, spread, t_interval, wilson
from tests.unit.analysis.synthetic import normals

LAW_TEN = np.array([1.2, 1.5, 1.68, 1.89, 0.95, 1.49, 1.58, 1.55, 0.5, 1.09])
"""Law and Kelton, chapter 4: mean 1.343, variance 0.16751 (n − 1), 90 % half-width 0.23725 (published 0.24)."""


def test_t_interval_is_law_and_keltons() -> None:
    low, high = t_interval(LAW_TEN, level=0.90)
    assert (low + high) / 2 == pytest.approx(1.343)
    assert (high - low) / 2 == pytest.approx(0.23725341448939702, rel=1e-9)


def test_t_interval_catches_the_usual_mistakes() -> None:
    """The published half-width tells n − 1 from n, t from normal, and 9 from 10 degrees of freedom."""
    low, high = t_interval(LAW_TEN, level=0.90)
    half, root = (high - low) / 2, math.sqrt(10)
    divided_by_n = 1.8331129 * np.std(LAW_TEN, ddof=0) / root
    normal = 1.6448536 * np.std(LAW_TEN, ddof=1) / root
    ten_degrees = 1.8124611 * np.std(LAW_TEN, ddof=1) / root
    for mutant in (divided_by_n, normal, ten_degrees):
        assert abs(half - mutant) > 1e-3


def test_t_interval_covers_as_often_as_it_says() -> None:
    """2,000 samples of 8 normals: nominal 95 %, whose standard error is .5 %; the normal quantile gives 91 %."""
    hits = [low <= 0.0 <= high for low, high in map(t_interval, normals(2_000, 8, seed=5))]
    assert 0.935 < np.mean(hits) < 0.965


@pytest.mark.parametrize("values", [[], [3.0]])
def test_t_interval_needs_two_values(values: list[float]) -> None:
    assert all(math.isnan(end) for end in t_interval(np.array(values)))


@pytest.mark.parametrize(
    ("count", "trials", "low", "high"),
    [
        (0, 10, 0.0, 0.27753279986288926),
        (0, 100, 0.0, 0.03699349820698569),
        (1, 100, 0.001767432064140647, 0.05448619617870533),
        (5, 100, 0.021543679154367966, 0.11175046923191914),
        (10, 1000, 0.005440754445529248, 0.018309468870314774),
        (50, 1000, 0.03813026239274881, 0.06531382024425081),
        (100, 100, 1 - 0.03699349820698569, 1.0),
    ],
)
def test_wilson_is_the_published_one(count: int, trials: int, low: float, high: float) -> None:
    assert list(wilson(count, trials)) == pytest.approx([low, high], abs=1e-12)


def test_wilson_is_not_the_plain_interval() -> None:
    """Share ± 1.96 standard errors would give (0, 0) without ruin and a negative end for one in a hundred."""
    assert wilson(0, 100)[1] > 0.03
    assert wilson(1, 100)[0] > 0.0


def test_wilson_without_trials_knows_nothing() -> None:
    assert wilson(0, 0) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("n", "p", "low", "high"),
    [(20, 0.5, 6, 15), (100, 0.5, 40, 61), (100, 0.05, 1, 11), (1000, 0.05, 37, 65), (1000, 0.95, 936, 964)],
)
def test_quantile_ranks_are_the_order_statistics(n: int, p: float, low: int, high: int) -> None:
    assert quantile_ranks(n, p) == (low, high)


def test_quantile_interval_uses_ranks_from_one() -> None:
    """Values 1 … 20 in any order: ranks 6 and 15 are the values 6 and 15 (an off-by-one gives 7 or 14)."""
    assert quantile_interval(np.arange(20.0, 0.0, -1.0), 0.5) == (6.0, 15.0)


def test_quantile_interval_is_open_when_values_are_few() -> None:
    assert quantile_interval(np.arange(20.0), 0.05)[0] == -math.inf


def test_direction_needs_a_gap_between_the_intervals() -> None:
    assert direction((3.0, 4.0), (1.0, 2.0)) == 1
    assert direction((1.0, 2.0), (3.0, 4.0)) == -1
    assert direction((1.0, 3.0), (2.0, 4.0)) == 0
    assert direction((1.0, 2.0), (2.0, 3.0)) == 0
    assert direction((2.0, 3.0), (1.0, 2.0)) == 0
    assert direction((math.nan, math.nan), (2.0, 3.0)) == 0


def test_chance_counts() -> None:
    found = chance(np.array([True, False, False, True]))
    assert (found.probability, found.count, found.trials) == (0.5, 2, 4)
    assert math.isnan(chance(np.array([], dtype=bool)).probability)


def test_spread_orders_its_figures() -> None:
    found = spread(np.arange(1001.0))
    assert (found.p05, found.p10, found.p50, found.p90, found.p95) == (50.0, 100.0, 500.0, 900.0, 950.0)
    assert found.ci95[0] < found.mean < found.ci95[1]
    assert found.p10_ci95[0] < found.p10 < found.p10_ci95[1]


def test_spread_never_drops_a_missing_value() -> None:
    found = spread(np.array([1.0, math.nan, 3.0]))
    assert math.isnan(found.mean)
    assert math.isnan(found.p50)
