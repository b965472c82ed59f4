"""Limits with known answers, hit by switching off the rest of the real engine."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from sim.model.cycle import simulate
from sim.model.links import Mode, Switch
from sim.model.opening import opening
from sim.model.panel import Seat
from sim.model.parameters import Parameters, Process, spread, substitute
from sim.model.setup import Setup, lay_batch
from sim.model.steps.plans import ranking_gains
from sim.policies.harvest import Harvest
from sim.policies.maintain import Maintain
from sim.randomness import ExpectedStreams, KeyedStreams

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.model.decisions import Policy
    from sim.model.parameters.spec import Value
    from sim.model.recorder import Recording

CALM = {
    "world.recession_depth": 0.0,
    "world.demand_noise": 0.0,
    "world.rival_drift": 0.0,
    "experience.referral_rate": 0.0,
    "experience.lead_time_effect": 0.0,
    "acquisition.sales_slack": 10.0,
}
"""Nothing moves the firm but what a test moves."""


def _run(
    changes: Mapping[str, Value],
    months: int,
    policy: Policy | None = None,
    switches: dict[str, Switch] | None = None,
    lanes: int = 0,
) -> Recording:
    parameters: Parameters = substitute(Parameters(), {**CALM, **changes})
    streams = KeyedStreams(5, np.arange(lanes)) if lanes else ExpectedStreams(1)
    count = max(lanes, 1)
    seats = [Seat(policy or Maintain(), slice(0, count))]
    setup = Setup(
        parameters=parameters, seats=seats, streams=streams, lanes=count, months=months, switches=switches or {}
    )
    return simulate(setup).recording


def test_a_firm_that_maintains_in_a_calm_world_stays_as_it_is() -> None:
    """The opening is a steady state; the class mix alone still ages."""
    many = {"business.customer_base_age": 100.0}
    recording = _run(many, 60)
    steady = (
        *("revenue", "customers", "leads", "pipeline", "unit_cost", "fixed_cost", "technology_supply"),
        *("adoption_demand", "plan_quality", "data_quality", "content", "crm_use", "embedded_customers"),
    )
    for measure in steady:
        path = recording[measure][:, 0]
        np.testing.assert_allclose(path, path[0], rtol=5e-3, err_msg=measure)


def test_a_closed_cohort_survives_geometrically() -> None:
    """No new customers, one class, no effects: N_t = N_0 (1 - c)^t, drawn and expected."""
    alone = {"demand.leads": 0.0, "experience.churn_effect": 0.0, "experience.embedded_share": 0.0,
             "experience.monthly_churn": 0.05, "business.customers": 400.0, "business.cash_days": 3000.0,
             "reinvestment.buffer_days": 1000.0}  # fmt: skip
    p = Parameters()
    p = replace(p, experience=replace(p.experience, loyalty_classes=1))
    parameters: Parameters = substitute(p, {**CALM, **alone})
    lanes, months = 3000, 24
    setup = Setup(
        parameters=parameters,
        seats=[Seat(Harvest(), slice(0, lanes))],
        streams=KeyedStreams(3, np.arange(lanes)),
        lanes=lanes,
        months=months,
    )
    recording = simulate(setup).recording
    pipeline_wins = recording["new_customers"][1:].cumsum(axis=0)
    assert pipeline_wins.max() == 0
    survival = 0.95 ** np.arange(months + 1)
    mean = 400 * survival
    spread_ = np.sqrt(400 * survival * (1 - survival) / lanes)
    error = recording["customers"].mean(axis=1) - mean
    assert (np.abs(error[1:]) < 4 * spread_[1:]).all()
    variance = recording["customers"][12].var(ddof=1)
    assert variance == pytest.approx(400 * survival[12] * (1 - survival[12]), rel=4 * np.sqrt(2 / lanes))


def test_littles_law_in_the_sales_pipeline() -> None:
    """Open opportunities = arrivals x mean cycle, in steady state, for every cycle length."""
    for days in (3.0, 30.0, 60.0, 240.0):
        recording = _run({"acquisition.sales_cycle": days, "business.customer_base_age": 100.0}, 24)
        open_, arrivals = recording["pipeline"][-1, 0], recording["opportunities"][-1, 0]
        assert open_ / arrivals == pytest.approx(days / 30.4375, rel=2e-3)


def test_erlang_cycle_times() -> None:
    """A burst of opportunities closes as an Erlang-3 cycle with uniform arrivals would."""
    from scipy.stats import gamma  # noqa: PLC0415 (the slow reference, here only)

    flow = {"demand.leads": 0.0, "acquisition.win_rate": 1.0, "acquisition.sales_cycle": 91.3125}
    recording = _run({**flow, "business.cash_days": 3000.0}, 6, Harvest())
    assert recording["wins"][1:].sum() == 0  # nothing in, nothing out
    start = recording["pipeline"][0, 0]
    assert start == 0
    grown = _run({**flow, "demand.leads": 50.0, "business.customer_base_age": 100.0}, 6, Maintain())
    inside = grown["pipeline"][0, 0] / grown["opportunities"][0, 0]
    waits = np.linspace(0, 60, 60_001)
    assert inside == pytest.approx(np.trapezoid(gamma.sf(waits, 3), waits), rel=1e-3)


def test_stated_elasticity_holds_in_the_long_run() -> None:
    """One per cent more base marketing for ever brings elasticity per cent more paid leads."""
    low, high = (
        opening(spread(substitute(Parameters(), {"demand.organic_share": 0.0}), 1)).channels.leads(
            np.array([[scale], [scale]]) * _steady_adstock()
        )
        for scale in (1.0, 1.01)
    )
    assert np.log(high.sum() / low.sum()) / np.log(1.01) == pytest.approx(0.4, rel=0.01)


def _steady_adstock() -> np.ndarray:
    o = opening(spread(Parameters(), 1))
    return np.asarray(o.channels.share * o.spend / (1 - o.channels.carry))


def test_learning_curve() -> None:
    """Doubling cumulative volume lowers addressable unit cost to the progress ratio."""
    only_learning = {
        "supply.addressable_share": 1.0,
        "supply.learning_scale": 1.0,
        "supply.industry_age": 1.0,
        "supply.volume_elasticity": 0.0,
        "supply.cost_effect": 0.0,
        "business.customer_base_age": 100.0,
    }
    recording = _run(only_learning, 24)
    np.testing.assert_allclose(recording["unit_cost"][:, 0], 700.0, rtol=3e-4)  # constant volume, constant cost
    exponent = -np.log2(0.87)
    volume = recording["volume"][1:, 0] * 2
    before = 12 * recording["volume"][0, 0]
    steady = before + recording["volume"][0, 0] * np.arange(1, 25)
    doubled = 700 * ((before + volume.cumsum()) / steady) ** -exponent
    assert doubled[-1] < 700 * 0.95


def test_buying_power_reverses_and_is_clipped() -> None:
    switches = {"learning": Switch(Mode.CUT)}
    shrinking = {
        "demand.leads": 0.0,
        "business.cash_days": 3650.0,
        "supply.addressable_share": 1.0,
        "supply.cost_effect": 0.0,
    }
    recording = _run(shrinking, 120, Harvest(), switches)
    cost = recording["unit_cost"][:, 0]
    assert (np.diff(cost) >= -1e-9).all()
    assert cost.max() <= 700 * 1.25 + 1e-6
    assert cost[-1] > 700 * 1.05


def test_technology_halves_without_maintenance() -> None:
    """C18: T halves in 20.8 months at 33 % a year."""
    recording = _run({"business.cash_days": 300.0}, 24, Harvest())
    share = recording["technology_demand"][:, 0] / recording["technology_demand"][0, 0]
    np.testing.assert_allclose(share, 0.67 ** (np.arange(25) / 12), rtol=1e-9)
    assert np.interp(0.5, share[::-1], np.arange(25)[::-1]) == pytest.approx(20.8, abs=0.1)


def test_data_left_alone() -> None:
    """C9: 2.1 % a month is 22.5 % a year, and careless CRM use makes it worse."""
    recording = _run({"business.cash_days": 300.0, "acquisition.crm_data_effect": 0.0}, 12, Harvest())
    assert 1 - recording["data_quality"][12, 0] / recording["data_quality"][0, 0] == pytest.approx(0.2248, abs=1e-3)
    careless = _run({"business.cash_days": 300.0, "acquisition.crm_data_effect": 0.5}, 12, Harvest())
    assert careless["data_quality"][12, 0] < recording["data_quality"][12, 0]


def test_the_first_month_of_a_seasonal_firm_ties_up_no_money_out_of_nowhere() -> None:
    """Receivables of the opening follow the seasons before it: a December start carries a rich autumn."""
    peak = {f"world.seasonality.{month}": 2.0 if month in {9, 10} else 0.8 for month in range(12)}
    parameters: Parameters = substitute(Parameters(), {**CALM, **peak, "business.customer_base_age": 100.0})
    setup = Setup(
        parameters=parameters,
        seats=[Seat(Maintain(), slice(0, 1))],
        streams=ExpectedStreams(1),
        lanes=1,
        months=24,
        start_month=12,
    )
    tied = simulate(setup).recording["working_capital"][:, 0]
    assert tied[0] > 1.2 * tied[6]
    np.testing.assert_allclose(tied[12], tied[0], rtol=0.03)  # peaks bring some stock-outs


def test_a_firm_that_never_advertised_keeps_its_leads() -> None:
    recording = _run({"business.marketing_share": 0.0, "business.customer_base_age": 100.0}, 12)
    np.testing.assert_allclose(recording["leads"][1:, 0], recording["leads"][0, 0], rtol=5e-3)


def test_fixed_cost_stays_whatever_the_step() -> None:
    recording = _run({"supply.fixed_cost_step": 0.3, "business.customer_base_age": 100.0}, 24)
    np.testing.assert_allclose(recording["fixed_cost"][:, 0], recording["fixed_cost"][0, 0], rtol=1e-9)


@pytest.mark.parametrize(("scores", "gain"), [((1, 5), 1.8), ((1, 1, 5, 5), 1.8), ((1, 3, 5), 1.4), ((3, 3), 1.0)])
def test_ranking_gains_compare_the_best_half_with_all(scores: tuple[int, ...], gain: float) -> None:
    """Only performance differs here, so a process is worth 5.5 less its score: 4.5, 2.5, 0.5 for 1, 3, 5."""
    p = Parameters()
    listed = tuple(Process(name=str(score), step="supply", performance=float(score)) for score in scores)
    parameters: Parameters = replace(p, plans=replace(p.plans, processes=listed))
    seats = [Seat(Maintain(), slice(0, 1))]
    batch = lay_batch(Setup(parameters=parameters, seats=seats, streams=ExpectedStreams(1), lanes=1, months=1))
    assert ranking_gains(batch, 1)[4, 0] == pytest.approx(gain, rel=1e-12)
