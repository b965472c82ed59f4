"""What comes of a trial is what a run gives for the same inputs and luck, whoever simulates it and beside whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

import sim
from sim.errors import UsageError
from sim.experiment import trials as module
from sim.experiment.trials import Simulator, Trials, as_run, middle

if TYPE_CHECKING:
    from pathlib import Path

    from sim.experiment.progress import Standing
    from sim.scenario import Scenario

NAMES = ("npv", "ruined", "payback_month")
COUNT = 120


@pytest.fixture(scope="module")
def scenario(root: Path) -> Scenario:
    return sim.load(root / "scenarios" / "online_retailer.yaml").vary({"horizon": 8})


@pytest.fixture(scope="module")
def simulator(scenario: Scenario) -> Simulator:
    return Simulator(scenario, workers=1)


def test_trials_of_a_run_are_the_run(scenario: Scenario, simulator: Simulator) -> None:
    ends = sim.run(scenario, replications=COUNT).ends
    found = simulator.outcomes(as_run(scenario, 0, COUNT), NAMES)
    for name in NAMES:
        np.testing.assert_array_equal(found[name], np.stack(list(ends.column(name).values())), err_msg=name)


def test_a_trial_does_not_depend_on_its_company(
    scenario: Scenario, simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = as_run(scenario, 0, COUNT)
    expected = simulator.outcomes(whole, NAMES)
    order = np.arange(COUNT)[::-7]
    some = Trials(whole.luck[order], {key: value[order] for key, value in whole.inputs.items()})
    monkeypatch.setattr(module, "LANES_A_TASK", 40)
    found = simulator.outcomes(some, NAMES)
    for name in NAMES:
        np.testing.assert_array_equal(found[name], expected[name][:, order], err_msg=name)


def test_processes_change_no_number(scenario: Scenario, simulator: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_WORTH_PROCESSES", 0)
    monkeypatch.setattr(module, "LANES_A_TASK", 200)
    trials = as_run(scenario, 0, COUNT)
    seen: list[Standing] = []
    policies = len(scenario.policies)
    with Simulator(scenario, workers=2, progress=seen.append, lanes=COUNT * policies) as several:
        found = several.outcomes(trials)
    np.testing.assert_array_equal(found["npv"], simulator.outcomes(trials)["npv"])
    assert seen[-1].done == COUNT * policies


def test_a_setting_of_one_policy_changes_that_policy_only(simulator: Simulator) -> None:
    luck = np.zeros(3, np.int64)
    shares = np.array([0.0, 0.4, 0.9])
    found = simulator.outcomes(Trials(luck, {"policies.steady.share": shares}))["npv"]
    for policy, values in zip(simulator.scenario.policies, found, strict=True):
        assert len(set(values)) == (3 if policy == "steady" else 1), policy


def test_the_middle_is_what_an_unnamed_input_has(scenario: Scenario, simulator: Simulator) -> None:
    key = "business.cost_of_sales"
    named = Trials(np.arange(2), {key: np.full(2, scenario.uncertain[key].median)})
    assert middle(scenario, key) == scenario.uncertain[key].median
    np.testing.assert_array_equal(simulator.outcomes(named)["npv"], simulator.outcomes(Trials(np.arange(2), {}))["npv"])


@pytest.mark.parametrize(
    "key", ["acquisition.winrate", "acquisition", "policies.x.share", "policies.steady", "events.0.size", "horizon"]
)
def test_an_unknown_input_is_refused_by_name(simulator: Simulator, key: str) -> None:
    with pytest.raises(UsageError, match=f"'{key}'"):
        simulator.outcomes(Trials(np.arange(2), {key: np.ones(2)}))


def test_an_unknown_outcome_is_refused(simulator: Simulator) -> None:
    with pytest.raises(UsageError, match="no outcome named 'npw'"):
        simulator.outcomes(Trials(np.arange(2), {}), ("npw",))
