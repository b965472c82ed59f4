"""What `optimize` reports of a firm is what a run with the tuned settings gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

import sim
from sim.analysis.run.reliance import reliance
from sim.errors import UsageError
from sim.experiment import trials
from sim.results import STEPS
from sim.studies.optimise import Wish, optimise, to_tune
from sim.studies.provable import enough
from sim.studies.tunable import Wanted

if TYPE_CHECKING:
    from pathlib import Path

    from sim.analysis.tuning.tuned import Optimum
    from sim.experiment.progress import Standing
    from sim.scenario import Scenario

COUNT = 120
LIMIT = 0.05


@pytest.fixture(scope="module")
def scenario(root: Path) -> Scenario:
    changes = {"horizon": 4, "replications": COUNT, "policies.steady.share": "20% to 60%"}
    return sim.load(root / "scenarios" / "online_retailer.yaml").vary(changes)


@pytest.fixture(scope="module")
def seen() -> list[Standing]:
    return []


@pytest.fixture(scope="module")
def found(scenario: Scenario, seen: list[Standing]) -> Optimum:
    return optimise(scenario, Wish(limit=LIMIT, policies=("steady",), limits=(0.1, 0.01)), progress=seen.append)


def test_the_reported_figures_are_those_of_a_run_with_these_settings(scenario: Scenario, found: Optimum) -> None:
    best = found.best.settings[0].best
    ends = sim.run(scenario.vary({"policies.steady.share": best})).ends
    assert found.best.worth.mean == float(np.mean(ends.column("npv")["steady"]))
    assert found.best.worth.ruin.count == int(ends.column("ruined")["steady"].sum())


def test_yours_are_those_of_the_run_as_it_is(scenario: Scenario, found: Optimum) -> None:
    column = sim.run(scenario).ends.column("npv")
    assert {one.policy: one.worth.mean for one in found.yours} == {
        name: float(np.mean(values)) for name, values in column.items()
    }
    gap = found.best.worth.mean - column["steady"].mean()
    assert found.best.against_yours.mean == pytest.approx(gap)


def test_what_the_best_owes_to_terminal_value_is_that_of_the_two_runs(scenario: Scenario, found: Optimum) -> None:
    best = sim.run(scenario.vary({"policies.steady.share": found.best.settings[0].best})).ends
    yours, names = sim.run(scenario).ends, ("the tuned steady", "steady with your settings")
    whole, paid = (
        dict(zip(names, (best.column(outcome)["steady"], yours.column(outcome)["steady"]), strict=True))
        for outcome in ("npv", "npv_without_terminal_value")
    )
    expected = reliance(whole, paid)
    assert expected is not None
    assert found.reliance == (expected if expected.best == names[0] else None)
    other = optimise(scenario, Wish(limit=LIMIT, policies=("steady",), measure="final_revenue"))
    assert other.reliance is None


def test_a_belief_about_a_tuned_setting_gives_way_to_the_number(scenario: Scenario, found: Optimum) -> None:
    assert "policies.steady.share" in scenario.uncertain
    assert found.best.settings[0].yours == pytest.approx(scenario.uncertain["policies.steady.share"].median)


def test_a_split_is_set_lane_by_lane(scenario: Scenario) -> None:
    wish = Wish(limit=LIMIT, policies=("plan_first",), wanted=(Wanted("split"),))
    small = scenario.vary({"horizon": 2})
    best = optimise(small, wish).best
    split = {one.name.partition(".")[2]: one.best for one in best.settings}
    assert list(split) == list(STEPS)
    ends = sim.run(small.vary({"policies.plan_first.split": split})).ends
    assert best.worth.mean == float(np.mean(ends.column("npv")["plan_first"]))


def test_processes_change_nothing(scenario: Scenario, found: Optimum, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trials, "_WORTH_PROCESSES", 0)
    monkeypatch.setattr(trials, "LANES_A_TASK", 1500)
    wish = Wish(limit=LIMIT, policies=("steady",), limits=(0.1, 0.01))
    assert optimise(scenario, wish, workers=2) == found


def test_progress_grows_to_its_end(found: Optimum, seen: list[Standing]) -> None:
    assert found.best.holds
    done = [standing.done for standing in seen]
    assert done == sorted(done)
    assert seen[-1].done == seen[-1].lanes


def test_limits_that_cannot_be_shown_are_named_with_what_they_take(found: Optimum) -> None:
    assert found.frontier is not None
    assert [limit for limit, _ in found.frontier.unproven] == [0.01]
    assert found.frontier.unproven[0][1] == enough(0.01) > COUNT
    assert found.frontier.points[-1].limits[-1] == 1.0


def test_the_profile_passes_through_yours_and_the_best(found: Optimum) -> None:
    assert found.profile is not None
    assert found.best.settings[0].best in found.profile.at
    assert list(found.profile.at) == sorted(found.profile.at)


def test_the_baseline_alone_can_be_tuned_by_name(scenario: Scenario) -> None:
    alone = scenario.vary({
        "horizon": 3, "baseline": None, "policies.carry_on": None, "policies.harvest": None,
        "policies.plan_first": None, "policies.all_in": None,
    })  # fmt: skip
    with pytest.raises(UsageError, match="nothing to tune"):
        to_tune(alone, Wish(limit=LIMIT))
    found = optimise(alone, Wish(limit=LIMIT, policies=("steady",)))
    assert found.best.against_baseline is None
    assert len(found.yours) == 1


def test_by_default_every_policy_with_settings_but_the_baseline_is_tuned(scenario: Scenario) -> None:
    assert [one.policy for one in to_tune(scenario, Wish(limit=LIMIT))] == ["steady", "plan_first"]
    changed = scenario.vary({"baseline": "steady"})
    assert [one.policy for one in to_tune(changed, Wish(limit=LIMIT))] == ["plan_first"]


@pytest.mark.parametrize(
    ("wish", "says"),
    [
        (Wish(limit=LIMIT, policies=("harvest",)), "nothing to tune: the rules of harvest"),
        (Wish(limit=LIMIT, policies=("stedy",)), "Did you mean 'steady'"),
        (Wish(limit=LIMIT, wanted=(Wanted("shar"),)), "Did you mean 'share'"),
        (Wish(limit=LIMIT, measure="cac"), "'cac' can't be made as high as possible"),
        (Wish(limit=5.0), "such as 5%"),
        (Wish(limit=0.0), "such as 5%"),
        (Wish(limit=0.001), r"can't show that ruin stays below 0\.1%"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(scenario: Scenario, wish: Wish, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        optimise(scenario, wish)


def test_enough_replications_are_enough(scenario: Scenario) -> None:
    needed = enough(LIMIT)
    with pytest.raises(UsageError, match=f"--replications {needed}"):
        optimise(scenario.vary({"replications": needed - 20}), Wish(limit=LIMIT))


def test_a_correlated_setting_is_refused(scenario: Scenario) -> None:
    pair = [["policies.steady.share", "business.cost_of_sales", 0.3]]
    with pytest.raises(UsageError, match="is correlated"):
        to_tune(scenario.vary({"correlations": pair}), Wish(limit=LIMIT))


def test_without_uncertain_inputs_it_works_too(root: Path) -> None:
    plain = sim.load(root / "scenarios" / "presets" / "b2b_services.yaml").vary({"horizon": 3, "replications": COUNT})
    assert not plain.uncertain
    found = optimise(plain, Wish(limit=LIMIT, policies=("steady",)))
    assert found.best.worth.ruin.trials == COUNT
