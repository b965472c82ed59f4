"""Programs that were learnt: a cycle is followed once, and whatever is of its shape is replayed from then on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.model.cycle import Cycle
from sim.model.recorder import Recorder, Recording
from sim.traced.contents import Contents, widened
from sim.traced.graph import UntraceableError
from sim.traced.program import program_of
from sim.traced.replay import Replay
from sim.traced.tracing import trace

if TYPE_CHECKING:
    from sim.arrays import Array
    from sim.model.setup import Setup
    from sim.traced.contents import Fact
    from sim.traced.program import Program

_KEPT: Final = 4
"""Programs that are kept, and memories to replay them in."""

Shape = tuple["Fact", ...]


@dataclass(slots=True)
class Programs:
    """Programs by the shape of the cycles they are for.

    A program is kept only if it gave the engine's own figures, bit for bit, for the cycle it was learnt from; what
    can't be followed is remembered as well, and left to the engine.
    """

    _learnt: dict[Shape, Program | None] = field(default_factory=dict)
    _replays: dict[tuple[Shape, int], Replay] = field(default_factory=dict)

    def recording(self, setup: Setup) -> Recording:
        """Return the measures of a batch, replayed where its program was learnt."""
        cycle = Cycle.of(setup)
        found = _looked_through(cycle, setup) if self._learnt else None
        program = None if found is None else self._learnt.get(found[0])
        if found is None or program is None:
            return _turned(cycle, setup)
        shape, contents = found
        try:
            return Recording(self._replayed(shape, program, cycle, contents), setup.measures)
        except ValueError:
            return _turned(Cycle.of(setup), setup)  # it says what is wrong

    def learn(self, setup: Setup) -> None:
        """Learn the program for everything of the shape of a batch, which may have few lanes."""
        cycle = Cycle.of(setup)
        found = _looked_through(cycle, setup)
        if found is None or found[0] in self._learnt:
            return
        shape, contents = found
        try:
            wanted = _turned(Cycle.of(setup), setup)
        except ValueError:
            return  # what the engine refuses says nothing of the shape
        program = _followed(cycle, contents, setup, wanted.values)
        self._learnt = dict([*self._learnt.items(), (shape, program)][-_KEPT:])

    def _replayed(self, shape: Shape, program: Program, cycle: Cycle, contents: Contents) -> Array:
        """Return the measures; the memories used last are kept.

        A memory is taken out while it is used: another thread takes another, and one that was left in the middle, as
        by Ctrl-C, never comes back.
        """
        policies, replications = _lanes(cycle)
        key = shape, replications
        replay = self._replays.pop(key, None) or Replay(program, policies, replications)
        found = replay.run(contents)
        self._replays = dict([*self._replays.items(), (key, replay)][-_KEPT:])
        return found


def _looked_through(cycle: Cycle, setup: Setup) -> tuple[Shape, Contents] | None:
    """Return the shape of a cycle and what is in it; None where it can't be followed."""
    try:
        contents = Contents.of(cycle, widened(cycle.batch.panel))
    except UntraceableError:
        return None
    return (("months", setup.months), ("measures", *setup.measures), *contents.facts), contents


def _turned(cycle: Cycle, setup: Setup) -> Recording:
    recorder = Recorder(setup.months, setup.lanes, setup.measures)
    cycle.turn(setup.months, recorder.record)
    return recorder.recording


def _followed(cycle: Cycle, contents: Contents, setup: Setup, wanted: Array) -> Program | None:
    """Return the program of a cycle if it can be followed and does what the engine does."""
    try:
        program = program_of(trace(cycle, setup.months, setup.measures))
        found = Replay(program, *_lanes(cycle)).run(contents)
    except Exception:  # noqa: BLE001 (NumPy says in many ways that it does not know symbols; the engine takes all as ever)
        return None
    return program if np.array_equal(found.view(np.int64), wanted.view(np.int64)) else None


def _lanes(cycle: Cycle) -> tuple[int, int]:
    """Return how many policies there are, and how many lanes each has."""
    seats = cycle.batch.panel.seats
    return len(seats), seats[0].lanes.stop
