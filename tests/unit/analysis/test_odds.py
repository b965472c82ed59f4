"""How likely a target is reached, and what is said of it."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.analysis.intervals import wilson
from sim.analysis.run.odds import Reach, Target, reach
from sim.analysis.run.odds_words import absent, event, of_dots, reaching
from sim.analysis.statistics.paired import mcnemar

RISING = np.arange(100.0)
"""0 to 99: one value for every percent."""


def found(target: Target, unit: str = "money", **values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Reach:
    return reach(values, target, unit=unit, baseline=next(iter(values)))


@pytest.mark.parametrize(("side", "value", "count"), [("above", 60.0, 40), ("below", 60.0, 61), ("above", 60.5, 39)])
def test_the_target_itself_is_reached(side: str, value: float, count: int) -> None:
    target = Target("npv", "above" if side == "above" else "below", value)
    reached = found(target, a=RISING)["a"].reached
    assert (reached.count, reached.ci95) == (count, wilson(count, 100))


def test_pairs_are_counted_by_luck() -> None:
    """20 replications are reached by `b` alone, none by `a` alone; a mutant that sorts either side sees the same."""
    odds = found(Target("npv", "above", 60.0), a=RISING, b=RISING + 20.0)["b"]
    assert odds.against_baseline is not None
    counts = odds.against_baseline.counts
    assert (counts.only_here, counts.only_baseline, counts.p_value) == (20, 0, mcnemar(20, 0))
    assert counts.mean == pytest.approx(0.2)
    low, high = odds.against_baseline.ci95
    assert 0.1 < low < 0.2 < high < 0.3
    turned = found(Target("npv", "above", 60.0), a=RISING, b=(RISING + 20.0)[::-1])["b"].against_baseline
    assert turned is not None
    assert turned.counts.only_baseline > 0


def test_what_never_comes_is_not_reached_on_either_side() -> None:
    months = np.where(RISING < 30.0, math.nan, RISING)
    for side, count in (("above", 40), ("below", 31)):
        target = Target("payback_month", "above" if side == "above" else "below", 60.0)
        odds = found(target, "months", a=months)["a"]
        assert (odds.reached.count, odds.reached.trials, odds.missing) == (count, 100, 30)
    said = absent(found(Target("payback_month", "above", 60.0), "months", a=months, b=RISING))
    assert said == "Payback month never comes on 0 to 30 of 100 paths; that counts as not reached"
    assert absent(found(Target("npv", "above", 60.0), a=RISING)) == ""


@pytest.mark.parametrize(
    ("target", "unit", "said"),
    [
        (Target("npv", "above", 3e6), "money", "NPV is £3.00m or more"),
        (Target("clv_to_cac", "below", 3.0), "ratio", "lifetime value over acquisition cost is 3 or less"),
        (Target("growth", "above", 0.05), "share/year", "yearly growth is 5.0% or more"),
        (Target("payback_month", "below", 36.0), "months", "payback month is 36 months or less"),
        (Target("ruined", "above", 1.0), "flag", "the firm is ruined"),
        (Target("cash at 24 months", "above", 3e5), "money", "cash at 24 months is £300k or more"),
    ],
)
def test_the_event_in_words(target: Target, unit: str, said: str) -> None:
    assert event(target, unit, "GBP") == said


class TestHeadline:
    def test_beyond_noise_either_way(self) -> None:
        target = Target("npv", "above", 60.0)
        up = reaching(found(target, a=RISING, b=RISING + 20.0), "GBP")
        down = reaching(found(target, a=RISING, b=RISING - 20.0), "GBP")
        assert up == "B raises the chance that NPV is £60 or more from 40% to 60%"
        assert down == "B lowers the chance that NPV is £60 or more from 40% to 20%"

    def test_within_noise_nothing_is_called(self) -> None:
        said = reaching(found(Target("npv", "above", 60.0), a=RISING, b=RISING + 3.0), "GBP")
        assert said == "No policy clearly changes the chance that NPV is £60 or more: 40% to 43%"

    def test_many_looks_need_more(self) -> None:
        """Six of six pairs (p = .031) are clear for one rival, not for four: a mutant without Bonferroni calls it."""
        target, near = Target("npv", "above", 60.0), RISING + 6.0
        assert reaching(found(target, a=RISING, b=near), "GBP").startswith("B raises")
        others = dict.fromkeys("cde", RISING)
        assert reaching(
            reach({"a": RISING, "b": near, **others}, target, unit="money", baseline="a"), "GBP"
        ).startswith("No policy clearly")

    def test_none_and_all(self) -> None:
        never = reaching(found(Target("npv", "above", 1e6), a=RISING, b=RISING), "GBP")
        assert never == "NPV is £1.00m or more on no path of 100 under any policy (chance at most 3.7%)"
        always = reaching(found(Target("npv", "above", 0.0), steady_on=RISING), "GBP")
        assert always == "NPV is £0 or more on every path of 100 under steady on (chance at least 96%)"

    def test_one_policy(self) -> None:
        said = reaching(found(Target("npv", "above", 60.0), a=RISING), "GBP")
        assert said == "Under a NPV is £60 or more on 40% of paths (31% to 50%)"

    def test_dots(self) -> None:
        both = found(Target("npv", "above", 60.0), a=RISING, b=RISING + 20.0)
        said = of_dots(both, {"a": 8, "b": 12}, 20, "GBP")
        assert said == "Of 20 equally likely futures, NPV is £60 or more in 12 under b and in 8 under a"
        noise = found(Target("npv", "above", 60.0), a=RISING, b=RISING + 3.0)
        assert of_dots(noise, {"a": 8, "b": 9}, 20, "GBP").endswith("in 8 to 9, depending on the policy")
        assert of_dots(noise, {"a": 8, "b": 8}, 20, "GBP").startswith("Of 20 equally likely futures under every policy")
        assert of_dots(noise, {"a": 0, "b": 0}, 20, "GBP").endswith("in none")
        assert of_dots(noise, {"a": 1, "b": 0}, 1, "GBP") == reaching(noise, "GBP")
