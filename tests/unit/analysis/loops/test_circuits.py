"""Every loop is found, none twice; the fallback misses what its paper says it misses."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest

from sim.analysis.loops import circuits, partition_of, strongest_loops
from sim.errors import UsageError
from sim.randomness import KeyedUniforms

FIGURE_7 = {
    ("a", "b"): 10.0, ("a", "d"): 100.0, ("d", "c"): 0.1, ("c", "b"): 10.0, ("b", "c"): 10.0, ("c", "a"): 10.0,
}  # fmt: skip
"""Eberlein & Schoenberg (2020), figure 7; b → c and c → a follow from the loop scores in its text."""


def test_the_example_of_the_paper() -> None:
    assert {frozenset(loop) for loop in circuits(list(FIGURE_7))} == {
        frozenset("bc"),
        frozenset("abc"),
        frozenset("adc"),
    }
    assert strongest_loops(FIGURE_7, ["a"]) == (("a", "d", "c"),)  # of score 100, where a-b-c has 1000


def test_the_fallback_starts_afresh_for_every_stock() -> None:
    """From b alone the strong loop is found; so it is after a, unless a's record stays."""
    both = {frozenset(loop) for loop in strongest_loops(FIGURE_7, ["a", "b"])}
    assert frozenset("abc") in both or frozenset("bc") in both
    assert both == {frozenset(loop) for stock in "ab" for loop in strongest_loops(FIGURE_7, [stock])}


def test_both_directions_round_and_loops_of_one() -> None:
    edges = [("a", "b"), ("b", "c"), ("c", "a"), ("a", "c"), ("c", "b"), ("b", "a"), ("c", "c")]
    found = circuits(edges)
    assert len(found) == len(set(found)) == 6
    assert ("a", "b", "c") in found
    assert ("a", "c", "b") in found
    assert ("c",) in found


@pytest.mark.parametrize("number", range(12))
def test_random_graphs_by_brute_force(number: int) -> None:
    size = 6
    drawn = KeyedUniforms(number).rows("graph", 0, size * size, ((0, 1),))[:, 0].reshape(size, size)
    edges = [(str(i), str(j)) for i in range(size) for j in range(size) if drawn[i, j] < 0.35]
    there = set(edges)
    wanted = {
        ring
        for count in range(1, size + 1)
        for ring in permutations(map(str, range(size)), count)
        if ring[0] == min(ring) and all(edge in there for edge in zip(ring, (*ring[1:], ring[0]), strict=True))
    }
    found = circuits(edges)
    turned = [loop[loop.index(min(loop)) :] + loop[: loop.index(min(loop))] for loop in found]
    assert len(turned) == len(set(turned))
    assert set(turned) == wanted


def test_too_many_loops_are_refused() -> None:
    nodes = [str(number) for number in range(8)]
    everything = [(a, b) for a in nodes for b in nodes if a != b]
    with pytest.raises(UsageError, match="more than 1,000 loops"):
        circuits(everything, most=1000)


def test_partitions_are_strongly_connected() -> None:
    places = partition_of([("a", "b"), ("b", "a"), ("b", "c"), ("c", "d"), ("d", "c"), ("d", "e")])
    assert places == {"a": 0, "b": 0, "c": 1, "d": 1, "e": 2}


def test_long_chains_do_not_exhaust_the_stack() -> None:
    count = 1500
    ring = [(str(n), str((n + 1) % count)) for n in range(count)]
    assert [len(loop) for loop in circuits(ring)] == [count]
    assert np.ptp(list(partition_of(ring).values())) == 0
