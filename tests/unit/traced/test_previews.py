"""A preview that has learnt shows what a fresh one shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from unittest.mock import Mock

import numpy as np
import pytest

from sim.experiment import following
from sim.experiment.preview import Preview
from sim.traced import programs as learning
from sim.traced.programs import Programs
from tests.unit.traced.batches import ORDERS, deciding, preset

if TYPE_CHECKING:
    from sim.experiment.look import Look
    from sim.scenario import Scenario

OUTCOMES = ("npv", "ruined")


@pytest.fixture(autouse=True)
def programs(monkeypatch: pytest.MonkeyPatch) -> Programs:
    """Begin with nothing learnt, and leave nothing learnt behind."""
    own = Programs()
    monkeypatch.setattr(following, "_PROGRAMS", own)
    return own


def looked(shown: Preview, scenario: Scenario, replications: int = 150) -> Look:
    return shown.look(scenario, replications=replications, outcomes=OUTCOMES)


def assert_alike(one: Look, other: Look) -> None:
    np.testing.assert_array_equal(one.bands, other.bands)
    np.testing.assert_array_equal(one.ends, other.ends)
    assert one.policies == other.policies


def variations() -> list[Scenario]:
    changes: list[dict[str, Any]] = [
        {},
        {"business.price": 2_000},
        {"business.price": 2_000, "world.recession_depth": 0.4},
        {"policies.plan_first.share": 0.8},
        {"policies.harvest.payout": "10% to 90%"},
    ]
    return [preset(horizon=6).vary(each) for each in changes]


@pytest.mark.usefixtures("way")
def test_what_was_learnt_equals_what_is_simulated(programs: Programs, monkeypatch: pytest.MonkeyPatch) -> None:
    with Preview(workers=1) as fresh:
        wanted = [looked(fresh, scenario) for scenario in variations()]
    assert programs._learnt == {}
    with Preview(workers=1) as shown:
        shown.learn(preset(horizon=6), outcomes=OUTCOMES)
        assert len(programs._learnt) == 1
        monkeypatch.setattr(learning, "_turned", turned := Mock(side_effect=learning._turned))
        found = [looked(shown, scenario) for scenario in variations()]
    for one, other in zip(found, wanted, strict=True):
        assert_alike(one, other)
    assert turned.call_count < len(wanted)  # all policies together are replayed; some alone were not learnt


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("replications", [1, 2, 33, 300])
def test_any_number_of_replications(replications: int) -> None:
    scenario = deciding(preset(ORDERS, 4), "all_in", "counter_cyclical")
    with Preview(workers=1) as fresh:
        wanted = looked(fresh, scenario, replications)
    with Preview(workers=1) as shown:
        shown.learn(scenario, outcomes=OUTCOMES)
        assert_alike(looked(shown, scenario, replications), wanted)


@pytest.mark.usefixtures("way")
def test_more_replications_are_added_to_those_replayed() -> None:
    scenario = preset(horizon=4)
    with Preview(workers=1) as fresh:
        wanted = looked(fresh, scenario, 200)
    with Preview(workers=1) as shown:
        shown.learn(scenario, outcomes=OUTCOMES)
        looked(shown, scenario, 70)
        assert_alike(looked(shown, scenario, 200), wanted)


@pytest.mark.parametrize("without", ["sim.traced.operations.compiled", "sim.randomness.accelerator.compiled"])
def test_without_one_of_the_compiled_modules_looks_are_the_same(without: str, monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = preset(horizon=4)
    with Preview(workers=1) as fresh:
        wanted = looked(fresh, scenario)
    monkeypatch.setattr(without, None)
    with Preview(workers=1) as shown:
        shown.learn(scenario, outcomes=OUTCOMES)
        assert_alike(looked(shown, scenario), wanted)
