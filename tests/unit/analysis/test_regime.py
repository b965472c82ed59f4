"""Regimes: one word only where one word is fair."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from sim.analysis.fate.regime import fates, regime
from sim.results import GROWING

if TYPE_CHECKING:
    from sim.analysis.intervals import Array


def _growth(up: int, flat: int, down: int) -> Array:
    return np.array([0.05] * up + [0.0] * flat + [-0.05] * down)


@pytest.mark.parametrize(
    ("up", "flat", "down", "label"),
    [
        (95, 3, 2, "growing"),
        (2, 3, 95, "shrinking"),
        (2, 95, 3, "holding"),
        (50, 0, 50, "mixed"),
        (90, 0, 10, "mixed"),  # 10 of 100 shrink: the lower bound is 5.5 %
        (91, 0, 9, "growing"),  # 9 of 100: 4.8 %
        (10, 0, 90, "mixed"),
        (9, 0, 91, "shrinking"),
        (50, 49, 1, "undetermined"),  # more than half? not surely
        (61, 38, 1, "growing"),  # Wilson lower bound 51 %
        (60, 39, 1, "growing"),
        (59, 40, 1, "undetermined"),  # lower bound 49 %
    ],
)
def test_label(up: int, flat: int, down: int, label: str) -> None:
    found = regime(_growth(up, flat, down), np.zeros(100, dtype=bool))
    assert found.label == label


@pytest.mark.parametrize(
    ("up", "down", "lean"), [(60, 40, "growing"), (40, 60, "shrinking"), (53, 47, "neither"), (0, 0, "neither")]
)
def test_lean_needs_disjoint_intervals(up: int, down: int, lean: str) -> None:
    """Of 100, 60 against 40: [50.2, 69.1] and [30.9, 49.8]."""
    assert regime(_growth(up, 100 - up - down, down), np.zeros(100, dtype=bool)).lean == lean


def test_few_replications_settle_nothing() -> None:
    """All three of three grow; the lower bound is 44 %, so it could still be a coin."""
    assert regime(np.full(3, 0.05), np.zeros(3, dtype=bool)).label == "undetermined"


def test_ruin_shrinks_whatever_growth_says() -> None:
    growth = np.array([0.05, np.nan, 0.05])
    assert list(fates(growth, np.array([True, True, False]))) == ["shrinking", "shrinking", "growing"]


def test_the_edge_itself_holds() -> None:
    growth = np.array([GROWING, -GROWING, np.nextafter(GROWING, 1.0), np.nextafter(-GROWING, -1.0)])
    assert list(fates(growth, np.zeros(4, dtype=bool))) == ["holding", "holding", "growing", "shrinking"]


def test_unknown_growth_makes_the_shares_unknown() -> None:
    """Leaving it out would report that every replication shrinks, because ruin alone is known."""
    found = regime(np.array([np.nan, np.nan]), np.array([True, False]))
    assert (found.shrinking.trials, found.label) == (0, "undetermined")


def test_shares_sum_to_one() -> None:
    found = regime(_growth(31, 27, 42), np.zeros(100, dtype=bool))
    assert found.growing.probability + found.holding.probability + found.shrinking.probability == pytest.approx(1.0)
