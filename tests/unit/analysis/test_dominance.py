"""Dominance on distributions whose order is known."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from sim.analysis.comparing.dominance import Dominance, curves, dominance, violation
from sim.analysis.statistics.bootstrap import resampled
from tests.unit.analysis.synthetic import normals

if TYPE_CHECKING:
    from sim.analysis.intervals import Array

COUNT = 400


def verdict(one: Array, other: Array, tests: int = 1) -> Dominance:
    values = np.stack([one, other])
    return dominance(values, curves(values, resampled(values.shape[1], 1)), (0, 1), tests=tests)


def luck() -> Array:
    found = normals(1, COUNT, 1)[0]
    return np.asarray(found - found.mean())


def test_more_on_every_path_dominates_in_the_first_order() -> None:
    found = verdict(luck() + 0.3, luck())
    assert (found.verdict, found.order, found.violation) == ("dominates", "first", 0.0)
    back = verdict(luck(), luck() + 0.3)
    assert (back.verdict, back.order, back.violation) == ("dominated", "first", 1.0)
    assert (back.p_first_reverse, back.p_second_reverse) == (found.p_first, found.p_second)


def test_the_same_mean_with_less_spread_dominates_in_the_second_order() -> None:
    found = verdict(0.5 * luck(), luck())
    assert (found.verdict, found.order) == ("dominates", "second")
    assert found.p_first < 0.05


def test_more_mean_and_worse_bad_paths_is_neither() -> None:
    found = verdict(2.0 * luck() + 0.8, luck())
    assert (found.verdict, found.order) == ("neither", None)
    assert 0.0 < found.violation < 0.2


def test_noise_claims_nothing_and_equals_are_the_same() -> None:
    first, second = normals(2, COUNT, 5)
    assert verdict(first, second, tests=4).verdict == "neither"
    assert verdict(luck(), luck()[::-1].copy()).verdict == "same"
    assert verdict(np.ones(30), np.ones(30)).verdict == "same"


def test_a_claim_takes_more_evidence_among_many() -> None:
    assert verdict(luck() + 0.3, luck()).order == "first"
    assert verdict(luck() + 0.3, luck(), tests=1000).order == "second"


def test_pairs_keep_their_luck() -> None:
    """Drawn apart, as for two samples, a lead on every path drowns in noise that both share."""
    values = np.stack([luck() + 0.1, luck()])
    rows = resampled(COUNT, 1)
    paired = dominance(values, curves(values, rows), (0, 1))
    measured, apart = curves(values, rows), curves(values, resampled(COUNT, 2))
    moves = measured.moves_below.copy()
    moves[:, 1] = apart.moves_below[:, 1]
    short = measured.moves_short.copy()
    short[:, 1] = apart.moves_short[:, 1]
    mutant = dominance(values, replace(measured, moves_below=moves, moves_short=short), (0, 1))
    assert paired.verdict == "dominates"
    assert mutant.verdict == "neither"


def test_area_by_hand() -> None:
    """{0, 3} against {1, 1}: behind by 1/2 from 0 to 1, ahead by 1/2 from 1 to 3."""
    assert violation(np.array([0.0, 3.0]), np.array([1.0, 1.0])) == pytest.approx(0.5 / 1.5)
    assert violation(np.ones(3), np.ones(3)) == 0.5


def test_wrong_claims_are_rare() -> None:
    """Mirror images with the same mean: neither dominates in the first order, whatever the sample."""
    claims = 0
    for number in range(40):
        skew = np.exp(0.5 * normals(1, 120, 50 + number)[0])
        values = np.stack([skew, 2.0 * np.exp(0.125) - skew])
        found = dominance(values, curves(values, resampled(120, number, draws=300)), (0, 1))
        claims += found.order == "first"
    assert claims <= 2
