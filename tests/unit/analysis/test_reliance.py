"""What the best policy owes to the terminal value: figures by hand, an interval that keeps its word, every sign."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.special import ndtri

from sim.analysis.run.reliance import Reliance, ratio, reliance
from sim.analysis.run.reliance_words import owed
from sim.randomness import KeyedUniforms
from tests.unit.analysis.synthetic import normals

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.analysis.intervals import Array

N = 400
LUCK = normals(1, N, seed=31)[0] - normals(1, N, seed=31)[0].mean()
OWN = normals(1, N, seed=32)[0] - normals(1, N, seed=32)[0].mean()


def firms(**policies: tuple[float, float]) -> Reliance | None:
    """Return what the best of policies owes, each given by its worth with and without terminal value."""
    whole = {name: pair[0] + LUCK for name, pair in policies.items()}
    bare = {name: pair[1] + 0.5 * LUCK if pair[1] else np.zeros(N) for name, pair in policies.items()}
    return reliance(whole, bare)


class TestFigures:
    def test_a_policy_that_pays_nothing_and_loses_without(self) -> None:
        """100 against 60 with, 0 against 30 without: level where 70 × share = 30, that is at 3/7 of the values."""
        found = firms(all_in=(100.0, 0.0), harvest=(60.0, 30.0), steady=(50.0, 20.0))
        assert found
        assert (found.best, found.without, found.pays_nothing, found.turns) == ("all_in", ("harvest",), True, True)
        assert found.share.value == 1.0
        assert found.behind
        assert found.behind.mean == pytest.approx(30.0)
        assert found.lasting
        assert found.lasting.rival == "harvest"
        assert found.lasting.least.value == pytest.approx(3 / 7)

    def test_at_the_least_share_the_two_are_level_and_no_other_is_ahead(self) -> None:
        pairs = {"a": (100.0, 10.0), "b": (90.0, 20.0), "c": (70.0, 35.0), "d": (99.0, 11.0)}
        found = firms(**pairs)
        assert found
        assert found.lasting
        share = found.lasting.least.value
        worth = {name: bare + share * (whole - bare) for name, (whole, bare) in pairs.items()}
        assert worth[found.lasting.rival] == pytest.approx(worth["a"])
        assert max(worth.values()) == pytest.approx(worth["a"])
        assert found.lasting.rival != "c", "mutant: the best without terminal value is not the first to catch up"

    def test_the_best_without_as_well(self) -> None:
        found = firms(a=(100.0, 60.0), b=(80.0, 50.0))
        assert found
        assert (found.turns, found.behind, found.lasting, found.without) == (False, None, None, ("a",))
        assert found.share.value == pytest.approx(0.4)

    def test_no_winner_nothing_missing_one_policy(self) -> None:
        assert firms(a=(100.0, 60.0), b=(100.0, 50.0)) is None, "identical"
        assert firms(a=(100.0, 60.0)) is None
        hole = np.where(np.arange(N) == 3, math.nan, LUCK)
        assert reliance({"a": 9.0 + LUCK, "b": LUCK}, {"a": hole, "b": LUCK}) is None
        assert reliance({"a": LUCK[:1] + 9, "b": LUCK[:1]}, {"a": LUCK[:1], "b": LUCK[:1]}) is None


def _careless(above: Array, below: Array) -> tuple[float, float]:
    """Forget that the denominator is uncertain, too."""
    half = 1.96 * float(np.std(above, ddof=1)) / math.sqrt(len(above)) / float(np.mean(below))
    value = float(np.mean(above) / np.mean(below))
    return (value - half, value + half)


class TestRatio:
    @pytest.mark.parametrize(
        ("interval", "keeps"), [(lambda above, below: ratio(above, below).ci95, True), (_careless, False)]
    )
    def test_the_interval_holds_the_truth_as_often_as_it_says(
        self,
        interval: Callable[[Array, Array], tuple[float, float]],
        keeps: bool,  # noqa: FBT001 (what is expected of it)
    ) -> None:
        """2,000 samples of 30 pairs, means 1 and 2, denominators as noisy as they come: 95 % within 1.5 points."""
        drawn = ndtri(KeyedUniforms(5).rows("test:ratio", 0, 2000, ((0, 15),)))
        above, below = 1.0 + 0.5 * drawn[:, :30], 2.0 + 2.0 * drawn[:, 30:60]
        ends = np.array([interval(one, other) for one, other in zip(above, below, strict=True)])
        held = np.mean((ends[:, 0] <= 0.5) & (ends[:, 1] >= 0.5))
        assert (abs(held - 0.95) < 0.015) == keeps

    def test_a_denominator_within_noise_gives_no_interval(self) -> None:
        assert not ratio(LUCK + 1.0, OWN).known
        assert not ratio(np.ones(1), np.ones(1)).known
        assert ratio(np.ones(3), 2.0 * np.ones(3)).ci95 == (0.5, 0.5)


class TestWords:
    def test_all_of_it_is_terminal_value(self) -> None:
        text = owed(firms(all_in=(100.0, 0.0), harvest=(60.0, 30.0)), "GBP")
        assert text.startswith(
            "All that all in is worth is terminal value: it pays its owners nothing before the horizon. Without it "
            "harvest would be best, £30 ahead (95% interval £30"
        )
        assert "; all in leads as long as terminal values are at least 43% (95% interval 4" in text
        assert text.endswith(" of those computed")

    def test_part_of_it_and_another_would_be_best(self) -> None:
        text = owed(firms(all_in=(100.0, 20.0), harvest=(60.0, 30.0)), "GBP")
        assert text.startswith("Terminal value is 80% (95% interval 80% to 80%) of what all in is worth; without it ")

    def test_it_is_the_best_without_as_well(self) -> None:
        text = owed(firms(plan_first=(100.0, 60.0), harvest=(80.0, 50.0)), "GBP")
        assert text.endswith("of what plan first is worth; plan first is the best without it as well")
        assert "would be" not in text

    def test_without_it_nobody_is_clearly_best(self) -> None:
        whole = {"a": 100.0 + LUCK, "b": 90.0 + LUCK}
        bare = {"a": 50.0 + LUCK, "b": 50.0 + LUCK + OWN}
        assert owed(reliance(whole, bare), "GBP").endswith("; without it a can't be told from b")

    def test_several_would_be_best(self) -> None:
        bare = {"a": 10.0 + LUCK, "b": 50.0 + LUCK, "c": 50.0 + LUCK + OWN}
        text = owed(reliance({"a": 99.0 + LUCK, "b": 90.0 + LUCK, "c": 80.0 + LUCK}, bare), "")
        assert "without it b or c would be best" in text or "without it c or b would be best" in text

    def test_a_loss_has_no_share(self) -> None:
        """A firm worth less than nothing: the order is said, a share of it would mean nothing."""
        text = owed(firms(a=(-10.0, -40.0), b=(-50.0, -20.0)), "GBP")
        assert text.startswith("Without it b would be best, £20 ahead")

    def test_no_winner_no_words(self) -> None:
        assert owed(None, "GBP") == ""
