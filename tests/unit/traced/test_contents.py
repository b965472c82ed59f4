"""What a cycle is made of: its arrays in an order that its shape alone decides, and facts that say what shape."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from sim.model.cycle import Cycle
from sim.model.events import Event
from sim.model.panel import Panel, Seat
from sim.model.parameters import leaves
from sim.model.releases import Releases
from sim.policies.fixed_share import FixedShare
from sim.randomness import KeyedStreams
from sim.traced.contents import Contents, rebuilt, widened
from sim.traced.graph import UntraceableError
from sim.traced.programs import Programs
from sim.traced.replay import Replay
from tests.unit.traced.batches import ORDERS, batch, by_replay, deciding, engines, followed, kept, preset

if TYPE_CHECKING:
    from sim.model.setup import Setup
    from sim.scenario import Scenario


def contents(scenario: Scenario, lanes: int = 4) -> Contents:
    cycle = Cycle.of(batch(scenario, 0, lanes))
    return Contents.of(cycle, widened(cycle.batch.panel))


def by_policy(kind: str = "harvest") -> Scenario:
    return deciding(preset(), kind, "staged")


def with_event(**changes: Any) -> Scenario:  # noqa: ANN401 (fields of an event)
    fields = {"kind": "demand_shock", "month": 3.0, "size": -0.4, "lasting": 4.0, **changes}
    return replace(preset(), events=(Event(**fields),))


ALIKE: dict[str, Scenario] = {
    "a dearer product": preset().vary({"business.price": 3_000}),
    "a number left out": preset().vary({"business.cash": 12_345}),
    "another seed": preset().vary({"seed": 77}),
    "an uncertain input": preset().vary({"business.customers": "100 to 300"}),
    "another setting": preset().vary({"policies.plan_first.share": "20% to 60%"}),
    "no luck at all": preset().vary({"world.demand_noise": 0, "supply.stockout_rate": 0}),
}

OTHER: dict[str, Scenario] = {
    "another horizon": preset(horizon=8),
    "another kind": preset(ORDERS),
    "other rules": by_policy(),
    "reviews more often": preset().vary({"reinvestment.review_months": 2}),
    "a longer sales cycle in stages": preset().vary({"acquisition.pipeline_stages": 4}),
    "an event": with_event(),
    "a channel more": preset().vary(
        {"demand.channels.digital.share": 0.25, "demand.channels.fairs": {"share": 0.25, "elasticity": 0.4}}
    ),
}


@pytest.mark.parametrize("name", ALIKE)
def test_numbers_are_no_facts(name: str) -> None:
    assert contents(ALIKE[name]).facts == contents(preset()).facts


@pytest.mark.parametrize("name", OTHER)
def test_structure_is(name: str) -> None:
    assert contents(OTHER[name]).facts != contents(preset()).facts


@pytest.mark.parametrize("changes", [{"month": 4.0}, {"size": -0.41}, {"kind": "churn_shock"}, {"lasting": 3.0}])
def test_events_are_facts_to_the_last_digit(changes: dict[str, Any]) -> None:
    assert contents(with_event(**changes)).facts != contents(with_event()).facts
    assert contents(with_event()).facts == contents(with_event()).facts


def test_rules_and_their_order_are_facts() -> None:
    one, other = contents(deciding(preset(), "harvest", "staged")), contents(deciding(preset(), "staged", "harvest"))
    assert one.facts != other.facts
    assert contents(by_policy("harvest")).facts != contents(by_policy("maintain")).facts


@pytest.mark.parametrize("lanes", [1, 3, 17])
def test_lanes_are_no_facts_and_change_no_order(lanes: int) -> None:
    few, many = contents(by_policy(), lanes), contents(by_policy(), 8)
    assert few.facts == many.facts
    assert few.parts == many.parts
    assert [array.shape[:-1] for array in few.arrays] == [array.shape[:-1] for array in many.arrays]
    assert [type(other) for other in few.others] == [type(other) for other in many.others]


def test_an_array_stands_where_it_stood() -> None:
    one, other = contents(preset()), contents(preset().vary({"business.price": 3_000}))
    moved = [place for place, array in enumerate(one.arrays) if (array == 1400).all() and array.ndim == 1]
    assert moved
    prices = [other.arrays[place] for place in moved]
    assert any((price == 3_000).all() for price in prices)


def test_facts_can_be_looked_up_and_are_equal_though_numbers_are_missing() -> None:
    assert len({tuple(contents(preset()).facts), tuple(contents(preset()).facts)}) == 1
    one, other = (Contents() for _ in range(2))
    for found in (one, other):
        found._look((float("nan"), 0.0), 0)
    assert one.facts == other.facts
    negative = Contents()
    negative._look((float("nan"), -0.0), 0)
    assert negative.facts != one.facts


def test_every_setting_of_a_policy_is_an_array_of_its_own_lanes() -> None:
    cycle = Cycle.of(batch(by_policy(), 0, 4))
    for seat in widened(cycle.batch.panel):
        settings = list(leaves(seat.policy, np.ndarray))
        assert settings
        assert {array.shape for array in settings} == {(4,)}
        assert not list(leaves(seat.policy, float))
    found = Contents.of(cycle, widened(cycle.batch.panel))
    assert set(found.parts) == {0, 1, 2}
    assert found.parts == sorted(found.parts)


def test_no_array_is_listed_twice() -> None:
    found = contents(preset())
    assert len({id(array) for array in found.arrays}) == len(found.arrays)
    assert any(isinstance(other, KeyedStreams) for other in found.others)
    assert any(isinstance(other, Releases) for other in found.others)


def test_events_that_differ_between_lanes_are_refused() -> None:
    with pytest.raises(UntraceableError, match="events that differ"):
        contents(with_event(month=np.array([2.0, 3.0, 4.0, 5.0] * len(preset().policies))))


def hand_made(name: str) -> Setup:
    """Return a batch of eight lanes that differs from what is laid out."""
    setup = batch(by_policy(), 0, 4)
    one, two = setup.seats
    replications = {
        "policies of other replications": np.arange(8),
        "replications in another order": np.array([0, 1, 2, 3, 3, 2, 1, 0]),
        "the last replication another": np.array([0, 1, 2, 3, 0, 1, 2, 4]),
        "replications that come again": np.array([2, 2, 2, 2, 2, 2, 2, 2]),
        "as laid out": np.array([0, 1, 2, 3, 0, 1, 2, 3]),
    }
    if name in replications:
        return replace(setup, streams=KeyedStreams(setup.streams.luck[0], replications[name]))  # type: ignore[attr-defined]
    cut = {"a policy of more lanes": 3, "a policy of fewer lanes": 5, "a policy of one lane": 1}[name]
    seats = replace(one, lanes=slice(0, cut)), replace(two, lanes=slice(cut, 8))
    return replace(setup, seats=seats, streams=KeyedStreams(3, np.arange(8)))


UNEQUAL = ("a policy of more lanes", "a policy of fewer lanes", "a policy of one lane")
UNSHARED = ("policies of other replications", "replications in another order", "the last replication another")


@pytest.mark.parametrize("name", [*UNEQUAL, *UNSHARED])
def test_policies_that_are_not_alike_in_lanes_and_luck_are_left_to_the_engine(name: str) -> None:
    setup = hand_made(name)
    cycle = Cycle.of(setup)
    why = "other replications" if name in UNSHARED else "more or fewer lanes"
    with pytest.raises(UntraceableError, match=why):
        Contents.of(cycle, widened(cycle.batch.panel))
    programs = Programs()
    programs.learn(setup)
    assert kept(programs) == []
    programs.learn(batch(by_policy()))
    assert kept(programs) == [True]
    np.testing.assert_array_equal(programs.recording(setup).values, engines(setup))


@pytest.mark.parametrize("name", ["replications that come again", "as laid out"])
def test_policies_that_are_alike_are_replayed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    setup, programs = hand_made(name), Programs()
    programs.learn(batch(by_policy()))
    np.testing.assert_array_equal(by_replay(programs, setup, monkeypatch), engines(setup))


@pytest.mark.parametrize("name", ["a policy of more lanes", "policies of other replications"])
def test_a_replay_of_such_policies_would_be_wrong(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The mutant takes them for alike."""
    if name in UNEQUAL:
        with pytest.raises(ValueError, match=r"reshape|broadcast|size"):
            Replay(followed(by_policy())[1], 2, 4).run(unchecked(hand_made(name)))
        return
    setup, programs = hand_made(name), Programs()
    programs.learn(batch(by_policy()))
    monkeypatch.setattr(KeyedStreams, "repeats", lambda *_: True)
    assert (by_replay(programs, setup, monkeypatch) != engines(setup)).any()


