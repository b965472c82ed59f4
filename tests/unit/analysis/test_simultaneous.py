"""Bootstrap samples, simultaneous intervals and comparisons with the best, on cases that can be worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.special import stdtrit

from sim.analysis.comparing.best import FEWEST, probabilities, standings
from sim.analysis.intervals import Array, t_interval
from sim.analysis.statistics.bootstrap import MOST_ROWS, resampled
from sim.analysis.statistics.simultaneous import means_of, two_sided
from tests.unit.analysis.synthetic import normals

FIRST = np.array([126.97, 124.31, 126.68, 122.66, 127.23])
SECOND = np.array([118.21, 120.22, 122.45, 122.68, 119.40])
"""Law and Kelton, chapter 10, (20, 40) and (20, 80)."""


def three(count: int = 200) -> Array:
    """Return three policies under common luck: the second is twice as far ahead as noise, the third is far behind."""
    common, own = normals(1, count, 1)[0], normals(3, count, 2)
    return np.stack([common + 0.1 * own[0], common + 0.1 * own[1] + 0.02, common + 0.3 * own[2] - 1.0])


class TestRows:
    def test_every_sample_has_as_many_rows_as_there_are(self) -> None:
        rows = resampled(37, 7, draws=50)
        assert (rows.counts.sum(axis=1) == 37).all()
        assert len(np.unique(rows.counts, axis=0)) == 50

    def test_the_same_seed_gives_the_same_samples(self) -> None:
        np.testing.assert_array_equal(resampled(20, 3, draws=9).counts, resampled(20, 3, draws=9).counts)
        assert (resampled(20, 3, draws=9).counts != resampled(20, 4, draws=9).counts).any()

    def test_each_row_is_drawn_as_often_as_any_other(self) -> None:
        rows = resampled(50, 1)
        expected, error = rows.draws, math.sqrt(rows.draws)
        assert np.abs(rows.counts.sum(axis=0, dtype=np.int64) - expected).max() < 4.0 * error

    def test_many_replications_are_averaged_first(self) -> None:
        rows = resampled(2 * MOST_ROWS + 1, 1, draws=2)
        assert rows.counts.shape[1] <= MOST_ROWS
        values = np.arange(2.0 * MOST_ROWS + 1)[None, :]
        assert rows.averaged(values)[0, 0] == np.mean(values[0, : rows.size])

    def test_averaged_rows_have_the_error_of_all(self) -> None:
        values = normals(1, 3 * MOST_ROWS, 5)
        found = resampled(values.shape[1], 2, draws=300).deviations(values)
        assert np.std(found) == pytest.approx(np.std(values) / math.sqrt(values.shape[1]), rel=0.12)


class TestTwoSided:
    def test_a_single_difference_is_no_narrower_than_law_and_keltons(self) -> None:
        """Mean 4.978, [1.6491268748354875, 8.306873125164511] at 90 % (chapter 10); the bootstrap has only 5 rows."""
        found = two_sided(means_of(np.stack([FIRST, SECOND]), resampled(5, 1)), [(0, 1)], level=0.9)[0]
        low, high = t_interval(FIRST - SECOND, level=0.9)
        assert (low, high) == pytest.approx((1.6491268748354875, 8.306873125164511))
        assert found[0] <= low
        assert found[1] >= high
        assert sum(found) / 2 == pytest.approx(4.978)

    def test_a_difference_of_many_normal_replications_has_its_t_interval(self) -> None:
        values = three(400)
        found = two_sided(means_of(values, resampled(400, 1)), [(1, 0)])[0]
        assert found == pytest.approx(t_interval(values[1] - values[0]), rel=0.05)

    def test_more_differences_take_wider_intervals(self) -> None:
        """Independent differences: Šidák's level is the exact one."""
        values = np.vstack([np.zeros(300), normals(8, 300, 9)])
        found = two_sided(means_of(values, resampled(300, 1)), [(place, 0) for place in range(1, 9)])
        half = (found[0][1] - found[0][0]) / 2.0
        wide = half / (np.std(values[1], ddof=1) / math.sqrt(300))
        sidak = float(stdtrit(299, 0.5 + 0.95 ** (1 / 8) / 2.0))
        assert wide == pytest.approx(sidak, rel=0.05)
        assert wide > 1.2 * stdtrit(299, 0.975)

    def test_a_rare_difference_does_not_stretch_the_others(self) -> None:
        """Three replications of 2,000 differ: one sample in twenty has none of them, and no spread at all."""
        values = np.zeros((3, 2000))
        values[1, :3] = 1.0
        values[2] = normals(1, 2000, 4)[0]
        found = two_sided(means_of(values, resampled(2000, 1)), [(1, 0), (2, 0)])
        alone = t_interval(values[2])
        assert found[1][1] - found[1][0] < 2.0 * (alone[1] - alone[0])

    def test_swapping_negates_and_equals_differ_by_nothing(self) -> None:
        values = np.vstack([three(), three()[:1]])
        found = means_of(values, resampled(200, 1))
        there, back, twin = two_sided(found, [(0, 2), (2, 0), (0, 3)])
        assert there == (-back[1], -back[0])
        assert twin == (0.0, 0.0)

    def test_money_in_any_size_gives_the_same_picture(self) -> None:
        small = two_sided(means_of(three() * 1e-6, resampled(200, 1)), [(1, 0)])[0]
        large = two_sided(means_of(three() * 1e12, resampled(200, 1)), [(1, 0)])[0]
        assert np.array(small) * 1e18 == pytest.approx(np.array(large), rel=1e-9)


