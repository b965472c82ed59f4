"""In which order rows are worked out: counts that do not hang on one another next to one another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.traced.graph import CALL, COUNTS, NUMBER, RESULT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sim.traced.graph import Graph


def in_rounds(graph: Graph, wanted: Sequence[bool], ends: Iterable[int]) -> list[int]:
    """Return the rows that are wanted, month by month: what needs no count of the month, a round of counts, and so on.

    A count belongs to the first round in which all that it is made of is known, so rounds are as few as can be, and
    without compiled code the counts of a round are drawn in one go. Within a round rows stay in the order of the graph.

    Parameters
    ----------
    ends
        How many rows there were at the end of each month; the rest is a month of its own.
    """
    order: list[int] = []
    first = 0
    for end in (*ends, len(graph.what)):
        rounds = _rounds(graph, wanted, first, end)
        order += sorted(rounds, key=lambda row: (rounds[row], _kind(graph, row), row))
        first = end
    return order


def _rounds(graph: Graph, wanted: Sequence[bool], first: int, end: int) -> dict[int, int]:
    """Return after how many rounds of counts each row of a month can be known."""
    rounds: dict[int, int] = {}
    felt = 0
    for row in range(first, end):
        what, of = graph.what[row], graph.of[row]
        if not wanted[row] or what == NUMBER:
            continue
        if what == CALL:
            of = tuple(graph.arguments(row))
        elif what == RESULT:
            of = (graph.caller(row),)
        known = max((rounds.get(each, 0) for each in of), default=0)
        if what == CALL and not graph.call_at(row).lasting:
            known = felt = max(known, felt)  # what was called before may be felt
        rounds[row] = known + (what in COUNTS)
    return rounds


def _kind(graph: Graph, row: int) -> str:
    """Return what sorts the counts of a round, first of all, by their law."""
    return graph.what[row] if graph.what[row] in COUNTS else "~"