def unchecked(setup: Setup) -> Contents:
    """Return the contents of a batch that nobody looked at closely."""
    cycle, found = Cycle.of(setup), Contents()
    found._look(cycle, 0)
    for part, seat in enumerate(widened(cycle.batch.panel), start=1):
        found._look(seat.policy, part)
    return found


def test_seats_that_begin_elsewhere_are_refused() -> None:
    for lanes in (slice(1, 5), slice(0, 3), slice(0, 8)):
        with pytest.raises(UntraceableError):
            Contents.of(Holder(np.zeros(4)), (Seat(FixedShare(), lanes),))


@dataclass
class Holder:
    """Something of ours that holds something else."""

    held: Any
    again: Any = None
    unset: Any = field(init=False)


Holder.__module__ = "sim.holding"


@pytest.mark.parametrize(
    "item",
    [np.arange(4), np.zeros(4, np.float32), np.array(1.0), SimpleNamespace(a=1), {1, 2}, b"bytes", 1j, len, object()],
)
def test_what_is_not_known_is_refused(item: object) -> None:
    with pytest.raises(UntraceableError):
        Contents.of(Holder(item), (Seat(FixedShare(), slice(0, 4)),))


def test_an_array_without_lanes_is_refused() -> None:
    with pytest.raises(UntraceableError, match="without lanes"):
        Contents.of(Holder(np.zeros((4, 3))), (Seat(FixedShare(), slice(0, 4)),))


