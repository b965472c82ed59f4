"""Loop shares of the cycle: what is replayed is what was lived, causes add up, and what does nothing scores nothing."""

from __future__ import annotations

from dataclasses import replace
from math import prod
from typing import TYPE_CHECKING

import numpy as np
import pytest

from sim.analysis.loops.words import lines, strongest, title
from sim.errors import UsageError
from sim.experiment.run import only
from sim.model.causes import CAUSES
from sim.scenario import load
from sim.studies import loop_lanes
from sim.studies import loops as module
from sim.studies.loop_changes import changes_of
from sim.studies.loop_lanes import lanes_of
from sim.studies.loop_names import BRAKES, SIGNS, named_loops
from sim.studies.loop_records import HELD_BACK
from sim.studies.loops import loops

if TYPE_CHECKING:
    from pathlib import Path

    from sim.analysis.loops.shares import LoopShares
    from sim.scenario import Scenario

COUNT = 24


@pytest.fixture(scope="module")
def scenario(root: Path) -> Scenario:
    made = load(root / "scenarios" / "tipping_point.yaml").vary({"horizon": 48, "replications": COUNT})
    return only(made, ("harvest", "fifth"))


@pytest.fixture(scope="module")
def found(scenario: Scenario) -> LoopShares:
    return loops(scenario)


def test_what_is_replayed_is_what_was_lived(scenario: Scenario) -> None:
    lanes = lanes_of(scenario, 0, COUNT)
    again = lanes.replayed()
    for node, values in again.nodes.items():
        if node not in {"budget", "marketing"}:  # links offer them before cash and survival mode have their say
            np.testing.assert_array_equal(values * lanes.live.alive, lanes.live.nodes[node] * lanes.live.alive, node)


def test_lanes_do_not_depend_on_their_company(scenario: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    lanes = lanes_of(scenario, 0, 8)
    together = list(lanes.alone(("budget", "capability_demand", "delay")))
    monkeypatch.setattr(loop_lanes, "LANES", 1)
    for one, other in zip(together, lanes.alone(("budget", "capability_demand", "delay")), strict=True):
        for node, values in one.nodes.items():
            np.testing.assert_array_equal(values, other.nodes[node], node)


def test_blocks_of_replications_change_nothing(
    scenario: Scenario, found: LoopShares, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_BLOCK", 20)
    again = loops(scenario)
    for one, other in zip(found.policies, again.policies, strict=True):
        np.testing.assert_allclose(one.shares, other.shares, rtol=1e-9, atol=1e-12)


def test_causes_add_up(found: LoopShares) -> None:
    """Capability moves by budgets, its cost and rivals alone; sums and products tell all of their change."""
    harvest = found.policies[0]
    for node in ("capability_demand", "capability_experience", "unit_cost", "market_left", "fixed_cost"):
        assert harvest.told[node] == pytest.approx(1, abs=0.03), node


def test_a_wrong_past_is_caught(scenario: Scenario) -> None:
    """The mutant: without the upkeep of the year before the start, budgets do not tell capability's decline."""
    lanes = lanes_of(only(scenario, ("harvest",)), 0, COUNT)
    months = np.array([36, 48])
    wrong = replace(lanes, upkeep=np.zeros_like(lanes.upkeep))
    told = []
    for one in (lanes, wrong):
        change = changes_of(one, months)["budget", "capability_supply"]
        told.append(change.part.mean(axis=1) / change.target.mean(axis=1))
    assert told[0] == pytest.approx(1, abs=0.03)
    assert (np.abs(told[1] - 1) > 0.3).all()


def test_who_reinvests_nothing_has_no_growth_loop(found: LoopShares) -> None:
    harvest, fifth = found.policies
    assert not harvest.family("growth").share.any()
    assert fifth.family("growth").share[-1] > 0.3
    assert title(found).startswith("Growth loops weigh most under fifth: ")
    assert len(lines(found)) == 2


def test_a_planted_loop_that_does_nothing_scores_nothing(scenario: Scenario) -> None:
    deaf = scenario.vary({"experience.referral_rate": 0})
    for policy in loops(deaf, replications=8).policies:
        assert np.nan_to_num(policy.family("word of mouth").share).max() == 0


def test_shares_are_shares(found: LoopShares) -> None:
    for policy in found.policies:
        assert np.abs(policy.shares).sum(axis=0) == pytest.approx(1)
        signs = np.array([loop.sign for loop in found.loops])[:, None]
        assert (policy.shares * signs >= 0).all()
        total = sum(family.share for family in policy.families)
        assert total == pytest.approx(1)
        for family in policy.families:
            assert (family.low <= family.high).all()
        assert policy.balancing.share + policy.reinforcing.share == pytest.approx(1)
        assert policy.months.tolist() == list(range(24, 49))


def test_every_loop_is_named() -> None:
    named = named_loops()
    assert len({loop.words for loop in named}) == len({loop.code for loop in named}) == len(named) == 353
    for loop in named:
        edges = list(zip(loop.nodes, (*loop.nodes[1:], loop.nodes[0]), strict=True))
        assert loop.sign == prod(SIGNS[edge] for edge in edges)
        brakes = [name for edge, name in BRAKES.items() if edge in edges]
        assert (len(brakes) % 2 == 1) == (loop.sign < 0), loop.words
    first = next(loop for loop in named if "capability_demand" in loop.nodes and loop.family == "growth")
    assert first.words.endswith(
        "growth through capability of demand: budget → capability of demand → qualified leads → wins → customers → "
        "volume → gross profit → profit and cash → budget"
    )


def test_every_cause_is_measured(scenario: Scenario) -> None:
    lanes = lanes_of(scenario, 0, 4)
    measured = changes_of(lanes, np.array([30]))
    assert list(measured) == [(cause.source, cause.target) for cause in CAUSES]
    assert set(HELD_BACK) <= {cause.source for cause in CAUSES}


def test_what_can_not_be_scored_is_refused(scenario: Scenario) -> None:
    with pytest.raises(UsageError, match="25 months"):
        loops(scenario.vary({"horizon": 24}))
    with pytest.raises(UsageError):
        loops(scenario, policies=("steadily",))
    with pytest.raises(UsageError, match="1 or more"):
        loops(scenario, replications=0)


def test_one_replication_has_no_band(scenario: Scenario) -> None:
    single = loops(scenario.vary({"horizon": 25}), replications=1)
    assert single.policies[0].alive.tolist() == [1, 1]
    assert "Only 1 living firm at the end." in lines(single)[1]
    none = replace(single, policies=tuple(replace(one, alive=np.array([1, 0])) for one in single.policies))
    assert "No firm lives at the end." in lines(none)[1]
    assert "Only 0" not in lines(none)[1]
    assert "who leads is within noise" in lines(single)[1]
    assert title(single) == "Too few replications to tell which loops move the firm: 1"
    assert strongest(single.policies[1]).startswith("No kind of loop clearly leads")
