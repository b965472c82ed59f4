"""Gain, lap and growth of answers that are known in closed form."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.analysis.cycle.gain import Gain, gain, growth_rate, lap_time, replacement
from sim.analysis.cycle.pulse import FLOWS, Push, Response

SHARE, MARGIN, CHURN, COST = 0.3, 2.0, 0.04, 1 / 0.084
LONG = 700


def kernel(spent: int = 1) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return the answer of the linear loop, by month, to a unit spent over some months."""
    own = np.concatenate([[0.0], SHARE * MARGIN / COST * (1 - CHURN) ** np.arange(LONG)])
    return np.asarray(np.convolve(own, np.full(spent, 1.0 / spent))[: LONG + 1])


def answer(budgets: np.ndarray[tuple[int, ...], np.dtype[np.float64]], *, money: float = 1.0) -> Response:
    """Return an answer of which only the budgets matter."""
    count, window = budgets.shape
    nothing = {name: np.zeros(count) for name in FLOWS}
    return Response(
        push=Push("any", 1, money, window), budgets=budgets, profits=np.zeros_like(budgets), more=nothing, had=nothing,
        from_new=np.zeros(count), shifted=np.zeros(count, bool),
    )  # fmt: skip


def found(budgets: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> Gain:
    return gain(answer(budgets), rate=0.1, seed=1)


@pytest.mark.parametrize("spent", [1, 3])
def test_the_linear_loop(spent: int) -> None:
    """G = share × margin / (churn × cost), lap = 1 / churn months, growth = churn × (G − 1)."""
    h = kernel(spent)
    assert h.sum() == pytest.approx(1.26, abs=1e-6)
    assert lap_time(h, spent) == pytest.approx(25.0, abs=1e-6)
    assert math.exp(growth_rate(h, spent)) == pytest.approx(1.0104, abs=1e-6)
    if spent > 1:
        assert math.exp(growth_rate(h)) != pytest.approx(1.0104, abs=1e-6), "mutant: when it was spent is forgotten"
        assert lap_time(h) == pytest.approx(26.0, abs=1e-6)


def test_growth_has_the_sign_of_the_gain_less_one() -> None:
    for size in (0.2, 0.9, 1.1, 4.0):
        rate = growth_rate(size * kernel() / kernel().sum())
        assert math.copysign(1.0, rate) == math.copysign(1.0, size - 1.0)
    assert growth_rate(kernel() / kernel().sum()) == pytest.approx(0.0, abs=1e-9)


def test_what_brings_nothing_has_no_lap() -> None:
    assert math.isnan(lap_time(np.zeros(5)))
    assert math.isnan(growth_rate(np.zeros(5)))
    assert math.isnan(growth_rate(np.array([0.0, -1.0, 0.5])))


def test_intervals_hold_the_mean_and_one_replication_has_none() -> None:
    spread = np.tile(kernel(), (50, 1)) * np.linspace(0.5, 1.5, 50)[:, None]
    many, one = found(spread), found(spread[:1])
    assert many.gain.value == pytest.approx(1.26, abs=1e-6)
    for estimate in (many.gain, many.lap, many.growth, many.discounted):
        assert estimate.ci95[0] <= estimate.value <= estimate.ci95[1]
    assert many.discounted.value < many.gain.value
    assert not one.gain.known
    assert not one.growth.known


def test_the_two_parts_of_a_gain_sum_to_it() -> None:
    response = answer(np.tile(kernel(), (40, 1)))
    response.shifted[::3] = True
    own = gain(response, rate=0.1, seed=1)
    assert own.intensive.value + own.survival.value == pytest.approx(own.gain.value, abs=1e-12)
    assert own.survival.value == pytest.approx(14 / 40 * own.gain.value)
    assert own.shifted.count == 14


def test_what_is_reinvested_lap_over_lap() -> None:
    budgets = 1.01 ** np.arange(60.0)[:, None] * np.linspace(0.9, 1.1, 20)
    assert replacement(budgets, month=1, lap=25.2).value == pytest.approx(1.01**25)
    assert replacement(budgets, month=3, lap=25.2).value == pytest.approx(1.01**25)
    for lap in (31.0, 0.2, math.nan):
        assert math.isnan(replacement(budgets, month=1, lap=lap).value), "two laps do not fit, or there is none"
    assert math.isnan(replacement(0.0 * budgets, month=1, lap=10.0).value)
