"""Room in memory for the rows of a program, and what is handed over between its steps."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.traced.graph import CALL, GIVEN, JOIN, NUMBER, RESULT, WHOLE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from sim.traced.graph import Graph, Rows

NOWHERE: Final = -1
"""Place of an operand that an operation does not have."""


@dataclass(frozen=True, slots=True)
class Group:
    """An argument of a call: places of its rows, and their shape."""

    places: NDArray[np.int64]
    shape: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Handover:
    """A call, with the places where its arguments lie and its results go.

    Attributes
    ----------
    step
        Steps that are done before it.
    target, method, first
        As in `Call`.
    groups
        Its other arguments.
    results
        Places of what comes back, side by side, and their shape; none for nothing.
    """

    step: int
    target: int
    method: str
    first: tuple[str | int, ...]
    groups: tuple[Group, ...]
    results: Group


@dataclass(slots=True)
class Room:
    """Memory for rows: places are taken, and free again after the last use of what lies there.

    Rows that a call takes together lie side by side where they can, as do those that come back from it.

    Parameters
    ----------
    last
        The last row that is made of each row.
    luck
        Rows that luck alone decides, in their order; they get places of their own, after those of the numbers.
    """

    graph: Graph
    wanted: list[bool]
    last: list[int]
    numbers: dict[int, int]
    luck: list[int]
    size: int = 0
    at: dict[int, int] = field(init=False)
    _first: int = field(init=False)
    _free: dict[int, list[int]] = field(default_factory=dict)
    _home: dict[int, tuple[int, int]] = field(default_factory=dict)
    _blocks: dict[int, list[int]] = field(default_factory=dict)
    _block_of: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Put numbers first, and see which rows are taken together."""
        self._first = len(self.numbers) + len(self.luck)
        self.at = self.numbers | {row: len(self.numbers) + place for place, row in enumerate(self.luck)}
        for index, call in enumerate(self.graph.calls):
            for which, group in enumerate(call.groups):
                self._house(3 * index + which, group)

    def _house(self, block: int, group: Rows) -> None:
        rows = [int(row) for row in group.flat]
        own = (CALL, NUMBER, GIVEN, RESULT)
        alone = all(row not in self._home and self.graph.what[row] not in own for row in rows)
        if len(rows) > 1 and alone and len(set(rows)) == len(rows) and self.wanted[rows[0]]:
            self._home.update({row: (block, place) for place, row in enumerate(rows)})
            self._blocks[block] = rows

    def place(self, row: int) -> int:
        """Return a place for a row that is worked out now."""
        home = self._home.get(row)
        if home is None:
            self.at[row] = place = self._take(1)
            return place
        block, offset = home
        rows = self._blocks[block]
        first = next((self.at[other] - index for index, other in enumerate(rows) if other in self.at), None)
        if first is None:
            first = self._take(len(rows))
            self._begin(first, rows)
        self.at[row] = first + offset
        return first + offset

    def _begin(self, first: int, rows: list[int]) -> None:
        self._blocks[-1 - first] = list(rows)
        self._block_of.update(dict.fromkeys(rows, first))

    def steps(self, row: int, number: int) -> list[tuple[int, ...]]:
        """Return what works a row out: a step with this operation, or one for each policy.

        It is one for each policy where their lanes are joined, and where luck is looked at, which they share.
        """
        of, part = self.graph.of[row], self.graph.part[row]
        places, place = [self.at[each] for each in of], self.place(row)
        self.leave(row, of)
        policies = range(1, len(self.graph.parts) + 1)
        if self.graph.what[row] == JOIN:
            return [(number, own, place, each, NOWHERE, NOWHERE) for own, each in zip(policies, places, strict=True)]
        shared = part == WHOLE and any(map(self._is_luck, places))
        rest = (place, *places, *[NOWHERE] * (3 - len(places)))
        return [(number, own, *rest) for own in (policies if shared else [part])]

    def _is_luck(self, place: int) -> bool:
        return len(self.numbers) <= place < self._first

    def leave(self, row: int, of: Iterable[int]) -> None:
        """Free the places of rows that were needed for the last time."""
        self._end_all(each for each in dict.fromkeys(of) if self.last[each] == row and self.at[each] >= self._first)

    def _end_all(self, rows: Iterable[int]) -> None:
        for row in rows:
            self._end(row)

    def _end(self, row: int) -> None:
        first = self._block_of.pop(row, None)
        if first is None:
            self._free.setdefault(1, []).append(self.at[row])
            return
        rows = self._blocks[-1 - first]
        if not any(other in self._block_of for other in rows):
            self._free.setdefault(len(rows), []).append(first)

    def _take(self, count: int) -> int:
        free = self._free.get(count)
        return free.pop() if free else self._fresh(count)

    def _fresh(self, count: int) -> int:
        """Return places that nothing has been in."""
        first = self._first + self.size
        self.size += count
        return first

    def handover(self, row: int, step: int) -> Handover:
        """Return a call with the places of its arguments; its results get theirs."""
        call = self.graph.call_at(row)
        groups = tuple(
            Group(np.array([self.at[int(each)] for each in group.flat], np.int64), group.shape) for group in call.groups
        )
        rows = self.graph.results(row)
        if rows and not call.lasting:
            self._come_back(self._take(len(rows)), rows)
        results = Group(np.array([self.at[each] for each in rows], np.int64), call.shape or ())
        self.leave(row, self.graph.arguments(row))
        return Handover(step, call.target, call.method, call.first, groups, results)

    def _come_back(self, first: int, rows: list[int]) -> None:
        """Note where the results of a call lie; those that nobody needs are gone at once."""
        self.at.update({each: first + index for index, each in enumerate(rows)})
        if len(rows) > 1:
            self._begin(first, rows)
        self._end_all(each for each in rows if not self.wanted[each])
