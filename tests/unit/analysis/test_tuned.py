"""What tuned settings are worth: verdicts, optimism, frontier."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.analysis.tuning.ends import Ends, Optimism, Worth
from sim.analysis.tuning.frontier import memberships, trades_off, undominated
from sim.analysis.tuning.tuned import Setting
from tests.unit.analysis.synthetic import normals
from tests.unit.analysis.tunings import ends

TRIALS = 400


@pytest.mark.parametrize(("ruin", "verdict"), [(0.01, "kept"), (0.045, "unsure"), (0.09, "broken"), (1.0, "broken")])
def test_the_verdict_is_that_of_the_whole_interval(ruin: float, verdict: str) -> None:
    assert Worth.of(ends(1.0, ruin)).verdict(0.05) == verdict


def test_missing_values_are_not_left_out() -> None:
    worth = Worth.of(Ends(np.array([1.0, math.nan]), np.array([False, True])))
    assert math.isnan(worth.mean)
    assert worth.ruin.count == 1


def test_optimism_is_the_difference_with_both_errors() -> None:
    fresh = normals(1, TRIALS, 4)[0]
    found = Optimism.of(0.5, 0.1, fresh)
    assert found.mean == pytest.approx(0.5 - fresh.mean())
    half = 1.959964 * math.hypot(0.1, fresh.std(ddof=1) / math.sqrt(TRIALS))
    assert found.ci95 == pytest.approx((found.mean - half, found.mean + half))


def test_optimism_covers_nought_when_there_is_none() -> None:
    """Both errors count: with the search's alone, the mutant, the interval is too short."""
    draws = normals(2 * 500, 50, 9)
    covered, mutant = [], []
    for searched, fresh in zip(draws[:500], draws[500:], strict=True):
        error = float(searched.std(ddof=1)) / math.sqrt(50)
        found = Optimism.of(float(searched.mean()), error, fresh)
        covered.append(found.ci95[0] <= 0.0 <= found.ci95[1])
        mutant.append(abs(found.mean) <= 1.96 * error)
    assert np.mean(covered) >= 0.93
    assert np.mean(mutant) < 0.93


@pytest.mark.parametrize(("best", "edge"), [(0.0, "lowest"), (1.0, "highest"), (0.5, "")])
def test_a_setting_at_the_end_of_its_range_is_at_the_edge(best: float, edge: str) -> None:
    setting = Setting(
        name="share", unit="share", meaning="", yours=0.4, best=best, searched=(0.0, 1.0), close=(best, best)
    )
    assert setting.edge == edge


def test_a_point_is_dominated_when_another_is_as_good_in_both_and_better_in_one() -> None:
    values, ruins = np.array([3.0, 2.0, 2.0, 3.0]), np.array([0.2, 0.1, 0.2, 0.2])
    assert undominated(values, ruins).tolist() == [True, True, False, True]


def test_membership_is_sure_for_the_clear_and_split_between_the_close() -> None:
    luck = normals(3, TRIALS, 12)
    calm = np.zeros(TRIALS, bool)
    clear = [Ends(luck[0] + 5.0, calm), Ends(luck[0], calm)]
    assert memberships(clear, 7).tolist() == [1.0, 0.0]
    close = memberships([Ends(luck[1], calm), Ends(luck[1] + 1e-3 * luck[2], calm)], 7)
    assert close.sum() == pytest.approx(1.0)
    assert 0.02 < close[0] < 0.98
    assert memberships(clear[:1], 7).tolist() == [1.0]


def test_whole_replications_are_drawn() -> None:
    """The mutant that draws the two settings apart loses their pairing, and with it the certainty."""
    luck = normals(1, TRIALS, 13)[0]
    calm = np.zeros(TRIALS, bool)
    pair = [Ends(luck + 0.01, calm), Ends(luck, calm)]
    assert memberships(pair, 7).tolist() == [1.0, 0.0]
    apart = [pair[0], Ends(luck[::-1], calm)]
    assert 0.0 < memberships(apart, 7)[1] < 1.0


def test_a_trade_off_needs_both_beyond_noise() -> None:
    safe = ends(1e6, 0.01)
    assert trades_off(safe, ends(1.2e6, 0.1))
    assert not trades_off(safe, ends(1.2e6, 0.011))
    assert not trades_off(safe, ends(0.9e6, 0.1))
    assert not trades_off(safe, safe)
