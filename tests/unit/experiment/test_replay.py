from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from sim.errors import UsageError
from sim.experiment.replay import replay
from sim.experiment.run import run
from sim.results import MEASURES
from sim.scenario import load

if TYPE_CHECKING:
    from pathlib import Path

    from sim.scenario import Scenario


@pytest.fixture(scope="module")
def scenario(root: Path) -> Scenario:
    shock = [{"month": 3, "kind": "demand_shock", "size": "-60%", "lasting": "12 months"}]
    return load(root / "scenarios" / "tipping_point.yaml").vary({"horizon": 60, "events": shock})


def test_the_story_is_that_of_the_run(scenario: Scenario) -> None:
    told = replay(scenario, "harvest", 17)
    table = run(scenario, replications=18, workers=1, paths="all").replications
    assert table is not None
    lane = table[(table.policy == "harvest") & (table.replication == 17)]
    for measure in MEASURES:
        np.testing.assert_array_equal(lane[measure].to_numpy(), told.recording[measure][:, 0].astype(np.float32))


def test_the_ledger_tells_what_moved_the_firm(scenario: Scenario) -> None:
    told = replay(scenario, "harvest", 17)
    notes = [entry.what for entry in told.entries]
    assert any(note.startswith("demand_shock") for note in notes)
    assert [entry.month for entry in told.entries] == sorted(entry.month for entry in told.entries)
    steady = [entry.what for entry in replay(scenario.vary({"events": []}), "steady", 17).entries]
    assert "review: reinvest a month" in steady
    assert "technology released, all steps" in steady


def test_closing_is_told_when_it_happens(scenario: Scenario) -> None:
    for replication in range(40):
        told = replay(scenario.vary({"business.cash_days": "3 days"}), "harvest", replication)
        closed = np.flatnonzero(told.recording["closed"][:, 0])
        story = [entry.month for entry in told.entries if entry.what == "the firm closes"]
        assert story == ([int(closed[0])] if closed.size else [])
        if closed.size:
            return
    pytest.fail("no firm with three days of cash closed in forty replications")


def test_unknown_stories_are_refused(scenario: Scenario) -> None:
    with pytest.raises(UsageError, match="no policy named"):
        replay(scenario, "harvst", 0)
    with pytest.raises(UsageError, match="count from 0"):
        replay(scenario, "harvest", -1)
