"""Boxes peel evenly whatever the belief's shape, equal values leave together, and limits without effect go."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest

from sim.analysis.discovering.boxes import Box, everywhere, seen
from sim.analysis.discovering.peeling import LEAST, PEEL, pasted, peeled, pruned
from tests.unit.analysis.futures import happened, inputs, planted


def table(count: int, seed: int) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    return np.stack([one.values for one in inputs(count, seed)], axis=1)


def test_a_box_holds_its_ends() -> None:
    values = np.array([[1.0, 5.0], [2.0, 5.0], [3.0, 6.0]])
    box = everywhere(2).with_low(0, 2.0).with_high(1, 5.0)
    assert box.holds(values).tolist() == [False, True, False]
    assert box.limited == (0, 1)
    assert box.without(0).limited == (1,)
    step = seen(box, values, np.array([True, True, False]))
    assert (step.support, step.coverage, step.density) == pytest.approx((1 / 3, 1 / 2, 1.0))


def test_each_peel_takes_a_twentieth_down_to_the_smallest_box() -> None:
    values, won = table(1_000, 1), planted(inputs(1_000, 1), 1)
    steps = peeled(values, won)
    supports = [step.support for step in steps]
    assert supports[0] == 1.0
    assert all(0.0 < before - after <= PEEL * before + 1e-9 for before, after in pairwise(supports))
    assert LEAST <= supports[-1] < 1.2 * LEAST


def test_only_the_order_of_values_counts() -> None:
    values, won = table(600, 2), planted(inputs(600, 2), 2)
    plain, bent = peeled(values, won), peeled(np.exp(5.0 * values), won)
    assert [step.density for step in plain] == [step.density for step in bent]


def test_equal_values_leave_together() -> None:
    level = np.repeat([1.0, 2.0, 3.0], 100)
    won = np.r_[np.zeros(100), np.ones(200)] > 0.0
    steps = peeled(level[:, None], won)
    assert [step.box for step in steps[1:]] == [Box((2.0,), (math.inf,))]
    assert steps[-1].density == 1.0


@pytest.mark.parametrize("won", [True, False])
def test_where_nothing_differs_nothing_is_peeled(won: bool) -> None:  # noqa: FBT001 (the case)
    assert len(peeled(table(200, 3), np.full(200, won))) == 1


def test_an_input_that_never_differs_is_left_alone() -> None:
    values = np.column_stack([np.full(300, 4.0), table(300, 4)[:, 0]])
    assert all(0 not in step.box.limited for step in peeled(values, values[:, 1] > 0.5))


def test_pasting_gives_back_what_was_peeled_too_much() -> None:
    values = table(2_000, 5)
    won = values[:, 0] > 0.5
    tight = seen(everywhere(6).with_low(0, 0.8), values, won)
    assert pasted(tight, values, won).box.low[0] == pytest.approx(0.5, abs=0.03)


def test_pruning_frees_what_does_not_matter() -> None:
    known = inputs(1_000, 6)
    values, won = table(1_000, 6), planted(known, 6)
    box = everywhere(6).with_low(0, 0.6).with_high(1, 0.7).with_low(3, 0.3).with_high(5, 0.8)
    assert pruned(seen(box, values, won), values, won, doubt=0.01).box.limited == (0, 1)
    noise = happened(np.full(1_000, 0.5), 6)
    assert pruned(seen(box, values, noise), values, noise, doubt=0.01).box.limited == ()