def test_what_is_shared_is_a_fact() -> None:
    array, seats = np.zeros(4), (Seat(FixedShare(), slice(0, 4)),)
    shared, apart = Contents.of(Holder(array, array), seats), Contents.of(Holder(array, array.copy()), seats)
    assert shared.facts != apart.facts
    assert (len(shared.arrays), len(apart.arrays)) == (1, 2)
    other = array.copy()
    first, second = (Contents.of(Holder([array, other], [each]), seats) for each in (array, other))
    assert first.facts != second.facts


# ---- copies ---------------------------------------------------------------------------------------------------------


def test_what_is_shared_stays_shared() -> None:
    array, inner = np.zeros(4), Holder(1.5)
    inner.again = inner  # met again below itself
    item = Holder([array, {"deep": (array, inner)}], inner)
    copy = rebuilt(item, lambda leaf: leaf.copy(), {})  # type: ignore[union-attr]
    first, (second, below) = copy.held[0], copy.held[1]["deep"]
    assert first is second
    assert first is not array
    assert below is copy.again
    assert below.again is below
    assert below is not inner
    assert not hasattr(copy, "unset")


def test_a_rebuilt_cycle_shares_no_array_with_the_first() -> None:
    cycle = Cycle.of(batch(by_policy(), 0, 4))
    seats = widened(cycle.batch.panel)
    made: dict[int, Any] = {id(cycle.batch.panel): Panel(seats)}
    copy = rebuilt(cycle, lambda leaf: np.array(leaf) if isinstance(leaf, np.ndarray) else leaf, made)
    before, after = Contents.of(cycle, seats), Contents.of(copy, seats)
    assert before.facts == after.facts
    own = [place for place, part in enumerate(before.parts) if part == 0]
    assert own
    for place in own:
        assert before.arrays[place] is not after.arrays[place]
        np.testing.assert_array_equal(before.arrays[place], after.arrays[place])
