"""A preview shows what a run would, whoever does the work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import sim
from sim.errors import UsageError
from sim.experiment import preview
from sim.experiment.preview import Preview
from sim.results import PATH_COLUMNS

if TYPE_CHECKING:
    from pathlib import Path

    from sim.experiment.look import Look
    from sim.scenario import Scenario

MEASURES = ("revenue", "cash", "cac")
REPLICATIONS = 260


@pytest.fixture(scope="module")
def scenario(root: Path) -> Scenario:
    return sim.load(root / "scenarios" / "presets" / "b2b_services.yaml").vary({"horizon": 8})


@pytest.fixture(scope="module")
def look(scenario: Scenario) -> Look:
    with Preview(workers=1) as shown:
        return shown.look(scenario, replications=REPLICATIONS, measures=MEASURES)


def test_the_bands_are_those_of_a_run(scenario: Scenario, look: Look) -> None:
    paths = sim.run(scenario, replications=REPLICATIONS).paths
    seen = look.frame()
    both = seen.merge(paths, on=["policy", "month", "measure"], suffixes=("", "_of_run"))
    assert len(both) == len(seen) == len(scenario.policies) * 9 * len(MEASURES)
    for band in PATH_COLUMNS[4:]:
        np.testing.assert_array_equal(both[band], both[f"{band}_of_run"], err_msg=band)


def test_warm_processes_give_the_same_look_one_after_the_other(scenario: Scenario, look: Look) -> None:
    dearer = scenario.vary({"business.price": 2_000})
    with Preview(workers=2) as shown:
        other = shown.look(dearer, replications=REPLICATIONS, measures=MEASURES)
        same = shown.look(scenario, replications=REPLICATIONS, measures=MEASURES)
    np.testing.assert_array_equal(same.bands, look.bands)
    assert (other.bands[0] != look.bands[0]).any()


def test_only_what_a_variation_touches_is_simulated_again(scenario: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, ...]] = []
    months = preview._months

    def watched(told: Scenario, *rest: Any) -> Any:  # noqa: ANN401 (as the original)
        asked.append(tuple(told.policies))
        return months(told, *rest)

    monkeypatch.setattr(preview, "_months", watched)
    changed = scenario.vary({"policies.plan_first.share": 0.9})
    fresh = Preview(workers=1).look(changed, replications=100)
    with Preview(workers=1) as shown:
        before = shown.look(scenario, replications=100)
        after = shown.look(changed, replications=100)
        shown.look(scenario, replications=200)
    every = tuple(scenario.policies)
    assert asked == [every, every, ("plan_first",), every]
    np.testing.assert_array_equal(after.bands, fresh.bands)
    assert (after.bands != before.bands).any()


def test_unknown_measures_are_refused(scenario: Scenario) -> None:
    with Preview(workers=1) as shown, pytest.raises(UsageError, match="no measure named 'revenues'"):
        shown.look(scenario, measures=("revenues",))


@pytest.mark.parametrize("empty", [{"replications": 0}, {"measures": ()}])
def test_nothing_to_look_at_is_refused(scenario: Scenario, empty: dict[str, Any]) -> None:
    with Preview(workers=1) as shown, pytest.raises(UsageError, match="at least one of both"):
        shown.look(scenario, **empty)


def test_a_policy_that_is_looked_at_again_and_again_stays(scenario: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preview, "_KEPT", 3)
    dropped = {f"policies.{name}": None for name in scenario.policies if name not in {"harvest", "steady"}}
    two = scenario.vary({**dropped, "baseline": "harvest"})
    asked: list[tuple[str, ...]] = []
    months = preview._months

    def watched(told: Scenario, *rest: Any) -> Any:  # noqa: ANN401 (as the original)
        asked.append(tuple(told.policies))
        return months(told, *rest)

    monkeypatch.setattr(preview, "_months", watched)
    with Preview(workers=1) as shown:
        for share in (0.1, 0.2, 0.3, 0.4, 0.5):
            shown.look(two.vary({"policies.steady.share": share}), replications=10)
    assert asked == [("harvest", "steady"), *4 * [("steady",)]]


def test_no_workers_is_this_process(scenario: Scenario) -> None:
    assert Preview(workers=0)._crew is None
    assert Preview(workers=0).look(scenario, replications=10).policies == tuple(scenario.policies)
    assert sim.run(scenario, replications=10, workers=0).facts.replications == 10


def test_more_replications_add_to_those_that_are_known(scenario: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, int]] = []
    months = preview._months

    def watched(told: Scenario, first: int, end: int, what: Any) -> Any:  # noqa: ANN401 (as the original)
        asked.append((first, end))
        return months(told, first, end, what)

    monkeypatch.setattr(preview, "_months", watched)
    with Preview(workers=1) as shown:
        few = shown.look(scenario, replications=100)
        more = shown.look(scenario, replications=250)
        again = shown.look(scenario, replications=100)
        fresh = Preview(workers=1).look(scenario, replications=250)
    assert asked[:2] == [(0, 100), (100, 250)]
    np.testing.assert_array_equal(more.bands, fresh.bands)
    np.testing.assert_array_equal(again.bands, few.bands)


def test_outcomes_are_those_of_a_run(scenario: Scenario) -> None:
    run = sim.run(scenario, replications=60).ends
    with Preview(workers=1) as shown:
        found = shown.look(scenario, replications=60, outcomes=("npv", "ruined"))
    for place, name in enumerate(found.outcomes):
        column = run.column(name)
        np.testing.assert_array_equal(found.ends[place], [column[policy] for policy in found.policies])


def test_policies_alike_are_simulated_once_and_both_shown(scenario: Scenario) -> None:
    twins = scenario.vary({"policies": {"one": {"rule": "harvest"}, "two": {"rule": "harvest"}}})
    with Preview(workers=1) as shown:
        found = shown.look(twins, replications=20)
        again = shown.look(twins, replications=40)
    place = {name: found.policies.index(name) for name in ("one", "two")}
    for look in (found, again):
        np.testing.assert_array_equal(look.bands[:, :, place["one"]], look.bands[:, :, place["two"]])
        assert look.replications in {20, 40}


def test_what_is_prepared_is_there_at_once_and_may_be_given_up(scenario: Scenario) -> None:
    with Preview(workers=2) as shown:
        assert not shown.knows(scenario, replications=300)
        for block in shown.prepare(scenario, replications=300):
            block.result()
        assert shown.knows(scenario, replications=300)
        assert shown.prepare(scenario, replications=300) == []
        dearer = scenario.vary({"business.price": 2_000})
        shown.prepare(dearer, replications=2_000)
        shown.abandon()
        look = shown.look(dearer, replications=250)
    with Preview(workers=1) as alone:
        assert alone.prepare(scenario) == []
        np.testing.assert_array_equal(alone.look(dearer, replications=250).bands, look.bands)


def test_outcomes_that_need_another_policy_are_refused(scenario: Scenario) -> None:
    with Preview(workers=1) as shown, pytest.raises(UsageError, match="no outcome named 'payback_month'"):
        shown.look(scenario, outcomes=("payback_month",))
