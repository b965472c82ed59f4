"""Ignorance and luck told apart where the truth is known: Y = 10 + 3θ + 2 (1 + θ) ε with θ uniform, ε normal."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest

from sim.analysis.run.two_kinds import (
    CERTAIN,
    CONSTANT,
    FEW,
    MISSING,
    NEGATIVE,
    Part,
    TwoKinds,
    all_luck,
    crossed_split,
    nested_split,
)
from tests.unit.analysis.synthetic import normals, uniforms

if TYPE_CHECKING:
    from sim.analysis.intervals import Array

UNKNOWN, LUCK = 0.75, 28 / 3
SHARE = UNKNOWN / (UNKNOWN + LUCK)
REPETITIONS = 150


def nested(inputs: int, lucks: int, seed: int) -> Array:
    theta = uniforms(inputs, 2 * seed)[:, None]
    return 10.0 + 3.0 * theta + 2.0 * (1.0 + theta) * normals(inputs, lucks, 2 * seed + 1)


def crossed(inputs: int, lucks: int, seed: int) -> Array:
    theta = uniforms(inputs, 2 * seed)[:, None]
    return 10.0 + 3.0 * theta + 2.0 * (1.0 + theta) * normals(1, lucks, 2 * seed + 1)


def test_the_example_is_recovered() -> None:
    """200 inputs x 8 histories; the naive variance of inner means is 1.93, biased by luck / 8."""
    tables = [nested(200, 8, seed) for seed in range(1, REPETITIONS + 1)]
    found = [nested_split(table) for table in tables]
    assert np.mean([one.unknown for one in found]) == pytest.approx(UNKNOWN, abs=0.05)
    assert np.mean([one.luck for one in found]) == pytest.approx(LUCK, abs=0.1)
    assert np.mean([one.share for one in found]) == pytest.approx(SHARE, abs=0.005)
    naive = np.mean([table.mean(axis=1).var(ddof=1) for table in tables])
    assert naive == pytest.approx(UNKNOWN + LUCK / 8, abs=0.06)
    assert naive != pytest.approx(UNKNOWN, abs=0.05)


@pytest.mark.parametrize(("inputs", "lucks"), [(200, 8), (500, 2)])
def test_the_interval_holds_the_share(inputs: int, lucks: int) -> None:
    found = [nested_split(nested(inputs, lucks, seed)).ci95 for seed in range(1, REPETITIONS + 1)]
    assert np.mean([low <= SHARE <= high for low, high in found]) >= 0.91


def test_large_shares_are_found_too() -> None:
    tables = [
        np.sqrt(0.6) * normals(500, 1, 2 * seed) + np.sqrt(0.4) * normals(500, 2, 2 * seed + 1)
        for seed in range(1, REPETITIONS + 1)
    ]
    found = [nested_split(table) for table in tables]
    assert np.mean([one.share for one in found]) == pytest.approx(0.6, abs=0.01)
    assert np.mean([one.ci95[0] <= 0.6 <= one.ci95[1] for one in found]) >= 0.91


def test_shared_luck_needs_the_crossed_split() -> None:
    """Here the nested formula takes the part of luck that all inputs share out of both sums."""
    tables = [crossed(100, 30, seed) for seed in range(1, REPETITIONS + 1)]
    found = [crossed_split(table) for table in tables]
    assert np.mean([one.unknown for one in found]) == pytest.approx(UNKNOWN, abs=0.06)
    assert np.mean([one.luck for one in found]) == pytest.approx(LUCK, rel=0.03)
    assert np.mean([one.ci95[0] <= SHARE <= one.ci95[1] for one in found]) > 0.80
    wrong = np.mean([nested_split(table).unknown for table in tables])
    assert wrong != pytest.approx(UNKNOWN, abs=0.06)


def test_crossed_by_hand() -> None:
    """Rows 1, 3; 5, 7; 9, 20: mean squares 81.5 of inputs, 37.5 of luck and 13.5 of both (two-way table)."""
    found = crossed_split(np.array([[1.0, 3.0], [5.0, 7.0], [9.0, 20.0]]))
    assert (found.unknown, found.luck) == pytest.approx(((81.5 - 13.5) / 2, (37.5 - 13.5) / 3 + 13.5))


def test_nested_by_hand() -> None:
    """Rows 1, 3; 5, 7; 9, 20: mean squares 81.5 between and (2 + 2 + 60.5) / 3 within."""
    found = nested_split(np.array([[1.0, 3.0], [5.0, 7.0], [9.0, 20.0]]))
    assert (found.unknown, found.luck) == pytest.approx(((81.5 - 21.5) / 2, 21.5))
    assert (found.inputs, found.lucks, found.note) == (3, 2, "")


def test_an_estimate_below_nothing_is_nothing_and_says_so() -> None:
    found = nested_split(np.array([[1.0, 9.0], [9.0, 1.0], [2.0, 8.0]]))
    assert (found.unknown, found.share, found.note) == (0.0, 0.0, NEGATIVE)
    found = nested_split(
        np.stack([normals(1, 100, 3)[0], -0.2 * normals(1, 100, 3)[0] + normals(1, 100, 4)[0]], axis=1)
    )
    assert found.share == found.ci95[0] == 0.0
    assert 0.1 < found.ci95[1] < 0.4, "certainty that nothing is unknown would be a mistake"


def test_no_luck_at_all() -> None:
    found = nested_split(np.repeat(normals(50, 1, 3), 2, axis=1))
    assert (found.luck, found.share) == (0.0, 1.0)
    assert found.ci95 == (1.0, 1.0)


@pytest.mark.parametrize("split", [nested_split, crossed_split])
@pytest.mark.parametrize(
    ("values", "note"),
    [
        (np.full((5, 2), 3.0), CONSTANT),
        (np.array([[1.0, math.nan], [2.0, 3.0]]), MISSING),
        (np.ones((1, 8)), FEW),
        (np.ones((8, 1)), FEW),
    ],
)
def test_what_cannot_be_split_is_said(split: object, values: Array, note: str) -> None:
    assert callable(split)
    found = split(values)
    assert found.note == note
    assert math.isnan(found.share)


def test_without_uncertain_inputs_everything_is_luck() -> None:
    found = all_luck(np.array([1.0, 3.0]))
    assert (found.unknown, found.luck, found.share, found.note) == (0.0, 2.0, 0.0, CERTAIN)
    assert math.isnan(all_luck(np.array([1.0])).luck)
    assert all_luck(np.array([1.0, math.nan])).note == MISSING


@pytest.mark.parametrize("scale", [1e-9, 1e12])
def test_the_size_of_money_does_not_matter(scale: float) -> None:
    values = nested(100, 2, 3)
    assert nested_split(scale * values).share == pytest.approx(nested_split(values).share)


def test_parts_are_found_by_name() -> None:
    split = all_luck(np.array([1.0, 3.0]))
    other = all_luck(np.array([1.0, 5.0]))
    kinds = TwoKinds(0, (Part("a", "", "npv", split), Part("a", "b", "npv", other)))
    assert kinds.of("a") is split
    assert kinds.of("a", less="b") is other
