"""The committor says of unseen paths what becomes of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.special import expit, ndtri

from sim.analysis.fate.committor import States, calibration, committor, labels
from sim.randomness import KeyedUniforms

PATHS, REPLICATIONS = 6000, 3000


def states(holding: float = 0.2) -> States:
    """Return paths of two policies whose fate hangs on two of three figures, by a logit with a square in it."""
    drawn = KeyedUniforms(3).rows("states", 0, 6, ((0, PATHS // 4),))
    figures = ndtri(drawn[:3]).T
    policy = np.repeat([0, 1], REPLICATIONS)
    odds = expit(0.3 + 1.5 * figures[:, 0] - 1.0 * figures[:, 1] + 0.5 * figures[:, 0] ** 2 - 0.8 * policy)
    fate = np.where(drawn[3] < odds, "growing", "shrinking")
    fate = np.where(drawn[4] < holding, "holding", fate)
    luck = np.tile(np.arange(REPLICATIONS), 2)
    return States(("customers", "cash", "noise"), figures, fate, drawn[5] > 0.05, luck, policy)


def test_out_of_sample_tenths_are_within_five_points_and_those_of_a_mutant_are_not() -> None:
    """The mutant learns from the fate of other paths, as if states and fates had been joined in the wrong order."""
    seen = committor(states(), month=24)
    assert seen is not None
    assert seen.calibration.worst < 0.05
    assert seen.calibration.brier < 0.75 * seen.calibration.base
    wrong = states()
    mutant = committor(replace(wrong, fate=np.roll(wrong.fate, 1)), month=24)
    assert mutant is not None
    assert mutant.calibration.brier > 0.95 * mutant.calibration.base


def test_an_overconfident_committor_fails_the_calibration() -> None:
    told = KeyedUniforms(5).rows("told", 0, 2, ((0, 1000),))
    grew = (told[1] < told[0]).astype(float)
    assert calibration(told[0], grew).worst < 0.05
    bold = np.clip(1.6 * (told[0] - 0.5) + 0.5, 0.0, 1.0)
    assert calibration(bold, grew).worst > 0.05


def test_closed_firms_have_no_chance_and_every_path_has_a_label() -> None:
    paths = states()
    seen = committor(paths, month=24)
    assert seen is not None
    chances = seen.chance(paths)
    assert (chances[~paths.alive] == 0.0).all()
    assert ((chances >= 0.0) & (chances <= 1.0)).all()
    assert labels(np.array([0.95, 0.5, 0.05])).tolist() == ["virtuous", "contested", "vicious"]


def test_policies_of_one_replication_are_on_the_same_side_of_the_split() -> None:
    """Copies of the same paths under a second name must not teach what they are tested on."""
    noise = KeyedUniforms(9).rows("noise", 0, 61, ((0, 100),))
    few = States(
        tuple(f"noise {number}" for number in range(60)),
        np.tile(ndtri(noise[:60]).T, (2, 1)),
        np.tile(np.where(noise[60] < 0.5, "growing", "shrinking"), 2),
        np.ones(800, bool),
        np.tile(np.arange(400), 2),
        np.repeat([0, 1], 400),
    )
    honest = committor(few, month=1)
    leaky = committor(replace(few, luck=few.policy), month=1)
    assert honest is not None
    assert leaky is not None
    assert honest.calibration.brier > honest.calibration.base
    assert leaky.calibration.brier < leaky.calibration.base


def test_too_few_of_either_fate_give_no_committor() -> None:
    paths = states()
    assert committor(replace(paths, fate=np.full(PATHS, "growing")), month=1) is None
    assert committor(replace(paths, alive=np.zeros(PATHS, bool)), month=1) is None


def test_a_base_rate_is_what_brier_is_held_against() -> None:
    assert calibration(np.full(100, 0.3), np.repeat([1.0, 0.0], [30, 70])).base == pytest.approx(0.21)
