"""What can't be followed is left to the engine, and what was learnt is remembered within bounds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from sim.model.cycle import Cycle
from sim.model.events import Event
from sim.model.parameters import substitute
from sim.model.parameters.spec import parameter
from sim.policies import Growing, affordable
from sim.randomness import KeyedStreams
from sim.traced import programs as learning
from sim.traced.contents import Contents, widened
from sim.traced.programs import Programs
from sim.traced.replay import Replay
from tests.unit.traced.batches import batch, by_replay, deciding, engines, followed, kept, learnt, preset

if TYPE_CHECKING:
    from sim.arrays import Array
    from sim.policies import Decision, Observation, Value
    from sim.scenario import Scenario


pytestmark = pytest.mark.usefixtures("way")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain(Growing):
    """Reinvests a share of profit."""

    share: Value = parameter(0.4, unit="share", low=0, high=1, meaning="share reinvested", source="judgement")

    def decide(self, seen: Observation) -> Decision:
        """Spend the share."""
        return self.growth(seen, affordable(seen, self.share), keep=self.share)


def _are_numbers(value: object) -> bool:
    return isinstance(value, np.ndarray)


class LooksAtTheMean(Plain):
    """Spends less where firms are poor on average."""

    def decide(self, seen: Observation) -> Decision:
        """Spend the share if there is cash."""
        poor = float(seen.cash.mean()) < 1e9
        return self.growth(seen, affordable(seen, 0.2 if poor else self.share), keep=self.share)


class KnowsWhoAsks(Plain):
    """Spends otherwise when it is followed."""

    def decide(self, seen: Observation) -> Decision:
        """Spend the share, or a third of it."""
        share = self.share if _are_numbers(seen.cash) else 0.33 * self.share
        return self.growth(seen, affordable(seen, share), keep=self.share)


class Breaks(Plain):
    """Fails when it is followed."""

    def decide(self, seen: Observation) -> Decision:
        """Divide by nothing."""
        share = self.share if _are_numbers(seen.cash) else 1 / (seen.quarter - seen.quarter)
        return self.growth(seen, affordable(seen, share), keep=self.share)


def assert_left_to_the_engine(programs: Programs, scenario: Scenario) -> None:
    setup = batch(scenario, 0, 11)
    np.testing.assert_array_equal(programs.recording(setup).values, engines(setup))


def as_ours(kind: type[Plain], monkeypatch: pytest.MonkeyPatch) -> Plain:
    """Return a rule that passes for one of ours, so that it is tried."""
    monkeypatch.setattr(kind, "__module__", f"sim.policies.{kind.__name__.lower()}")
    return kind()


def test_a_rule_that_passes_for_ours_is_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = deciding(preset(), as_ours(Plain, monkeypatch))
    programs = learnt(scenario)
    assert kept(programs) == [True]
    setup = batch(scenario, 0, 11)
    np.testing.assert_array_equal(by_replay(programs, setup, monkeypatch), engines(setup))


@pytest.mark.parametrize("kind", [LooksAtTheMean, KnowsWhoAsks, Breaks])
def test_a_rule_that_cannot_be_followed_is_not_kept(kind: type[Plain], monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = deciding(preset(), as_ours(kind, monkeypatch), "harvest")
    programs = learnt(scenario)
    assert kept(programs) == [False]
    assert_left_to_the_engine(programs, scenario)


def test_unchecked_the_rule_that_knows_would_mislead(monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = deciding(preset(), as_ours(KnowsWhoAsks, monkeypatch))
    _, program = followed(scenario)
    setup = batch(scenario)
    cycle = Cycle.of(setup)
    found = Replay(program, 1, 8).run(Contents.of(cycle, widened(cycle.batch.panel)))
    assert (found != engines(setup)).any()


@pytest.mark.parametrize("kind", [Plain, LooksAtTheMean, KnowsWhoAsks, Breaks])
def test_rules_of_others_are_left_to_the_engine(kind: type[Plain]) -> None:
    scenario = deciding(preset(), kind(), "harvest")
    programs = learnt(scenario)
    assert kept(programs) == []
    assert_left_to_the_engine(programs, scenario)


def test_events_that_differ_between_lanes_are_left_to_the_engine() -> None:
    scenario = preset().vary({"events": [{"kind": "demand_shock", "month": "2 to 5", "size": "-30%", "lasting": 3}]})
    programs = learnt(scenario)
    assert kept(programs) == []
    assert_left_to_the_engine(programs, scenario)


def test_what_is_of_another_shape_is_left_to_the_engine() -> None:
    programs = learnt(preset())
    event = Event(kind="demand_shock", month=3.0, size=-0.4, lasting=4.0)
    for other in (
        preset(horizon=8),
        deciding(preset(), "harvest"),
        preset().vary({"reinvestment.review_months": 2}),
        replace(preset(), events=(event,)),
    ):
        assert_left_to_the_engine(programs, other)
    fewer = batch(preset(), measures=("cash", "revenue"))
    np.testing.assert_array_equal(programs.recording(fewer).values, engines(fewer))


def test_a_shape_is_learnt_once(monkeypatch: pytest.MonkeyPatch) -> None:
    programs, follow = Programs(), learning._followed
    asked: list[int] = []

    def counted(*arguments: object) -> object:
        asked.append(len(arguments))
        return follow(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(learning, "_followed", counted)
    for price in (1000, 2000, 3000):
        programs.learn(batch(preset(horizon=2).vary({"business.price": price})))
    assert len(asked) == 1


def test_what_the_engine_refuses_says_nothing_of_the_shape() -> None:
    programs, setup = Programs(), batch(deciding(preset(horizon=2), "staged"))
    programs.learn(replace(setup, parameters=substitute(setup.parameters, {"business.customers": 1e17})))
    programs.learn(setup)
    assert kept(programs) == [True]


def test_a_single_lane_is_enough_to_learn_from() -> None:
    programs, scenario = Programs(), deciding(preset(horizon=2), "staged")
    programs.learn(batch(scenario, 0, 1))
    assert kept(programs) == [True]


RULES = ("harvest", "maintain")


def test_what_is_kept_is_bounded_and_the_latest_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    programs = Programs()
    scenarios = [deciding(preset(horizon=1 + place // 2), RULES[place % 2]) for place in range(6)]
    for scenario in scenarios:
        programs.learn(batch(scenario))
        by_replay(programs, batch(scenario), monkeypatch)
    assert len(programs._learnt) <= 4
    assert len(programs._replays) <= 4
    for count in range(1, 7):
        setup = batch(scenarios[-1], 0, count)
        np.testing.assert_array_equal(by_replay(programs, setup, monkeypatch), engines(setup))
    assert len(programs._replays) <= 4


def test_looks_that_take_turns_do_not_mix(monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = deciding(preset(), "all_in"), deciding(preset(), "harvest", "staged")
    programs = learnt(one)
    programs.learn(batch(other))
    batches = [batch(one), batch(other, 0, 3), batch(one, 4, 12), batch(one), batch(other, 3, 6), batch(one)]
    for setup in batches:
        np.testing.assert_array_equal(by_replay(programs, setup, monkeypatch), engines(setup))


def test_a_replay_that_was_broken_off_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    programs, other = learnt(preset()), preset().vary({"seed": 5})
    by_replay(programs, batch(preset()), monkeypatch)
    normal, asked = KeyedStreams.normal, []

    def broken_off(self: KeyedStreams, name: str, month: int, slots: int | None = None) -> Array:
        asked.append(month)
        if month == 4:
            raise KeyboardInterrupt
        return normal(self, name, month, slots)

    with monkeypatch.context() as patched:
        patched.setattr(KeyedStreams, "normal", broken_off)
        with pytest.raises(KeyboardInterrupt):
            programs.recording(batch(other))
    assert asked
    np.testing.assert_array_equal(by_replay(programs, batch(other), monkeypatch), engines(batch(other)))


REFUSED = {"world.recession_onset": 1.7, "world.rival_move_rate": -3.0, "business.customers": 1e17}
"""Numbers that no scenario may hold: chances outside 0 to 1, more customers than can be counted."""


@pytest.mark.parametrize("key", REFUSED)
def test_what_the_engine_refuses_is_refused_in_the_same_words(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = deciding(preset(horizon=2), "staged")
    programs, setup = learnt(scenario), batch(scenario)
    wrong = replace(setup, parameters=substitute(setup.parameters, {key: REFUSED[key]}))
    said = []
    for ask in (engines, programs.recording):
        with np.errstate(all="ignore"), pytest.raises(ValueError, match="stream") as refused:
            ask(wrong)
        said.append(str(refused.value))
    assert said[0] == said[1]
    np.testing.assert_array_equal(by_replay(programs, setup, monkeypatch), engines(setup))
