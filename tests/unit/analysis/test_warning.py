"""The months between a crossing and a peak that are known are found, though the single paths hide both."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from sim.analysis.cycle.slowing import kendall, slowing
from sim.analysis.cycle.warning import EarlyWarning, Warned, by_year, crossing, peak, warning
from sim.randomness import KeyedUniforms

HORIZON, REPLICATIONS = 120, 200
CROSSES, PEAKS = 30.0, 60.5
MONTHS = tuple(range(1, 121, 6))


def noise(stream: str, rows: int, columns: int) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Return noise of mean zero and variance one, shape (rows, columns)."""
    drawn = KeyedUniforms(5).rows(stream, 0, rows, ((0, -(-columns // 4)),))[:, :columns]
    return np.asarray((drawn - 0.5) * np.sqrt(12.0))


@pytest.fixture(scope="module")
def known() -> Warned:
    """Return a gain that falls by 1 % a month through one, and a profit like a parabola, under noise as large."""
    falls = 1.0 - 0.01 * (np.array(MONTHS) - CROSSES)
    month = np.arange(1, HORIZON + 1)
    rises = 10.0 - ((month - PEAKS) / 20.0) ** 2
    return Warned(
        months=MONTHS,
        returned=falls[:, None] + 0.5 * noise("gain", len(MONTHS), REPLICATIONS),
        profits=rises[:, None] + 8.0 * noise("profit", HORIZON, REPLICATIONS),
        customers=rises[:, None] + 1.0 * noise("customers", HORIZON, REPLICATIONS),
    )


@pytest.fixture(scope="module")
def found(known: Warned) -> EarlyWarning:
    return warning(known, policy="any", seed=1)


def first_dip(
    months: np.ndarray[tuple[int], np.dtype[np.float64]], gains: np.ndarray[tuple[int], np.dtype[np.float64]]
) -> float:
    """Return the first month with a gain below one: the mutant."""
    return float(months[np.argmax(gains < 1.0)])


def test_crossing_peak_and_lead_are_found(found: EarlyWarning) -> None:
    for one, true, near in (
        (found.crossing, CROSSES, 5.0),
        (found.profit, PEAKS, 8.0),
        (found.lead, PEAKS - CROSSES, 9.0),
    ):
        assert one.value == pytest.approx(true, abs=near)
        assert one.ci95[0] <= true <= one.ci95[1]
    assert found.lead.side == 1
    assert found.lead.value == pytest.approx(found.profit.value - found.crossing.value)
    assert found.customers.value == pytest.approx(PEAKS, abs=3.0)
    assert not found.turns


def test_intervals_hold_what_is_true_in_most_samples() -> None:
    """Ninety-five of a hundred, roughly: the curve through the gains is bent to fall, and peaks are whole months."""
    falls = 1.0 - 0.01 * (np.array(MONTHS) - CROSSES)
    held = 0
    for sample in range(40):
        gains = falls[:, None] + 0.8 * noise(f"gain {sample}", len(MONTHS), 100)
        flat = np.ones((HORIZON, 100))
        low, high = warning(Warned(MONTHS, gains, flat, flat), policy="any", seed=sample).crossing.ci95
        held += low <= CROSSES <= high
    assert held >= 34


def test_peaks_of_single_paths_are_not_the_peak(known: Warned, found: EarlyWarning) -> None:
    """Mutant: the mean of the months in which single paths peak. Here every path starts high by luck of its own."""
    month = np.arange(1, HORIZON + 1)[:, None]
    early = 60.0 * (month <= 14) * (noise("early", 1, REPLICATIONS) > 0.8)
    lucky = replace(known, profits=known.profits + early - early.mean(axis=1, keepdims=True))
    honest = warning(lucky, policy="any", seed=1).profit
    mutant = peak(by_year(lucky.profits).T)
    assert honest.value == pytest.approx(found.profit.value)
    assert honest.ci95[0] <= PEAKS <= honest.ci95[1]
    assert abs(float(np.mean(mutant[np.isfinite(mutant)])) - PEAKS) > 3.0


def test_a_dip_by_chance_is_not_the_crossing() -> None:
    months = np.arange(1.0, 61.0, 6.0)
    gains = np.array([1.5, 1.45, 0.97, 1.4, 1.3, 1.2, 1.1, 0.95, 0.8, 0.7])
    assert crossing(months, gains[None])[0] == pytest.approx(41.0, abs=0.1)
    assert first_dip(months, gains) == 13.0, "mutant: the first gain below one"


def test_crossing_lies_between_months() -> None:
    rows = np.array([[1.5, 1.2, 0.8, 0.5], [1.5, 1.3, 1.2, 1.1], [0.9, 0.8, 0.7, 0.6]])
    found = crossing(np.array([1.0, 13.0, 25.0, 37.0]), rows)
    assert found.tolist() == pytest.approx([19.0, np.inf, -np.inf])


def test_without_crossing_or_peak_there_is_no_lead(known: Warned) -> None:
    never = warning(replace(known, returned=known.returned + 3.0), policy="any", seed=1)
    assert never.crossing.value == np.inf
    assert never.crossing.ci95 == (np.inf, np.inf)
    assert np.isnan(never.lead.value)
    always = warning(replace(known, returned=known.returned - 3.0), policy="any", seed=1)
    assert always.crossing.value == -np.inf
    rising = np.arange(HORIZON)[:, None] + 0.1 * known.profits
    still = warning(replace(known, profits=rising, customers=-rising), policy="any", seed=1)
    assert (still.profit.value, still.customers.value) == (np.inf, -np.inf)
    assert np.isnan(still.lead.value)
    assert not still.lead.known


def test_closed_firms_leave_the_gain_and_stay_in_the_mean(known: Warned) -> None:
    returned = known.returned.copy()
    returned[10:, :150], returned[15:, :190] = np.nan, np.nan
    found = warning(replace(known, returned=returned), policy="any", seed=1)
    assert found.firms == (200,) * 10 + (50,) * 5
    assert found.months == MONTHS[:15]
    assert found.gains[10].value == pytest.approx(returned[10, 150:].mean())
    assert all(later.ci95[1] - later.ci95[0] > 0.0 for later in found.gains)


def test_gains_that_surely_rise_are_told(known: Warned) -> None:
    waves = known.returned + np.where(np.arange(len(MONTHS)) == 12, 1.5, 0.0)[:, None]
    assert warning(replace(known, returned=waves), policy="any", seed=1).turns


@pytest.mark.parametrize("count", [1, 2, 7])
def test_few_replications_are_no_error(known: Warned, count: int) -> None:
    few = Warned(MONTHS, known.returned[:, :count], known.profits[:, :count], known.customers[:, :count])
    found = warning(few, policy="any", seed=1)
    assert len(found.gains) == len(MONTHS)
    assert found.crossing.known or count == 1


def test_years_are_means_of_twelve_months_dated_at_their_middle() -> None:
    series = np.zeros((36, 1))
    series[12:24] = 1.0
    assert by_year(series)[12, 0] == pytest.approx(1.0)
    assert peak(by_year(series).T)[0] == 18.5, "months 13 to 24"


def test_kendall_counts_pairs() -> None:
    series = np.array([[1.0, 4.0, 1.0], [2.0, 3.0, 1.0], [3.0, 2.0, 1.0], [4.0, 1.0, 2.0]])
    assert kendall(series).tolist() == pytest.approx([1.0, -1.0, 0.5])


def test_a_fold_would_be_seen_and_a_smooth_decline_is_not() -> None:
    """Growth whose memory rises to one rings; the same shocks without memory do not: the mutant of the other."""
    shocks = noise("shocks", 96, 300)
    memory = np.linspace(0.0, 0.95, 96)
    slow = np.zeros_like(shocks)
    for late, (before, now) in enumerate(pairwise(range(96)), 1):
        slow[now] = memory[late] * slow[before] + shocks[now]
    for one in slowing(slow, shocks):
        assert one.alarmed.probability > 0.6
        assert one.more.side == 1
    for one in slowing(shocks - 0.05 * np.arange(96)[:, None] / 96, shocks):
        assert one.tau.ci95[0] < 0.05
        assert one.more.side == 0


def test_a_short_series_says_nothing() -> None:
    assert all(np.isnan(one.tau.value) for one in slowing(np.zeros((5, 10)), np.zeros((5, 10))))
