"""Where the sliders stand, and what scenario that means."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

import sim
from sim.errors import ScenarioError, UsageError
from sim.notebook.knobs import MOST, knobs_of
from sim.notebook.tuning import Tuning, tuning

if TYPE_CHECKING:
    from sim.scenario import Scenario


def test_an_uncertain_number_is_turned_through_the_middle_of_what_is_believed(shop: Scenario) -> None:
    (knob,) = knobs_of(shop, ["acquisition.win_rate"], ("steady",))
    low, high = shop.uncertain["acquisition.win_rate"].quantile(np.array([0.05, 0.95]))
    assert knob.low == pytest.approx(low, abs=knob.step)
    assert knob.high == pytest.approx(high, abs=knob.step)
    assert knob.start == pytest.approx(shop.parameters.acquisition.win_rate)
    assert knob.stated == "18% to 30%"


@pytest.mark.parametrize(
    ("wanted", "ends"),
    [
        ("policies.steady.share", (0.0, 1.0)),
        ("business.cash_days", (13.5, 54.0)),
        ("acquisition.win_rate=20%:40%", (0.2, 0.4)),
        ("experience.referral_rate", (0.015, 0.06)),
    ],
)
def test_a_certain_number_has_all_that_is_allowed_or_from_half_to_twice_itself(
    shop: Scenario, wanted: str, ends: tuple[float, float]
) -> None:
    (knob,) = knobs_of(shop, [wanted], ("steady",))
    assert (knob.low, knob.high) == pytest.approx(ends, rel=0.05)


def test_a_range_without_possible_firms_is_made_narrower(shop: Scenario) -> None:
    (knob,) = knobs_of(shop, ["business.cost_of_sales"], ("steady",))  # twice 50 % would leave nothing
    for end in (knob.low, knob.high):
        shop.vary({knob.key: end})


def test_without_names_the_numbers_that_move_most_come_first(shop: Scenario) -> None:
    found = knobs_of(shop, [], ("steady", "carry_on"))
    assert {knob.key for knob in found} == {"acquisition.win_rate", "policies.steady.share"}


def test_where_nothing_is_uncertain_the_usual_numbers_are_tried() -> None:
    preset = sim.load("presets/saas.yaml").vary({"horizon": 6})
    assert len(knobs_of(preset, [], ("steady",))) == MOST


def test_a_turned_number_is_certain_and_the_others_stay_as_they_were(state: Tuning) -> None:
    turned = state.turned("acquisition.win_rate", 0.25)
    assert not turned.varied.uncertain
    assert turned.varied.parameters.acquisition.win_rate == 0.25
    assert state.varied is state.scenario
    assert turned.back() == state
    assert turned.written == {"acquisition.win_rate": "25%"}


def test_what_was_tied_to_a_turned_number_is_free(shop: Scenario) -> None:
    tied = shop.vary(
        {
            "business.operating_margin": "8% to 12%",
            "correlations": [["acquisition.win_rate", "business.operating_margin", 0.3]],
        }
    )
    turned = tuning(tied, ["acquisition.win_rate"]).turned("acquisition.win_rate", 0.25)
    assert list(turned.varied.uncertain) == ["business.operating_margin"]


def test_a_slider_stops_at_its_ends_and_at_its_steps(state: Tuning) -> None:
    assert state.turned("policies.steady.share", 7.0).moved["policies.steady.share"] == 1.0
    assert state.turned("policies.steady.share", 0.3333).moved["policies.steady.share"] == 0.33
    assert state.beside("policies.steady.share", -2).moved["policies.steady.share"] == 0.38


def test_only_the_policies_shown_are_looked_at(state: Tuning) -> None:
    assert tuple(state.looked_at.policies) == ("steady", "carry_on")
    assert state.with_pair("harvest", "harvest").pair == ("harvest",)


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ("acquisition.win_rat", "Did you mean 'acquisition.win_rate'"),
        ("policies.stedy.share", "its policies are"),
        ("acquisition.win_rate=20%", "is not KEY=LOW:HIGH"),
        ("acquisition.win_rate=40%:20%", "is not below"),
        ("policies.steady.split.demand", "can't be swept alone"),
        ("policies.steady.payout", "no single number to start from"),
    ],
)
def test_what_cannot_be_turned_is_refused_with_the_reason(shop: Scenario, wanted: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        knobs_of(shop, [wanted], ("steady",))


def test_unknown_names_are_refused(shop: Scenario, state: Tuning) -> None:
    with pytest.raises(UsageError, match="named twice"):
        knobs_of(shop, ["acquisition.win_rate"] * 2, ("steady",))
    with pytest.raises(UsageError, match=r"no policy 'stedy'. Did you mean 'steady'"):
        tuning(shop, ["acquisition.win_rate"], policies=("stedy",))
    with pytest.raises(UsageError, match="name one or two"):
        state.with_pair("steady", "harvest", "carry_on")
    with pytest.raises(UsageError, match="no measure 'cahs'"):
        state.with_measure("cahs")
    with pytest.raises(UsageError, match=r"no slider for 'business.price'"):
        state.turned("business.price", 3.0)


def test_numbers_that_contradict_each_other_are_no_firm(shop: Scenario) -> None:
    both = ["business.cost_of_sales=50%:62%", "business.operating_margin=10%:22%"]
    state = tuning(shop, both, policies=("steady",)).turned("business.cost_of_sales", 0.62)
    assert state.varied.uncertain
    with pytest.raises(ScenarioError, match="costs and margin exceed revenue"):
        _ = state.turned("business.operating_margin", 0.22).varied
