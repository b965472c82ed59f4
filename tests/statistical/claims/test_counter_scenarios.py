"""Worlds in which a claim must not hold: a link cut, an effect of nothing. They show that the claims can fail."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest

from sim.scenario import load
from tests.statistical.claims.register import CLAIMS
from tests.statistical.claims.statements import FOLDER

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

CAPABILITY: Final[Mapping[str, float]] = dict.fromkeys(
    (
        *("demand.lead_effect", "demand.mql_effect", "acquisition.win_effect", "acquisition.cycle_effect"),
        *("experience.churn_effect", "experience.order_value_effect", "experience.referral_effect"),
        *("experience.onboarding_effect", "supply.cost_effect", "supply.lead_time_effect", "supply.stockout_response"),
    ),
    0.0,
)
"""What capability does to leads, wins, customers and cost: nothing."""

SIDE_STOCKS: Final[Mapping[str, float]] = dict.fromkeys(
    ("demand.content_elasticity", "demand.data_weight", "acquisition.crm_win_effect"), 0.0
)
"""What content, customer data and the customer database do: nothing."""

IDLE_PLANS: Final[Mapping[str, float]] = {
    "plans.waste_share": 0.0,
    "plans.success_unplanned": 0.5,
    "plans.success_planned": 0.5,
    "plans.planning_effect": 0.0,
    "plans.ranking_gain": 1.0,
}
"""A plan, good or bad, makes no difference."""

SERVICE_ONLY: Final = {
    **{key: value for key, value in CAPABILITY.items() if not key.startswith("experience")},
    **SIDE_STOCKS,
    **IDLE_PLANS,
}
NO_MARGIN: Final = {
    "business.cost_of_sales": 0.88,
    "business.service_share": 0.11,
    "business.marketing_share": 0.005,
    "business.sales_share": 0.0,
    "business.operating_margin": 0.0,
}
AUTOMATION_IS_ALL: Final = {
    "capability.technology_weight": 1.0,
    "capability.simplicity_weight": 0.0,
    "capability.joint_weight": 0.0,
    "capability.paving_harm": 0.0,
}
NO_PROJECT: Final = {"events": [{"kind": "platform_project", "month": 4, "size": 0.0, "lasting": 24}]}

WORLDS: Final = (
    (1, "investing brings nothing", {**CAPABILITY, **SIDE_STOCKS}, "payouts of all ten years"),
    (1, "content and data bring nothing", SIDE_STOCKS, "payouts of all ten years"),
    (3, "nothing is ever repeated", {"plans.repeat_probability": 0.0}, "part of the NPV gap"),
    (3, "investing brings nothing", {**CAPABILITY, **SIDE_STOCKS}, "NPV, planned less random"),
    (4, "technology and processes do not help each other", {"capability.joint_weight": 0.0}, "NPV, both in order"),
    (4, "only technology counts", AUTOMATION_IS_ALL, "NPV, simplify only less automate only"),
    (5, "only service counts", SERVICE_ONLY, "profit over ten years: gain together less the sum"),
    (6, "cash enough for nearly two months", {"business.cash_days": 55}, "first less second"),
    (7, "buyers do not look at prices", {"acquisition.price_elasticity": 0.0}, "wins of the first six months"),
    (8, "no project", NO_PROJECT, "revenue of five years"),
    (9, "a piece of content is worth one use", {"demand.content_reuse": 0.0}, "cost of a lead"),
    (9, "data does not age", {"demand.data_decay": 0.0}, "data quality"),
    (10, "self-service takes over a quarter", {"experience.deflection": 0.26}, "customers per head, with"),
    (11, "customers leave no margin", NO_MARGIN, "NPV of retention"),
    (
        12,
        "subscriptions are dear",
        {"capability.subscription_rate": 0.6},
        "cost of five years, hosted less owned, of the system's price, at no",
    ),
    (15, "a firm that says otherwise", {"capability.technology.demand": 0.3}, "farthest start"),
    (
        16,
        "embedded customers are like others",
        {"experience.embedding_churn": 1.0, "experience.embedding_shield": 0.0},
        "churn a year, embedding",
    ),
    (17, "owners in a hurry", {"reinvestment.discount_rate": 0.6}, "elasticity of NPV to retention less"),
    (18, "technology lasts longer", {"capability.technology_depreciation": 0.25}, "months until technology"),
)
"""(claim, what is different, changes, start of the statement that must fail)."""

CUTS: Final = (
    (2, {"reinvestment"}, "odds of growth at a share of 60 %"),
    (13, {"market_limit"}, "years 21–30 less years 2–10"),
    (14, {"learning", "buying_power"}, "unit cost after ten years"),
)
"""(claim, links cut, start of the statement that must fail)."""

FIRMS: Final = (
    (5, "small_manufacturer", "profit over ten years: gain together less the sum"),
    (6, "small_manufacturer", "first less second"),
)
"""(claim, a firm at which it stops, start of the statement that fails there)."""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("number", "changes", "statement"),
    [(n, c, s) for n, _, c, s in WORLDS],
    ids=[f"C{n}: {w}" for n, w, _, _ in WORLDS],
)
def test_in_another_world_the_claim_fails(number: int, changes: Mapping[str, object], statement: str) -> None:
    lines = CLAIMS[number - 1].found(changes).lines
    assert [line.holds for line in lines if line.says.startswith(statement)] == [False]


@pytest.mark.slow
@pytest.mark.parametrize(("number", "links", "statement"), CUTS, ids=[f"C{n}" for n, _, _ in CUTS])
def test_without_the_link_the_claim_fails(number: int, links: set[str], statement: str) -> None:
    lines = CLAIMS[number - 1].found(cut=links).lines
    assert [line.holds for line in lines if line.says.startswith(statement)] == [False]


@pytest.mark.slow
@pytest.mark.parametrize(("number", "preset", "statement"), FIRMS, ids=[f"C{n}: {p}" for n, p, _ in FIRMS])
def test_the_page_names_the_firms_at_which_a_claim_stops(
    number: int, preset: str, statement: str, tmp_path: Path
) -> None:
    claim = CLAIMS[number - 1]
    assert preset.replace("_", " ") in claim.limits
    text = (FOLDER / f"{claim.name}.yaml").read_text(encoding="utf-8")
    other = tmp_path / f"{claim.name}.yaml"
    other.write_text(re.sub(r"\.\./presets/\w+", f"presets/{preset}", text), encoding="utf-8")
    lines = claim.measure(load(other), ()).lines
    assert [line.holds for line in lines if line.says.startswith(statement)] == [False]
