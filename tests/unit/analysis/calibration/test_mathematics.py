"""The parts of a calibration that have exact answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.special import ndtri

from sim.analysis.calibration.gain import gain_belief
from sim.analysis.calibration.identifiability import collinear, identifiability
from sim.analysis.calibration.likelihood import likelihood
from sim.analysis.calibration.normals import moments, points
from sim.analysis.calibration.sampling import sample
from sim.analysis.calibration.steps import steps
from sim.analysis.calibration.summary import learn
from sim.randomness import KeyedUniforms

if TYPE_CHECKING:
    from sim.arrays import Array


def luck(rows: int, count: int) -> Array:
    """Return standard normal numbers; two space-filling sequences would hang together."""
    return np.asarray(ndtri(KeyedUniforms(3).rows("test", 0, rows, ((0, count // 4),))))


def test_a_flat_surface_gives_the_normal_posterior_of_the_books() -> None:
    own, noise = points(2, 4096, 1), luck(2, 4096)
    slope = np.array([[1.0, 0.5], [0.0, 1.0]])
    surface = likelihood(own, slope @ own + 0.3 * noise)
    seen = np.array([0.4, -0.2])
    found = sample(
        lambda scores: surface.log(seen, scores) - 0.5 * np.sum(scores**2, axis=0), (np.zeros(2), np.eye(2)), 8192, 5
    )
    mean, covariance = moments(found.scores, found.weights)
    exact = np.linalg.inv(slope.T @ slope / 0.09 + np.eye(2))
    assert np.abs(covariance - exact).max() < 0.01
    assert np.abs(mean - exact @ slope.T @ seen / 0.09).max() < 0.02
    assert np.abs(found.drawn(4096).mean(axis=1) - mean).max() < 0.02


def test_a_summary_leaves_out_where_no_firm_is() -> None:
    own = points(1, 1024, 3)
    noise = luck(2, 1024).T
    features = np.hstack([own.T + 0.1 * noise[:, :1], own.T + 0.1 * noise[:, 1:]])
    fair = learn(features, own, np.array([1.0, 1.0]))
    assert fair.of(np.array([[1.0, 1.0]]))[0, 0] == pytest.approx(1.0, abs=0.05)
    torn = learn(features, own, np.array([1.0, -3.0]))  # the two go together in every firm
    assert torn.oddest > 20


def test_ratios_of_sums_with_intervals_and_missing_months() -> None:
    left = np.array([np.nan, 2.0, 4.0, 3.0, 3.0, 2.0, 4.0])
    there = np.full(7, 100.0)
    found = {step.name: step for step in steps({"churned": left, "customers": there})}
    step = found["customers who leave, a month"]
    assert step.value == pytest.approx(0.03)
    assert step.months == 6
    assert 0.015 < step.low < 0.03 < step.high < 0.045
    assert steps({"churned": left[:2], "customers": np.zeros(2)}) == ()


def test_columns_that_are_alike_are_named_and_what_would_part_them() -> None:
    months = np.arange(12.0)[:, None]
    alike = 5.0 * np.hstack([np.ones_like(months), np.ones_like(months)])
    apart = 5.0 * np.hstack([np.ones_like(months), np.zeros_like(months)])
    after = (np.array([0.7, 0.7]), np.array([[1.0, -0.95], [-0.95, 1.0]]))
    seen = {"revenue": np.ones(12, bool)}
    told = identifiability(("a", "b"), {"revenue": alike, "leads": apart}, seen, after)
    assert told.pairs[0].keys == ("a", "b")
    assert told.pairs[0].separated_by == ("leads",)
    assert (told.verdict(0), told.directions) == ("tied", 1)
    none = identifiability(("a", "b"), {"revenue": alike}, seen, (np.array([0.1, 0.1]), after[1]))
    assert (none.pairs, none.verdict(1)) == ((), "settled")
    assert collinear(np.eye(2)) == pytest.approx(1.0)


def test_the_gain_s_belief_is_that_of_the_firms_not_that_of_their_luck() -> None:
    scores, (lucky, normals) = points(2, 2048, 6), luck(2, 2048)
    found = gain_belief("steady", 1.5 + 0.3 * scores[0] + 2.0 * lucky, scores.T, normals)
    assert found is not None
    assert found.median == pytest.approx(1.5, abs=0.1)
    assert 0.8 < (found.high - found.low) / (2 * 1.645 * 0.3) < 1.35  # with luck it would be seven times as wide
    assert gain_belief("steady", np.ones(5), points(2, 8, 1).T[:5], np.zeros(5)) is None
