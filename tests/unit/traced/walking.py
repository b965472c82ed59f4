"""Does a program with names in place of numbers: whoever reads a place gets the name of what was last put there.

Names are given by what was done to what, so a program is right if its figures have the names that the graph gives them.
Nothing here knows how places are handed out.

A row of luck has one name for all policies, and only steps of one policy may look at it: it is no longer than the lanes
of one. Steps are done one by one, as compiled code does them, or in the groups that are drawn in one go without it: all
of a group is read before anything of it is put anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sim.traced.by_functions import _rounds
from sim.traced.graph import CALL, COUNTS, GIVEN, JOIN, NUMBER, RESULT, WHOLE
from sim.traced.room import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sim.traced.graph import Graph
    from sim.traced.program import Program
    from sim.traced.room import Group, Handover
    from sim.traced.tracing import Trace

Lanes = tuple[int | None, ...]
"""Names of a row: one for the lanes of each policy."""

FELT = ("put", "take")
"""What is called on objects that remember it."""


SPOILT = -1
"""The name of luck that was written over."""


@dataclass
class Names:
    """Names of what is worked out: the same for the same operation on the same."""

    known: dict[tuple[object, ...], int] = field(default_factory=dict)
    felt: dict[int, int] = field(default_factory=dict)

    def of(self, *what: object) -> int:
        """Return the name of something."""
        return self.known.setdefault(what, len(self.known))

    def called(self, target: int, method: str, *rest: object) -> int:
        """Return the name of a call; objects that remember were called before, and that belongs to it."""
        before = self.felt.get(target) if method in FELT else None
        name = self.of("call", target, method, before, *rest)
        if method in FELT:
            self.felt[target] = name
        return name


def wanted(trace: Trace, names: Names) -> list[Lanes]:
    """Return the names of the figures as the graph has them, and last that of what has to be true."""
    rows: list[Lanes] = []
    names.felt.clear()
    for row in range(len(trace.graph.what)):
        rows.append(_named(trace, row, rows, names))
    sound = [] if trace.graph.sound is None else [trace.graph.sound]
    return [rows[row] for row in (*trace.figures.ravel().tolist(), *sound)]


def _named(trace: Trace, row: int, rows: list[Lanes], names: Names) -> Lanes:
    graph, count = trace.graph, len(trace.graph.parts)
    what, of, part = graph.what[row], graph.of[row], graph.part[row]
    if what == JOIN:
        return tuple(rows[each][place] for place, each in enumerate(of))
    if what in {NUMBER, GIVEN, RESULT, CALL}:
        return (_plainly(trace, row, rows, names),) * count
    own = range(count) if part == WHOLE else [part - 1]
    return tuple(
        names.of(what, *(rows[each][place] for each in of)) if place in own else None for place in range(count)
    )


def _plainly(trace: Trace, row: int, rows: list[Lanes], names: Names) -> int:
    """Return the one name of a number, of what is given, of a call, or of what comes back from it."""
    graph = trace.graph
    if graph.what[row] == NUMBER:
        return names.of(NUMBER, graph.numbers[row].hex())
    if graph.what[row] == GIVEN:
        array = sum(first <= row for first in trace.given) - 1
        return names.of(GIVEN, array, row - trace.given[array])
    if graph.what[row] == RESULT:
        return names.of(RESULT, rows[graph.caller(row)][0], graph.of[row][0])
    call = graph.calls[graph.of[row][0]]
    groups = tuple(tuple(rows[each] for each in group.ravel().tolist()) for group in call.groups)
    return names.called(call.target, call.method, call.first, groups)


@dataclass
class Walk:
    """A program under way: the name at every place, for the lanes of each policy."""

    program: Program
    graph: Graph
    given: tuple[int, ...]
    names: Names
    groups: Sequence[Sequence[Sequence[int]]]
    memory: dict[tuple[int, int], int | None] = field(default_factory=dict)
    luck: dict[int, int] = field(default_factory=dict)
    _done: int = 0
    _asked: int = 0

    def figures(self, *, again: bool = False) -> list[Lanes]:
        """Return the names of what comes out; done again, what luck alone decides is not drawn anew."""
        program = self.program
        self.names.felt.clear()
        for array, row, place in program.given.tolist():
            self._put(place, self.names.of(GIVEN, array, row), self.graph.part[self.given[array]])
        if not again:
            self._begin()
        self._done = self._asked = 0
        for handover in program.handovers:
            self._until(handover.step)
            self._hand_over(handover)
        self._until(len(program.steps))
        sound = [] if program.sound == NOWHERE else [program.sound]
        return [self._at(place) for place in (*program.figures.ravel().tolist(), *sound)]

    def _begin(self) -> None:
        """Put numbers where they stay, and draw what luck alone decides: it takes all places of luck."""
        for place, number in enumerate(self.program.numbers.tolist()):
            self._put(place, self.names.of(NUMBER, number.hex()), WHOLE)
        for handover in self.program.luck:
            name = self._called(handover)
            for index, place in enumerate(self._places(handover.results)):
                self.luck[place] = self.names.of(RESULT, name, index)
        count = len(self.program.numbers)
        assert sorted(self.luck) == list(range(count, count + self.program.lucky))

    def _until(self, step: int) -> None:
        """Do steps up to one, and the rest of its group."""
        while self._done < step:
            together = self.groups[self._asked]
            self._together(together)
            self._asked += 1
            self._done += len(together)

    def _together(self, steps: Iterable[Sequence[int]]) -> None:
        """Read all, then put all where it belongs."""
        found = [((step[2], own), self._result(step, own)) for step in steps for own in self._policies(step[1])]
        self.memory.update(found)
        self.luck.update({place: SPOILT for (place, _), _ in found if place in self.luck})

    def _result(self, step: Sequence[int], own: int) -> int | None:
        operation, part, _, *of = step
        name = self.program.names[operation]
        if name in COUNTS and (part == WHOLE or of[0] not in self.luck):
            return None  # counts are drawn from a row of luck, by steps of one policy
        values = [self._read(each, own, part) for each in of if each != NOWHERE]
        return values[0] if name == "copy" else self.names.of(name, *values)

    def _read(self, place: int, own: int, part: int) -> int | None:
        if place not in self.luck:
            return self.memory.get((place, own))
        return None if part == WHOLE else self.luck[place]  # it ends with the lanes of one policy

    def _called(self, handover: Handover) -> int:
        groups = tuple(tuple(self._at(each) for each in self._places(group)) for group in handover.groups)
        return self.names.called(handover.target, handover.method, handover.first, groups)

    def _hand_over(self, handover: Handover) -> None:
        name = self._called(handover)
        for index, place in enumerate(self._places(handover.results)):
            self._put(place, self.names.of(RESULT, name, index), WHOLE)

    @staticmethod
    def _places(group: Group) -> list[int]:
        return group.places.ravel().tolist()

    def _policies(self, part: int) -> range:
        return range(len(self.graph.parts)) if part == WHOLE else range(part - 1, part)

    def _at(self, place: int) -> Lanes:
        """Return the names of a row for everybody, who may look at luck as well: it is repeated for each policy."""
        return tuple(self.luck.get(place, self.memory.get((place, own))) for own in self._policies(WHOLE))

    def _put(self, place: int, name: int, part: int) -> None:
        assert place not in self.luck, "written where luck has to stay"
        self.memory.update(dict.fromkeys(((place, own) for own in self._policies(part)), name))


def right(trace: Trace, program: Program) -> bool:
    """Say whether a program gives the figures that the graph says, one step at a time and in rounds."""
    one_by_one = [[step] for step in program.steps.tolist()]
    return right_in_groups(trace, program, one_by_one) and right_in_groups(trace, program, _rounds(program))


def right_in_groups(trace: Trace, program: Program, groups: Sequence[Sequence[Sequence[int]]]) -> bool:
    """Say it of steps in these groups, also when all is done again with the same luck."""
    assert [list(step) for together in groups for step in together] == program.steps.tolist()
    names = Names()
    figures = wanted(trace, names)
    walk = Walk(program, trace.graph, trace.given, names, groups)
    return walk.figures() == figures and walk.figures(again=True) == figures
