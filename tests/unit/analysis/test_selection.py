"""Choosing the best: constants against published tables, and right choices counted, with the mutants they catch."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from sim.analysis.stopping import selection
from sim.analysis.stopping.selection import dudewicz_dalal_h1, gaps, kn, kn_constants, rinott_h, screened
from tests.unit.analysis.inventory import POLICIES, costs
from tests.unit.analysis.synthetic import normals

if TYPE_CHECKING:
    from sim.analysis.intervals import Array

REPETITIONS, LONGEST, FIRST = 1_000, 160, 20
ZONE = 0.3


@pytest.mark.parametrize(
    ("policies", "first", "chance", "published"),
    [(2, 20, 0.9, 1.896), (4, 20, 0.9, 2.720), (5, 20, 0.9, 2.916), (10, 20, 0.9, 3.437), (10, 20, 0.95, 3.875),
     (10, 50, 0.95, 3.687)],
)  # fmt: skip
def test_rinotts_constant(policies: int, first: int, chance: float, published: float) -> None:
    assert rinott_h(policies, first, chance=chance) == pytest.approx(published, abs=5e-4)


@pytest.mark.parametrize(
    ("policies", "first", "chance", "published"),
    [(2, 20, 0.9, 1.896), (3, 20, 0.9, 2.342), (4, 20, 0.9, 2.583), (5, 20, 0.9, 2.747), (6, 20, 0.9, 2.870),
     (10, 20, 0.9, 3.182), (5, 20, 0.95, 3.258), (5, 40, 0.9, 2.669)],
)  # fmt: skip
def test_dudewicz_and_dalals_constant(policies: int, first: int, chance: float, published: float) -> None:
    assert dudewicz_dalal_h1(policies, first, chance=chance) == pytest.approx(published, abs=5e-4)


@pytest.mark.parametrize(
    ("policies", "first", "eta", "h2"),
    [(2, 10, 0.3340502686000293, 6.012904834800527), (5, 20, 0.2372383155351937, 9.01505599033736),
     (10, 20, 0.3029338036492749, 11.511484538672446), (100, 24, 0.41087759806424706, 18.900369510955365)],
)  # fmt: skip
def test_kim_and_nelsons_constants(policies: int, first: int, eta: float, h2: float) -> None:
    found = kn_constants(policies, first)
    assert (found.eta, found.h2) == pytest.approx((eta, h2), rel=1e-12)


def test_gaps_are_paired() -> None:
    found = gaps(np.array([[1.0, 2.0, 3.0], [0.0, 2.0, 4.0]]))
    assert found.mean.tolist() == [[0.0, 0.0], [0.0, 0.0]]
    assert found.sd.tolist() == [[0.0, 1.0], [1.0, 0.0]]


def correlated(means: Array, spreads: Array, seed: int) -> Array:
    """Return normals that share half their luck, shape (repetitions, policies, replications)."""
    shape = (REPETITIONS, len(means), LONGEST)
    own = normals(REPETITIONS * len(means), LONGEST, seed=seed).reshape(shape)
    shared = normals(REPETITIONS, LONGEST, seed=seed + 1)[:, None, :]
    return np.asarray(means[:, None] + spreads[:, None] * np.sqrt(0.5) * (own + shared))


def test_screening_keeps_the_best_as_often_as_it_says() -> None:
    """All equal is the worst case; without sharing alpha out, the first of nine survives in far fewer."""
    values = correlated(np.zeros(9), np.ones(9), seed=31)[..., :30]
    assert np.mean([screened(one)[0] for one in values]) > 0.94
    assert np.mean([screened(one, alpha=8 * 0.05)[0] for one in values]) < 0.90


def test_screening_drops_what_is_clearly_worse() -> None:
    values = normals(1, 200, seed=3) + np.array([[0.0], [0.0], [-1.0]])
    assert screened(values).tolist() == [True, True, False]
    assert screened(values[:, :1]).all()
    assert screened(values[:1]).all()


def right(values: Array) -> float:
    """Return how often the first policy is chosen, looking after every replication."""
    looks = range(FIRST, LONGEST + 1)
    return float(np.mean([kn(one, zone=ZONE, looks=looks).best == 0 for one in values]))


def test_kim_and_nelson_choose_right_in_the_worst_case(monkeypatch: pytest.MonkeyPatch) -> None:
    """Slippage: the best is ahead of each of eight rivals by just the zone; nominal 95 %."""
    values = correlated(np.array([ZONE, *[0.0] * 8]), np.ones(9), seed=41)
    assert right(values) >= 0.95
    monkeypatch.setattr(selection, "kn_constants", lambda *_, **__: selection.KimNelson(0.1, 3.8))
    assert right(values) < 0.95, "a plain 95 % interval would pass"


def test_each_pair_is_judged_by_its_own_spread(monkeypatch: pytest.MonkeyPatch) -> None:
    """A known fault elsewhere reads another pair's variance, so that a wide pair is thought to be narrow."""
    values = correlated(np.array([ZONE, 0.0, 0.0]), np.array([0.1, 0.1, 1.2]), seed=43)
    assert right(values) >= 0.95
    honest = selection.gaps
    monkeypatch.setattr(selection, "gaps", lambda x: replace(honest(x), sd=np.full((3, 3), honest(x).sd[0, 1])))
    assert right(values) < 0.95


def test_the_best_inventory_policy_is_chosen() -> None:
    """Law's nine (s, S) policies under the same demand; the truth is the mean of 12,000 histories."""
    values = -costs(12_000, seed=5)
    truth = values.mean(axis=1)
    assert POLICIES[truth.argmax()] == (20, 60)
    parts = np.split(values, 120, axis=1)
    chosen = [kn(part, zone=1.0, looks=range(10, 101)) for part in parts]
    assert np.mean([found.best == truth.argmax() for found in chosen]) >= 0.95
    hasty = [part[:, :3].mean(axis=1).argmax() == truth.argmax() for part in parts]
    assert np.mean(hasty) < 0.95, "three histories would do as well"


def test_fewer_looks_choose_no_worse_and_later() -> None:
    values = correlated(np.array([ZONE, *[0.0] * 8]), np.ones(9), seed=47)[:300]
    every = [kn(one, zone=ZONE, looks=range(FIRST, LONGEST + 1)) for one in values]
    seldom = [kn(one, zone=ZONE, looks=range(FIRST, LONGEST + 1, 20)) for one in values]
    assert np.mean([one.best == 0 for one in seldom]) >= 0.95
    assert np.mean([one.looked for one in seldom]) > np.mean([one.looked for one in every])


def test_undecided_says_when_it_would_be() -> None:
    values = normals(1, 100, seed=3) * np.array([[1.0], [2.0]]) + np.array([[0.2], [0.0]])
    early = kn(values, zone=0.05, looks=[20, 40])
    assert early.best is None
    assert early.alive == (0, 1)
    assert early.needed > 40


def test_equal_policies_end_with_one_of_them() -> None:
    same = np.tile(normals(1, 60, seed=3), (3, 1))
    assert kn(same, zone=0.1, looks=[20]).best == 0
    assert kn(same[:1], zone=0.1, looks=[20]).best == 0
