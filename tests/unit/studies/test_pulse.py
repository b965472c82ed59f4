"""The linear loop's gain and growth are found on the real engine; a push that is none has no answer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from sim.analysis.cycle.gain import Gain, gain
from sim.analysis.cycle.waterfall import waterfall
from sim.analysis.statistics.resampling import mean_of
from sim.randomness import KeyedStreams
from sim.studies.pulse import Batch, follow, responses
from tests.unit.model.closed.loop import Line, tiny

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.analysis.cycle.pulse import Response
    from sim.analysis.statistics.resampling import Estimate

COUNT, MONTH, WINDOW, BOUGHT = 300, 8, 180, 40.0
"""Replications, month of the push, months of the answer, customers that the push buys."""

LINES = (Line(), Line(share=0.2), Line(share=0.25, margin=3.0, churn=0.05, cost=10.0))
"""Gains of 1.26, 0.84 and 1.5."""


@dataclass(frozen=True)
class Case:
    """A linear loop, and what a push gave."""

    line: Line
    response: Response

    @property
    def gain(self) -> Gain:
        return gain(self.response, rate=0.1, seed=1)


def answer(line: Line, *, window: int = WINDOW, bought: float = BOUGHT, luck: NDArray[np.int64] | None = None) -> Case:
    """Push a bare firm of about 2,000 customers."""
    firm = tiny(np.full(2 * COUNT, 2000.0), MONTH + window, line=line)
    setup = firm.setup(KeyedStreams(6, np.tile(np.arange(COUNT) + 200, 2) if luck is None else luck))
    batch = Batch(("buys",), (MONTH,), COUNT)
    money = bought * line.cost
    done = follow(setup, batch, money=money, spent=3)
    return Case(line, responses(done, batch, money=money, spent=3, window=window)[0])


@pytest.fixture(scope="module", params=LINES, ids=lambda line: f"gain {line.gain:.2f}")
def case(request: pytest.FixtureRequest) -> Case:
    return answer(request.param)


def within_two_errors(found: Estimate, exact: float) -> bool:
    return abs(found.value - exact) <= 2.0 * (found.ci95[1] - found.ci95[0]) / (2.0 * 1.96)


def test_gain_and_growth_are_those_of_the_closed_form(case: Case) -> None:
    found = case.gain
    assert within_two_errors(found.gain, case.line.gain)
    assert within_two_errors(found.growth, float(np.log(case.line.grows)))
    assert found.gain.ci95[1] - found.gain.ci95[0] < 0.1, "too wide to tell anything"
    assert found.shifted.count == 0
    assert found.survival.value == 0.0


def test_the_steps_are_those_of_the_closed_form(case: Case) -> None:
    line, steps = case.line, waterfall(case.response, seed=1)
    exact = (1 / line.cost, 1.0, 1 / line.churn, line.margin, 1.0, 1.0, line.share)
    for factor, value in zip(steps.factors, exact, strict=True):
        assert factor.identified
        assert within_two_errors(factor.ratio, value) or factor.ratio.value == pytest.approx(value, abs=2e-2), factor
    assert steps.gain == pytest.approx(case.gain.intensive.value, abs=1e-9)


def test_mutant_an_answer_that_is_cut_short_is_noticed(case: Case) -> None:
    cut = replace(case.response, push=replace(case.response.push, window=60), budgets=case.response.budgets[:, :60])
    assert not within_two_errors(gain(cut, rate=0.1, seed=1).gain, case.line.gain)


def test_mutant_independent_luck_drowns_the_answer() -> None:
    same, apart = (answer(LINES[0], luck=luck).gain.gain.ci95 for luck in (None, np.arange(2 * COUNT)))
    assert apart[1] - apart[0] > 5.0 * (same[1] - same[0])


def test_no_push_has_no_answer() -> None:
    """Exactly none: the copy is the firm. With luck of its own it is another, and the same check says so."""
    still = answer(LINES[0], window=24, bought=0.0).response
    assert not still.budgets.any()
    assert not any(values.any() for values in still.more.values())
    assert answer(LINES[0], window=24, bought=0.0, luck=np.arange(2 * COUNT)).response.budgets.any()


@pytest.mark.slow
def test_half_and_double_the_push_gain_the_same() -> None:
    half, double = (answer(LINES[0], bought=BOUGHT * size).response for size in (0.5, 2.0))
    gap = mean_of(half.budgets.sum(axis=1) / half.push.money - double.budgets.sum(axis=1) / double.push.money)
    assert gap.side == 0
    mutant = mean_of(half.budgets.sum(axis=1) / half.push.money - double.budgets.sum(axis=1) / half.push.money)
    assert mutant.side == -1, "money of the one over that of the other"
