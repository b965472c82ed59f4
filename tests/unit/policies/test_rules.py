"""Each rule does what its sentence says."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

import pytest

from sim.model.decisions import KIND_INDEX, OFFERED, STEP_INDEX, Decision, affordable
from sim.policies.catalog import RULES, build
from sim.policies.random_acts import fashion
from sim.results import STEPS
from tests.unit.policies.figures import PROFIT, UPKEEP, seen


def decide(rule: str, settings: dict[str, Any] | None = None, **changes: Any) -> Decision:  # noqa: ANN401
    return build(rule, settings).decide(seen(**changes))


def steps(decision: Decision) -> dict[str, float]:
    return dict(zip(STEPS, decision.steps[:, 0].tolist(), strict=True))


def weight(decision: Decision, kind: str, step: str = "demand") -> float:
    return float(decision.kinds[STEP_INDEX[step], KIND_INDEX[kind], 0])


def test_harvest_takes_everything_out() -> None:
    decision = decide("harvest", cash=9000.0)
    assert decision.amount == 0
    assert decision.payout == 1


def test_maintain_pays_the_upkeep_and_no_more() -> None:
    assert decide("maintain").amount == UPKEEP
    assert decide("maintain", profit=5.0).amount == 5.0  # cash allows no more
    assert decide("maintain", profit=-5.0).amount == 0.0
    assert decide("maintain", profit=-5.0, hold=1.0).amount == UPKEEP
    assert decide("maintain", cash=300.0).amount == 0.0  # at the survival line


@pytest.mark.parametrize("rule", ["fixed_share", "random_acts", "technology_first", "plan_first", "marketing_only"])
def test_a_share_of_profit_is_reinvested_and_the_rest_may_be_paid_out(rule: str) -> None:
    decision = decide(rule, {"share": 0.3})
    assert decision.amount == pytest.approx(30.0)
    assert decision.payout == pytest.approx(0.7)
    assert decide(rule, {"share": 0.3}, cash=600.0).amount == pytest.approx(15.0)  # half way up the ramp
    assert decide(rule, {"share": 0.3}, profit=0.0, hold=1.0).amount == pytest.approx(30.0)


def test_all_in_keeps_everything() -> None:
    decision = decide("all_in")
    assert decision.amount == PROFIT
    assert decision.payout == 0


def test_the_split_and_the_weights_of_work_are_passed_on() -> None:
    settings = {"split": {"demand": 0.25, "supply": 0.75}, "automate": 7.0, "upkeep": 0.5}
    decision = decide("fixed_share", settings)
    assert steps(decision) == {"plans": 0, "demand": 0.25, "acquisition": 0, "experience": 0, "supply": 0.75}
    assert weight(decision, "automate") == 7.0
    assert decision.maintain_first == 0.5


@pytest.mark.parametrize(
    ("quarter", "gain", "share"),
    [(0, 1.6, 0.3), (3, 1.6, 0.3), (7, 1.6, 0.4), (11, 1.6, 0.5), (40, 1.6, 0.5), (40, 0.8, 0.3)],
)
def test_staged_expands_after_the_pilot_while_it_pays(quarter: int, gain: float, share: float) -> None:
    settings = {"pilot_share": 0.3, "share": 0.5, "pilot_reviews": 4, "expansion_reviews": 8}
    decision = decide("staged", settings, quarter=quarter, marginal_gain=gain)
    assert decision.amount == pytest.approx(share * PROFIT)
    assert decision.payout == pytest.approx(0.5)
    assert decide("staged", {"pilot_share": 0.1}, quarter=quarter % 4).amount == UPKEEP


def test_buffer_first_builds_nothing_until_its_target_is_reached() -> None:
    before, after = (decide("buffer_first", {"target_days": 60}, cash=30.0 * days) for days in (59, 61))
    assert before.amount == UPKEEP
    assert before.payout == 0
    assert after.amount == pytest.approx(40.0)
    assert after.payout == 0  # pays out above 1.25 targets only
    assert decide("buffer_first", {"target_days": 60}, cash=30.0 * 300).payout == pytest.approx(
        0.6 * (300 - 75) / (300 - 37.5)
    )


def test_buffer_first_never_aims_below_the_buffer_of_the_house() -> None:
    before, after = (decide("buffer_first", {"target_days": 20}, cash=30.0 * days) for days in (29, 30))
    assert before.amount == UPKEEP
    assert after.amount == pytest.approx(40.0)


def test_counter_cyclical_spends_more_in_a_recession_and_pro_cyclical_less() -> None:
    for rule, good, bad in (("counter_cyclical", 35.0, 60.0), ("pro_cyclical", 40.0, 10.0)):
        assert decide(rule).amount == pytest.approx(good)
        assert decide(rule, downturn=1.0).amount == pytest.approx(bad)


def test_pro_cyclical_cuts_when_its_own_sales_fall_and_never_holds() -> None:
    assert decide("pro_cyclical", revenue=980.0).amount == pytest.approx(40.0)
    assert decide("pro_cyclical", revenue=960.0).amount == pytest.approx(10.0)
    assert decide("pro_cyclical", profit=-1.0, hold=1.0).amount == 0.0


def test_random_acts_jump_without_planning() -> None:
    decisions = [decide("random_acts", quarter=quarter) for quarter in range(60)]
    favourites = [STEPS[int(decision.steps[:, 0].argmax())] for decision in decisions]
    assert set(favourites) == set(STEPS)
    assert sum(a != b for a, b in itertools.pairwise(favourites)) > 30
    assert all(max(steps(decision).values()) >= 0.8 for decision in decisions)
    assert all(weight(decision, "planning") == 0 for decision in decisions)


def test_fashion_buys_what_the_step_offers_and_never_changes() -> None:
    for quarter in range(200):
        step, kind = fashion(quarter)
        assert OFFERED[STEP_INDEX[step], KIND_INDEX[kind]]
        assert kind not in {"planning", "data", "simplify"}
    # Results of earlier runs depend on it.
    assert [fashion(quarter) for quarter in (0, 1)] == [("plans", "automate"), ("acquisition", "automate")]


def test_technology_first_automates_before_it_simplifies() -> None:
    decision = decide("technology_first", technology=[0.9, 0.4, 0.9, 0.4, 0.9])
    for step, (simplify, automate) in {"demand": (0, 4), "acquisition": (4, 0), "supply": (4, 0)}.items():
        assert weight(decision, "simplify", step) == simplify
        assert weight(decision, "automate", step) == automate
    assert steps(decision)["demand"] == pytest.approx(0.35)


def test_plan_first_studies_then_simplifies_then_automates() -> None:
    study = decide("plan_first", plan_quality=0.3)
    assert steps(study)["plans"] > 0.5
    money = OFFERED[STEP_INDEX["plans"]] * study.kinds[STEP_INDEX["plans"], :, 0]
    assert money[KIND_INDEX["planning"]] / money.sum() > 0.9
    decision = decide("plan_first", process_quality=[0.9, 0.4, 0.9, 0.4, 0.9])
    for step, (simplify, automate) in {"demand": (4, 0), "acquisition": (0, 4), "experience": (4, 0)}.items():
        assert weight(decision, "simplify", step) == simplify
        assert weight(decision, "automate", step) == automate
    assert steps(decision)["demand"] == pytest.approx(0.35)


def test_marketing_only_touches_nothing_but_demand() -> None:
    decision = decide("marketing_only")
    assert steps(decision)["demand"] == 1
    assert {kind for kind in KIND_INDEX if weight(decision, kind) > 0} == {"media", "content"}


@pytest.mark.parametrize("scale", [0.1, 1.0, 10.0])
def test_follow_the_gain_feeds_the_best_step_most_and_the_rest_by_gain(scale: float) -> None:
    gains = [scale * gain for gain in (0.1, 0.2, 0.4, 0.3, -1.0)]
    decision = decide("follow_the_gain", {"focus": 0.6}, marginal_gain=gains)
    assert steps(decision) == pytest.approx(
        {"plans": 0.04, "demand": 0.08, "acquisition": 0.76, "experience": 0.12, "supply": 0.0}
    )


def test_follow_the_gain_only_maintains_where_nothing_gains() -> None:
    decision = decide("follow_the_gain", marginal_gain=-0.1)
    assert decision.amount == UPKEEP
    assert steps(decision)["demand"] == pytest.approx(0.35)


def test_every_rule_stays_within_the_rule_of_the_house() -> None:
    for rule in RULES:
        firm = seen(cash=4000.0, hold=1.0, downturn=1.0)
        assert build(rule).decide(firm).amount <= affordable(replace(firm), 1.0)
