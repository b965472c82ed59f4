"""Logistic regression against what is known of it exactly."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import expit, logit

from sim.analysis.statistics.logit import fit_logit, standardised


def test_two_groups_have_their_own_log_odds() -> None:
    design = np.column_stack([np.ones(2), [0.0, 1.0]])
    ((start, step),) = fit_logit(design, np.array([[0.2, 0.7]]), ridge=0.0)
    assert start == pytest.approx(logit(0.2))
    assert start + step == pytest.approx(logit(0.7))


def test_a_true_curve_is_found_in_every_sample() -> None:
    scaled, _, _ = standardised(np.linspace(0.0, 1.0, 9)[:, None])
    design = np.column_stack([np.ones(9), scaled])
    wanted = np.array([[0.3, 1.5], [-1.0, -2.0], [0.0, 6.0]])
    assert fit_logit(design, expit(wanted @ design.T), ridge=0.0) == pytest.approx(wanted, abs=1e-6)


def test_perfect_separation_stays_finite() -> None:
    design = np.column_stack([np.ones(6), np.linspace(-1.0, 1.0, 6)])
    found = fit_logit(design, np.array([[0.0, 0.0, 0.0, 1.0, 1.0, 1.0], [0.0] * 6, [1.0] * 6]))
    assert np.isfinite(found).all()
    assert found[0, 1] > 5.0


def test_a_constant_column_is_left_alone() -> None:
    scaled, centre, scale = standardised(np.array([[1.0, 3.0], [1.0, 5.0]]))
    assert scaled.tolist() == [[0.0, -1.0], [0.0, 1.0]]
    assert (centre.tolist(), scale.tolist()) == ([1.0, 4.0], [1.0, 1.0])
