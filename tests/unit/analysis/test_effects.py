"""What one scenario is worth more than another, difference by difference, and what is said of it."""

from __future__ import annotations

import numpy as np
import pytest

from sim.analysis.comparing.effects import Effects, Ends, effects
from sim.analysis.comparing.effects_words import carrier, focus, others, refused, together
from sim.analysis.intervals import t_interval
from sim.analysis.written import Written
from sim.randomness import KeyedUniforms

LUCK = KeyedUniforms(3).rows("effects", 0, 1, ((0, 25),))[0]
"""A hundred uniforms."""
POUNDS = Written("money", "GBP")


def ends(*, ruined: float = 0.0, **values: float) -> Ends:
    """Return how a scenario ends: luck in thousands plus a constant and a little noise of its own per policy."""
    own = {name: 1000.0 * LUCK + value + 0.001 * LUCK[::-1] for name, value in values.items()}
    return Ends(own, {name: np.asarray(ruined > LUCK) for name in values})


def compared(right: dict[str, float], **alone: dict[str, float]) -> Effects:
    start = dict.fromkeys(right, 0.0)
    tried = {key: ends(**values) for key, values in alone.items()}
    return effects("npv", ends(**start), ends(**right), tried, refused={})


def test_the_whole_effect_is_paired() -> None:
    """The spread of luck is 300, that of the difference nothing; a mutant that does not pair is 80 wide."""
    found = compared({"a": 10.0, "b": -5.0})
    assert found["a"].gap.mean == pytest.approx(10.0)
    low, high = found["a"].gap.ci95
    assert high - low < 0.01
    unpaired = t_interval(ends(a=10.0).values["a"])
    assert unpaired[1] - unpaired[0] > 50.0


def test_the_rest_closes_the_sum() -> None:
    found = compared({"a": 10.0}, price={"a": 4.0}, cost={"a": 3.0})
    alone = sum(key.gaps["a"].mean for key in found.keys)
    assert found.rest["a"].mean == pytest.approx(3.0)
    assert alone + found.rest["a"].mean == pytest.approx(found["a"].gap.mean)


def test_effects_that_add_up_leave_nothing() -> None:
    found = compared({"a": 7.0}, price={"a": 4.0}, cost={"a": 3.0})
    assert found.rest["a"].mean == pytest.approx(0.0, abs=1e-9)


def test_ruin_is_counted_on_pairs() -> None:
    found = effects("npv", ends(a=0.0, ruined=0.1), ends(a=0.0, ruined=0.3), {}, refused={})
    counts = found["a"].ruin.counts
    assert (counts.only_here > 0, counts.only_baseline) == (True, 0)
    assert counts.p_value < 0.001


def test_many_policies_need_wider_intervals() -> None:
    """A gap whose own interval just excludes zero is clear alone and not among four."""
    noise = LUCK - float(LUCK.mean())
    half = t_interval(noise)[1]

    def shifted(by: float, count: int) -> Effects:
        names = [f"p{place}" for place in range(count)]
        none = {name: np.zeros(100, bool) for name in names}
        left = Ends(dict.fromkeys(names, np.zeros(100)), none)
        return effects("npv", left, Ends(dict.fromkeys(names, noise + by), none), {}, refused={})

    assert shifted(1.05 * half, 1).clear("p0") == 1
    assert shifted(1.05 * half, 4).clear("p0") == 0
    assert shifted(-2.0 * half, 4).clear("p0") == -1


