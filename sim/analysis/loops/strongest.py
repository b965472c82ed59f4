"""Strong loops by search, where there are too many to list."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sim.analysis.loops.circuits import Loop
    from sim.analysis.loops.system import Edge


def strongest_loops(scores: Mapping[Edge, float], stocks: Sequence[str]) -> tuple[Loop, ...]:
    """Return loops that a search for strong paths finds from every stock: a fallback that misses loops.

    Eberlein & Schoenberg (2020), Finding the loops that matter. From a stock it follows the strongest links first
    and leaves a path that reaches a node more weakly than one before it did. That record starts afresh for every
    stock, where the printed pseudo-code resets it once per moment only.
    """
    outward: dict[str, list[tuple[float, str]]] = {}
    for (source, target), score in scores.items():
        outward.setdefault(source, []).append((abs(score), target))
    for links in outward.values():
        links.sort(key=lambda link: -link[0])
    found: dict[frozenset[Edge], Loop] = {}
    for stock in stocks:
        for loop in _strong(outward, stock):
            found.setdefault(frozenset(zip(loop, (*loop[1:], loop[0]), strict=True)), loop)
    return tuple(found.values())


def _strong(outward: Mapping[str, list[tuple[float, str]]], stock: str) -> Iterator[Loop]:
    best: dict[str, float] = {}
    waiting: list[tuple[Loop, float]] = [((stock,), 1.0)]
    while waiting:
        path, score = waiting.pop()
        *before, node = path
        if node in before:
            if node == stock:
                yield path[:-1]
            continue
        if score < best.get(node, 0.0):
            continue
        best[node] = score
        waiting += [((*path, target), score * link) for link, target in reversed(outward.get(node, []))]
