"""Initiatives start, end and are released as the page says (docs/explanation/steps/1-plans.md#initiatives)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from scipy import stats

from sim.model.portfolio import Fate, Portfolio
from sim.randomness import KeyedStreams
from tests.unit.model.laid import laid

if TYPE_CHECKING:
    from sim.arrays import Array

AWAKE = {
    "plans.plan_quality": 0.6,
    "plans.success_unplanned": 0.2,
    "plans.success_planned": 0.7,
    "plans.partial_share": 0.5,
    "plans.partial_low": 0.2,
    "plans.partial_high": 0.6,
    "plans.overrun_tail": 0.25,
    "plans.overrun_median": 0.9,
    "plans.overrun_sigma": 0.3,
    "plans.overrun_pareto": 1.5,
    "plans.overrun_cap": 5.0,
    "plans.overrun_delay": 2.0,
    "capability.build_lag": 4.0,
    "capability.parallel_limit": 2.0,
}
FULL = 0.2 + 0.6 * 0.5
LANES = 4000


def portfolio(lanes: int = 1, **more: Any) -> Portfolio:  # noqa: ANN401 (a setup's settings)
    return Portfolio(laid(AWAKE, lanes=lanes, **more))


def cells(value: float) -> Array:
    return np.full((2, 5, 1), value, np.float64)


@pytest.fixture(scope="module")
def fate() -> Fate:
    """Return the fates of many firms' initiatives, with luck."""
    made = portfolio(LANES, streams=KeyedStreams(6, np.arange(LANES)))
    made.start_quarter(7)
    return made.fate


def test_initiatives_succeed_in_full_in_part_or_not_at_all(fate: Fate) -> None:
    """Shares of 40,000 initiatives, 4.5 sd."""
    count = fate.pays.size
    for share, chance in (
        ((fate.pays == 1).mean(), FULL),
        ((fate.pays == 0).mean(), (1 - FULL) * 0.5),
    ):
        assert share == pytest.approx(chance, abs=4.5 * np.sqrt(chance * (1 - chance) / count))
    np.testing.assert_array_equal(fate.fails, fate.pays == 0)
    part = fate.pays[(fate.pays > 0) & (fate.pays < 1)]
    assert stats.kstest(part, stats.uniform(0.2, 0.4).cdf).pvalue > 1e-4


def test_every_initiative_has_a_fate_of_its_own(fate: Fate) -> None:
    flat = fate.pays.reshape(10, -1)
    correlation = np.corrcoef(flat) - np.eye(10)
    assert np.abs(correlation).max() < 4.5 / np.sqrt(LANES)


def test_costs_scatter_about_their_median_or_run_away(fate: Fate) -> None:
    """A runaway is late: it tells itself from the others by its lag."""
    wild = fate.due - 7 > 4
    assert wild.mean() == pytest.approx(0.25, abs=4.5 * np.sqrt(0.25 * 0.75 / wild.size))
    assert set(np.unique(fate.due)) == {7 + 4, 7 + 8}
    ordinary = 1 / fate.worth[~wild]
    assert stats.kstest(np.log(ordinary / 0.9) / 0.3, "norm").pvalue > 1e-4
    runaway = 1 / fate.worth[wild]
    assert runaway.max() == pytest.approx(5.0)
    assert (runaway >= 2).all()
    uncapped = runaway[runaway < 4.999]
    tail = (uncapped - 1) ** -1.5  # a Pareto excess over 1, seen up to the cap
    assert stats.kstest((tail - 4**-1.5) / (1 - 4**-1.5), "uniform").pvalue > 1e-4


def test_costs_go_by_the_luck_of_their_stream(fate: Fate) -> None:
    """Ten slots, simplifying first, each worth what the table of draws says."""
    streams, wild = KeyedStreams(6, np.arange(LANES)), fate.due - 7 > 4
    u, v = (streams.uniform(f"plans.{name}_cost", 7, 10).reshape(2, 5, LANES) for name in ("ordinary", "runaway"))
    np.testing.assert_allclose(fate.worth[~wild], (np.exp(-0.3 * stats.norm.ppf(u)) / 0.9)[~wild])
    np.testing.assert_allclose(fate.worth[wild], (1 / np.minimum(1 + v ** (-1 / 1.5), 5.0))[wild])


