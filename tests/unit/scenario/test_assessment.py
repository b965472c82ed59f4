"""Ten answers give a score, a band and starting capabilities that the model accepts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from sim.errors import UsageError
from sim.model.parameters import Parameters, substitute, walk
from sim.scenario.assessment import QUESTIONS, assess, parse

ANSWERS = st.lists(st.integers(0, 3), min_size=10, max_size=10)


@pytest.mark.parametrize(
    ("answers", "score", "band"),
    [
        ([0] * 10, 0, "at risk"),
        ([1] * 4 + [0] * 6, 4, "at risk"),
        ([1] * 5 + [0] * 5, 5, "immature"),
        ([1] * 6 + [2] * 4, 14, "immature"),
        ([1, 2] * 5, 15, "mature"),
        ([3] * 10, 30, "mature"),
    ],
)
def test_bands(answers: list[int], score: int, band: str) -> None:
    assessment = assess(answers)
    assert (assessment.score, assessment.band.name) == (score, band)


@given(ANSWERS)
def test_every_capability_is_a_parameter_in_its_range(answers: list[int]) -> None:
    specs = {key: spec for key, spec, _ in walk(Parameters())}
    for key, value in assess(answers).capabilities.items():
        assert specs[key].low <= value <= specs[key].high


@given(ANSWERS, st.integers(0, 9))
def test_a_better_answer_never_lowers_a_capability(answers: list[int], question: int) -> None:
    better = [*answers]
    better[question] = min(3, answers[question] + 1)
    before, after = assess(answers).capabilities, assess(better).capabilities
    assert all(after[key] >= before[key] for key in before)


def test_the_border_of_maturity_is_the_default_firm() -> None:
    ones, twos = assess([1] * 10).capabilities, assess([2] * 10).capabilities
    for key, _, default in walk(Parameters()):
        if key in ones:
            assert (ones[key] + twos[key]) / 2 == pytest.approx(default, abs=1e-12), key


def test_the_capabilities_fit_the_parameters() -> None:
    parameters = substitute(Parameters(), assess([3] * 10).capabilities)
    assert parameters.plans.plan_quality == 0.75


def test_the_weakest_steps_are_named() -> None:
    assert assess([2, 2, 0, 1, 2, 2, 1, 0, 3, 3]).weakest == ("demand", "experience")


def test_the_text_to_paste_holds_every_capability() -> None:
    assessment = assess([0, 1, 2, 3, 0, 1, 2, 3, 0, 1])
    tree = YAML(typ="safe", pure=True).load(assessment.as_yaml())
    found = dict(_leaves(tree))
    assert found == dict(assessment.capabilities)


def _leaves(tree: dict[str, object], prefix: str = "") -> list[tuple[str, object]]:
    rows: list[tuple[str, object]] = []
    for key, value in tree.items():
        rows += _leaves(value, f"{prefix}{key}.") if isinstance(value, dict) else [(f"{prefix}{key}", value)]
    return rows


def test_there_are_ten_questions() -> None:
    assert len(QUESTIONS) == 10


@pytest.mark.parametrize("text", ["", "1,2,3", "1,2,3,4,0,0,0,0,0,0", "1,1,1,1,1,1,1,1,1,-1", "a,b", "1.5" + ",1" * 9])
def test_unusable_answers_are_refused_with_an_example(text: str) -> None:
    with pytest.raises(UsageError, match="10 whole numbers from 0 to 3, such as"):
        assess(parse(text))
