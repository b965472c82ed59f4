"""Firms that cannot be are named with what to change (docs/explanation/opening.md#what-makes-a-firm-impossible)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.model.consistency import impossible, problems, referral_factor
from sim.model.opening import opening
from sim.model.parameters import Parameters, spread, substitute
from tests.unit.model.laid import firm

CONTRADICTIONS = [
    (
        {"demand.channels.digital.elasticity": 0.9, "demand.channels.digital.slope": 0.8},
        "demand.channels.digital.elasticity",
        "elasticity 0.9 is not below the slope 0.8",
    ),
    (
        {"demand.channels.digital.share": 0.0, "demand.channels.traditional.share": 0.0},
        "demand.channels",
        "the channels' shares sum to nothing",
    ),
    (
        {"business.operating_margin": 0.9},
        "business.operating_margin",
        "costs and margin exceed revenue: named costs 68.0%, margin 90.0%",
    ),
    ({"experience.referral_rate": 2.0, "demand.leads": 9.0}, "experience.referral_rate", "growth without end"),
    ({"acquisition.sql_rate": 0.0}, "acquisition.sql_rate", "no lead ever becomes a customer"),
    ({"experience.referral_rate": 0.25}, "experience.referral_rate", "already replace everyone who leaves"),
]


def test_nothing_is_wrong_with_the_firm_as_it_comes() -> None:
    assert problems(Parameters()) == []
    assert impossible(Parameters(), 3) == []


@pytest.mark.parametrize(("changes", "key", "told"), CONTRADICTIONS)
def test_a_contradiction_is_told_with_its_key_and_a_way_out(changes: dict[str, float], key: str, told: str) -> None:
    found = problems(substitute(Parameters(), changes))
    assert [name for name, what, _ in found if told in what] == [key]
    assert all(way_out for _, _, way_out in found)


def test_a_firm_needs_a_channel() -> None:
    p = Parameters()
    found = problems(replace(p, demand=replace(p.demand, channels={})))
    assert [(key, what) for key, what, _ in found] == [("demand.channels", "there is no marketing channel")]


def test_referrals_that_replace_everyone_contradict_leads_that_are_to_follow_not_stated_ones() -> None:
    changes = {"experience.referral_rate": 0.25}
    told = [what for _, what, _ in problems(substitute(Parameters(), changes))]
    assert ["without end" in what for what in told] == [True, False]
    told = [what for _, what, _ in problems(substitute(Parameters(), {**changes, "demand.leads": 10.0}))]
    assert ["without end" in what for what in told] == [True]


def test_a_firm_that_just_breaks_even_on_fixed_cost_is_possible() -> None:
    p: Parameters = substitute(Parameters(), {"business.operating_margin": 0.31})
    assert problems(p) == []
    p = substitute(Parameters(), {"business.operating_margin": 0.32})
    assert [key for key, _, _ in problems(p)] == ["business.operating_margin"]


def test_impossible_lanes_are_counted() -> None:
    lanes = 4
    changes = {
        "demand.channels.digital.elasticity": np.array([0.4, 0.4, 0.9, 0.9]),
        "demand.channels.digital.slope": np.full(lanes, 0.8),
        "business.operating_margin": np.array([0.9, 0.1, 0.1, 0.1]),
        "experience.referral_rate": np.array([0.03, 0.25, 2.0, 2.0]),
        "demand.leads": np.array([np.nan, np.nan, np.nan, 30.0]),
        "acquisition.win_rate": np.array([0.2, 0.0, 0.2, 0.0]),
    }
    found = impossible(substitute(Parameters(), changes), lanes)
    assert [(key, share) for key, share, _ in found] == [
        ("demand.channels.digital.elasticity", 0.5),
        ("business.operating_margin", 0.25),
        ("acquisition.win_rate", 0.25),
        ("experience.referral_rate", 0.75),  # one other or more over a life
        ("experience.referral_rate", 0.5),  # nobody left to be won otherwise
    ]


@pytest.mark.parametrize(("kind", "churn"), [("contract", np.nan), ("orders", np.nan), ("contract", 0.3)])
def test_referrals_of_a_life_are_those_of_all_its_months(kind: str, churn: float) -> None:
    """K: who a cohort of one brings, by the fundamental matrix of the month's transition."""
    changes = {"referral_rate": 0.2, "advocate_weight": 4.0, "monthly_churn": churn}
    p: Parameters = spread(firm({f"experience.{name}": value for name, value in changes.items()}, kind), 1)
    o = opening(p)
    talk, start = np.array([0.0, 1.0, 1.0, 4.0]), np.array([1.0, 0.0, 0.0, 0.0])
    brought = 0.0
    for weight, hazard in zip(o.classes.weight[:, 0], o.classes.hazard[:, 0], strict=True):
        onward = np.diag([*(1 - o.progress[:, 0]), 1.0]) + np.diag(o.progress[:, 0], 1)
        month = (1 - hazard) * onward
        settled = np.sqrt(1 - hazard) if kind == "orders" else 1.0
        brought += float(weight * settled * (start @ np.linalg.solve(np.eye(4) - month, talk)))
    assert referral_factor(p, o) == pytest.approx(float(o.referral_per_weight[0]) * brought)
