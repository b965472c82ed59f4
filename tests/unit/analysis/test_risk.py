"""Bad paths: figures to the digits of their sources."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import ndtri

from sim.analysis.comparing.risk import THIN, cvar, tail
from sim.analysis.intervals import wilson
from sim.analysis.statistics.bootstrap import MOST_ROWS, resampled
from sim.analysis.statistics.holm import holm
from tests.unit.analysis.synthetic import normals

TEN = np.array([9.0, -10.0, -4.0, 0.0, 1.0, 2.0, 5.0, -3.0, 6.0, 8.0])


@pytest.mark.parametrize(("share", "expected"), [(0.10, -10.0), (0.25, -6.2), (0.05, -10.0)])
def test_tail_of_ten_values(share: float, expected: float) -> None:
    """By hand: the lowest 2.5 of 10 are −10, −4 and half of −3, (−10 − 4 − 1.5) / 2.5 = −6.2."""
    assert cvar(TEN, share) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(("share", "expected"), [(0.05, -2.0627128075074253), (0.01, -2.665214220345808)])
def test_tail_of_the_normal(share: float, expected: float) -> None:
    """−φ(z) / α; here by a million equally likely quantiles."""
    count = 1_000_000
    assert cvar(ndtri((np.arange(count) + 0.5) / count), share) == pytest.approx(expected, abs=2e-5)


def test_whole_values_only_would_be_another_tail() -> None:
    """A mutant that drops the part of the value at the edge gives −7 for a quarter of ten values."""
    assert np.sort(TEN)[:2].mean() == -7.0 != cvar(TEN, 0.25)


def test_the_whole_is_the_mean() -> None:
    assert cvar(TEN, 1.0) == pytest.approx(TEN.mean())


@pytest.mark.parametrize("count", [40, 400, 2 * MOST_ROWS])
def test_the_interval_is_as_wide_as_theory_says(count: int) -> None:
    """Asymptotic variance of the mean of the worst 5 % of normals, from the influence function: 5.96² / n."""
    values = normals(1, count, 8)[0]
    found = tail(values, resampled(count, 1))
    assert found.ci95[0] <= found.mean <= found.ci95[1]
    if count > 40:
        edge = ndtri(0.05)
        exact = ndtri((np.arange(100_000) + 0.5) / 100_000)
        error = np.std(np.minimum(exact - edge, 0.0) / 0.05) / np.sqrt(count)
        assert found.ci95[1] - found.ci95[0] == pytest.approx(2 * 1.96 * error, rel=0.25)


def test_a_thin_tail_says_so() -> None:
    assert tail(normals(1, 399, 8)[0], resampled(399, 1)).thin
    assert not tail(normals(1, 400, 8)[0], resampled(400, 1)).thin
    assert THIN == 20


def test_a_constant_has_no_spread() -> None:
    found = tail(np.full(30, 5.0), resampled(30, 1))
    assert [found.mean, *found.ci95] == pytest.approx([5.0] * 3)


@pytest.mark.parametrize(
    ("count", "trials", "expected"),
    [
        (0, 10, (0.0, 0.27753279986288926)),
        (0, 100, (0.0, 0.03699349820698569)),
        (1, 100, (0.001767432064140647, 0.05448619617870533)),
        (5, 100, (0.021543679154367966, 0.11175046923191914)),
        (10, 1000, (0.005440754445529248, 0.018309468870314774)),
        (50, 1000, (0.03813026239274881, 0.06531382024425081)),
    ],
)
def test_ruin_by_wilson(count: int, trials: int, expected: tuple[float, float]) -> None:
    """Recomputed with `statsmodels` 0.15, `proportion_confint(method="wilson")`."""
    assert wilson(count, trials) == pytest.approx(expected, rel=1e-12)


def test_holm_steps_down() -> None:
    """Holm 1979: .01 × 4, then never smaller than the one before: .02 × 3, .03 × 2, .5."""
    assert holm([0.03, 0.01, 0.5, 0.02]) == pytest.approx((0.06, 0.04, 0.5, 0.06))
    assert holm([0.03, 0.01, 0.5, 0.02]) != pytest.approx((0.12, 0.04, 1.0, 0.08))  # Bonferroni
    assert holm([]) == ()
    assert holm([0.8, 0.9]) == (1.0, 1.0)
