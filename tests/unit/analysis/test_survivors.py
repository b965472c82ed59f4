"""Screening keeps whoever may be the best and drops whoever surely is not."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.analysis.tuning.survivors import contending, ranked, survivors, too_ruinous
from tests.unit.analysis.synthetic import normals

Array = NDArray[np.float64]
TRIALS = 200


def candidates(means: list[float], ruins: list[float]) -> tuple[Array, NDArray[np.bool_]]:
    """Return values that share their luck but for a little, and ruin in the first replications."""
    values = np.array(means)[:, None] + normals(1, TRIALS, 5) + 0.1 * normals(len(means), TRIALS, 6)
    ruined = np.arange(TRIALS) < np.round(np.array(ruins) * TRIALS)[:, None]
    return values, ruined


def test_allowed_ones_come_by_value_and_the_others_by_ruin() -> None:
    order = ranked(*candidates([1.0, 2.0, 3.0, 4.0], [0.0, 0.05, 0.3, 0.2]), 0.05)
    assert order.tolist() == [1, 0, 3, 2]


def test_who_is_clearly_beaten_goes() -> None:
    values, ruined = candidates([1.0, 1.01, 0.5, -1.0], [0.0, 0.0, 0.0, 0.0])
    assert set(survivors(values, ruined, 0.05, least=1, most=4)) == {0, 1}


def test_unpaired_screening_would_keep_it() -> None:
    """The mutant: without the pairing the difference of .05 drowns in the luck that both share."""
    values, ruined = candidates([1.0, 0.95], [0.0, 0.0])
    assert survivors(values, ruined, 0.05, least=1, most=2).tolist() == [0]
    unpaired = np.stack([values[0], values[1][::-1]])
    assert set(survivors(unpaired, ruined, 0.05, least=1, most=2)) == {0, 1}


def test_who_may_still_keep_the_limit_stays_and_who_surely_breaks_it_goes() -> None:
    values, ruined = candidates([1.0, 3.0, 9.0], [0.0, 0.07, 0.5])
    assert survivors(values, ruined, 0.05, least=1, most=3).tolist() == [0, 1]
    assert not too_ruinous(ruined[1], 0.05)
    assert too_ruinous(ruined[2], 0.05)


def test_as_many_as_asked_are_kept_in_any_case_and_no_more() -> None:
    values, ruined = candidates([4.0, 3.0, 2.0, 1.0], [0.0, 0.0, 0.0, 0.0])
    assert survivors(values, ruined, 0.05, least=3, most=4).tolist() == [0, 1, 2]
    assert survivors(values, ruined, 0.05, least=9, most=2).tolist() == [0, 1]


def test_one_candidate_one_replication_and_unknown_values() -> None:
    one = np.ones((1, 1)), np.zeros((1, 1), bool)
    assert survivors(*one, 0.05, least=1, most=1).tolist() == [0]
    values, ruined = candidates([1.0, 2.0], [0.0, 0.0])
    values[1, 3] = np.nan
    assert ranked(values, ruined, 0.05).tolist() == [0, 1]
    assert contending(values, [0, 1], 0) == [0]


def test_equal_candidates_all_stay() -> None:
    values = np.tile(normals(1, TRIALS, 3), (5, 1))
    assert len(survivors(values, np.zeros(values.shape, bool), 0.05, least=1, most=9)) == 5
