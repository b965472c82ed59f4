"""What is gathered as the months go by is what a whole recording says afterwards."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from sim.experiment import pieces
from sim.experiment.block import lay_out, simulate_task
from sim.experiment.pieces import Piece, Task
from sim.experiment.tally import Tally
from sim.model.cycle import simulate
from sim.model.outcomes import SERIES, outcomes
from sim.model.recorder import ROWS
from sim.results import MEASURES, OUTCOMES
from sim.scenario import load

if TYPE_CHECKING:
    from sim.scenario import Scenario

MONTHS = 4
CUSTOMERS, CAC = ROWS["customers"], ROWS["cac"]


def piece(first: int, end: int, kept: int) -> Piece:
    return Piece(policy="any", first=first, end=end, kept=kept, key=f"{first}")


@pytest.fixture
def figures() -> np.ndarray:
    """Return figures of seven lanes, in some of which one measure is unknown."""
    made = np.random.default_rng(5).normal(size=(len(MEASURES), MONTHS + 1, 7))  # noqa: TID251 (not the model's luck)
    made[CAC, 2, 1] = made[CAC, 2, 4] = made[CAC, 3, :4] = np.nan
    return made


def tallied(figures: np.ndarray) -> tuple[pieces.PieceResult, pieces.PieceResult]:
    """Return a piece of four replications, two kept, and one of three, none kept."""
    tally = Tally([(piece(0, 4, 2), slice(0, 4)), (piece(4, 7, 0), slice(4, 7))], MONTHS)
    for month in range(MONTHS + 1):
        tally.watch(month, figures[:, month])
    (_, one), (_, other) = tally.results(np.arange(14.0).reshape(2, 7))
    return one, other


def test_sums_and_counts_leave_out_what_is_unknown(figures: np.ndarray) -> None:
    one, other = tallied(figures)
    for result, own in ((one, figures[..., :4]), (other, figures[..., 4:])):
        np.testing.assert_allclose(result.sums, np.nansum(own, axis=-1), rtol=1e-14)
        np.testing.assert_array_equal(result.counts, (~np.isnan(own)).sum(axis=-1))
    assert (one.counts[CAC].tolist(), one.sums[CAC, 3]) == ([4, 4, 3, 0, 4], 0)
    assert other.counts[CAC].tolist() == [3, 3, 2, 3, 3]
    assert (one.counts[CUSTOMERS] == 4).all()


def test_months_and_outcomes_are_those_of_the_own_lanes(figures: np.ndarray) -> None:
    one, other = tallied(figures)
    np.testing.assert_array_equal(one.months, figures[..., :2].astype(np.float32))
    assert other.months.shape == (len(MEASURES), MONTHS + 1, 0)
    np.testing.assert_array_equal(one.outcomes, [[0, 1, 2, 3], [7, 8, 9, 10]])
    np.testing.assert_array_equal(other.outcomes, [[4, 5, 6], [11, 12, 13]])


def test_what_is_handed_on_stays_when_the_month_is_over(figures: np.ndarray) -> None:
    """A recorder uses one array for every month."""
    tally, same = Tally([(piece(0, 7, 7), slice(0, 7))], MONTHS), np.empty(figures[:, 0].shape)
    for month in range(MONTHS + 1):
        same[:] = figures[:, month]
        tally.watch(month, same)
    same[:] = -1
    np.testing.assert_array_equal(tally.results(np.zeros((1, 7)))[0][1].months, figures.astype(np.float32))


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    changes = {"horizon": 15, "policies.steady.share": "30% to 50%", "business.customers": 20}
    return load("scenarios/presets/b2b_services.yaml").vary(changes)


def test_a_task_gathers_what_a_whole_recording_says(scenario: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "PIECE", 8)
    rows = tuple(pieces.pieces(scenario.vary({"replications": 16}), 5))
    found = simulate_task(Task(scenario, tuple(scenario.policies), rows))
    recording = simulate(lay_out(scenario, 0, 16)).recording
    assert np.isnan(recording.values).any()
    order = list(scenario.policies)
    for made, result in found:
        start = 16 * order.index(made.policy) + made.first
        own = recording.values[..., start : start + made.replications]
        np.testing.assert_allclose(result.sums, np.nansum(own, axis=-1), rtol=1e-13, atol=1e-9)
        np.testing.assert_array_equal(result.counts, (~np.isnan(own)).sum(axis=-1))
        np.testing.assert_array_equal(result.months, own[..., : made.kept].astype(np.float32))
    assert len(found) == 2 * len(order)


def test_outcomes_need_no_more_than_the_measures_named_for_them(scenario: Scenario) -> None:
    setup = lay_out(scenario, 0, 8)
    whole, part = (simulate(each).recording for each in (setup, replace(lay_out(scenario, 0, 8), measures=SERIES)))
    assert part.names() == SERIES
    one, other = (outcomes(each, setup.parameters) for each in (whole, part))
    for name in OUTCOMES:
        np.testing.assert_array_equal(one[name], other[name], err_msg=name)
