"""What is swept is read as scenario files are read, and what can't be is refused with what is allowed."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

import sim
from sim.errors import UsageError
from sim.studies.over import Over, axis, same_point

if TYPE_CHECKING:
    from pathlib import Path

    from sim.analysis.sweep.axis import Axis
    from sim.scenario import Scenario


@pytest.fixture(scope="module")
def scenario(root: Path) -> Scenario:
    return sim.load(root / "scenarios" / "tipping_point.yaml").vary(
        {"events": [{"month": 24, "kind": "cash_injection", "size": 0}], "acquisition.win_rate": "18% to 30%"}
    )


def of(scenario: Scenario, text: str) -> Axis:
    return axis(scenario, Over.parse(text))


def test_a_range_is_read_in_the_unit_of_the_key(scenario: Scenario) -> None:
    share = of(scenario, "policies.steady.share=20%:60%:5")
    assert share.values == (0.2, 0.3, 0.4, 0.5, 0.6)
    assert (share.today, share.unit) == (0.4, "share")
    assert share.said(0.437) == "43.7% reinvested"
    weeks = of(scenario, "business.cash_days=2 weeks:60 days:2")
    assert weeks.values == pytest.approx((14.0, 60.0))
    assert weeks.said(30.0) == "cash days of 30 days"
    money = of(scenario, "events.0.size=0:$4m")
    assert (len(money.values), money.high, money.today) == (11, 4e6, 0.0)
    assert money.said(2e6) == "a cash injection of $2.00m"


def test_today_of_an_uncertain_key_is_the_middle_of_its_belief(scenario: Scenario) -> None:
    assert of(scenario, "acquisition.win_rate=10%:40%").today == pytest.approx(math.sqrt(0.18 * 0.30))


def test_a_correlated_key_can_be_swept(scenario: Scenario) -> None:
    tied = scenario.vary(
        {
            "experience.churn_floor": "2% to 4%",
            "correlations": [["acquisition.win_rate", "experience.churn_floor", -0.4]],
        }
    )
    assert of(tied, "acquisition.win_rate=10%:40%").values[-1] == 0.4


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("policies.steady.share", "KEY=LOW:HIGH:COUNT"),
        ("policies.steady.share=20%", "KEY=LOW:HIGH:COUNT"),
        ("policies.steady.share=20%:60%:1", "2 to 201"),
        ("policies.steady.share=20%:60%:many", "2 to 201"),
        ("policies.steady.share=60%:20%", "low end first"),
        ("policies.steady.share=20%:140%", r"outside its range.*0% to 100%"),
        ("policies.steady.share=20 days:60 days", "a percentage such as"),
        ("policies.steady.share=20%:10% to 30%", "a range of its own"),
        ("policies.stedy.share=20%:60%", "its policies are carry_on"),
        ("policies.steady.shar=20%:60%", r"Did you mean 'policies.steady.share'"),
        ("plans.plan_qualty=20%:60%", r"Did you mean 'plans.plan_quality'"),
        ("horizon=60:120", "no number at 'horizon'"),
        ("policies.steady=1:2", "no number at"),
        ("policies.steady.split.plans=10%:20%", "sum to 100%"),
        ("events.1.size=0:1", "no number at"),
    ],
)
def test_what_cannot_be_swept_is_refused_with_what_can(scenario: Scenario, text: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        of(scenario, text)


def test_policies_that_differ_in_the_swept_settings_only_stand_on_the_same_map(scenario: Scenario) -> None:
    keys = ("policies.steady.share", "plans.plan_quality")
    assert same_point(scenario, "steady", keys[:1]) == {"fifth": (0.2,)}
    assert same_point(scenario, "steady", keys) == {"fifth": (0.2, 0.45)}
    assert same_point(scenario, "steady", keys[1:]) == {}
    other = scenario.vary({"policies.fifth.upkeep": "50%"})
    assert same_point(other, "steady", keys) == {}
