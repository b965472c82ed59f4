"""Weights: exact in a case with a closed form, weakened no more than needed, quantiles as NumPy's when even."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.special import ndtri

from sim.analysis.intervals import wilson
from sim.analysis.tracking.weighting import LEAST, Weights, effective, misfit, weigh, weighed_chance, weighed_quantiles

COUNT = 4000
DRAWS = ndtri((np.arange(COUNT) + 0.5) / COUNT)
"""A standard normal belief about a level."""


def test_normal_belief_and_figures_give_the_exact_update() -> None:
    """Prior N(0, 1), three figures of mean 1 with noise 1: posterior N(3/4, 1/4)."""
    simulated = np.broadcast_to(DRAWS, (1, 3, COUNT))
    weights = weigh(misfit(simulated, np.array([[0.5, 1.0, 1.5]]), 1.0))
    mean = float(weights.shares @ DRAWS)
    assert not weights.tempered
    assert mean == pytest.approx(0.75, abs=1e-3)
    assert float(weights.shares @ (DRAWS - mean) ** 2) == pytest.approx(0.25, abs=1e-3)
    quantiles = weighed_quantiles(DRAWS, weights.shares, (0.1, 0.5, 0.9))
    assert quantiles == pytest.approx(0.75 + 0.5 * ndtri([0.1, 0.5, 0.9]), abs=3e-3)


def test_a_missing_figure_does_not_count() -> None:
    simulated = np.broadcast_to(DRAWS, (2, 2, COUNT))
    some = misfit(simulated, np.array([[1.0, np.nan], [np.nan, np.nan]]), 0.5)
    assert some == pytest.approx(misfit(simulated[:1, :1], np.array([[1.0]]), 0.5))


def test_a_likelihood_that_leaves_nothing_is_weakened_to_the_least() -> None:
    weights = weigh(misfit(np.broadcast_to(DRAWS, (1, 12, COUNT)), np.full((1, 12), 2.0), 0.001))
    assert weights.strict < LEAST
    assert weights.effective == pytest.approx(LEAST, rel=1e-6)
    assert 0.0 < weights.temper < 1.0


@pytest.mark.parametrize("count", [1, 2, 30])
def test_small_runs(count: int) -> None:
    weights = weigh(misfit(DRAWS[None, None, :count] * 1e3, np.array([[0.0]]), 0.01))
    assert weights.shares.sum() == pytest.approx(1.0)
    assert weights.effective >= max(1.0, count / 4) * (1 - 1e-9)


def test_effective_size() -> None:
    assert effective(np.full(10, 0.1)) == pytest.approx(10.0)
    assert effective(np.array([1.0, 0.0])) == 1.0


def test_even_weights_give_numpys_quantiles_and_wilsons_interval() -> None:
    values = np.stack([DRAWS[::7] ** 3, np.cos(DRAWS[::7])])
    n = values.shape[1]
    even = Weights(np.full(n, 1.0 / n), float(n), float(n), 1.0)
    levels = (0.025, 0.5, 0.9)
    assert weighed_quantiles(values, even.shares, levels) == pytest.approx(np.quantile(values, levels, axis=1).T)
    found = weighed_chance(values[0] > 1.0, even)
    assert found.ci95 == pytest.approx(wilson(int((values[0] > 1.0).sum()), n))


def test_none_and_all_are_exact() -> None:
    weights = Weights(np.array([0.3, 0.3, 0.4]), 2.9, 2.9, 1.0)
    assert weighed_chance(np.zeros(3, dtype=bool), weights).ci95[0] == 0.0
    assert weighed_chance(np.ones(3, dtype=bool), weights).ci95[1] == 1.0


def test_a_missing_value_has_no_quantile() -> None:
    assert math.isnan(weighed_quantiles(np.array([1.0, np.nan]), np.array([0.5, 0.5]), (0.5,))[0])
