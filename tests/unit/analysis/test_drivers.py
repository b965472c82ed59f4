"""Sentences about drivers say what the numbers say, and nothing that is noise."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.analysis.sensitivity import words as drivers
from sim.analysis.sensitivity.morris import morris
from sim.analysis.sensitivity.sobol import Outputs, sobol
from sim.analysis.sensitivity.tornado import Runs, tornado
from sim.analysis.subject import Subject, level_text
from sim.studies.saltelli import outputs_of
from tests.unit.analysis.test_tornado import levels, made
from tests.unit.analysis.toys import LUCK, SUBJECT, factors, noisy


def test_the_widest_bar_is_named_with_both_ends() -> None:
    text = drivers.widest(made([(-5000.0, 8000.0), (1.0, 1.0)], base=1e5))
    assert text.startswith("World: input 0 moves the NPV of steady less that of carry on most: from £9")
    assert text.endswith("at 3")
    assert " at 1 to £10" in text


@pytest.mark.parametrize(
    ("changes", "noise", "expected"),
    [
        ([(-5.0, 5.0), (-5.02, 5.0)], 2.0, "World: input 1 and world: input 0 lead in moving the"),
        ([(0.0, 0.0), (0.0, 0.0)], 1.0, "No input moves the"),
    ],
)
def test_noise_is_not_called(changes: list[tuple[float, float]], noise: float, expected: str) -> None:
    text = drivers.widest(made(changes, noise=noise))
    assert text.startswith((expected, "World: input 0 and world: input 1 lead in moving the"))
    assert " moves the" not in text or text.startswith("No input")


@pytest.mark.parametrize(
    ("change", "expected"), [(10.0, "more than any input"), (128.0, "neither clearly"), (900.0, "less than the widest")]
)
def test_luck_is_compared_with_the_widest(change: float, expected: str) -> None:
    assert expected in drivers.luck_against_inputs(made([(-change, change)]))


def test_who_is_ahead_is_said_of_differences_only() -> None:
    found = made([(-90.0, 90.0), (1.0, 2.0)])
    assert drivers.sign_turns(found) == "Whether steady or carry on is ahead on average turns with world: input 0"
    assert drivers.sign_turns(replace(found, subject=replace(SUBJECT, less=""))) == ""
    assert drivers.sign_turns(made([(1.0, 2.0)])) == ""


def test_nothing_at_all() -> None:
    nothing = np.zeros(8)
    same = "Steady and carry on have the same NPV in every trial, whatever the inputs and the luck"
    runs = Runs(nothing, np.zeros((1, 8)), np.zeros((1, 8)), levels(1))
    assert drivers.widest(tornado(SUBJECT, factors(1), runs, lanes=0)) == same
    assert drivers.luck_against_inputs(tornado(SUBJECT, factors(1), runs, lanes=0)) == ""
    still = sobol(SUBJECT, factors(1), Outputs(nothing, nothing, np.zeros((2, 8))), seed=1, lanes=0)
    assert drivers.shares(still) == same
    assert drivers.effects(morris(SUBJECT, factors(1), np.zeros((2, 8)), seed=1, lanes=0)) == same
    alone = replace(SUBJECT, less="", measure="ruined")
    assert drivers.unmoved(alone, 0.0).startswith("The chance of ruin of steady is 0% in every trial")


def test_shares_name_luck_first() -> None:
    found = sobol(SUBJECT, factors(2), outputs_of(noisy, [[0], [1]], 4096, 7), seed=7, lanes=0)
    text = drivers.shares(found)
    assert text.startswith("Luck accounts for 7")
    assert "of the inputs world: input 0 has most" in text


def test_shares_not_told_apart_are_not_ranked() -> None:
    alike = outputs_of(lambda luck, u: u[0] + u[1] + LUCK[luck], [[0], [1]], 64, 7)
    found = sobol(SUBJECT, factors(2), alike, seed=7, lanes=0)
    assert "lead the inputs, not yet told apart" in drivers.shares(found)
    only_luck = outputs_of(lambda luck, _: LUCK[luck], [[0], [1]], 64, 7)
    assert drivers.shares(sobol(SUBJECT, factors(2), only_luck, seed=7, lanes=0)).endswith(
        "no input has any part in it"
    )


def test_effects_are_ranked_beyond_noise_only() -> None:
    first, second = 5.0 + 0.1 * LUCK[:50], 5.0 + 0.1 * LUCK[50:100]
    luck = LUCK[100:150]
    alike = morris(SUBJECT, factors(2), np.stack([first, second, luck]), seed=1, lanes=0)
    assert drivers.effects(alike).endswith("not yet told apart")
    apart = morris(SUBJECT, factors(2), np.stack([2.0 * first, second, luck]), seed=1, lanes=0)
    assert drivers.effects(apart).startswith("World: input 0 moves the")


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.0642, "share", "6.42%"), (0.0213, "per month", "2.13% per month"), (16.93, "days", "16.9 days"),
        (320.0, "money", "£320"), (0.0172, "ratio", "0.0172"), (-0.278, "share", "−27.8%"),
    ],
)  # fmt: skip
def test_levels_are_in_the_unit_of_the_input(value: float, unit: str, text: str) -> None:
    assert level_text(value, unit, "GBP") == text


def test_amounts_are_in_the_unit_of_the_outcome() -> None:
    ruin = Subject("steady", "carry_on", "ruined", "GBP")
    assert ruin.text(-0.031) == "−3.1 pp"
    assert ruin.signed(0.031) == "+3.1 pp"
    assert ruin.size(-0.031) == "3.1 pp"
    assert replace(ruin, less="").text(0.031) == "3.1%"
    assert SUBJECT.signed(1e6) == "+£1.00m"
    assert SUBJECT.between((float("nan"), 1.0)) == "n/a"
    assert (ruin.better, SUBJECT.better) == (-1, 1)
