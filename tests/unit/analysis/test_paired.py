"""Paired differences against published figures, each with the mutants they must catch."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.analysis.statistics.paired import chance_difference, difference, mcnemar, variance_reduction

FIRST = np.array([126.97, 124.31, 126.68, 122.66, 127.23])
SECOND = np.array([118.21, 120.22, 122.45, 122.68, 119.40])
"""Law and Kelton, chapter 10, (20, 40) and (20, 80): 4.98, variance of the mean 2.44, [1.65, 8.31] at 90 %."""


def test_difference_is_law_and_keltons() -> None:
    found = difference(FIRST, SECOND, baseline="second", level=0.90)
    assert found.mean == pytest.approx(4.978)
    assert list(found.ci95) == pytest.approx([1.6491268748354875, 8.306873125164511])


def test_difference_keeps_the_pairs() -> None:
    """The unpaired (Welch) interval of the same data is [2.66, 7.30]; shuffling one side must show."""
    found = difference(FIRST, SECOND, baseline="second", level=0.90)
    assert found.ci95[0] != pytest.approx(2.660785617728296, abs=0.1)
    shuffled = difference(FIRST, SECOND[::-1].copy(), baseline="second", level=0.90)
    assert shuffled.mean == pytest.approx(found.mean)
    assert shuffled.ci95[0] != pytest.approx(found.ci95[0], abs=0.1)


def test_swapping_policies_negates_exactly() -> None:
    there, back = difference(FIRST, SECOND, baseline="b"), difference(SECOND, FIRST, baseline="a")
    assert there.mean == -back.mean
    assert there.ci95 == (-back.ci95[1], -back.ci95[0])


def test_identical_policies_differ_by_exactly_nothing() -> None:
    found = difference(FIRST, FIRST.copy(), baseline="twin")
    assert (found.mean, found.ci95, found.equal, found.better.probability) == (0.0, (0.0, 0.0), 1.0, 0.0)
    assert not found.clear
    assert found.variance_reduction == math.inf


def test_better_counts_replications_strictly() -> None:
    found = difference(np.array([1.0, 2.0, 3.0, 4.0]), np.array([0.0, 2.0, 4.0, 3.0]), baseline="b")
    assert found.better.count == 2
    assert found.equal == 0.25


def test_variance_reduction_is_worth_what_replications_it_saves() -> None:
    """Var 1 and 1 with correlation .9 give 2 / .2 = 10; without pairing it would be 1."""
    common = np.array([-3.0, -1.0, 1.0, 3.0, -3.0, -1.0, 1.0, 3.0])
    own = np.array([1.0, -1.0, -1.0, 1.0, -1.0, 1.0, 1.0, -1.0])
    first, second = 3 * common + own, 3 * common - own
    expected = (first.var(ddof=1) + second.var(ddof=1)) / (4 * own.var(ddof=1))
    assert variance_reduction(first, second) == pytest.approx(expected)
    assert expected > 10
    assert variance_reduction(common, own) == pytest.approx(1.0)


def test_nothing_is_known_from_one_replication() -> None:
    found = difference(np.array([5.0]), np.array([3.0]), baseline="b")
    assert found.mean == 2.0
    assert math.isnan(found.ci95[0])
    assert not found.clear
    assert math.isnan(found.variance_reduction)


def test_a_missing_value_makes_every_figure_missing() -> None:
    found = difference(np.array([5.0, math.nan]), np.array([3.0, 4.0]), baseline="b")
    assert math.isnan(found.mean)
    assert math.isnan(found.equal)
    assert found.better.trials == 0
    assert math.isnan(found.variance_reduction)


def test_two_constants_have_no_variance_to_reduce() -> None:
    assert math.isnan(variance_reduction(np.ones(4), np.zeros(4)))


@pytest.mark.parametrize(
    ("first", "second", "p_value"),
    [
        (0, 0, 1.0),
        (5, 0, 0.0625),  # 2 / 2^5
        (8, 2, 112 / 1024),  # 2 (1 + 10 + 45) / 2^10
        (2, 8, 112 / 1024),
        (4, 4, 1.0),
    ],
)
def test_mcnemar_is_a_coin_toss(first: int, second: int, p_value: float) -> None:
    assert mcnemar(first, second) == pytest.approx(p_value)


def test_chance_difference_looks_at_discordant_replications_only() -> None:
    here = np.array([True] * 6 + [False] * 94)
    there = np.zeros(100, dtype=bool)
    found = chance_difference(here, there, baseline="b")
    assert (found.only_here, found.only_baseline) == (6, 0)
    assert found.mean == pytest.approx(0.06)
    assert found.p_value == pytest.approx(2 / 2**6)
    crowded = chance_difference(here | (np.arange(100) > 50), there | (np.arange(100) > 50), baseline="b")
    assert crowded.p_value == found.p_value
