"""How a firm closes, and how survival mode comes and goes (docs/explanation/steps/6-reinvestment.md#the-end)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from sim.model.steps.reinvestment import Reinvestment
from sim.randomness import ExpectedStreams, KeyedStreams
from tests.unit.model.laid import laid, one

if TYPE_CHECKING:
    from sim.model.batch import Batch

SURVIVAL = {"reinvestment.survival_days": 12.0, "reinvestment.survival_exit": 1.5}
OUTFLOW_A_DAY = 1_000.0


def ending(cash: float, debt: float = 0.0, surviving: float = 0.0) -> Batch:
    """Return a firm whose month ends with this cash and debt, at an outflow of a thousand a day."""
    b = laid(SURVIVAL)
    b.firm.cash, b.firm.debt, b.firm.surviving, b.firm.working_capital = one(cash), one(debt), one(surviving), one(8e4)
    b.flow.update(
        outflow=one(OUTFLOW_A_DAY * 30.4375), distributed=one(500), customers=one(200), churned=one(4), losses=one(3),
        pipeline=one(6), working_capital=one(8e4),
    )  # fmt: skip
    return b


def test_a_firm_without_cash_closes_and_leaves_nothing() -> None:
    b = ending(-700, debt=30_000)
    Reinvestment(b)._close_or_survive(5)
    firm = b.firm
    assert firm.alive == 0
    for name in ("cash", "debt", "working_capital", "embedded"):
        assert getattr(firm, name) == 0, name
    assert firm.customers.sum() == firm.pipeline.sum() == 0
    for name in ("customers", "pipeline", "working_capital"):
        assert b.flow[name] == 0, name
    assert b.flow["churned"] == 4 + 200
    assert b.flow["losses"] == 3 + 6
    assert b.flow["distributed"] == 500
    assert b.flow["written_off"] == pytest.approx(30_000 + 700 - 8e4)
    assert firm.surviving == 0


def test_a_firm_with_an_empty_till_lives_on() -> None:
    b = ending(0.0)
    Reinvestment(b)._close_or_survive(5)
    assert b.firm.alive == 1
    for name, value in {"churned": 4, "losses": 3, "distributed": 500, "written_off": 0, "customers": 200}.items():
        assert b.flow[name] == value, name


@pytest.mark.parametrize(("cash", "debt", "left"), [(50_000.0, 20_000.0, 30_000.0), (50_000.0, 60_000.0, 0.0)])
def test_owners_of_a_firm_that_closes_with_cash_get_what_is_left_after_debts(
    cash: float, debt: float, left: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    b = ending(cash, debt)
    monkeypatch.setattr(Reinvestment, "_other_closure", lambda *_: one(1))
    Reinvestment(b)._close_or_survive(5)
    assert b.firm.alive == 0
    assert b.flow["distributed"] == 500 + left
    assert b.flow["written_off"] == pytest.approx(debt + left - cash - 8e4)


def test_a_firm_that_closes_leaves_its_neighbour_as_it_was() -> None:
    lanes = {cash: ending(cash) for cash in (-700.0, 50_000.0)}
    both = laid(SURVIVAL, lanes=2)
    for name in ("cash", "debt", "surviving", "working_capital"):
        setattr(both.firm, name, np.concatenate([getattr(b.firm, name) for b in lanes.values()]))
    alone = lanes[50_000.0]
    both.flow.update({name: np.repeat(alone.flow[name], 2) for name in alone.flow if alone.flow[name].shape == (1,)})
    Reinvestment(both)._close_or_survive(5)
    Reinvestment(alone)._close_or_survive(5)
    assert both.firm.alive.tolist() == [0, 1]
    assert both.flow["written_off"].tolist() == [700 - 8e4, 0]
    for name in ("cash", "debt", "working_capital", "customers", "pipeline", "embedded", "surviving"):
        found, expected = getattr(both.firm, name), getattr(alone.firm, name)
        np.testing.assert_array_equal(found[..., 1:], expected, err_msg=name)
        assert (found[..., 0] == 0).all(), name
    for name in ("customers", "pipeline", "working_capital", "churned", "losses", "distributed", "written_off"):
        np.testing.assert_array_equal(both.flow[name][1:], alone.flow[name], err_msg=name)


def test_a_firm_closes_once() -> None:
    b = ending(-700, debt=30_000)
    b.firm.alive = one(0)
    b.flow["distributed"] = one(0)
    Reinvestment(b)._close_or_survive(5)
    assert b.flow["written_off"] == 0
    assert b.flow["churned"] == 4


@pytest.mark.parametrize(("days", "was", "now"), [(11.9, 0, 1), (12.1, 0, 0), (12.1, 1, 1), (17.9, 1, 1), (18.1, 1, 0)])
def test_survival_mode_ends_later_than_it_starts(days: float, was: float, now: float) -> None:
    b = ending(days * OUTFLOW_A_DAY, surviving=was)
    Reinvestment(b)._close_or_survive(5)
    assert b.firm.surviving == now


def test_other_closings_follow_the_age_of_the_firm() -> None:
    """Half the hazard .20 / sqrt(age) a year, times the setting; 4.5 sd of a binomial share."""
    lanes = 40_000
    changes = {"world.other_closure": 1.6, "world.firm_age": 3.0}
    b = laid(changes, lanes=lanes, streams=KeyedStreams(1, np.arange(lanes)))
    for month in (6, 30):
        yearly = 1.6 * 0.5 * 0.20 / np.sqrt(3 + month / 12)
        chance = 1 - (1 - yearly) ** (1 / 12)
        share = float(Reinvestment(b)._other_closure(month).mean())
        assert share == pytest.approx(chance, abs=4.5 * np.sqrt(chance / lanes))


def test_a_newborn_firm_closes_as_firms_do_in_their_first_year() -> None:
    lanes = 40_000
    b = laid(
        {"world.other_closure": 2.0, "world.firm_age": 0.0}, lanes=lanes, streams=KeyedStreams(1, np.arange(lanes))
    )
    chance = 1 - (1 - 0.20) ** (1 / 12)
    share = float(Reinvestment(b)._other_closure(1).mean())
    assert share == pytest.approx(chance, abs=4.5 * np.sqrt(chance / lanes))


def test_expected_flows_know_no_other_closings() -> None:
    b = laid({"world.other_closure": 2.0}, lanes=3, streams=ExpectedStreams(3))
    assert (Reinvestment(b)._other_closure(5) == 0).all()