def test_without_luck_a_fate_is_the_mean_of_all() -> None:
    made = portfolio()
    made.start_quarter(7)
    part = (1 - FULL) * 0.5
    u = (np.arange(256) + 0.5) / 256
    ordinary = float(np.mean(np.exp(-0.3 * stats.norm.ppf(u)) / 0.9))
    wild = float(np.mean(1 / np.minimum(1 + u ** (-1 / 1.5), 5.0)))
    np.testing.assert_allclose(made.fate.pays, FULL + part * 0.4)
    np.testing.assert_allclose(made.fate.fails, (1 - FULL) * 0.5)
    np.testing.assert_allclose(made.fate.worth, 0.75 * ordinary + 0.25 * wild)
    np.testing.assert_allclose(made.fate.due, 7 + 4 * (1 + 0.25))


def test_more_at_once_than_the_firm_can_run_is_later() -> None:
    made = portfolio()
    made.coming[0, :4], made.coming[1, :4], made.coming[1, 4] = 0.003, 0.01, 0.0019  # the last counts as none
    made.start_quarter(7)
    np.testing.assert_allclose(made.fate.due, 7 + np.rint(4 * 1.25 * np.sqrt(8 / 2)))


def test_a_lag_is_a_month_at_least_and_ends_within_the_books() -> None:
    quick = Portfolio(laid({**AWAKE, "capability.build_lag": 1.0, "plans.overrun_delay": 1.0}))
    quick.start_quarter(7)
    assert (quick.fate.due == 8).all()
    slow = Portfolio(laid({**AWAKE, "capability.build_lag": 24.0, "plans.overrun_delay": 10.0}))
    slow.coming += 0.01
    slow.start_quarter(7)
    assert (slow.fate.due == 7 + 120 - 3).all()


def started(due: float = 9.0) -> Portfolio:
    """Return a portfolio whose initiatives pay a half and whose money buys four fifths."""
    made = portfolio()
    made.fate = Fate(pays=cells(0.5), fails=cells(0), worth=cells(0.8), due=cells(due))
    return made


def test_uplift_is_released_when_due_and_new_technology_has_to_be_learnt() -> None:
    made = started()
    firm = made.batch.firm
    quality, technology, adoption = (stock.copy() for stock in (firm.process_quality, firm.technology, firm.adoption))
    reached = made.work(7, cells(0.1), made.room())
    np.testing.assert_allclose(reached, 0.04)
    np.testing.assert_allclose(made.coming, 0.04)
    for month in (7, 8, 10):
        made.release(month)
        np.testing.assert_array_equal(firm.process_quality, quality)
        np.testing.assert_array_equal(firm.technology, technology)
    made.release(9)
    np.testing.assert_allclose(firm.process_quality, quality + 0.04)
    np.testing.assert_allclose(firm.technology, technology + 0.04)
    np.testing.assert_allclose(firm.adoption * (technology + 0.04), adoption * technology)
    np.testing.assert_allclose(made.coming, 0, atol=1e-15)
    made.release(9)
    np.testing.assert_allclose(firm.process_quality, quality + 0.04)


def test_work_is_never_released_in_the_month_it_is_done() -> None:
    made = started(due=7.0)
    quality = made.batch.firm.process_quality.copy()
    made.work(9, cells(0.1), made.room())
    made.release(9)
    np.testing.assert_array_equal(made.batch.firm.process_quality, quality)
    made.release(10)
    np.testing.assert_allclose(made.batch.firm.process_quality, quality + 0.04)


def test_simplifying_and_automating_are_released_apart() -> None:
    made = started()
    firm = made.batch.firm
    quality, technology = firm.process_quality.copy(), firm.technology.copy()
    uplift = cells(0)
    uplift[0, 1], uplift[1, 3] = 0.1, 0.2
    made.work(7, uplift, made.room())
    made.release(9)
    np.testing.assert_allclose((firm.process_quality - quality)[:, 0], [0, 0.04, 0, 0, 0], atol=1e-15)
    np.testing.assert_allclose((firm.technology - technology)[:, 0], [0, 0, 0, 0.08, 0], atol=1e-15)


def test_no_stock_exceeds_one_counting_what_is_under_way() -> None:
    made = started()
    firm = made.batch.firm
    room = made.room().copy()
    np.testing.assert_allclose(room[0], 1 - firm.process_quality)
    np.testing.assert_allclose(room[1], 1 - firm.technology)
    np.testing.assert_allclose(made.work(7, cells(0.3), room), 0.12)
    np.testing.assert_allclose(made.room(), room - 0.12)
    np.testing.assert_allclose(made.work(7, cells(9), made.room()), room - 0.12)
    made.release(9)
    np.testing.assert_allclose(firm.process_quality, 1)
    np.testing.assert_allclose(firm.technology, 1)


