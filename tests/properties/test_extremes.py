"""Extreme conditions: nothing breaks, signs are right, and what is impossible is refused in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from sim.errors import ScenarioError
from sim.model.events import Event
from sim.policies.all_in import AllIn
from sim.policies.fixed_share import FixedShare
from sim.policies.harvest import Harvest
from sim.policies.maintain import Maintain
from sim.scenario import load
from tests.properties.cases import Case, shock

if TYPE_CHECKING:
    from pathlib import Path

    from sim.scenario import Scenario


@pytest.fixture(scope="module")
def scenario(root: Path) -> Scenario:
    return load(root / "scenarios" / "presets" / "b2b_services.yaml")


def test_without_a_budget_leads_are_organic_only() -> None:
    """No reinvestment, no marketing, no effects: what is left are the leads that content brings."""
    gone = {f"demand.channels.{name}.adstock": 0.0 for name in ("digital", "traditional")}
    calm = {"world.recession_depth": 0.0, "demand.content_elasticity": 0.0, "demand.lead_effect": 0.0}
    links = ("reinvestment", "marketing", "market_limit")
    r = Case({**gone, **calm, "demand.organic_share": 0.3}, cut=links).expected()
    assert r["reinvested"].max() == 0
    np.testing.assert_allclose(r["leads"][1:, 0], 0.3 * 80.0, rtol=1e-12)


def test_when_everyone_leaves_only_this_month_s_new_customers_are_left() -> None:
    r = Case({"experience.monthly_churn": 0.99}, events=(shock("churn_shock", 99.0, 1.0),)).drawn()
    np.testing.assert_array_equal(r["customers"][1:], np.where(r["closed"][1:] > 0, 0.0, r["new_customers"][1:]))


def test_churn_of_one_is_refused(scenario: Scenario) -> None:
    with pytest.raises(ScenarioError, match=r"monthly_churn is '1.0', outside its range[\s\S]*0% to 99% per month"):
        scenario.vary({"experience.monthly_churn": 1.0})


RATES = ("demand.mql_rate", "acquisition.sql_rate", "acquisition.opportunity_rate", "acquisition.win_rate")


@pytest.mark.parametrize("rate", RATES)
def test_without_conversion_nobody_is_won(rate: str) -> None:
    r = Case({rate: 0.0, "experience.referral_rate": 0.0}).drawn()
    assert r["new_customers"][1:].max() == 0
    assert (np.diff(r["customers"], axis=0) <= 0).all()


def test_without_conversion_customers_bring_no_more_leads_than_there_are_customers() -> None:
    r = Case({"acquisition.win_rate": 0.0}).drawn()
    assert (r["referral_leads"] <= r["customers"].max()).all()


@pytest.mark.parametrize("rate", RATES)
def test_leads_that_must_replace_who_leaves_need_some_conversion(scenario: Scenario, rate: str) -> None:
    with pytest.raises(ScenarioError, match=r"no lead ever becomes a customer[\s\S]*state demand.leads"):
        scenario.vary({rate: 0.0, "demand.leads": None})


def test_a_price_of_unit_cost_earns_no_margin_and_buys_nothing() -> None:
    costs = {"business.cost_of_sales": 1.0, "business.operating_margin": -0.4, "supply.addressable_share": 0.0}
    r = Case(costs, AllIn()).drawn()
    scale = r["revenue"].max()
    np.testing.assert_allclose(r["gross_profit"], 0.0, atol=1e-9 * scale)
    assert r["profit"].max() <= 0
    assert r["reinvested"].max() == 0


def test_a_price_below_cost_is_refused(scenario: Scenario) -> None:
    with pytest.raises(ScenarioError, match="costs and margin exceed revenue"):
        scenario.vary({"business.cost_of_sales": 1.0})


def test_without_capacity_to_change_nothing_is_built() -> None:
    kept = {"capability.process_erosion": 0.0}
    small = {**kept, "capability.change_capacity": 1e-6, "capability.overload": 2.0}
    some, none = (Case(changes, FixedShare(share=0.9)).expected() for changes in (kept, small))
    for step in ("plans", "demand", "acquisition", "experience", "supply"):
        name = f"process_quality_{step}"
        assert none[name][-1, 0] - none[name][0, 0] < 1e-3
        assert some[name][-1, 0] - some[name][0, 0] > 0.01
    full = Case(events=(shock("platform_project", 1.0, 1.0),)).drawn()
    assert (np.diff(full["technology_demand"], axis=0) <= 0).all()


def test_a_sales_team_without_slack_clogs() -> None:
    """Nobody to spare and nobody hired: twice the leads more than double the pipeline and hardly add wins."""
    tight = {"acquisition.sales_slack": 0.0, "acquisition.sales_scale_exponent": 0.0, "business.cash_days": 400.0}
    one = Case(tight, Maintain()).expected()
    more = Case(tight, Maintain(), events=(shock("demand_shock", 1.0, 1.0),)).expected()
    assert (more["pipeline"] > 2 * one["pipeline"])[12:].all()
    assert (more["wins"] < 1.5 * one["wins"])[1:].all()


@pytest.mark.parametrize("kind", ["contract", "orders"])
def test_an_infinite_market_is_no_limit(kind: str) -> None:
    endless = Case({"business.market_size": 1e9}, kind=kind).drawn()
    unlimited = Case({"business.market_size": 1e9}, cut=("market_limit",), kind=kind).drawn()
    np.testing.assert_allclose(endless["customers"].mean(axis=1), unlimited["customers"].mean(axis=1), rtol=1e-3)


def test_infinite_cash_never_closes_and_never_hides() -> None:
    r = Case({"business.cash": 1e15, "business.operating_margin": -0.2}, Harvest(payout=0.0)).drawn()
    assert r["closed"].max() == r["survival_mode"].max() == r["debt"].max() == 0


@pytest.mark.parametrize("kind", ["contract", "orders"])
def test_a_hundredfold_demand_sells_more_and_later(kind: str) -> None:
    calm, wild = Case(kind=kind).drawn(), Case(kind=kind, events=(shock("demand_shock", 99.0, 6.0, 12.0),)).drawn()
    alive = wild["closed"][7] == 0
    assert alive.any()
    assert (wild["leads"][7] > 10 * calm["leads"][7])[alive].all()
    assert wild["revenue"][7, alive].mean() > 10 * calm["revenue"][7, alive].mean()
    assert (wild["lead_time"][6] > calm["lead_time"][6])[alive].all()
    assert wild["stockouts"].max() <= 0.99


def test_a_share_of_nothing_is_harvest() -> None:
    none, harvest = Case(policy=FixedShare(share=0.0)).drawn(), Case(policy=Harvest()).drawn()
    np.testing.assert_array_equal(none.values, harvest.values)


def test_a_share_of_everything_is_all_in_and_leaves_the_owners_nothing() -> None:
    whole, every = Case(policy=FixedShare(share=1.0)).drawn(), Case(policy=AllIn()).drawn()
    np.testing.assert_array_equal(whole.values, every.values)
    assert whole["distributed"].max() == 0
    assert whole["reinvested"].max() > 0


@pytest.mark.parametrize(
    ("event", "measure", "sign"),
    [
        (shock("demand_shock", -1.0), "revenue", -1),
        (shock("churn_shock", 1.0), "customers", -1),
        (shock("churn_shock", -1.0), "customers", +1),
        (shock("cost_shock", 0.5), "profit", -1),
        (shock("price_change", 0.5), "wins", -1),
        (shock("price_change", -0.5), "wins", +1),
        (shock("rival_move", 0.5), "wins", -1),
        (shock("rival_embedding", 0.95), "leads", -1),
        (shock("data_loss", 1.0), "mql", -1),
        (shock("cash_loss", 1e9), "cash", -1),
        (shock("cash_injection", 1e6), "cash", +1),
        (shock("staff_exit", 1.0), "adoption_demand", -1),
    ],
    ids=lambda value: f"{value.kind} {value.size:g}" if isinstance(value, Event) else str(value),
)
def test_an_extreme_event_pushes_the_right_way(event: Event, measure: str, sign: int) -> None:
    rich = {"business.cash_days": 400.0, "acquisition.sales_slack": 10.0}
    calm, hit = Case(rich, Maintain(payout=0.0)).drawn(), Case(rich, Maintain(payout=0.0), (event,)).drawn()
    change = sign * (hit[measure] - calm[measure])[2:]
    assert change.mean() > 0
    assert (change.sum(axis=0) >= 0).all()


def test_nothing_asked_for_is_nothing_sold() -> None:
    r = Case(events=(shock("demand_shock", -1.0, 1.0),)).drawn()
    assert r["revenue"][1:].max() == r["leads"][1:].max() == r["volume"][1:].max() == 0


def test_more_cash_lost_than_there_is_closes_the_firm() -> None:
    r = Case(events=(shock("cash_loss", 1e12, 5.0),)).drawn()
    assert (r["closed"][4] == 0).all()
    assert (r["closed"][5:] == 1).all()
    for measure in ("revenue", "customers", "leads", "reinvested", "distributed", "debt", "cash"):
        assert r[measure][6:].max() == 0, measure


def test_data_that_are_all_wrong_are_refused(scenario: Scenario) -> None:
    """Today's rates belong to today's data: of none that are right, nothing could be said."""
    with pytest.raises(ScenarioError, match=r"demand.data_quality"):
        scenario.vary({"demand.data_quality": 0.0})
