"""Does a program: with the numbers of a batch, as often as one likes."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sim.randomness import KeyedStreams
from sim.traced import operations
from sim.traced.by_functions import by_functions
from sim.traced.by_loops import by_loops
from sim.traced.graph import UntraceableError
from sim.traced.memory import Memory
from sim.traced.room import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sim.arrays import Array
    from sim.traced.contents import Contents
    from sim.traced.program import Program
    from sim.traced.room import Handover

_REFUSED: Final = "chances outside 0 to 1, or bounds the wrong way round"


@dataclass(slots=True)
class Replay:
    """A program with memory for so many lanes.

    Parameters
    ----------
    program
        What to do.
    policies, replications
        Lanes: the same replications for one policy after the other.
    """

    program: Program
    policies: int
    replications: int
    memory: Memory = field(init=False)
    _luck: list[tuple[int, bytes]] = field(init=False, default_factory=list)
    _do: Callable[[int, int], None] = field(init=False)
    _calls: list[tuple[Handover, list[Callable[[], Array]], Array | None]] = field(init=False)

    def __post_init__(self) -> None:
        """Lay memory out and find the way operations are done."""
        program = self.program
        self.memory = memory = Memory(program.numbers, program.lucky, program.places, self.policies, self.replications)
        self._do = _way(program, memory)
        self._calls = [
            (
                each,
                [memory.argument(group) for group in each.groups],
                memory.block(each.results) if each.results.places.size else None,
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
        program, memory = self.program, self.memory
        for array, row, place in program.given.tolist():
            start, end = memory.lanes_of(contents.parts[array])
            memory.row(place)[start:end] = contents.arrays[array].reshape(-1, end - start)[row]
        self._draw_luck(contents.others)
        done = 0
        for handover, arguments, out in self._calls:
            self._do(done, handover.step)
            done = handover.step
            found = _asked(handover, contents.others, *(each() for each in arguments))
            if out is not None:
                out[...] = found
        self._do(done, len(program.steps))
        if program.sound != NOWHERE and not memory.tests(program.sound).all():
            raise ValueError(_REFUSED)
        places = program.figures
        lanes = self.policies * self.replications
        return np.stack([memory.row(place) for place in places.ravel().tolist()]).reshape(*places.shape, lanes)

    def _draw_luck(self, others: Sequence[object]) -> None:
        """Draw what luck alone decides, unless it lies there from last time; policies share it."""
        luck = [other.luck for other in others if isinstance(other, KeyedStreams)]
        if luck == self._luck:
            return
        self._luck = []  # nobody's, should a draw fail
        shared = [other.first(self.replications) if isinstance(other, KeyedStreams) else other for other in others]
        for handover in self.program.luck:
            self.memory.put_luck(handover.results.places, _asked(handover, shared))
        self._luck = luck


def _way(program: Program, memory: Memory) -> Callable[[int, int], None]:
    """Return what does some of the steps: the fastest way there is here."""
    if operations.present():
        with suppress(UntraceableError):  # NumPy keeps a loop elsewhere
            return by_loops(program, memory)
    return by_functions(program, memory)


def _asked(handover: Handover, others: Sequence[object], *arguments: Array) -> Any:  # noqa: ANN401
    """Return what an object says when it is called."""
    return getattr(others[handover.target], handover.method)(*handover.first, *arguments)
