"""A replay does a program with the numbers of a batch, again and again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pytest

from sim.randomness import KeyedStreams
from sim.traced.contents import Contents
from sim.traced.graph import JOIN, WHOLE, Call, Graph
from sim.traced.program import program_of
from sim.traced.replay import Replay
from sim.traced.tracing import Trace
from tests.unit.traced.batches import compiled_only

if TYPE_CHECKING:
    from sim.arrays import Array

pytestmark = compiled_only

Parts = tuple[tuple[int, int], ...]


class Watched(KeyedStreams):
    """Luck that counts how often it was asked for."""

    asked: int

    def normal(self, name: str, month: int, slots: int | None = None) -> Array:
        """Return standard normals."""
        self.asked = getattr(self, "asked", 0) + 1
        return super().normal(name, month, slots)


@dataclass
class Small:
    """A month in which a mean is drawn up to luck, counted, and moved by what each policy sets."""

    parts: Parts
    graph: Graph = field(init=False)

    def __post_init__(self) -> None:
        """Begin with a mean, and a factor for each policy."""
        self.graph = Graph(parts=self.parts)

    def replay(self) -> Replay:
        """Return a replay of this month."""
        graph = self.graph
        (mean,) = graph.given(1, WHOLE)
        factors = [graph.given(1, part + 1)[0] for part in range(len(self.parts))]
        first = int(graph.call(Call(0, "normal", ("luck", 1), (), ())))
        slots = graph.call(Call(0, "normal", ("more", 1, 2), (), (2,)))
        chance = graph.operation("exp", (int(slots[1]),))
        counts = graph.call(Call(0, "poisson", ("counts", 1), (np.array([mean, graph.number(2.0)]),), (2,)))
        more = graph.call(Call(0, "poisson", ("rows", 1), (np.array([chance, mean]),), (2,)))
        total = graph.operation("add", (int(counts[0]), int(more[1])))
        moved = graph.operation("multiply", (total, first))
        own = [graph.operation("multiply", (moved, factor), part + 1) for part, factor in enumerate(factors)]
        figures = [graph.operation(JOIN, tuple(own)), moved, int(counts[1]), graph.number(4.5), first, int(more[0])]
        return Replay(program_of(Trace(graph, (mean, *factors), np.array(figures).reshape(2, 3))), self.parts)

    def contents(self, streams: KeyedStreams, scale: float = 3.0) -> Contents:
        """Return numbers for it."""
        lanes = self.parts[-1][1]
        factors = [np.full(end - start, 10.0 ** (place + 1)) for place, (start, end) in enumerate(self.parts)]
        arrays = [scale + np.arange(lanes) / lanes, *factors]
        return Contents(arrays=arrays, parts=[WHOLE, *range(1, len(self.parts) + 1)], others=[streams])

    def wanted(self, streams: KeyedStreams, scale: float = 3.0) -> Array:
        """Return what this month comes to, by NumPy."""
        mean, *factors = self.contents(streams, scale).arrays
        luck, chance = streams.normal("luck", 1), np.exp(streams.normal("more", 1, 2)[1])
        counts = streams.poisson("counts", 1, np.stack([mean, np.full_like(mean, 2.0)]))
        more = streams.poisson("rows", 1, np.stack([chance, mean]))
        moved = (counts[0] + more[1]) * luck
        figures = [moved * np.concatenate(factors), moved, counts[1], np.full_like(mean, 4.5), luck, more[0]]
        return np.stack(figures).reshape(2, 3, -1)


def luck(lanes: int, seed: int = 1, first: int = 0) -> Watched:
    return Watched(seed, np.arange(first, first + lanes))


PARTS: dict[str, Parts] = {
    "one lane": ((0, 1),),
    "one policy": ((0, 13),),
    "one policy in whole lines": ((0, 16),),
    "three policies": ((0, 8), (8, 16), (16, 24)),
    "three policies of odd size": ((0, 5), (5, 10), (10, 15)),
    "unequal policies": ((0, 1), (1, 12), (12, 30)),
}


@pytest.mark.parametrize("name", PARTS)
def test_any_number_of_lanes_in_any_parts(name: str) -> None:
    small = Small(PARTS[name])
    lanes = small.parts[-1][1]
    replay = small.replay()
    for scale in (3.0, 0.25):
        np.testing.assert_array_equal(replay.run(small.contents(luck(lanes), scale)), small.wanted(luck(lanes), scale))


def test_what_luck_alone_decides_is_drawn_once() -> None:
    small = Small(PARTS["three policies"])
    replay, once, again = small.replay(), luck(24), luck(24)
    replay.run(small.contents(once))
    found = replay.run(small.contents(again, 8.0))
    assert once.asked > 0
    assert not hasattr(again, "asked")
    np.testing.assert_array_equal(found, small.wanted(luck(24), 8.0))


@pytest.mark.parametrize("other", [{"seed": 2}, {"first": 24}])
def test_other_luck_is_drawn_anew_and_back_again(other: dict[str, int]) -> None:
    small = Small(PARTS["three policies"])
    replay = small.replay()
    for options in ({}, other, {}, {}):
        found = replay.run(small.contents(luck(24, **options)))
        np.testing.assert_array_equal(found, small.wanted(luck(24, **options)))


def test_luck_kept_from_other_lanes_would_be_seen() -> None:
    small = Small(PARTS["three policies"])
    replay, other = small.replay(), luck(24, seed=2)
    replay.run(small.contents(luck(24)))
    replay._luck = [other.luck]  # the mutant: what was drawn is taken for the other's
    assert (replay.run(small.contents(other)) != small.wanted(other)).any()


def test_figures_are_arrays_of_their_own() -> None:
    small = Small(PARTS["one policy"])
    replay = small.replay()
    found = replay.run(small.contents(luck(13)))
    before = found.copy()
    replay.run(small.contents(luck(13, seed=5), 40.0))
    np.testing.assert_array_equal(found, before)
    found[:] = np.nan
    np.testing.assert_array_equal(replay.run(small.contents(luck(13))), before)


def test_what_is_handed_in_is_left_alone() -> None:
    small = Small(PARTS["unequal policies"])
    contents = small.contents(luck(30))
    before = [array.copy() for array in contents.arrays]
    small.replay().run(contents)
    for array, kept in zip(contents.arrays, before, strict=True):
        np.testing.assert_array_equal(array, kept)


def test_rows_begin_with_a_line_of_the_cache() -> None:
    replay = Small(PARTS["three policies of odd size"]).replay()
    assert replay.memory.ctypes.data % 64 == 0
    assert all(value % 8 == 0 for value in replay.layout)
    assert [replay.lanes_of(part) for part in range(4)] == [(0, 15), (0, 5), (5, 10), (10, 15)]


@pytest.mark.parametrize("wrong", range(13))
def test_what_the_engine_refuses_in_any_lane_is_refused(wrong: int) -> None:
    graph = Graph(parts=((0, 13),))
    (chance,) = graph.given(1, WHOLE)
    graph.require(np.array([graph.operation("greater_equal", (chance, graph.number(each))) for each in (0.0, -1.0)]))
    twice = graph.operation("add", (chance, chance))
    replay = Replay(program_of(Trace(graph, (chance,), np.array([[twice]]))), graph.parts)
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
    replay = Replay(program_of(Trace(graph, (mean,), np.array([[mean, graph.number(2.0)]]))), graph.parts)
    found = replay.run(Contents(arrays=[np.arange(8.0)], parts=[WHOLE]))
    np.testing.assert_array_equal(found, [[np.arange(8.0), np.full(8, 2.0)]])
