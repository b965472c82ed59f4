"""How many ruins a limit allows, on the luck that was looked at and on fresh luck."""

from __future__ import annotations

import pytest
from scipy.stats import betabinom

from sim.analysis.intervals import wilson
from sim.analysis.tuning.ruin_limit import ASSURANCE, NO_LIMIT, allowed_share, most_ruins, replications_needed


@pytest.mark.parametrize("limit", [0.005, 0.05, 0.2])
@pytest.mark.parametrize("trials", [10, 100, 2000])
def test_one_more_ruin_would_break_the_limit(limit: float, trials: int) -> None:
    most = most_ruins(limit, trials)
    assert most < 0 or wilson(most, trials)[1] <= limit
    assert wilson(most + 1, trials)[1] > limit


@pytest.mark.parametrize(("limit", "needed"), [(0.05, 73), (0.01, 381), (0.5, 4)])
def test_fewer_replications_can_show_nothing(limit: float, needed: int) -> None:
    assert replications_needed(limit) == needed
    assert most_ruins(limit, needed) == 0
    assert most_ruins(limit, needed - 1) == -1


@pytest.mark.parametrize(("limit", "looked_at", "fresh"), [(0.05, 4000, 2000), (0.1, 400, 200), (0.01, 8192, 5000)])
def test_the_allowed_share_holds_again_as_often_as_promised(limit: float, looked_at: int, fresh: int) -> None:
    count = round(allowed_share(limit, looked_at, fresh) * looked_at)
    chances = [
        betabinom(fresh, seen + 0.5, looked_at - seen + 0.5).cdf(most_ruins(limit, fresh))
        for seen in (count, count + 1)
    ]
    assert chances[0] >= ASSURANCE > chances[1]


def test_more_replications_allow_to_go_closer_to_the_limit() -> None:
    shares = [allowed_share(0.05, 2 * fresh, fresh) for fresh in (200, 1000, 5000, 50_000)]
    assert shares == sorted(shares)
    assert 0.0 < shares[0] < 0.01
    assert 0.045 < shares[-1] < 0.05


def test_without_a_limit_everything_is_allowed_and_too_few_replications_allow_nothing() -> None:
    assert allowed_share(NO_LIMIT, 10, 10) == 1.0
    assert most_ruins(NO_LIMIT, 10) == 10
    assert allowed_share(0.05, 100, 50) < 0.0
