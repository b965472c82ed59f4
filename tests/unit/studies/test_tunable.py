"""What can be tuned, in which range, and how points read as settings."""

from __future__ import annotations

import numpy as np
import pytest

from sim.errors import UsageError
from sim.policies.catalog import RULES, build
from sim.results import STEPS
from sim.studies.knobs import Scalar, Split, whole_percents
from sim.studies.tunable import Tunable, Wanted, tunable


def found(rule: str, *wanted: str, **settings: float) -> Tunable:
    result = tunable("p", build(rule, settings), [Wanted.read(text) for text in wanted])
    assert result is not None
    return result


def test_by_default_a_rules_own_settings_are_tuned_share_first() -> None:
    assert [knob.name for knob in found("staged").knobs] == [
        "share", "pilot_share", "pilot_reviews", "expansion_reviews", "hurdle"
    ]  # fmt: skip
    assert found("fixed_share").keys == ("policies.p.share",)
    assert found("marketing_only").keys == ("policies.p.share",)


@pytest.mark.parametrize("rule", ["harvest", "maintain", "all_in"])
def test_rules_without_settings_of_their_own_have_nothing_to_tune(rule: str) -> None:
    assert tunable("p", build(rule), []) is None


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_can_have_a_common_setting_tuned(rule: str) -> None:
    assert found(rule, "payout").keys == ("policies.p.payout",)


def test_what_is_named_is_tuned_and_nothing_else() -> None:
    space = found("plan_first", "split", "share=20%:80%")
    assert [knob.name for knob in space.knobs] == ["share", "split"]
    assert space.dimensions == 5
    assert len(space.keys) == 6
    assert found("fixed_share", "share", "share=0:50%").knobs[0].dimensions == 1


def test_ranges() -> None:
    def of(rule: str, *wanted: str, **settings: float) -> tuple[float, float, int]:
        (knob,) = found(rule, *wanted, **settings).knobs
        assert isinstance(knob, Scalar)
        return knob.low, knob.high, knob.decimals

    assert of("fixed_share") == (0, 1, 3)
    assert of("fixed_share", "share=20%:60%") == (0.2, 0.6, 3)
    assert of("buffer_first", "target_days") == (0, 240, 0)
    assert of("buffer_first", "target_days", target_days=400) == (0, 1000, 0)
    assert of("staged", "expansion_reviews") == (1, 32, 1)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("share=80%:20%", "LO below HI"),
        ("share=20%", "SETTING=LO:HI"),
        ("share=a:b", "SETTING=LO:HI"),
        ("share=0:200%", "allowed: 0 to 1"),
        ("split=0:1", "a split has no range"),
    ],
)
def test_a_wrong_range_is_refused(text: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        found("fixed_share", text)


def test_too_much_at_once_is_refused_with_the_list() -> None:
    with pytest.raises(UsageError, match=r"9 dimensions.*split \(4\).*--tune"):
        found("staged", "share", "pilot_share", "pilot_reviews", "expansion_reviews", "hurdle", "split")


def test_points_read_as_rounded_settings_within_the_range() -> None:
    space = found("buffer_first", "share=10%:90%", "target_days")
    points = np.array([[0.0, 0.0], [1.0, 1.0], [0.33333, 0.501]])
    np.testing.assert_allclose(space.candidates(points), [[0.1, 0.0], [0.9, 240.0], [0.367, 120.0]])
    assert not np.signbit(space.candidates(np.zeros((1, 2)))).any()


def test_todays_settings_are_a_point_that_reads_as_themselves() -> None:
    space = found("fixed_share", "share", "split", share=0.37)
    np.testing.assert_allclose(space.candidates(space.own()), [[0.37, 0.10, 0.35, 0.15, 0.25, 0.15]])
    assert found("fixed_share", "payout").own().shape == (0, 1)


class TestSplit:
    def test_points_spread_evenly_give_splits_spread_evenly(self) -> None:
        grid = (np.stack(np.meshgrid(*[np.arange(9)] * 4), axis=-1).reshape(-1, 4) + 0.5) / 9
        splits = Split(np.full(5, 0.2)).values(grid)
        np.testing.assert_allclose(splits.sum(axis=1), 1.0)
        assert float(np.abs(splits.mean(axis=0) - 0.2).max()) < 0.005
        left = np.cumprod(1.0 - grid, axis=1)
        mutant = np.concatenate([grid[:, :1], grid[:, 1:] * left[:, :-1], left[:, -1:]], axis=1)
        np.testing.assert_allclose(mutant.sum(axis=1), 1.0)
        assert not float(np.abs(mutant.mean(axis=0) - 0.2).max()) < 0.005

    @pytest.mark.parametrize(
        "split", [[0.2] * 5, [1.0, 0, 0, 0, 0], [0, 0, 0, 0, 1.0], [0.1, 0.35, 0.15, 0.25, 0.15], [0, 0.5, 0, 0.5, 0]]
    )
    def test_a_split_comes_back_from_its_point(self, split: list[float]) -> None:
        knob = Split(np.array(split))
        np.testing.assert_allclose(knob.values(knob.point()[None])[0], split, atol=1e-12)

    def test_whole_percents_sum_to_one_hundred(self) -> None:
        shares = np.array([[1 / 3, 1 / 3, 1 / 3, 0.0, 0.0], [0.005, 0.005, 0.99, 0.0, 0.0]])
        rounded = whole_percents(shares)
        np.testing.assert_allclose(rounded.sum(axis=1), 1.0)
        np.testing.assert_allclose(rounded[0], [0.34, 0.33, 0.33, 0.0, 0.0])

    def test_the_policy_takes_it(self) -> None:
        knob = Split(np.full(5, 0.2))
        (row,) = knob.values(np.array([[0.1, 0.7, 0.4, 0.9]]))
        build("fixed_share", {"split": dict(zip(STEPS, row.tolist(), strict=True))})
