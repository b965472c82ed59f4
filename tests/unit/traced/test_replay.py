"""A replay does a program with the numbers of a batch, again and again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pytest

from sim.randomness import KeyedStreams
from sim.traced.contents import Contents
from sim.traced.graph import WHOLE, Graph
from sim.traced.program import program_of
from sim.traced.replay import Replay
from sim.traced.symbols import Symbols
from sim.traced.tracing import SymbolicStreams, Trace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.arrays import Array

pytestmark = pytest.mark.usefixtures("way")


class Watched(KeyedStreams):
    """Luck that notes what it was asked for, and for how many lanes."""

    asked: ClassVar[list[tuple[str, int]]] = []

    def normal(self, name: str, month: int, slots: int | None = None) -> Array:
        """Return standard normals."""
        self.asked.append((name, self.lanes))
        return super().normal(name, month, slots)


def month(luck: Any, mean: Any, lanes: Sequence[slice], factors: Sequence[Any]) -> Any:  # noqa: ANN401 (numbers or symbols)
    """Draw a mean up to luck, count it, and move it by what each policy sets."""
    first, chance = luck.normal("luck", 1), np.exp(-np.abs(luck.normal("more", 1, 2)[1]))
    counts = luck.poisson("counts", 1, np.stack([mean, 2.0 + 0.0 * mean]))
    wins = luck.binomial("wins", 1, counts[0], chance)
    waiting = luck.gamma("waiting", 1, 1.0 + counts, chance)
    moved = (wins + waiting[1]) * first
    own = np.concatenate([moved[..., lanes[part]] * factor for part, factor in enumerate(factors)], axis=-1)
    return np.stack([own, moved, counts[1], 4.5 + 0.0 * mean, first, waiting[0]])


@dataclass
class Small:
    """Such a month for so many policies and replications."""

    policies: int
    replications: int

    @property
    def lanes(self) -> list[slice]:
        """Lanes of each policy."""
        each = self.replications
        return [slice(at * each, (at + 1) * each) for at in range(self.policies)]

    def replay(self) -> Replay:
        """Return a replay of this month."""
        graph, all_lanes = Graph(parts=tuple((own.start, own.stop) for own in self.lanes)), self.lanes[-1].stop
        mean = Symbols(graph, np.array(graph.given(1, WHOLE)[0]), all_lanes)
        factors = [
            Symbols(graph, np.array(graph.given(1, part)[0]), self.replications, part)
            for part in range(1, self.policies + 1)
        ]
        found = month(SymbolicStreams(graph, 0, all_lanes), mean, self.lanes, factors)
        trace = Trace(graph, tuple(range(1 + self.policies)), found.rows.reshape(2, 3))
        return Replay(program_of(trace), self.policies, self.replications)

    def contents(self, streams: KeyedStreams, scale: float = 3.0) -> Contents:
        """Return numbers for it."""
        lanes = self.lanes[-1].stop
        factors = [np.full(self.replications, 10.0 ** (place + 1)) for place in range(self.policies)]
        arrays = [scale + np.arange(lanes) / lanes, *factors]
        return Contents(arrays=arrays, parts=[WHOLE, *range(1, self.policies + 1)], others=[streams])

    def wanted(self, streams: KeyedStreams, scale: float = 3.0) -> Array:
        """Return what this month comes to, by NumPy."""
        mean, *factors = self.contents(streams, scale).arrays
        found: Array = month(streams, mean, self.lanes, factors).reshape(2, 3, -1)
        return found

    def luck(self, seed: int = 1, first: int = 0) -> Watched:
        """Return luck that policies share."""
        return Watched(seed, np.tile(np.arange(first, first + self.replications), self.policies))


SIZES: dict[str, Small] = {
    "one lane": Small(1, 1),
    "two policies of one lane": Small(2, 1),
    "one policy": Small(1, 13),
    "one policy in whole lines": Small(1, 16),
    "three policies": Small(3, 8),
    "three policies of odd size": Small(3, 5),
    "many lanes": Small(2, 700),
}
ODD, EVEN = SIZES["three policies of odd size"], SIZES["three policies"]


@pytest.mark.parametrize("name", SIZES)
def test_any_number_of_lanes_for_any_policies(name: str) -> None:
    small = SIZES[name]
    replay = small.replay()
    for scale in (3.0, 0.25, 40.0):
        found = replay.run(small.contents(small.luck(), scale))
        np.testing.assert_array_equal(found, small.wanted(small.luck(), scale))


def test_what_luck_alone_decides_is_drawn_once_and_for_one_policy() -> None:
    replay = EVEN.replay()
    Watched.asked.clear()
    replay.run(EVEN.contents(EVEN.luck()))
    assert sorted(Watched.asked) == [("luck", 8), ("more", 8)]
    found = replay.run(EVEN.contents(EVEN.luck(), 8.0))
    assert len(Watched.asked) == 2
    np.testing.assert_array_equal(found, EVEN.wanted(EVEN.luck(), 8.0))


@pytest.mark.parametrize("other", [{"seed": 2}, {"first": 24}])
def test_other_luck_is_drawn_anew_and_back_again(other: dict[str, int]) -> None:
    replay = EVEN.replay()
    for options in ({}, other, {}, {}):
        found = replay.run(EVEN.contents(EVEN.luck(**options)))
        np.testing.assert_array_equal(found, EVEN.wanted(EVEN.luck(**options)))


def test_luck_kept_from_other_lanes_would_be_seen() -> None:
    replay, other = EVEN.replay(), EVEN.luck(seed=2)
    replay.run(EVEN.contents(EVEN.luck()))
    replay._luck = [other.luck]  # the mutant: what was drawn is taken for the other's
    assert (replay.run(EVEN.contents(other)) != EVEN.wanted(other)).any()


@pytest.mark.parametrize("small", [ODD, EVEN])
def test_other_luck_for_another_policy_would_be_seen(small: Small) -> None:
    """The mutant hands in luck that policies do not share; the figures of the first are right all the same."""
    apart = Watched(1, np.arange(small.lanes[-1].stop))
    found, wanted = small.replay().run(small.contents(apart)), small.wanted(apart)
    np.testing.assert_array_equal(found[..., small.lanes[0]], wanted[..., small.lanes[0]])
    assert (found[..., small.lanes[1]] != wanted[..., small.lanes[1]]).any()
    assert (small.wanted(small.luck())[1, 1, small.lanes[0]] == small.wanted(small.luck())[1, 1, small.lanes[2]]).all()


def test_luck_is_left_alone_by_what_follows() -> None:
    replay = ODD.replay()
    replay.run(ODD.contents(ODD.luck()))
    before = replay.memory.luck_table.copy()
    replay.run(ODD.contents(ODD.luck(), 50.0))
    np.testing.assert_array_equal(replay.memory.luck_table, before)
    np.testing.assert_array_equal(before[0], ODD.luck().first(5).normal("luck", 1))


def test_a_draw_that_fails_leaves_no_luck_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    replay, normal = EVEN.replay(), KeyedStreams.normal

    def failing(self: KeyedStreams, name: str, month: int, slots: int | None = None) -> Array:
        if name == "more":
            raise KeyboardInterrupt
        return normal(self, name, month, slots)

    replay.run(EVEN.contents(EVEN.luck()))
    with monkeypatch.context() as patched:
        patched.setattr(KeyedStreams, "normal", failing)
        with pytest.raises(KeyboardInterrupt):
            replay.run(EVEN.contents(EVEN.luck(seed=2)))
    for seed in (1, 2):
        found = replay.run(EVEN.contents(EVEN.luck(seed=seed)))
        np.testing.assert_array_equal(found, EVEN.wanted(EVEN.luck(seed=seed)))


def test_figures_are_arrays_of_their_own() -> None:
    small = SIZES["one policy"]
    replay = small.replay()
    found = replay.run(small.contents(small.luck()))
    before = found.copy()
    replay.run(small.contents(small.luck(seed=5), 40.0))
    np.testing.assert_array_equal(found, before)
    found[:] = np.nan
    np.testing.assert_array_equal(replay.run(small.contents(small.luck())), before)


def test_what_is_handed_in_is_left_alone() -> None:
    contents = ODD.contents(ODD.luck())
    before = [array.copy() for array in contents.arrays]
    ODD.replay().run(contents)
    for array, kept in zip(contents.arrays, before, strict=True):
        np.testing.assert_array_equal(array, kept)


@pytest.mark.parametrize("wrong", range(13))
def test_what_the_engine_refuses_in_any_lane_is_refused(wrong: int) -> None:
    graph = Graph(parts=((0, 13),))
    (chance,) = graph.given(1, WHOLE)
    graph.require(np.array([graph.operation("greater_equal", (chance, graph.number(each))) for each in (0.0, -1.0)]))
    twice = graph.operation("add", (chance, chance))
    replay = Replay(program_of(Trace(graph, (chance,), np.array([[twice]]))), 1, 13)
    chances = np.linspace(0.0, 1.0, 13)
    np.testing.assert_array_equal(replay.run(Contents(arrays=[chances], parts=[WHOLE])), 2 * chances[None, None])
    chances[wrong] = -0.5
    with pytest.raises(ValueError, match="chances"):
        replay.run(Contents(arrays=[chances], parts=[WHOLE]))
    chances[wrong] = 0.5
    np.testing.assert_array_equal(replay.run(Contents(arrays=[chances], parts=[WHOLE])), 2 * chances[None, None])


def test_a_program_may_have_nothing_to_reckon() -> None:
    graph = Graph(parts=((0, 8),))
    (mean,) = graph.given(1, WHOLE)
    replay = Replay(program_of(Trace(graph, (mean,), np.array([[mean, graph.number(2.0)]]))), 1, 8)
    found = replay.run(Contents(arrays=[np.arange(8.0)], parts=[WHOLE]))
    np.testing.assert_array_equal(found, [[np.arange(8.0), np.full(8, 2.0)]])


def test_a_program_may_be_luck_alone() -> None:
    graph = Graph(parts=((0, 5), (5, 10)))
    first = SymbolicStreams(graph, 0, 10).normal("luck", 1)
    replay = Replay(program_of(Trace(graph, (), np.array([[int(first.rows)]]))), 2, 5)
    luck = Small(2, 5).luck()
    np.testing.assert_array_equal(replay.run(Contents(others=[luck])), luck.normal("luck", 1)[None, None])