def test_a_step_with_more_under_way_than_it_can_take_takes_no_more() -> None:
    """Technology from outside may fill what was reserved for work under way."""
    made = started()
    made.coming += 0.9
    np.testing.assert_array_equal(made.room(), 0)
    np.testing.assert_array_equal(made.work(7, cells(0.1), made.room()), 0)


def test_what_rounding_adds_or_takes_goes_beyond_neither_one_nor_nothing() -> None:
    made = started()
    firm = made.batch.firm
    made.work(7, cells(0.1), made.room())
    made.coming = made.coming * 0.999
    firm.process_quality, firm.technology = np.full((5, 1), 0.97), np.full((5, 1), 0.97)
    made.release(9)
    np.testing.assert_array_equal(made.coming, 0)
    np.testing.assert_array_equal(firm.process_quality, 1)
    np.testing.assert_array_equal(firm.technology, 1)


def test_technology_from_outside_stops_at_one_and_dilutes_as_much() -> None:
    made = portfolio()
    firm = made.batch.firm
    technology, used = firm.technology.copy(), firm.technology * firm.adoption
    assert (technology > 0.3).any()
    assert (technology < 0.3).any()
    made.deliver(np.full((5, 1), 0.7))
    np.testing.assert_array_equal(firm.technology, np.minimum(1, technology + 0.7))
    np.testing.assert_allclose(firm.adoption * firm.technology, used)


def test_a_firm_starts_with_nothing_under_way() -> None:
    made = portfolio()
    assert made.coming.sum() == made.started.sum() == made.queue.waiting.sum() == 0


STORIES = [(117, 119, 118), (118, 124, 120), (119, 120, 122), (240, 243, 243), (240, 244, 243), (241, 362, 244)]


@pytest.mark.parametrize(("month", "due", "review"), STORIES)
def test_work_of_a_long_story_is_released_in_its_month_and_no_other(month: int, due: int, review: int) -> None:
    """Before the next review or after it, and as far ahead as the books go."""
    made = started(due=float(due))
    quality = made.batch.firm.process_quality.copy()
    made.work(month, cells(0.1), made.room())
    for turn in range(month, due + 130):
        made.release(turn)
        np.testing.assert_allclose(made.batch.firm.process_quality, quality + (0.04 if turn >= due else 0))
        if turn == review:
            made.start_quarter(turn)


def test_work_of_every_month_of_a_quarter_is_released_when_due_or_a_month_after_it_is_done() -> None:
    """Due in month 8: the work of months 7 and 8 comes in 8 and 9; that of month 9 waits for a review."""
    made = started(due=8.0)
    quality = made.batch.firm.process_quality.copy()
    for month, grown in ((7, 0.0), (8, 0.04), (9, 0.08), (10, 0.12), (11, 0.12)):
        made.release(month)
        np.testing.assert_allclose(made.batch.firm.process_quality, quality + grown)
        if month == 10:
            made.start_quarter(10)
        if month < 10:
            made.work(month, cells(0.1), made.room())
    np.testing.assert_allclose(made.coming, 0, atol=1e-15)


def test_what_is_due_differs_from_cell_to_cell() -> None:
    """One step is due in month 9, the others after the next review."""
    made = started(due=12.0)
    due = made.fate.due.copy()
    due[0, 2] = 9.0
    made.fate = Fate(pays=cells(0.5), fails=cells(0), worth=cells(0.8), due=due)
    quality = made.batch.firm.process_quality.copy()
    made.work(7, cells(0.1), made.room())
    for month in range(8, 13):
        made.release(month)
        grown = (made.batch.firm.process_quality - quality)[:, 0]
        others = 0.04 if month == 12 else 0.0
        np.testing.assert_allclose(grown, [others, others, 0.04 * (month >= 9), others, others], atol=1e-15)
        if month == 10:
            made.start_quarter(10)


def test_a_step_without_technology_may_be_delivered_some_or_none() -> None:
    made = portfolio()
    firm = made.batch.firm
    firm.technology = np.zeros((5, 1))
    made.deliver(np.array([[0.0], [0.2], [0.0], [0.0], [0.0]]))
    np.testing.assert_array_equal(firm.technology[:, 0], [0, 0.2, 0, 0, 0])
    np.testing.assert_array_equal(firm.adoption, np.zeros((5, 1)))  # nobody uses what was not there


def test_partial_success_pays_at_least_its_lower_end() -> None:
    made = Portfolio(laid({**AWAKE, "plans.partial_low": 0.6, "plans.partial_high": 0.2}))
    made.start_quarter(7)
    np.testing.assert_allclose(made.fate.pays, FULL + (1 - FULL) * 0.5 * 0.6)
