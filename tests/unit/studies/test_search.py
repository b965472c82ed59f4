"""The search finds what is there, keeps the limit on fresh luck, and reports no luck of its own as a gain."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.analysis.intervals import Interval
from sim.analysis.tuning.ends import Ends, Worth
from sim.analysis.tuning.ruin_limit import NO_LIMIT
from sim.studies import search as module
from sim.studies.search import SEARCH, SELECT, Choice, Effort, choose, selection
from tests.unit.studies.toys import Toy, flat, never

Array = NDArray[np.float64]
FRESH = 2000
LIMIT = 0.05


def hill(candidates: Array) -> Array:
    """Peak at a share of 70 %."""
    return -10.0 * (candidates[:, 0] - 0.7) ** 2


def bold(candidates: Array) -> Array:
    """Ruin is 5 % at a share of one half."""
    return np.asarray(0.2 * candidates[:, 0] ** 2)


def chosen(toy: Toy, *limits: float, dimensions: int = 1, fresh: int = FRESH) -> tuple[Choice, ...]:
    return choose(toy.problem(dimensions, fresh=fresh), limits, Effort.of(dimensions, fresh))


REPETITIONS, COVERED = 200, 0.93
Pairs = tuple[list[Interval], list[Interval]]


@pytest.fixture(scope="module")
def intervals() -> Pairs:
    """Return what is reported for the best of two hundred equal policies, and what the search itself would say."""
    reported, mutant, fresh = [], [], 100
    for seed in range(REPETITIONS):
        toy = Toy(flat, never, seed, own=1.0, shared=0.0)
        (choice,) = choose(toy.problem(steps=199, fresh=fresh), [NO_LIMIT], Effort.of(1, fresh))
        values, ruined = toy.evaluate(choice.candidate[None], np.arange(fresh))
        reported.append(Worth.of(Ends(values[0], ruined[0])).ci95)
        half = 1.984 * choice.searched.error
        mutant.append((choice.searched.mean - half, choice.searched.mean + half))
    return reported, mutant


def covered(intervals: list[Interval]) -> float:
    """Return how often the truth, nought, lies inside."""
    return float(np.mean([low <= 0.0 <= high for low, high in intervals]))


class TestEqualPolicies:
    """Two hundred policies of the same worth: whatever is chosen was lucky where it was searched."""

    def test_the_reported_interval_covers_the_truth(self, intervals: Pairs) -> None:
        assert covered(intervals[0]) >= COVERED

    def test_the_value_of_the_search_would_not(self, intervals: Pairs) -> None:
        assert covered(intervals[1]) < COVERED

    def test_the_repetitions_differ(self, intervals: Pairs) -> None:
        assert len(set(intervals[0])) == REPETITIONS


class TestKnownOptimum:
    @pytest.mark.parametrize("seed", range(5))
    def test_without_a_limit_it_is_found(self, seed: int) -> None:
        (choice,) = chosen(Toy(hill, bold, seed), NO_LIMIT)
        assert choice.candidate[0] == pytest.approx(0.7, abs=0.01)
        assert choice.holds

    def test_under_the_limit_it_lies_just_below_it_and_keeps_it_on_fresh_luck(self) -> None:
        found = [chosen(toy, LIMIT)[0].candidate[0] for toy in self.toys()]
        assert all(0.35 <= share < 0.5 for share in found)
        assert self.kept(found) >= 0.8

    def test_a_limit_on_the_bare_share_of_ruined_breaks_it_on_fresh_luck(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(module, "allowed_share", lambda limit, *_: limit)
        assert self.kept([chosen(toy, LIMIT)[0].candidate[0] for toy in self.toys()]) < 0.8

    def toys(self) -> list[Toy]:
        return [Toy(hill, bold, seed) for seed in range(10)]

    def kept(self, found: list[float]) -> float:
        """Return how often the Wilson bound of the chosen share keeps the limit on the replications of the report."""
        verdicts = []
        for toy, share in zip(self.toys(), found, strict=True):
            values, ruined = toy.evaluate(np.array([[share]]), np.arange(FRESH))
            verdicts.append(Worth.of(Ends(values[0], ruined[0])).verdict(LIMIT) == "kept")
        return float(np.mean(verdicts))

    @pytest.mark.parametrize("seed", range(4))
    def test_with_few_replications_it_comes_as_near_the_limit_as_they_allow(
        self, seed: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The search sees too few paths to know where ruin sets in; selection fills the gap, or falls far back."""
        toy, few = Toy(lambda x: x[:, 0], lambda x: np.maximum(0.0, x[:, 0] - 0.6)), 120
        problem = replace(toy.problem(fresh=few), own=np.zeros((1, 1)), own_points=np.zeros((1, 1)), seed=seed)
        (choice,) = choose(problem, [LIMIT], Effort.of(1, few))
        assert choice.holds
        assert 0.55 < choice.candidate[0] < 0.64
        monkeypatch.setattr(module, "ROUNDS", 0)
        (mutant,) = choose(problem, [LIMIT], Effort.of(1, few))
        assert mutant.candidate[0] <= choice.candidate[0]

    def test_a_limit_that_does_not_bind_changes_nothing(self) -> None:
        bound, free = chosen(Toy(hill, never), LIMIT, NO_LIMIT)
        np.testing.assert_array_equal(bound.candidate, free.candidate)

    @pytest.mark.parametrize(("dimensions", "apart"), [(2, 0.03), (4, 0.1)])
    def test_several_settings_at_once(self, dimensions: int, apart: float) -> None:
        top = np.linspace(0.2, 0.9, dimensions)
        toy = Toy(lambda x: -10.0 * ((x - top) ** 2).sum(axis=1), never)
        (choice,) = chosen(toy, NO_LIMIT, dimensions=dimensions, fresh=300)
        assert float(np.abs(choice.candidate - top).max()) < apart

    def test_the_best_at_the_edge_is_reached(self) -> None:
        (choice,) = chosen(Toy(lambda x: x[:, 0], never), NO_LIMIT, fresh=300)
        assert choice.candidate[0] == 1.0


