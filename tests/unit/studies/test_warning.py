"""Where churn erodes and most of the profit is reinvested, the gain falls below one before profit peaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sim.errors import UsageError
from sim.scenario import load
from sim.studies.warning import lead_time

if TYPE_CHECKING:
    from pathlib import Path

    from sim.analysis.cycle.warning import EarlyWarning
    from sim.scenario import Scenario

PUSHES = (1, 37, 61, 73, 97, 121)


@pytest.fixture(scope="module")
def scenario(root: Path) -> Scenario:
    return load(root / "scenarios" / "eroding_churn.yaml").vary({"replications": 200})


@pytest.fixture(scope="module")
def found(scenario: Scenario) -> EarlyWarning:
    return lead_time(scenario, "plan_first", months=PUSHES, workers=1)


@pytest.mark.slow
def test_the_gain_warns_years_before_profit_peaks(found: EarlyWarning) -> None:
    assert found.lead.ci95[0] > 12.0
    assert found.customers_lead.ci95[0] > 12.0
    assert found.crossing.ci95[1] < found.profit.ci95[0]


@pytest.mark.slow
def test_slowing_down_does_not_warn(found: EarlyWarning) -> None:
    """Mutant: taken alone, a fifth of the paths alarm; as many do where nothing erodes."""
    for one in found.slowing:
        assert one.tau.ci95[0] < 0.1
        assert one.alarmed.ci95[0] > 0.05
        assert abs(one.more.value) < 0.05


@pytest.mark.slow
def test_who_reinvests_two_fifths_gets_no_warning(scenario: Scenario) -> None:
    assert lead_time(scenario, "modest", months=PUSHES, workers=1).lead.ci95[0] < 0.0


@pytest.fixture(scope="module")
def small(scenario: Scenario) -> Scenario:
    return scenario.vary({"replications": 12, "horizon": 48})


def test_sight_ends_with_the_push(small: Scenario) -> None:
    """After the last event both sights are the same; before it, the one that knows what comes gains less."""
    late = small.vary({"events": [{"month": 20, "kind": "churn_shock", "size": 1.0}]})
    ahead, so_far = (lead_time(late, "steady", months=(1, 30), sight=sight, workers=1) for sight in ("ahead", "so far"))
    assert ahead.gains[1] == so_far.gains[1]
    assert ahead.gains[0].value < so_far.gains[0].value
    assert (ahead.profit, ahead.customers) == (so_far.profit, so_far.customers)


def test_months_are_counted_once_and_in_order(small: Scenario) -> None:
    assert lead_time(small, "steady", months=(25, 1, 25), workers=1).months == (1, 25)


@pytest.mark.parametrize(
    ("changes", "policy", "months", "says"),
    [
        ({}, "steadi", None, "Did you mean 'steady'"),
        ({}, "steady", (1, 49), "no push in month 49: the scenario has months 1 to 48"),
        ({}, "steady", (1,), "pushes in two months"),
        ({"horizon": 23}, "steady", (1, 13), "horizon of 24 months"),
        (
            {"events": [{"month": 20, "kind": "churn_shock", "size": "10% to 20%"}]},
            "steady",
            None,
            "events.0.size is not",
        ),
    ],
)
def test_what_cannot_be_measured_is_refused(
    small: Scenario, changes: dict[str, object], policy: str, months: tuple[int, ...] | None, says: str
) -> None:
    with pytest.raises(UsageError, match=says.replace("(", r"\(")):
        lead_time(small.vary(changes), policy, months=months, workers=1)
