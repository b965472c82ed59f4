"""Where loop scores are blind, at rest, the growth factor still tells what it is made of."""

from __future__ import annotations

import numpy as np
import pytest

from sim.analysis.loops import elasticity, jacobian

SHARE, MARGIN, CHURN, CAC = 0.3, 2.0, 0.04, 11.9047619047619
"""Methods of the linear cycle: gain = share x (margin / churn) / cost per customer = 1.26."""


def _cycle(share: float) -> dict[str, np.ndarray]:
    return {"retention": np.array([[1 - CHURN]]), "reinvestment": np.array([[share * MARGIN / CAC]])}


def test_the_linear_cycle() -> None:
    found = elasticity(_cycle(SHARE))
    assert found.growth == pytest.approx(1.0104)
    assert found.parts["retention"] == pytest.approx(0.9501187648456056)
    assert found.parts["reinvestment"] == pytest.approx(0.049881235154394306)
    assert pytest.approx(1.26) == SHARE * MARGIN / CHURN / CAC
    more = SHARE * 1.001
    slope = (elasticity(_cycle(more)).growth - found.growth) / ((more - SHARE) * MARGIN / CHURN / CAC)
    assert slope == pytest.approx(0.04)


def test_parts_and_entries_add_up_and_answer_small_changes() -> None:
    def step(state: np.ndarray) -> np.ndarray:
        base, budget = state
        return np.array([0.95 * base + 0.06 * budget, 0.9 * base * (1 - base / 50)])

    slopes = jacobian(step, np.array([5.0, 4.0]))
    found = elasticity({"first": np.diag(np.diag(slopes)), "rest": slopes - np.diag(np.diag(slopes))})
    assert sum(found.parts.values()) == pytest.approx(1)
    assert found.entries.sum() == pytest.approx(1)
    bent = slopes.copy()
    bent[0, 1] *= 1.0001
    grown = np.max(np.abs(np.linalg.eigvals(bent))) / found.growth
    assert (grown - 1) / 0.0001 == pytest.approx(found.entries[0, 1], rel=1e-3)
