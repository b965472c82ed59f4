"""Does a program: with the numbers of a batch, as often as one likes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sim.randomness import KeyedStreams
from sim.traced import operations
from sim.traced.graph import WHOLE
from sim.traced.room import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from sim.arrays import Array
    from sim.traced.contents import Contents
    from sim.traced.program import Program
    from sim.traced.room import Group, Handover

_BYTES: Final = 8
"""Of a number."""

_LINE: Final = 8
"""Numbers in a line of the processor's cache: loops go nearly twice as fast over rows that begin with one."""


@dataclass(slots=True)
class Replay:
    """A program with memory for so many lanes.

    Parameters
    ----------
    program
        What to do.
    parts
        Lanes of each policy, where they start and end.
    """

    program: Program
    parts: tuple[tuple[int, int], ...]
    memory: NDArray[np.float64] = field(init=False)
    _lanes: int = field(init=False)
    _table: Array = field(init=False)
    _luck: list[tuple[int, bytes]] = field(init=False, default_factory=list)
    _do: Callable[[int, int], None] = field(init=False)
    _calls: list[tuple[Handover, list[Any], Any]] = field(init=False)

    def __post_init__(self) -> None:
        """Lay memory out and find the way operations are done."""
        program, self._lanes = self.program, self.parts[-1][1]
        head, width = self.layout
        self.memory = _aligned(head + program.places * width)
        self.memory[: len(program.numbers)] = program.numbers
        self._table = self.memory[head:].reshape(-1, width)[:, : self._lanes]
        self._do = _by_inner_loops(self)
        self._calls = [
            (
                each,
                [self._argument(group) for group in each.groups],
                None if each.results is None else self._block(each.results),
            )
            for each in program.handovers
        ]

    def run(self, contents: Contents) -> Array:
        """Return the measures of a cycle whose contents are of the shape that was followed.

        Returns
        -------
        Array
            Shape (measures, months + 1, lanes).

        Raises
        ------
        ValueError
            When the engine refuses these numbers.
        """
        for array, row, place in self.program.given.tolist():
            start, end = self.lanes_of(contents.parts[array])
            self.row(place)[start:end] = contents.arrays[array].reshape(-1, end - start)[row]
        luck = [other.luck for other in contents.others if isinstance(other, KeyedStreams)]
        again, self._luck = luck == self._luck, luck
        done = 0
        for handover, arguments, out in self._calls:
            if again and handover.lasting:
                continue
            self._do(done, handover.step)
            done = handover.step
            method = getattr(contents.others[handover.target], handover.method)
            found = method(*handover.first, *(each() for each in arguments))
            if out is not None:
                out[...] = found
        self._do(done, len(self.program.steps))
        if self.program.sound != NOWHERE and not self.row(self.program.sound).view(np.bool_)[: self._lanes].all():
            raise ValueError("chances outside 0 to 1, or bounds the wrong way round")
        places = self.program.figures
        return np.stack([self.row(place) for place in places.ravel().tolist()]).reshape(*places.shape, self._lanes)

    def lanes_of(self, part: int) -> tuple[int, int]:
        """Return where the lanes of a policy start and end, or all lanes."""
        return (0, self._lanes) if part == WHOLE else self.parts[part - 1]

    @property
    def layout(self) -> tuple[int, int]:
        """Where rows begin, after the numbers that are the same in every lane, and how far they are apart."""
        return _lines(len(self.program.numbers)), _lines(self._lanes)

    def row(self, place: int) -> Array:
        """Return the numbers at a place, one per lane; a number that is the same in all of them as such."""
        count = len(self.program.numbers)
        return np.broadcast_to(self.memory[place], (self._lanes,)) if place < count else self._table[place - count]

    def _block(self, group: Group) -> Array:
        """Return rows that lie side by side."""
        first = int(group.places[0]) - len(self.program.numbers)
        return self._table[first : first + group.places.size].reshape(*group.shape, self._lanes)

    def _argument(self, group: Group) -> Callable[[], Array]:
        """Return how an argument of a call is had: as it lies, or gathered.

        What is returned does not know this memory: a circle would keep it when it is no longer wanted.
        """
        places, count, lanes = group.places, len(self.program.numbers), self._lanes
        if not group.shape:
            row = self.row(int(places[0]))
            return lambda: row
        if places.min() < count:
            rows = [self.row(place) for place in places.tolist()]
            return lambda: np.stack(rows).reshape(*group.shape, lanes)
        if (np.diff(places) == 1).all() and self._table.flags.c_contiguous:
            block = self._block(group)
            return lambda: block
        table, rows_of_table = self._table, places - count
        return lambda: table[rows_of_table].reshape(*group.shape, lanes)


def _lines(numbers: int) -> int:
    """Return so many numbers rounded up to whole lines."""
    return -(-numbers // _LINE) * _LINE


def _aligned(numbers: int) -> NDArray[np.float64]:
    """Return memory that begins with a line."""
    memory = np.zeros(numbers + _LINE)
    return memory[-(memory.ctypes.data // _BYTES) % _LINE :][:numbers]


def _by_inner_loops(replay: Replay) -> Callable[[int, int], None]:
    """Return what does some of the steps, one after the other."""
    names = replay.program.names
    if not names:
        return lambda *_: None
    table = {name: operations.inner_loop(name) for name in names if name not in operations.OWN}
    loops = np.array([*table.values()], np.uint64).reshape(-1, 3)
    numbered = {name: index for index, name in enumerate(table)} | operations.OWN
    code, memory = _code(replay, [numbered[name] for name in names]), replay.memory
    operations.compiled.check(loops, code, memory)
    run = operations.compiled.run

    def do(first: int, end: int) -> None:
        if first < end:
            run(loops, code, memory, first, end)

    return do


def _code(replay: Replay, numbered: Sequence[int]) -> NDArray[np.int64]:
    """Return steps as the compiled module wants them."""
    program, count, (head, width) = replay.program, len(replay.program.numbers), replay.layout
    what, part = program.steps[:, 0], program.steps[:, 1]
    start, end = np.array([replay.lanes_of(each) for each in range(len(replay.parts) + 1)], np.int64)[part].T
    tests = np.array([(operations.gives_test(name), *operations.takes_tests(name)) for name in program.names])
    places = program.steps[:, 2:]
    steps = np.where(places < count, 0, np.where(tests, 1, _BYTES)[what])
    offsets = np.where(places < count, places, head + (places - count) * width) * _BYTES + steps * start[:, None]
    offsets[places < 0] = steps[places < 0] = 0
    return np.column_stack([np.array(numbered, np.int64)[what], end - start, offsets, steps]).astype(np.int64)
