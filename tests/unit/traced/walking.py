"""Does a program with names in place of numbers: whoever reads a place gets the name of what was last put there.

Names are given by what was done to what, so a program is right if its figures have the names that the graph gives them.
Nothing here knows how places are handed out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sim.traced.graph import CALL, GIVEN, JOIN, NUMBER, RESULT, WHOLE
from sim.traced.room import NOWHERE

if TYPE_CHECKING:
    from sim.traced.graph import Graph
    from sim.traced.program import Program
    from sim.traced.room import Group, Handover
    from sim.traced.tracing import Trace

Lanes = tuple[int | None, ...]
"""Names of a row: one for the lanes of each policy."""

FELT = ("put", "take")
"""What is called on objects that remember it."""


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
    memory: dict[tuple[int, int], int | None] = field(default_factory=dict)

    def figures(self, *, again: bool = False) -> list[Lanes]:
        """Return the names of what comes out; done again, what luck alone decides is not drawn anew."""
        program = self.program
        self.names.felt.clear()
        for place, number in enumerate(program.numbers.tolist()):
            self._put(place, self.names.of(NUMBER, number.hex()), WHOLE)
        for array, row, place in program.given.tolist():
            self._put(place, self.names.of(GIVEN, array, row), self.graph.part[self.given[array]])
        done = 0
        for handover in program.handovers:
            self._steps(done, handover.step)
            done = handover.step
            if not (again and handover.lasting):
                self._hand_over(handover)
        self._steps(done, len(program.steps))
        sound = [] if program.sound == NOWHERE else [program.sound]
        return [self._at(place) for place in (*program.figures.ravel().tolist(), *sound)]

    def _steps(self, first: int, end: int) -> None:
        for operation, part, place, *of in self.program.steps[first:end].tolist():
            name, operands = self.program.names[operation], [each for each in of if each != NOWHERE]
            for own in self._policies(part):
                values = [self.memory.get((each, own)) for each in operands]
                self.memory[place, own] = values[0] if name == "copy" else self.names.of(name, *values)

    def _hand_over(self, handover: Handover) -> None:
        groups = tuple(tuple(self._at(each) for each in self._places(group)) for group in handover.groups)
        name = self.names.called(handover.target, handover.method, handover.first, groups)
        if handover.results is not None:
            for index, place in enumerate(self._places(handover.results)):
                self._put(place, self.names.of(RESULT, name, index), WHOLE)

    @staticmethod
    def _places(group: Group) -> list[int]:
        return group.places.ravel().tolist()

    def _policies(self, part: int) -> range:
        return range(len(self.graph.parts)) if part == WHOLE else range(part - 1, part)

    def _at(self, place: int) -> Lanes:
        return tuple(self.memory.get((place, own)) for own in self._policies(WHOLE))

    def _put(self, place: int, name: int, part: int) -> None:
        self.memory.update(dict.fromkeys(((place, own) for own in self._policies(part)), name))


def right(trace: Trace, program: Program) -> bool:
    """Say whether a program gives the figures that the graph says, also when it is done again with the same luck."""
    names = Names()
    figures = wanted(trace, names)
    walk = Walk(program, trace.graph, trace.given, names)
    return walk.figures() == figures and walk.figures(again=True) == figures
