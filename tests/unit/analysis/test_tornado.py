"""A tornado's bars are paired changes; what is within noise is not called."""

from __future__ import annotations

import numpy as np
import pytest

from sim.analysis.intervals import t_interval
from sim.analysis.sensitivity.tornado import Level, Runs, Tornado, tornado, turning
from tests.unit.analysis.toys import LUCK, SUBJECT, Array, factors

COUNT = 200


def levels(count: int) -> list[tuple[Level, Level]]:
    return [(Level(1.0, "1"), Level(3.0, "3"))] * count


def made(changes: list[tuple[float, float]], *, noise: float = 0.0, base: float = 0.0) -> Tornado:
    """Return a tornado whose inputs change the outcome by so much, with some noise of their own."""
    luck = base + 100.0 * LUCK[:COUNT]
    own = noise * LUCK[COUNT : COUNT * (2 * len(changes) + 1)].reshape(2, len(changes), COUNT)
    low, high = (np.array([luck + change[side] for change in changes]) + own[side] for side in (0, 1))
    return tornado(SUBJECT, factors(len(changes)), Runs(luck, low, high, levels(len(changes))), lanes=0)


def test_ends_are_paired_changes_from_the_base() -> None:
    result = made([(-5.0, 8.0), (20.0, -20.0), (0.0, 0.0)], noise=1.0)
    assert [bar.factor.keys[0][-1] for bar in result.bars] == ["1", "0", "2"]
    first, second, third = result.bars
    assert second.low.change == pytest.approx(-5.0, abs=0.3)
    assert second.high.change_ci95[0] <= 8.0 <= second.high.change_ci95[1]
    assert second.high.mean == pytest.approx(result.luck.mean + second.high.change)
    assert first.swing == pytest.approx(40.0, abs=0.5)
    assert [bar.clear for bar in result.bars] == [True, True, False]
    assert third.swing < 0.5
    assert result.leads


def test_mutant_of_unpaired_luck_sees_nothing() -> None:
    """With other luck at each end the same effects drown: the paired interval is what finds them."""
    result = made([(-5.0, 8.0)], noise=1.0)
    paired = result.bars[0].high.change_ci95
    base, other = 100.0 * LUCK[:COUNT], 8.0 + 100.0 * LUCK[5000 : 5000 + COUNT]
    unpaired = t_interval(other - base)
    assert paired[0] > 0.0
    assert unpaired[0] < 0.0
    assert unpaired[1] - unpaired[0] > 20.0 * (paired[1] - paired[0])


def test_luck_has_its_own_bar() -> None:
    result = made([(-5.0, 8.0)])
    low, high = np.quantile(100.0 * LUCK[:COUNT], (0.1, 0.9))
    assert (result.luck.p10, result.luck.p90) == pytest.approx((low, high))


def test_a_swing_counts_both_ends_on_one_side() -> None:
    (bar,) = made([(6.0, 9.0)]).bars
    assert bar.swing == pytest.approx(9.0)
    assert bar.clear


@pytest.mark.parametrize("noise", [0.0, 5.0])
def test_no_effect_is_no_effect(noise: float) -> None:
    assert not any(bar.clear for bar in made([(0.0, 0.0)] * 8, noise=noise).bars)


def test_false_calls_are_as_rare_as_promised() -> None:
    """8 inputs without effect, 100 tornados: any call in 5 % of them; the mutant that judges one by one has 40 %."""
    calls = mutant = 0
    for part in range(100):
        own = LUCK[part * 1000 : part * 1000 + 17 * 40].reshape(17, 40)
        result = tornado(SUBJECT, factors(8), Runs(own[0] * 0.0, own[1:9], own[9:], levels(8)), lanes=0)
        calls += any(bar.clear for bar in result.bars)
        mutant += any(
            end.change_ci95[0] > 0.0 or end.change_ci95[1] < 0.0 for bar in result.bars for end in (bar.low, bar.high)
        )
    assert calls <= 12
    assert mutant > 12


def test_two_alike_have_no_leader() -> None:
    assert not made([(-5.0, 5.0), (-5.02, 5.0)], noise=2.0).leads
    assert made([(-5.0, 5.0), (-9.0, 9.0)], noise=2.0).leads


def test_a_leader_leads_all_of_the_others() -> None:
    """The second is far behind for sure, the third perhaps not: noise of its own may hide a wider swing."""
    base = np.zeros(COUNT)
    own = 900.0 * LUCK[:COUNT] / LUCK[:COUNT].std()
    high = np.stack([base + 100.0, base + 70.0, 60.0 + own - own.mean()])
    result = tornado(SUBJECT, factors(3), Runs(base, -high, high, levels(3)), lanes=0)
    assert [bar.factor.keys[0][-1] for bar in result.bars] == ["0", "1", "2"]
    assert not result.leads


def test_who_is_ahead_may_turn() -> None:
    assert [bar.factor.keys[0][-1] for bar in turning(made([(-90.0, 90.0), (1.0, 2.0)]))] == ["0"]
    assert turning(made([(-90.0, 90.0)], base=1000.0)) == ()


def test_identical_policies() -> None:
    nothing: Array = np.zeros(COUNT)
    rows = np.zeros((2, COUNT))
    result = tornado(SUBJECT, factors(2), Runs(nothing, rows, rows, levels(2)), lanes=0)
    assert result.still
    assert not result.leads


def test_one_replication_calls_nothing() -> None:
    runs = Runs(np.ones(1), np.full((2, 1), 5.0), np.full((2, 1), 9.0), levels(2))
    result = tornado(SUBJECT, factors(2), runs, lanes=0)
    assert not any(bar.clear for bar in result.bars)
    assert not result.leads
    assert np.isnan(result.bars[0].low.change_ci95).all()
