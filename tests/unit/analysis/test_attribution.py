"""Shapley values of loops sum to the total; a loop that does nothing gets nothing."""

from __future__ import annotations

import numpy as np
import pytest

from sim.analysis.cycle.attribution import Attribution, attribution
from tests.unit.analysis.synthetic import Array, normals

LOOPS = ("growth", "word", "idle", "limit")
COUNT = 300


def outcome(coalition: int) -> float:
    """Growth is worth something only with word; the limit takes a fifth of all there is; idle does nothing."""
    growth, word, _, limit = (coalition >> place & 1 for place in range(4))
    return (10.0 + 2.0 * word + 30.0 * growth * word) * (1.0 - 0.2 * limit)


def lived() -> Array:
    """Return outcomes by coalition and replication: the same luck in all, and a little of their own."""
    shared, own = normals(1, COUNT, 31), normals(1 << len(LOOPS), COUNT, 32)
    return np.array([outcome(coalition) for coalition in range(1 << len(LOOPS))])[:, None] + 5.0 * shared + 0.3 * own


@pytest.fixture(scope="module")
def found() -> Attribution:
    return attribution(lived(), LOOPS, outcome="npv", policy="steady")


def test_values_sum_to_the_total(found: Attribution) -> None:
    assert sum(share.adds.value for share in found.loops) == pytest.approx(found.total.value, abs=1e-9)
    values = lived()
    assert found.total.value == pytest.approx(float(np.mean(values[-1] - values[0])), abs=1e-9)
    assert found.replications == COUNT


def test_mutant_plain_knock_outs_do_not_sum(found: Attribution) -> None:
    values = lived()
    last_in = sum(float(np.mean(values[-1] - values[15 & ~(1 << place)])) for place in range(4))
    assert last_in != pytest.approx(found.total.value, abs=5.0)


def test_a_loop_that_does_nothing_gets_nothing(found: Attribution) -> None:
    shares = {share.loops[0]: share.adds for share in found.loops}
    low, high = shares["idle"].ci95
    assert low <= 0.0 <= high
    assert high - low < 0.2, "too wide to tell anything"
    assert all(shares[name].side for name in LOOPS if name != "idle")


def test_values_and_pairs_are_those_of_the_game(found: Attribution) -> None:
    shares = {share.loops[0]: share.adds for share in found.loops}
    exact = {"growth": 13.0, "word": 14.8, "idle": 0.0, "limit": -4.2}  # by hand, over all 24 orders
    for name, value in exact.items():
        low, high = shares[name].ci95
        assert low - 0.1 <= value <= high + 0.1, name
    assert found.pairs[0].loops == ("growth", "word")
    assert found.pairs[0].adds.value == pytest.approx(30.0, abs=0.3)


def test_luck_that_is_shared_makes_no_interval_wide() -> None:
    """Mutant: coalitions with luck of their own."""
    values = lived()
    apart = np.stack([np.roll(row, 7 * place) for place, row in enumerate(values)])
    same, other = (attribution(one, LOOPS, outcome="npv", policy="steady").total.ci95 for one in (values, apart))
    assert other[1] - other[0] > 5.0 * (same[1] - same[0])
