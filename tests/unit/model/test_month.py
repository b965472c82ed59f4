"""The order of a month, and who hears of what when (docs/explanation/cycle.md#the-order-of-a-month)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from sim.model.cycle import ORDER, simulate
from sim.model.events import Event
from sim.model.links import LINKS, Mode, Switch
from sim.model.panel import Panel, Seat
from sim.model.portfolio import Portfolio
from sim.model.setup import Setup
from sim.model.steps.acquisition import Acquisition
from sim.model.steps.demand import Demand
from sim.model.steps.experience import Experience
from sim.model.steps.plans import Plans
from sim.model.steps.reinvestment import Reinvestment
from sim.model.steps.supply import Supply
from sim.model.world import World
from sim.policies.fixed_share import FixedShare
from sim.policies.harvest import Harvest
from sim.policies.maintain import Maintain
from sim.randomness import ExpectedStreams, KeyedStreams
from sim.results import MEASURES
from tests.unit.model.laid import firm

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.model.decisions import Observation
    from sim.model.recorder import Recording

STEPS_BY_NAME: dict[str, type] = {
    "plans": Plans, "demand": Demand, "acquisition": Acquisition, "experience": Experience, "supply": Supply,
    "reinvestment": Reinvestment,
}  # fmt: skip


def setup(months: int, **more: Any) -> Setup:  # noqa: ANN401 (a setup's settings)
    given: dict[str, Any] = {"lanes": 1, "streams": ExpectedStreams(1), "seats": [Seat(Maintain(), slice(0, 1))]}
    return Setup(parameters=firm(more.pop("changes", {})), months=months, **{**given, **more})


def told(monkeypatch: pytest.MonkeyPatch, owner: type, method: str, say: Callable[..., None]) -> None:
    """Let a method say when it is called."""
    usual = getattr(owner, method)

    def loud(self: Any, *given: Any) -> Any:  # noqa: ANN401 (any method)
        say(*given)
        return usual(self, *given)

    monkeypatch.setattr(owner, method, loud)


def test_the_world_turns_and_projects_end_before_the_six_steps_act_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    story: list[str] = []
    for name, step in STEPS_BY_NAME.items():
        told(monkeypatch, step, "act", lambda month, name=name: story.append(f"{month} {name}"))
    told(monkeypatch, World, "season_of", lambda month: story.append(f"{month} season") if month > 0 else None)
    told(monkeypatch, Portfolio, "release", lambda month: story.append(f"{month} release"))
    simulate(setup(3))
    expected = [f"{month} {what}" for month in (1, 2, 3) for what in ("season", "release", *ORDER)]
    assert story == expected


def test_supplier_prices_are_agreed_before_the_steps_of_their_month(monkeypatch: pytest.MonkeyPatch) -> None:
    factors: list[float] = []
    seen = Supply._unit_cost

    def watched(self: Supply, month: int) -> Any:  # noqa: ANN401
        factors.append(float(self.batch.firm.price_factor[0]))
        return seen(self, month)

    monkeypatch.setattr(Supply, "_unit_cost", watched)
    simulate(setup(7, changes={"supply.contract_months": 3, "demand.leads": 0.0, "supply.volume_elasticity": 1.0}))
    assert factors[:2] == [1, 1]
    assert factors[2] > 1
    assert factors[2] == factors[3] == factors[4]
    assert factors[5] == factors[6] > factors[4]


def run(months: int, **more: Any) -> Recording:  # noqa: ANN401 (a setup's settings)
    return simulate(setup(months, **more)).recording


def test_new_customers_of_a_month_do_not_leave_in_it() -> None:
    """Churn before arrivals: with everyone leaving every month, those of the month are left."""
    everyone = {"experience.monthly_churn": 0.99, "business.customer_base_age": 100.0, "experience.loyalty_classes": 1}
    recording = run(2, changes={**everyone, "business.cash_days": 3000.0, "reinvestment.credit_share": 5.0})
    customers, new = recording["customers"][:, 0], recording["new_customers"][:, 0]
    hazard = recording["churned"][1, 0] / customers[0]
    assert hazard > 0.98
    for month in (1, 2):
        assert recording["churned"][month, 0] == pytest.approx(hazard * customers[month - 1], rel=0.01)
        assert customers[month] == pytest.approx(customers[month - 1] * (1 - hazard) + new[month], rel=0.02)
        assert customers[month] > new[month]


def test_month_0_is_the_opening_and_every_measure_is_recorded_each_month() -> None:
    recording = run(4, changes={"business.cash": 123_456.0})
    assert recording.months == 4
    assert recording.values.shape == (len(MEASURES), 5, 1)
    assert recording["cash"][0] == 123_456
    assert recording["customers"][0] == pytest.approx(220)
    assert not np.isnan(recording.values).any()
    assert (recording["revenue"][1:] != recording["revenue"][:-1]).all()


def test_stocks_are_recorded_by_the_step_they_belong_to() -> None:
    recording = run(1, changes={"capability.process_quality.demand": 0.9, "capability.technology.supply": 0.8})
    opening = {name: float(recording[name][0, 0]) for name in MEASURES}
    p = firm({"capability.process_quality.demand": 0.9, "capability.technology.supply": 0.8}).capability
    for name in ("process_quality", "technology", "adoption"):
        for step in ("plans", "demand", "acquisition", "experience", "supply"):
            assert opening[f"{name}_{step}"] == getattr(getattr(p, name), step), f"{name}_{step}"


def test_policies_decide_for_their_own_lanes_from_their_own_figures() -> None:
    seats = [Seat(Harvest(), slice(0, 2)), Seat(FixedShare(share=0.8), slice(2, 3)), Seat(Harvest(), slice(3, 4))]
    streams = KeyedStreams(3, np.array([0, 1, 0, 1]))
    together = run(15, seats=seats, lanes=4, streams=streams)
    assert (together["reinvested"][1:, [0, 1, 3]] == 0).all()
    assert (together["reinvested"][1:, 2] > 0).any()
    np.testing.assert_array_equal(together.values[..., 1], together.values[..., 3])
    alone = run(15, seats=[Seat(FixedShare(share=0.8), slice(0, 1))], streams=KeyedStreams(3, np.array([0])))
    np.testing.assert_array_equal(together.values[..., 2], alone.values[..., 0])


def test_a_seat_sees_its_part_of_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Observation] = []
    told(monkeypatch, Harvest, "decide", asked.append)
    told(monkeypatch, Panel, "decide", asked.append)
    seats = [Seat(Harvest(), slice(0, 1)), Seat(Harvest(), slice(1, 3))]
    run(1, seats=seats, lanes=3, streams=KeyedStreams(3, np.arange(3)))
    whole, first, second = asked
    for name in ("profit", "cash", "technology", "marginal_gain"):
        parts = np.concatenate([getattr(first, name), getattr(second, name)], axis=-1)
        np.testing.assert_array_equal(parts, getattr(whole, name), err_msg=name)
    assert (first.lanes, second.lanes, second.month, second.quarter) == (1, 2, 0, 0)


def test_a_recording_names_its_measures_in_their_order() -> None:
    recording = run(1)
    assert recording.names() == tuple(MEASURES)
    np.testing.assert_array_equal(recording["cash"], recording.values[list(MEASURES).index("cash")])


def test_fewer_measures_are_the_same_numbers() -> None:
    asked = ("cash", "technology_supply", "new_customers", "closed")
    whole, part = (simulate(setup(5, **more)).recording for more in ({}, {"measures": asked}))
    assert (part.names(), part.values.shape, part.months) == (asked, (4, 6, 1), 5)
    for name in asked:
        np.testing.assert_array_equal(part[name], whole[name], err_msg=name)


@pytest.mark.parametrize("asked", [("technology_supply", "cash"), tuple(MEASURES), ()])
def test_who_watches_sees_every_measure_of_every_month_whatever_is_kept(asked: tuple[str, ...]) -> None:
    seen: list[tuple[int, np.ndarray]] = []
    made = setup(5, measures=asked, watch=lambda month, figures: seen.append((month, figures.copy())))
    kept, whole = simulate(made).recording, simulate(setup(5)).recording
    assert [month for month, _ in seen] == list(range(6))
    np.testing.assert_array_equal(np.stack([figures for _, figures in seen], axis=1), whole.values)
    for name in asked:
        np.testing.assert_array_equal(kept[name], whole[name], err_msg=name)


def test_a_firm_is_recorded_as_closed_from_the_month_it_closes_on() -> None:
    recording = run(4, events=(Event(kind="cash_loss", month=3.0, size=1e9),))
    np.testing.assert_array_equal(recording["closed"][:, 0], [0, 0, 0, 1, 1])
    assert recording["customers"][2] > 0
    assert recording["customers"][3] == recording["customers"][4] == 0


def test_a_link_that_is_cut_carries_what_the_page_says() -> None:
    """The neutral values of the table in docs/explanation/cycle.md."""
    neutral = {
        "reinvestment": 0.0, "scale": 1.0, "rivals": 0.0, "marketing": 0.0, "market_limit": 1.0, "data_decay": 0.66,
        "referral": 0.0, "sales_load": 1.0, "service_load": 0.0, "supply_delay": 0.0, "learning": 1.0,
        "buying_power": 1.0, "fixed_cost": 1.0,
    }  # fmt: skip
    switches = {name: Switch(Mode.CUT) for name in LINKS}
    made = setup(3, changes={"demand.data_quality": 0.66}, switches=switches, keep=frozenset(LINKS))
    kept = simulate(made).kept
    assert {name: series[2, 0] for name, series in kept.items()} == neutral


def test_a_story_starts_in_january_unless_told_otherwise() -> None:
    changes = {"world.seasonality.0": 2.0}
    assert simulate(setup(1, changes=changes)).recording["demanded"][1] > 1.5 * 220
    assert simulate(setup(1, changes=changes, start_month=2)).recording["demanded"][1] < 1.1 * 220
