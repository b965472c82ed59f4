"""Regret by hand, chosen on one half and valued on the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from sim.analysis.comparing.regret import Future, regret
from sim.analysis.comparing.thirds import LEAST, explained, thirds
from tests.unit.analysis.synthetic import normals

if TYPE_CHECKING:
    from sim.analysis.intervals import Array

NAMES = ("a", "b")


def future(values: list[list[float]], name: str = "", members: list[bool] | None = None) -> Future:
    table = np.array(values)
    return Future("", name, table, np.array(members or [True] * table.shape[1]))


def test_by_hand() -> None:
    """The even half (means 2 and 1) chooses a, worth 1 less than b on the odd half; the odd half chooses b."""
    found = regret(NAMES, [future([[2.0, 0.0, 2.0, 0.0], [1.0, 1.0, 1.0, 1.0]])])
    a, b = found.of
    # On even: b chosen by odd, so a loses 1 − 2 = −1 and b nothing; on odd: a chosen by even, b loses 0 − 1 = −1.
    assert (a.overall.mean, b.overall.mean) == (-0.5, -0.5)
    same_half = np.array([2.0, 0.0, 2.0, 0.0]).mean(), np.ones(4).mean()
    assert max(same_half) - np.mean(same_half) == 0.0


def test_a_clear_best_has_no_regret_and_the_others_their_distance() -> None:
    best = normals(1, 100, 1)[0]
    found = regret(NAMES, [Future("", "", np.stack([best, best - 3.0]), np.ones(100, dtype=np.bool_))])
    assert (found.of[0].worst.mean, found.of[0].worst.ci95) == (0.0, (0.0, 0.0))
    assert found.of[1].worst.mean == pytest.approx(3.0)
    assert found.of[1].worst.ci95 == pytest.approx((3.0, 3.0))


def test_the_worst_future_and_the_average() -> None:
    calm = future([[5.0] * 40, [4.0] * 40], "calm")
    storm = future([[0.0] * 40, [3.0] * 40], "storm")
    found = regret(NAMES, [calm, storm], future([[2.5] * 40, [3.5] * 40]))
    a, b = found.of
    assert (a.worst.mean, found.label(a.where), a.expected.mean, a.overall.mean) == (3.0, "storm", 1.5, 1.0)
    assert (b.worst.mean, found.label(b.where), b.expected.mean, b.overall.mean) == (1.0, "calm", 0.5, 0.0)


def test_the_interval_is_that_of_the_paired_difference() -> None:
    """With a clear best, regret is the mean of its lead, and so is its error."""
    own = normals(2, 400, 2)
    values = np.stack([own[0] + 5.0, own[0] + 0.5 * own[1]])
    loss = regret(NAMES, [Future("", "", values, np.ones(400, dtype=np.bool_))]).of[1].overall
    lead = values[0] - values[1]
    assert loss.mean == pytest.approx(lead.mean())
    assert (loss.ci95[1] - loss.ci95[0]) / 2 == pytest.approx(1.972 * lead.std(ddof=1) / 20.0, rel=0.01)
    together = regret(NAMES, [Future("", str(n), values, np.ones(400, dtype=np.bool_)) for n in range(3)]).of[1]
    assert together.expected.ci95 == pytest.approx(together.overall.ci95)  # the same paths thrice are no more paths


def test_members_alone_count() -> None:
    values = np.stack([np.r_[np.zeros(50), np.full(50, 9.0)], np.ones(100)])
    found = regret(NAMES, [Future("x", "low", values, np.arange(100) < 50)])
    assert found.of[0].worst.mean == 1.0
    assert found.label(0) == "x low"


def equals(number: int) -> Array:
    return normals(6, 40, 100 + number)


def test_equal_policies_have_no_regret_on_average() -> None:
    """The mutant that chooses and values on the same paths sees a fifth of a standard deviation where nothing is."""
    halves, same = [], []
    for number in range(120):
        values = equals(number)
        found = regret(tuple("abcdef"), [Future("", "", values, np.ones(40, dtype=np.bool_))])
        halves.append(float(np.mean([one.overall.mean for one in found.of])))
        same.append(float(values.mean(axis=1).max() - values.mean()))

    def score(figures: list[float]) -> float:
        return float(np.mean(figures) / (np.std(figures, ddof=1) / np.sqrt(len(figures))))

    assert abs(score(halves)) < 3.0
    assert score(same) > 10.0
    assert np.mean(same) == pytest.approx(1.267 / np.sqrt(40), rel=0.1)  # the mean of the largest of six normals


def test_the_interval_allows_for_a_best_that_the_halves_missed() -> None:
    """Of two close policies both halves often choose the wrong one; the mutant that takes it as given covers 80 %."""
    behind, runs, covered, mutant = 0.5 / np.sqrt(40), 400, 0, 0
    for number in range(runs):
        values = normals(2, 40, 500 + number) + np.array([[0.0], [behind]])
        loss = regret(NAMES, [Future("", "", values, np.ones(40, dtype=np.bool_))]).of[0].overall
        covered += loss.ci95[0] <= behind <= loss.ci95[1]
        mutant += loss.ci95[0] <= behind <= 2.0 * loss.mean - loss.ci95[0]
    assert covered / runs >= 0.93
    assert mutant / runs < 0.88


def test_a_rival_within_noise_is_not_without_regret() -> None:
    """A policy that both halves choose has no regret for certain only when nothing else may be better."""
    ahead, noise = normals(2, 40, 9)
    near = regret(NAMES, [Future("", "", np.stack([ahead, ahead - 0.01 + noise]), np.ones(40, dtype=np.bool_))])
    far = regret(NAMES, [Future("", "", np.stack([ahead, ahead - 9.0 + noise]), np.ones(40, dtype=np.bool_))])
    assert not any(one.overall.none for one in near.of)
    assert far.of[0].overall.none


class TestThirds:
    def test_a_continuous_input_is_cut_in_three(self) -> None:
        parts = thirds(np.arange(90.0))
        assert [int(members.sum()) for members, _, _ in parts] == [30, 30, 30]
        assert [(low, high) for _, low, high in parts] == [(0.0, 29.0), (30.0, 59.0), (60.0, 89.0)]

    def test_a_discrete_input_is_cut_by_value(self) -> None:
        parts = thirds(np.tile([1.0, 5.0], 30))
        assert [(low, high) for _, low, high in parts] == [(1.0, 1.0), (5.0, 5.0)]

    def test_rare_values_are_no_future(self) -> None:
        values = np.r_[np.zeros(100), np.ones(LEAST - 1)]
        assert [(low, high) for _, low, high in thirds(values)] == [(0.0, 0.0)]

    def test_what_moves_the_outcome_is_told_from_what_does_not(self) -> None:
        inputs, noise = normals(2, 300, 3)
        assert explained(inputs, inputs + noise) > 0.3
        assert explained(inputs, noise) == 0.0
        assert explained(inputs, np.ones(300)) == 0.0
        assert explained(np.ones(300), noise) == 0.0
        assert explained(np.repeat([0.0, 1.0], 150), np.repeat([0.0, 1.0], 150)) == 1.0
