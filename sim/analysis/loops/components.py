"""Which nodes of a directed graph reach one another: the partitions within which loops can be compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sim.analysis.loops.system import Edge

Graph = dict[str, list[str]]
"""Successors by node."""

_State = tuple[dict[str, int], dict[str, int], list[str], list[set[str]]]
"""Order of discovery (-1 once its component is closed), earliest node in reach, open nodes, components found."""


def partition_of(edges: Sequence[Edge]) -> dict[str, int]:
    """Return the number of every node's strongly connected component."""
    graph = graph_of(edges)
    number = {node: place for place, node in enumerate(graph)}
    parts = sorted(components(graph), key=lambda nodes: min(number[node] for node in nodes))
    return {node: place for place, part in enumerate(parts) for node in part}


def graph_of(edges: Sequence[Edge]) -> Graph:
    """Return the successors of every node, in the order of the edges."""
    graph: Graph = {node: [] for edge in edges for node in edge}
    for source, target in dict.fromkeys(edges):
        graph[source].append(target)
    return graph


def components(graph: Graph) -> list[set[str]]:
    """Return the strongly connected components (Tarjan 1972, without recursion)."""
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    open_: list[str] = []
    found: list[set[str]] = []
    for root in graph:
        if root not in order:
            _visit(root, graph, (order, low, open_, found))
    return found


def _visit(root: str, graph: Graph, state: _State) -> None:
    order, low, open_, _ = state
    trail: list[tuple[str, Iterator[str]]] = []

    def enter(node: str) -> None:
        order[node] = low[node] = len(order)
        open_.append(node)
        trail.append((node, iter(graph[node])))

    enter(root)
    while trail:
        node, turns = trail[-1]
        following = next(turns, None)
        if following is None:
            _close(node, trail, state)
        elif following not in order:
            enter(following)
        elif order[following] >= 0:
            low[node] = min(low[node], order[following])


def _close(
    node: str,
    trail: list[tuple[str, Iterator[str]]],
    state: _State,
) -> None:
    order, low, open_, found = state
    trail.pop()
    if trail:
        parent = trail[-1][0]
        low[parent] = min(low[parent], low[node])
    if low[node] == order[node]:
        place = open_.index(node)
        found.append(set(open_[place:]))
        order.update(dict.fromkeys(open_[place:], -1))
        del open_[place:]
