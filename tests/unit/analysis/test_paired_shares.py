"""The interval of a difference of paired shares, against published figures and by coverage, each with its mutant."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.analysis.intervals import Interval, wilson
from sim.analysis.statistics import paired_shares
from sim.analysis.statistics.paired_shares import share_interval
from sim.randomness import KeyedUniforms

Flags = NDArray[np.bool_]


def pairs(both: int, only_here: int, only_there: int, neither: int) -> tuple[Flags, Flags]:
    here = np.repeat([True, True, False, False], [both, only_here, only_there, neither])
    there = np.repeat([True, False, True, False], [both, only_here, only_there, neither])
    return here, there


def test_it_is_newcombes() -> None:
    """Cavo et al. 2012 in Fagerland, Lydersen & Laake 2017, chapter 8, and in CRAN's contingencytables."""
    assert list(share_interval(*pairs(59, 6, 16, 80))) == pytest.approx([-0.1186, -0.0046], abs=5e-5)


def test_the_figures_tell_the_plain_correlation_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """A mutant that forgets to draw phi towards zero."""

    def plain(both: int, only_here: int, only_there: int, n: int) -> float:
        neither = n - both - only_here - only_there
        here, there = both + only_here, both + only_there
        return float((both * neither - only_here * only_there) / np.sqrt(here * (n - here) * there * (n - there)))

    monkeypatch.setattr(paired_shares, "_correlation", plain)
    assert list(share_interval(*pairs(59, 6, 16, 80))) != pytest.approx([-0.1186, -0.0046], abs=5e-5)


def test_swapping_turns_the_sign() -> None:
    here, there = pairs(10, 4, 1, 5)
    low, high = share_interval(here, there)
    assert share_interval(there, here) == pytest.approx((-high, -low))


@pytest.mark.parametrize("counts", [(0, 0, 0, 12), (12, 0, 0, 0), (0, 12, 0, 0), (0, 0, 0, 1)])
def test_at_the_ends_something_stays_possible(counts: tuple[int, int, int, int]) -> None:
    here, there = pairs(*counts)
    low, high = share_interval(here, there)
    mean = float(np.mean(here)) - float(np.mean(there))
    assert -1.0 <= low <= mean <= high <= 1.0
    assert low < high


def test_without_pairs_nothing_is_known() -> None:
    assert share_interval(*pairs(0, 0, 0, 0)) == (-1.0, 1.0)


def unpaired(here: Flags, there: Flags) -> Interval:
    """Return a mutant's interval: that of independent luck."""
    p, q = float(np.mean(here)), float(np.mean(there))
    low, high = wilson(int(here.sum()), len(here))
    low_there, high_there = wilson(int(there.sum()), len(there))
    down, up = np.hypot(p - low, high_there - q), np.hypot(high - p, q - low_there)
    return p - q - float(down), p - q + float(up)


def test_it_covers_and_is_no_wider_than_it_must() -> None:
    """Shares .05 and .08 whose luck mostly agrees, 200 pairs, 2,000 repetitions."""
    repetitions, n, truth = 2_000, 200, 0.03
    luck = KeyedUniforms(5).rows("coverage", 0, 1, ((0, repetitions * n // 4),))[0].reshape(repetitions, n)
    there = luck < 0.05
    here = (luck < 0.045) | (luck > 0.965)
    found = np.array([share_interval(*both) for both in zip(here, there, strict=True)])
    wide = np.array([unpaired(*both) for both in zip(here, there, strict=True)])
    assert 0.94 <= np.mean((found[:, 0] <= truth) & (truth <= found[:, 1])) <= 0.975
    assert np.mean((wide[:, 0] <= truth) & (truth <= wide[:, 1])) > 0.98
