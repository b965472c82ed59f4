"""All loops of a directed graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.analysis.loops.components import components, graph_of
from sim.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sim.analysis.loops.components import Graph
    from sim.analysis.loops.system import Edge

MOST_CIRCUITS: Final = 100_000
"""Loops that are listed at most; a graph with more is too fine to talk about."""

Loop = tuple[str, ...]


def circuits(edges: Sequence[Edge], *, most: int = MOST_CIRCUITS) -> tuple[Loop, ...]:
    """Return all elementary circuits; the two directions round the same names are two circuits.

    Johnson (1975), Finding all the elementary circuits of a directed graph, SIAM J. Comput. 4:77. Each starts at the
    node that comes first among the edges.

    Raises
    ------
    UsageError
        When there are more than `most`.
    """
    found: list[Loop] = []
    for loop in _circuits(graph_of(edges)):
        found.append(loop)
        if len(found) > most:
            raise UsageError(f"the graph has more than {most:,} loops; score the strongest ones or draw nodes together")
    return tuple(found)


def _circuits(graph: Graph) -> Iterator[Loop]:
    """Yield the circuits through each node that use no node before it."""
    place = {node: number for number, node in enumerate(graph)}
    waiting = components(graph)
    while waiting:
        part = min(waiting, key=lambda nodes: min(place[node] for node in nodes))
        waiting.remove(part)
        start = min(part, key=lambda node: place[node])
        inner = {node: [to for to in graph[node] if to in part] for node in sorted(part, key=lambda node: place[node])}
        yield from _through(start, inner)
        rest = {node: [to for to in inner[node] if to != start] for node in inner if node != start}
        waiting += [nodes for nodes in components(rest) if any(to in nodes for node in nodes for to in rest[node])]


def _through(start: str, graph: Graph) -> Iterator[Loop]:
    """Yield the circuits of a strongly connected graph that pass through a node."""
    path, turns = [start], [iter(graph[start])]
    blocked, waits, closed = {start}, {node: set[str]() for node in graph}, set[str]()
    while path:
        node = path[-1]
        following = next(turns[-1], None)
        if following is None:
            _retreat(node, graph, (blocked, waits, closed))
            path.pop()
            turns.pop()
        elif following == start:
            yield tuple(path)
            closed.update(path)
        elif following not in blocked:
            path.append(following)
            turns.append(iter(graph[following]))
            closed.discard(following)
            blocked.add(following)


def _retreat(node: str, graph: Graph, state: tuple[set[str], dict[str, set[str]], set[str]]) -> None:
    """Leave a node: free it when it led home, else let it wait until one of its successors is free."""
    blocked, waits, closed = state
    if node not in closed:
        for successor in graph[node]:
            waits[successor].add(node)
        return
    freed = [node]
    while freed:
        one = freed.pop()
        if one in blocked:
            blocked.discard(one)
            freed += sorted(waits[one])
            waits[one].clear()