class TestNoSettingKeepsIt:
    def test_the_safest_found_is_given_and_does_not_hold(self) -> None:
        (choice,) = chosen(Toy(hill, lambda x: 0.3 + 0.2 * x[:, 0]), LIMIT, fresh=500)
        assert not choice.holds
        assert choice.candidate[0] < 0.05

    def test_certain_ruin_everywhere(self) -> None:
        (choice,) = chosen(Toy(hill, lambda x: np.ones(len(x))), LIMIT, fresh=300)
        assert not choice.holds
        assert choice.selected.ruin.probability == 1.0


class TestLuckIsKeptApart:
    def test_the_report_is_never_looked_at(self) -> None:
        toy = Toy(hill, bold)
        chosen(toy, LIMIT, NO_LIMIT, fresh=300)
        assert all(first >= SEARCH for first, _ in toy.asked)
        assert any(first >= SELECT for first, _ in toy.asked)
        assert all(last < SELECT or first >= SELECT for first, last in toy.asked)

    def test_nothing_is_simulated_twice(self) -> None:
        toy = Toy(hill, bold)
        seen: set[tuple[float, int]] = set()

        def once(candidates: Array, replications: NDArray[np.int64]) -> tuple[Array, NDArray[np.bool_]]:
            new = {(float(x), int(r)) for x in candidates[:, 0] for r in replications}
            assert not seen & new
            seen.update(new)
            return toy.evaluate(candidates, replications)

        choose(replace(toy.problem(fresh=100), evaluate=once), [LIMIT, NO_LIMIT], Effort.of(1, 100))

    def test_asked_again_it_chooses_the_same(self) -> None:
        one, two = (chosen(Toy(hill, bold, own=1.0), LIMIT, fresh=300)[0] for _ in range(2))
        np.testing.assert_array_equal(one.candidate, two.candidate)
        assert one.searched == two.searched


class TestEffort:
    @pytest.mark.parametrize("dimensions", [1, 2, 4, 6])
    @pytest.mark.parametrize("fresh", [20, 300])
    def test_it_takes_no_more_than_it_says(self, dimensions: int, fresh: int) -> None:
        toy = Toy(lambda x: x.sum(axis=1), never, own=1.0)
        limits, effort = [0.5, NO_LIMIT], Effort.of(dimensions, fresh)
        lanes, said = [0], [0]

        def counted(candidates: Array, replications: NDArray[np.int64]) -> tuple[Array, NDArray[np.bool_]]:
            lanes[-1] += len(candidates) * len(replications)
            return toy.evaluate(candidates, replications)

        def begin(most: int) -> None:
            lanes.append(0)
            said.append(most)

        problem = replace(toy.problem(dimensions, fresh=fresh), evaluate=counted, begin=begin)
        choose(problem, limits, effort)
        assert tuple(said[1:]) == effort.parts(len(limits))
        assert all(took <= most for took, most in zip(lanes, said, strict=True))

    def test_selection_grows_with_the_report_within_reason(self) -> None:
        assert [selection(count) for count in (1, 100, 2000, 10**6)] == [64, 200, 4000, 8192]

    def test_unknown_values_are_never_best(self) -> None:
        toy = Toy(lambda x: np.where(x[:, 0] > 0.5, np.nan, x[:, 0]), never)
        (choice,) = chosen(toy, NO_LIMIT, fresh=300)
        assert choice.candidate[0] == 0.5