class TestWords:
    def test_focus_is_the_baseline_unless_nothing_happens_to_it(self) -> None:
        assert focus(compared({"a": 1.0, "b": 9.0}), "a").policy == "a"
        assert focus(compared({"a": 0.0, "b": 9.0, "c": -20.0}), "a").policy == "c"

    def test_beyond_noise_either_way(self) -> None:
        up, down = compared({"a": 10.0}), compared({"a": -10.0})
        assert together(up, up["a"], POUNDS) == "Under a B's NPV is £10 higher than A's (95% interval +£10 to +£10)"
        assert "£10 lower than A's" in together(down, down["a"], POUNDS)

    def test_within_noise_nothing_is_called(self) -> None:
        left = ends(a=0.0)
        right = Ends({"a": left.values["a"][::-1]}, left.ruined)
        found = effects("npv", left, right, {}, refused={})
        assert "doesn't clearly differ" in together(found, found["a"], POUNDS)

    def test_the_same_on_every_path(self) -> None:
        found = compared({"a": 0.0})
        assert together(found, found["a"], POUNDS) == "A and B give the same NPV on every path"

    @pytest.mark.parametrize("paths", [1, 100])
    def test_what_is_unknown_or_too_little(self, paths: int) -> None:
        values = {"a": np.full(paths, np.nan if paths > 1 else 3.0)}
        zero, none = {"a": np.zeros(paths)}, {"a": np.zeros(paths, bool)}
        found = effects("npv", Ends(zero, none), Ends(values, none), {"k": Ends(values, none)}, refused={})
        said = together(found, found["a"], POUNDS)
        assert "too little for an interval" in said if paths == 1 else "is unknown on some paths" in said
        assert carrier(found, found["a"], POUNDS) == others(found, found["a"]) == ""

    def test_several_policies(self) -> None:
        mixed = compared({"a": 10.0, "b": -5.0, "c": 0.0})
        assert others(mixed, mixed["a"]) == "Of 3 policies B is clearly higher under 1 and clearly lower under 1"
        alike = compared({"a": 10.0, "b": 5.0})
        assert others(alike, alike["a"]) == "So it is under each of the 2 policies"
        assert others(compared({"a": 1.0}), compared({"a": 1.0})["a"]) == ""

    def test_the_difference_that_moves_most(self) -> None:
        found = compared({"a": 10.0}, price={"a": 4.0}, cost={"a": -9.0})
        assert carrier(found, found["a"], POUNDS) == (
            "cost alone moves it most: −£9; what they do to one another makes +£15"
        )

    def test_a_difference_that_is_not_told_apart_from_the_next_does_not_lead(self) -> None:
        """The larger mean alone, the mutant, would call `price`, whose effect is nearly all luck."""
        start, wild = ends(a=0.0), 300.0 * (LUCK - LUCK.mean())
        price = Ends({"a": start.values["a"] + wild + 11.0}, start.ruined)
        alone = {"price": price, "cost": ends(a=-10.0)}
        found = effects("npv", start, ends(a=1.0), alone, refused={})
        by_mean = max(found.keys, key=lambda key: abs(key.gaps["a"].mean))
        assert by_mean.key == "price"
        assert not found.leads["a"]
        said = carrier(found, found["a"], POUNDS)
        assert said.startswith("price (+£11) and cost (−£10) alone move it most, not yet told apart")

    def test_nothing_clear_under_any_policy_is_said_in_plain_words(self) -> None:
        left = ends(a=0.0, b=0.0)
        right = Ends({name: values[::-1] for name, values in left.values.items()}, left.ruined)
        found = effects("npv", left, right, {}, refused={})
        assert others(found, found["a"]) == "So it is under each of the 2 policies"

    def test_ruin_is_a_chance(self) -> None:
        values = {"a": np.asarray(LUCK < 0.3, np.float64)}
        found = effects("ruined", ends(a=0.0), Ends(values, ends(a=0.0).ruined), {}, refused={})
        assert "B's chance of ruin" in together(found, found["a"], Written("share", "GBP"))

    def test_no_interval_is_said_once(self) -> None:
        one = Ends({"a": np.array([1.0])}, {"a": np.zeros(1, bool)})
        assert POUNDS.signs(effects("npv", one, one, {}, refused={})["a"].gap.ci95) == "n/a"

    def test_a_share_is_spoken_of_in_points(self) -> None:
        found = compared({"a": 0.02})
        assert "is 2.0 pp higher than A's" in together(found, found["a"], Written("share/year", "GBP"))

    def test_what_cannot_stand_alone_is_said(self) -> None:
        found = effects("npv", ends(a=0.0), ends(a=1.0), {}, refused={"start": "is no month"})
        assert refused(found.keys) == ("start can't be changed alone: is no month",)
