"""The worth of information: exact where it can be worked out, nothing where there is nothing, and said in words."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.analysis.inputs import words as measuring
from sim.analysis.inputs.information import Information, Worth, information
from sim.analysis.inputs.inputs import Input, scores
from sim.analysis.inputs.smooth import folds, held_out
from sim.analysis.inputs.splines import LEVELS, curves_of, natural_spline
from sim.analysis.run.ranking import Flip
from tests.unit.analysis.futures import exact_worth, inputs, rival_policies
from tests.unit.analysis.synthetic import normals, uniforms

COUNT = 1_500


def of(score: np.ndarray[tuple[int], np.dtype[np.float64]], name: str = "x", confidence: str = "") -> Input:
    return Input(f"a.{name}", name, "", score, confidence)


def test_the_ceiling_is_what_the_best_of_each_path_brings() -> None:
    score, column = rival_policies(COUNT, 1, lead=0.5, slope=1.0, luck=2.0)
    found = information("npv", column, [of(score)])
    best = np.maximum(column["a"], column["b"]).mean() - column["b"].mean()
    assert found.chosen == "b"
    assert found.tied == ("b",)
    assert found.clairvoyance.mean == pytest.approx(best)
    assert found.each[0].mean < found.clairvoyance.mean
    assert found.each[0].clear
    assert found.each[0].instead == "a"
    assert found.each[0].changes == pytest.approx(0.31, abs=0.06)


def test_an_input_that_decides_all_is_worth_the_ceiling() -> None:
    score = normals(1, COUNT, 3)[0]
    found = information("npv", {"a": np.zeros(COUNT), "b": score}, [of(score)])
    assert found.each[0].mean == pytest.approx(found.clairvoyance.mean, rel=0.02)
    assert found.each[0].mean == pytest.approx(exact_worth(lead=0.0, slope=1.0), rel=0.1)


def test_policies_that_differ_in_nothing_give_no_worth() -> None:
    score = normals(1, COUNT, 4)[0]
    found = information("npv", {"a": score, "b": score.copy()}, [of(score)])
    for worth in (*found.each, found.everything, found.clairvoyance):
        assert (worth.mean, worth.ci95, worth.clear, worth.changes, worth.instead) == (0.0, (0.0, 0.0), False, 0.0, "")


def test_worth_goes_with_the_currency() -> None:
    """A thousand times the money, a thousand times the worth: tiny and huge amounts alike."""
    score, column = rival_policies(400, 5, lead=0.0, slope=1.0, luck=1.0)
    plain = information("npv", column, [of(score)]).each[0]
    for factor in (1e-6, 1e9):
        scaled = information("npv", {name: factor * values for name, values in column.items()}, [of(score)]).each[0]
        assert scaled.mean == pytest.approx(factor * plain.mean)
        assert scaled.changes == plain.changes


def test_inputs_that_never_differ_and_inputs_with_few_values() -> None:
    _, column = rival_policies(COUNT, 6, lead=0.0, slope=0.0, luck=1.0)
    level = np.floor(3.0 * uniforms(COUNT, 9))
    column["b"] = column["b"] + np.where(level == 1.0, 2.0, -1.0)  # neither end, but the middle
    found = information("npv", column, [of(np.full(COUNT, 7.0), "fixed"), of(level, "level")])
    assert found.each[0].changes == 0.0
    assert found.each[1].clear
    assert found.each[1].mean == pytest.approx(2.0 / 3.0, abs=0.15)


def test_many_policies_and_inputs_that_go_together() -> None:
    score, column = rival_policies(COUNT, 7, lead=0.0, slope=1.5, luck=1.0)
    near = 0.8 * score + 0.6 * normals(1, COUNT, 8)[0]
    column |= {f"c{number}": column["a"] - 1.0 - number for number in range(10)}
    found = information("npv", column, [of(score), of(near, "near")])
    assert found.each[0].clear
    assert found.each[1].clear
    assert found.each[0].mean > found.each[1].mean > 0.0
    assert set(found.tied) == {"a", "b"}


class TestCurves:
    def test_a_line_is_fitted_exactly_where_it_was_not_seen(self) -> None:
        values = uniforms(300, 10)
        line = 3.0 + 2.0 * scores(values)
        fits = held_out(curves_of(values), line[:, None], folds(300))
        np.testing.assert_allclose(fits.predicted[:, 0], line, atol=1e-3)

    def test_few_values_are_fitted_one_by_one(self) -> None:
        level = np.floor(uniforms(300, 12) * LEVELS)
        fits = held_out(curves_of(level), (level**2)[:, None], folds(300))
        np.testing.assert_allclose(fits.predicted[:, 0], level**2, atol=0.01)

    def test_a_spline_is_straight_beyond_its_knots(self) -> None:
        score = np.linspace(-3.0, 3.0, 601)
        columns = natural_spline(score, 6)
        assert np.abs(np.diff(columns[-20:], n=2, axis=0)).max() < 1e-9
        assert np.abs(np.diff(columns[:20], n=2, axis=0)).max() < 1e-9
        assert np.linalg.matrix_rank(columns) == 5

    def test_a_constant_is_predicted_as_it_is(self) -> None:
        fits = held_out(curves_of(uniforms(200, 11)), np.full((200, 1), 4.0), folds(200))
        np.testing.assert_allclose(fits.predicted, 4.0)


def worth(mean: float, low: float, high: float, *, changes: float = 0.3) -> Worth:
    return Worth(mean, (low, high), low > 0.0, changes, "b" if changes else "")


def made(*each: Worth, everything: Worth, tied: tuple[str, ...] = ("plan_first",)) -> Information:
    known = tuple(replace(one, name=f"input {place}") for place, one in enumerate(inputs(4, 1)[: len(each)], 1))
    return Information("npv", 2_000, "plan_first", tied, known, each, everything, worth(9e4, 8e4, 1e5))


NONE = worth(0.0, 0.0, 0.0, changes=0.0)


@pytest.mark.parametrize(
    ("found", "text"),
    [
        (
            made(worth(38e3, 21e3, 55e3), worth(900.0, -100.0, 2e3), everything=worth(4e4, 2e4, 6e4)),
            "Measuring input 1 first is worth up to £38.0k (£21.0k to £55.0k); nothing else is beyond noise.",
        ),
        (
            made(worth(5e3, 1e3, 9e3), worth(38e3, 21e3, 55e3), everything=worth(4e4, 2e4, 6e4)),
            "Measuring input 2 first is worth up to £38.0k (£21.0k to £55.0k), input 1 £5,000; each is beyond noise.",
        ),
        (
            made(worth(-200.0, -900.0, 500.0), NONE, everything=worth(100.0, -500.0, 700.0)),
            "Nothing is worth measuring beyond noise: the choice stays plan first, and knowing any input is worth at most £700.",  # noqa: E501
        ),
        (
            made(NONE, everything=NONE),
            "Nothing is worth measuring: whatever the inputs turn out to be, plan first is the choice.",
        ),
        (
            made(worth(0.0, 0.0, 700.0, changes=0.0), everything=NONE, tied=("plan_first", "all_in")),
            "Nothing is worth measuring beyond noise: the choice stays plan first (within noise of all in), and knowing any input is worth at most £700.",  # noqa: E501
        ),
        (
            made(worth(10.0, -90.0, 110.0), everything=worth(1e3, 500.0, 1.5e3)),
            "No input alone is worth measuring beyond noise; knowing all is worth up to £1,000 (£500 to £1,500).",
        ),
        (
            made(NONE, replace(worth(7e3, 1e3, 13e3), clear=False), everything=worth(6e3, 1e3, 13e3)),
            "No input alone is worth measuring beyond noise (input 2, at £7,000, would be if asked about alone); knowing all is worth up to £6,000 (£1,000 to £13.0k).",  # noqa: E501
        ),
    ],
)
def test_the_sentence_says_what_is_worth_measuring(found: Information, text: str) -> None:
    assert measuring.headline(found, "GBP") == text


def test_figures_in_words() -> None:
    found = made(worth(-200.0, -900.0, 500.0), everything=worth(1e3, 1.0, 2e3), tied=("plan_first", "all_in"))
    assert measuring.amount(found.each[0], "GBP") == "£0"
    assert measuring.interval(found.each[0], "GBP") == "£0 to £500"
    assert measuring.amount(NONE, "GBP") == measuring.interval(NONE, "GBP") == "–"
    assert measuring.changes(NONE) == "never"
    assert measuring.share(worth(500.0, 1.0, 2e3), found.everything) == "50%"
    assert measuring.share(worth(5e3, 1.0, 2e4), found.everything) == "100%"
    assert not measuring.share(found.each[0], found.everything)
    assert measuring.choice(found) == "plan first (within noise of all in)"
    assert "reads so by noise" in measuring.all_and_one(made(worth(5e3, 1.0, 9e3), everything=worth(4e3, 1.0, 8e3)))


def test_a_choice_that_hangs_on_terminal_value_is_warned_of() -> None:
    found = made(NONE, everything=NONE)
    flips = [
        Flip("plan_first", "carry_on", reversed_without=False),
        Flip("carry_on", "harvest", reversed_without=True),
    ]
    assert "plan first is not ahead of carry on" in measuring.hanging(found, flips)
    assert not measuring.hanging(found, flips[1:])
