"""Anywhere in the ranges that parameters declare, the engine runs, keeps its identities and makes no NaN."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from sim.model.consistency import hopeless, referral_factor
from sim.model.cycle import simulate
from sim.model.opening import opening
from sim.model.panel import Seat
from sim.model.parameters import Parameters, spread, substitute, walk
from sim.model.setup import Setup
from sim.policies.catalog import RULES
from sim.policies.fixed_share import FixedShare
from sim.randomness import KeyedStreams
from tests.properties.cases import Case
from tests.properties.identities import assert_conserved, assert_possible, assert_whole

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.arrays import Array
    from sim.model.parameters.spec import Spec, Value

AT_THE_EDGE: list[dict[str, Value]] = [
    {"capability.technology": 0.0, "capability.adoption": 0.0, "capability.process_quality": 0.0},
    {"capability.technology": 1.0, "capability.adoption": 1.0, "capability.process_quality": 1.0},
    {"capability.technology_depreciation": 0.999, "capability.process_erosion": 0.999},
    {"capability.technology_depreciation": 0.0, "capability.adoption_turnover": 0.0, "demand.data_decay": 0.0},
    {"plans.plan_quality": 0.0, "plans.waste_share": 1.0, "plans.repeat_probability": 1.0},
    {"plans.plan_quality": 1.0, "plans.success_planned": 1.0, "plans.overrun_tail": 1.0},
    {"demand.data_quality": 0.0},
    {"demand.data_quality": 1.0, "demand.data_decay": 0.99},
    {"demand.organic_share": 0.99, "business.marketing_share": 0.0},
    {"acquisition.sales_cycle": 0.5, "acquisition.crm_use": 0.01, "acquisition.crm_speed": 1.0},
    {"acquisition.sales_cycle": 720.0, "acquisition.sales_slack": 0.0, "acquisition.junk_load": 10.0},
    {"experience.embedded_share": 1.0, "experience.embedding_churn": 0.0, "experience.embedding_rate": 1.0},
    {"experience.onboarding_revenue": 0.0, "experience.onboarding_time": 24.0},
    {"experience.churn_floor": 0.99},
    {"experience.loyalty_alpha": 50.0, "experience.loyalty_beta": 0.05},
    {"experience.loyalty_alpha": 0.05, "experience.loyalty_beta": 200.0, "experience.churn_floor": 0.0},
    {"experience.order_value_cv": 10.0, "experience.order_value_effect": 5.0},
    {"supply.stockout_rate": 0.9, "supply.surge_effect": 5.0, "supply.addressable_share": 1.0},
    {"supply.stockout_rate": 0.0, "supply.progress_ratio": 0.5, "supply.learning_scale": 1.0},
    {"supply.fixed_cost_step": 0.001, "supply.fixed_cost_following": 1.0},
    {"reinvestment.buffer_days": 0.0, "reinvestment.survival_days": 0.0, "business.cash_days": 0.0},
    {"reinvestment.buffer_days": 1000.0, "reinvestment.survival_days": 1000.0, "reinvestment.survival_exit": 10.0},
    {"reinvestment.days_sales": 365.0, "reinvestment.days_payable": 0.0, "reinvestment.credit_share": 5.0},
    {"reinvestment.days_sales": 0.0, "reinvestment.days_payable": 365.0, "reinvestment.tax": 0.9},
    {"world.recession_onset": 1.0, "world.recession_exit": 0.001, "world.recession_depth": 0.45},
    {"world.demand_noise": 2.0, "world.demand_memory": 0.999},
    {"world.rival_capability": 1.0, "world.rival_ceiling": 0.01, "world.rival_move_rate": 12.0},
    {"world.seasonality.0": 0.01, "world.seasonality.6": 100.0},
    {"business.market_size": 1.01, "demand.leads": 1e4},
    {"business.customers": 1.0, "demand.leads": 0.0},
]


@pytest.mark.parametrize("kind", ["contract", "orders"])
@pytest.mark.parametrize("changes", AT_THE_EDGE, ids=lambda changes: ", ".join(key.split(".")[-1] for key in changes))
def test_at_the_edge_of_its_ranges_a_firm_is_still_a_firm(changes: dict[str, Value], kind: str) -> None:
    Case(changes, FixedShare(share=0.8), kind=kind).drawn()


@pytest.mark.parametrize(
    "changes",
    [
        {"experience.order_rate_shape": 17.8, "experience.order_rate_scale": 0.19, "experience.dropout_alpha": 2.3},
        {
            "experience.monthly_churn": 0.92,
            "experience.order_rate_shape": 21.8,
            "experience.dropout_alpha": 16.1,
            "experience.dropout_beta": 67.3,
        },
    ],
    ids=["orders by the hour", "churn of nearly all"],
)
def test_customers_who_hardly_stay_a_month_are_still_a_firm(changes: dict[str, Value]) -> None:
    Case(changes, FixedShare(share=0.8), kind="orders").drawn()


LANES, MONTHS, MOVED = 250, 20, 15
NUMBERS = {key: (spec, float(np.asarray(value))) for key, spec, value in walk(Parameters()) if not spec.whole}
CAPPED = {
    "business.price": 1e5,
    "business.customers": 3000.0,
    "business.market_size": 1e4,
    "business.cash": 1e9,
    "demand.leads": 1e5,
    "demand.data_quality": 1.0,
}
"""Ranges without a natural end, cut to what can be summed to nine digits."""
FROM = {"demand.data_quality": 0.05}
"""Below, today's lead quality is next to nothing; see `test_wrong_data_only_is_a_firm_like_any_other`."""


