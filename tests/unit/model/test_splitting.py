"""Counts are split over parts as a multinomial law splits them, and nobody is lost on the way."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from sim.model.splitting import remaining_chances
from sim.randomness import ExpectedStreams, KeyedStreams

LANES = 4000
CHANCES = np.array([0.2, 0.05, 0.4, 0.15])
"""Of four parts; the rest, one in five, goes to a fifth."""


def wide(values: np.ndarray) -> np.ndarray:
    return np.repeat(values[:, None], LANES, axis=1)


def test_a_part_has_its_chance_among_those_that_are_left() -> None:
    found = remaining_chances(CHANCES[:, None])[:, 0]
    np.testing.assert_allclose(found, [0.2, 0.05 / 0.8, 0.4 / 0.75, 0.15 / 0.35])


def test_the_last_of_parts_that_are_all_takes_what_is_left() -> None:
    """Sums of chances that miss 1 by a rounding, or parts that cannot be, ask for no impossible chance."""
    tenths = remaining_chances(np.full((10, 1), 0.1))
    assert tenths[-1] == pytest.approx(1)
    assert remaining_chances(np.array([[0.7], [0.3 + 1e-15], [0.0]])).max() <= 1
    np.testing.assert_array_equal(remaining_chances(np.array([[1.0], [0.0]])), [[1], [0]])


def test_splits_are_multinomial() -> None:
    """4,000 splits of 30 against the law: every part's counts, and every two parts together."""
    streams = KeyedStreams(8, np.arange(LANES))
    parts = streams.split("parts", 5, np.full(LANES, 30.0), remaining_chances(wide(CHANCES)))
    np.testing.assert_array_equal(parts.sum(axis=0), 30)
    chances = np.append(CHANCES, 1 - CHANCES.sum())
    for part, chance in zip(parts, chances, strict=True):
        seen = np.bincount(part.astype(int), minlength=31)
        due = LANES * stats.binom.pmf(np.arange(31), 30, chance)
        often = due > 5
        seen, due = np.append(seen[often], seen[~often].sum()), np.append(due[often], due[~often].sum())
        assert stats.chisquare(seen, due).pvalue > 1e-4
    covariance = 30 * (np.diag(chances) - np.outer(chances, chances))
    scale = np.sqrt(np.outer(np.diag(covariance), np.diag(covariance)))
    assert (np.abs(np.cov(parts) - covariance) / scale).max() < 4.5 / np.sqrt(LANES) * np.sqrt(2)


def test_expected_parts_are_their_shares() -> None:
    parts = ExpectedStreams(1).split("parts", 5, np.array([30.0]), remaining_chances(CHANCES[:, None]))
    np.testing.assert_allclose(np.concatenate(parts), [6, 1.5, 12, 4.5, 6])


def test_a_further_part_moves_nobody_before_it() -> None:
    count, chances = np.full(LANES, 30.0), remaining_chances(wide(CHANCES))
    few = KeyedStreams(8, np.arange(LANES)).split("parts", 5, count, chances[:2])
    many = KeyedStreams(8, np.arange(LANES)).split("parts", 5, count, chances)
    np.testing.assert_array_equal(few[:2], many[:2])