class TestStandings:
    def test_the_best_is_told_and_the_rest_is_not_above_zero(self) -> None:
        values = three() + np.array([[0.0], [0.5], [0.0]])
        first, second, third = standings(values, means_of(values, resampled(200, 1)))
        assert (first.may_be_best, second.may_be_best, third.may_be_best) == (False, True, False)
        assert second.interval[0] == 0.0 < second.interval[1]
        assert first.interval[0] < first.gap < 0.0 == first.interval[1]
        assert third.probability == 0.0
        assert second.probability == 1.0

    def test_within_noise_both_may_be_best(self) -> None:
        values = three(50)
        first, second, third = standings(values, means_of(values, resampled(50, 1)))
        assert first.may_be_best
        assert second.may_be_best
        assert not third.may_be_best
        assert first.interval[0] < 0.0 < first.interval[1]

    def test_equals_share(self) -> None:
        values = np.vstack([three()[1:2], three()[1:2], three()[2:]])
        found = standings(values, means_of(values, resampled(200, 1)))
        assert [one.may_be_best for one in found] == [True, True, False]
        assert [one.probability for one in found] == [0.5, 0.5, 0.0]
        assert found[0].interval == (0.0, 0.0)
        assert found[0].paths.probability == found[1].paths.probability

    def test_twins_behind_a_third_within_noise_may_still_be_best(self) -> None:
        """The bound against the twin is zero; only others can beat a policy."""
        values = np.vstack([three(50)[:1], three(50)[:1], three(50)[1:2]])
        assert all(one.may_be_best for one in standings(values, means_of(values, resampled(50, 1))))

    def test_a_lead_without_spread_is_a_lead(self) -> None:
        values = np.array([[1.0, 2.0, 3.0], [2.0, 3.0, 4.0]])
        behind, ahead = standings(values, means_of(values, resampled(3, 1)))
        assert (behind.may_be_best, ahead.may_be_best) == (False, True)
        assert (behind.gap, ahead.gap) == (-1.0, 1.0)

    def test_the_chance_of_two_is_the_normal_one(self) -> None:
        """A lead of one standard error is one in .841 of normal samples."""
        gap = normals(1, 400, 3)[0]
        gap += (np.std(gap, ddof=1) / 20.0) - gap.mean()
        found = probabilities(means_of(np.stack([np.zeros(400), gap]), resampled(400, 1)))
        assert found[1] == pytest.approx(0.841, abs=0.03)
        assert found.sum() == pytest.approx(1.0)


def test_two_replications_that_agree_are_no_chance_of_being_the_best() -> None:
    """Drawn again they would make it certain."""
    few = means_of(normals(3, FEWEST - 1, 5), resampled(FEWEST - 1, 1))
    assert np.isnan(probabilities(few)).all()
    enough = means_of(normals(3, FEWEST, 5), resampled(FEWEST, 1))
    assert probabilities(enough).sum() == pytest.approx(1.0)