def _anywhere(seed: int, kind: str) -> Parameters:
    """Return firms with about fifteen parameters each anywhere in their ranges, one in three at an end."""
    luck = KeyedStreams(seed, np.arange(LANES))
    changes: dict[str, Value] = {}
    for key, (spec, value) in NUMBERS.items():
        moves = luck.uniform(f"{key} moves", 0) < MOVED / len(NUMBERS)
        changes[key] = np.where(moves, _place(spec, key, luck.uniform(key, 0)), value)
    parameters: Parameters = substitute(Parameters(), changes)
    parameters = replace(parameters, business=replace(parameters.business, kind=kind))
    wrong = _impossible(parameters)
    sound = {key: np.where(wrong, NUMBERS[key][1], changed) for key, changed in changes.items()}
    made: Parameters = substitute(parameters, sound)
    return made


def _place(spec: Spec, key: str, u: Array) -> Array:
    low, high = max(spec.low, FROM.get(key, spec.low)), min(spec.high, CAPPED.get(key, spec.high))
    inside = low + (high - low) * np.clip((u - 1 / 6) * 1.5, 0.0, 1.0)
    return np.asarray(inside)


def _impossible(parameters: Parameters) -> NDArray[np.bool_]:
    """Return where a scenario with these numbers would be refused."""
    p: Parameters = spread(parameters, LANES)
    o = opening(p)
    shares = sum(np.asarray(channel.share) for channel in p.demand.channels.values())
    steep = [np.asarray(channel.elasticity >= channel.slope) for channel in p.demand.channels.values()]
    closed = np.isnan(np.asarray(p.demand.leads)) & (o.referral_wins >= o.churned)
    wrong = np.logical_or.reduce(
        [*steep, shares <= 0, o.fixed_cost < 0, referral_factor(p, o) >= 1, closed, hopeless(p)]
    )
    return np.asarray(wrong | (o.leads > 1e7))


@pytest.mark.parametrize("seed", range(6))
def test_anywhere_in_its_ranges_a_firm_keeps_its_identities(seed: int) -> None:
    kind = ("contract", "orders")[seed % 2]
    parameters = _anywhere(seed, kind)
    rules = sorted(RULES)
    part = np.linspace(0, LANES, len(rules) + 1).astype(int)
    seats = [
        Seat(RULES[name](), slice(first, end)) for name, first, end in zip(rules, part[:-1], part[1:], strict=True)
    ]
    setup = Setup(
        parameters=parameters,
        seats=seats,
        streams=KeyedStreams(seed, np.arange(LANES)),
        lanes=LANES,
        months=MONTHS,
        start_month=1 + seed,
    )
    recording = simulate(setup).recording
    assert_conserved(recording)
    assert_possible(recording)
    assert_whole(recording)


def _ends() -> list[tuple[str, int]]:
    """Return every structural number at both ends of its range."""
    whole = [(key, spec) for key, spec, _ in walk(Parameters()) if spec.whole]
    return [(key, int(end)) for key, spec in whole for end in (spec.low, spec.high)]


@pytest.mark.parametrize(("key", "end"), _ends())
def test_structure_may_be_as_coarse_or_as_fine_as_declared(key: str, end: int) -> None:
    group, name = key.split(".")
    p = Parameters()
    made = replace(p, **{group: replace(getattr(p, group), **{name: end})})
    setup = Setup(
        parameters=made,
        seats=[Seat(FixedShare(share=0.6), slice(0, 10))],
        streams=KeyedStreams(1, np.arange(10)),
        lanes=10,
        months=40,
    )
    recording = simulate(setup).recording
    assert_conserved(recording)
    assert_possible(recording)
    assert_whole(recording)
