"""What --until judges: widths keep their promise although they are looked at, and so does who is best."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest

from sim.analysis.intervals import t_interval, wilson
from sim.analysis.stopping import leaders, widths
from sim.analysis.stopping.judging import judge
from sim.analysis.stopping.targets import Best, Judgement, Width, looks
from sim.analysis.stopping.widths import discordant, trials
from tests.unit.analysis.synthetic import normals, uniforms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.analysis.intervals import Array
    from sim.analysis.stopping.targets import Target

STUDIES, LONGEST, RUIN = 1_000, 4_000, 0.05


def width(outcome: str, half: float, *, policy: str = "", less: str = "") -> Width:
    return Width(f"{outcome} ±{half}", outcome, policy, less, half, "unit")


def part(outcome: str, half: float) -> Width:
    return Width(f"{outcome} ±{half:%}", outcome, "", "", half, "mean")


def at(values: Array, target: Target, looked: Sequence[int]) -> Judgement:
    """Judge the first replications of made-up outcomes, shape (policies, replications)."""
    return judge(target, lambda _: {f"p{i}": row[: looked[-1]] for i, row in enumerate(values)}, looked)


def stopped(values: Array, target: Target, points: Sequence[int]) -> Judgement:
    """Look as a run looks: at every point until the target is reached."""
    for count in range(1, len(points) + 1):
        found = at(values, target, points[:count])
        if found.reached:
            break
    return found


def coverage(half: float, points: Sequence[int]) -> float:
    """Return how often the interval of a chance of ruin of 5 % holds it when the run stops."""
    ruined = (uniforms(STUDIES * LONGEST, seed=61).reshape(STUDIES, 1, LONGEST) < RUIN).astype(np.float64)
    found = [stopped(one, width("ruined", half), points).estimates[0] for one in ruined]
    assert all(one.half <= half for one in found)
    return float(np.mean([one.ci95[0] <= RUIN <= one.ci95[1] for one in found]))


@pytest.mark.parametrize("half", [0.02, 0.01, 0.008])
def test_intervals_of_ruin_hold_the_truth_though_looked_at(half: float) -> None:
    assert coverage(half, looks(LONGEST)) >= 0.93


def test_early_looks_at_a_t_interval_do_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(widths, "_share", t_interval)
    assert coverage(0.02, range(30, LONGEST, 10)) < 0.93


def test_intervals_of_means_hold_the_truth_though_looked_at() -> None:
    values = np.exp(normals(400, 6_000, seed=63))[:, None, :]
    found = [stopped(one, part("npv", 0.05), looks(6_000)).estimates[0] for one in values]
    truth = math.exp(0.5)
    assert np.mean([one.ci95[0] <= truth <= one.ci95[1] for one in found]) >= 0.93
    assert max(abs(one.mean - truth) / truth for one in found) < 0.13


def decided(reps: int) -> float:
    """Return how often one of two equal policies is called the best, ever."""
    pairs = normals(2 * reps, 6_000, seed=67).reshape(reps, 2, 6_000)
    return float(np.mean([stopped(one, Best("best decided", 0.0), looks(6_000)).reached for one in pairs]))


def test_equal_policies_are_seldom_told_apart_though_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    assert decided(200) <= 0.06
    monkeypatch.setattr(leaders, "_spent", lambda *_: 0.025)
    assert decided(200) > 0.10, "the same alpha at every look would pass"


def test_all_looks_together_spend_no_more_than_alpha() -> None:
    assert sum(leaders._spent(look, 9) for look in range(1, 20_000)) <= 0.05
    assert 2 * sum(leaders._spent(look, 2) for look in range(1, 20_000)) <= 0.05


def test_the_best_is_found_and_named() -> None:
    values = normals(3, 2_000, seed=3) + np.array([[0.0], [1.0], [0.5]])
    assert at(values, Best("best decided", 0.0), [1_000]).leaders == ("p1",)
    assert at(values, Best("best ±.1", 0.1), [1_000]).leaders == ("p1",)
    near = at(values * [[1.0], [1.0], [1.0]] + [[0.9], [0.0], [0.5]], Best("best decided", 0.0), [1_000])
    assert not near.reached
    assert len(near.leaders) > 1
    assert near.needed > 1_000


def test_what_would_be_needed_is_about_what_is_needed() -> None:
    decided = Best("best decided", 0.0)
    times = []
    for pair in normals(80, 12_000, seed=71).reshape(40, 2, 12_000) + np.array([[0.1], [0.0]]):
        pilot, points = at(pair, decided, [1_000, 1_500]), looks(12_000)
        taken = next(n for i, n in enumerate(points) if at(pair, decided, points[: i + 1]).reached)
        times += [] if pilot.reached else [pilot.needed / taken]
    assert len(times) > 10
    assert 0.6 < np.median(times) < 3.0
    narrow = at(normals(1, 1_000, seed=3), width("npv", 0.03), [1_000])
    assert narrow.needed == pytest.approx((1.96 / 0.03) ** 2, rel=0.1)


@pytest.mark.parametrize(("share", "half"), [(0.0, 0.01), (1.0, 0.01), (0.05, 0.01), (0.3, 0.02)])
def test_what_a_share_needs_is_where_its_interval_is_narrow_enough(share: float, half: float) -> None:
    """The mutant that goes by the square root asks, from 40 replications, for four times too many at 0 and 1."""

    def wide(count: int) -> float:
        low, high = wilson(round(share * count), count)
        return (high - low) / 2.0

    needed = trials(share, half)
    assert wide(round(needed)) == pytest.approx(half, rel=0.02)
    mutant = 40 * (wide(40) / half) ** 2
    assert share not in {0.0, 1.0} or mutant > 3.0 * needed


def test_policies_that_are_the_same_are_both_the_best() -> None:
    values = np.concatenate([normals(1, 1_000, seed=3).repeat(2, axis=0) + 1.0, normals(1, 1_000, seed=4)])
    found = at(values, Best("best decided", 0.0), [1_000])
    assert (found.reached, set(found.leaders)) == (True, {"p0", "p1"})
    assert at(values, Best("best ±.1", 0.1), [1_000]).reached


def test_equal_means_of_different_policies_need_no_number() -> None:
    gap = np.tile([1.0, -1.0], 500)
    assert at(np.stack([gap, -gap]), Best("best decided", 0.0), [1_000]).needed == math.inf


def test_a_width_is_that_of_the_interval_in_use() -> None:
    values = normals(1, 1_000, seed=3)
    low, high = t_interval(values[0])
    assert at(values, width("npv", 1.0), [1_000]).estimates[0].half == (high - low) / 2
    low, high = wilson(0, 1_000)
    assert at(np.zeros((1, 1_000)), width("ruined", 0.1), [1_000]).estimates[0].half == (high - low) / 2


def test_every_policy_counts_unless_one_is_named() -> None:
    values = normals(2, 1_000, seed=3) * np.array([[1.0], [9.0]])
    assert not at(values, width("npv", 0.1), [1_000]).reached
    assert at(values, width("npv", 0.1, policy="p0"), [1_000]).reached


def test_differences_are_paired() -> None:
    shared = 50.0 * normals(1, 1_000, seed=3)
    values = shared + normals(2, 1_000, seed=4)
    assert at(values, width("npv", 0.1, policy="p0", less="p1"), [1_000]).reached
    assert not at(values, width("npv", 0.1), [1_000]).reached


def test_differences_of_chances_are_never_taken_for_certain() -> None:
    """No pair that differs among 1,000 still allows for 0.2 points; a t interval would have no width."""
    low, high = discordant(np.zeros(1_000))
    assert (low, high) == pytest.approx((-0.00196, 0.00196), abs=1e-5)
    assert t_interval(np.zeros(1_000)) == (0.0, 0.0)
    low, high = discordant(np.concatenate([np.ones(60), -np.ones(40), np.zeros(900)]))
    assert (low + high) / 2 == pytest.approx(20 / 1_002)


def test_parts_of_a_mean_near_nothing_are_refused() -> None:
    found = at(normals(1, 1_000, seed=3), part("npv", 0.5), [1_000])
    assert (found.reached, found.needed) == (False, math.inf)
    assert at(np.zeros((1, 1_000)), part("npv", 0.5), [1_000]).reached, "a constant is known"


def test_parts_are_of_the_true_mean() -> None:
    """A half width of γ of the estimate may be more than γ of the truth; γ / (1 + γ) is not."""
    values = np.abs(normals(1, 1_000, seed=3))
    assert at(values, part("npv", 0.25), [1_000]).estimates[0].wanted == pytest.approx(0.2 * values.mean())


def test_a_missing_value_is_said_and_never_reached() -> None:
    values = normals(2, 1_000, seed=3)
    values[1, 7] = math.nan
    found = at(values, width("payback_month", 9.0), [1_000])
    assert (found.reached, found.missing, found.estimates) == (False, 1, ())
    assert at(values, width("payback_month", 9.0, policy="p0"), [1_000]).reached
    assert at(values, Best("best decided", 0.0), [1_000]).missing == 1


def test_looks_start_late_and_end_at_the_most() -> None:
    assert looks(2_200) == (1_000, 1_500, 2_000, 2_200)
    assert looks(1_500) == (1_000, 1_500)
    assert looks(1_000) == (1_000,)
    assert looks(3) == (3,)


@pytest.mark.parametrize("count", [1, 2, 30])
def test_few_replications_are_judged_too(count: int) -> None:
    values = normals(2, count, seed=3)
    assert not at(values, width("npv", 0.01), [count]).reached
    assert not at(values, Best("best decided", 0.0), [count]).reached
    assert not at(values, Best("best ±.01", 0.01), [count]).reached
