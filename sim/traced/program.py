"""A trace laid out: what no figure needs left out, every row given a place in memory for as long as it is needed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.traced.graph import CALL, COPY, GIVEN, JOIN, NUMBER, RESULT, needed
from sim.traced.room import NOWHERE, Handover, Room

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from sim.traced.graph import Graph
    from sim.traced.tracing import Trace

FIELDS: Final = 6
"""Of a step: operation, part, place of the result, places of up to three operands."""


@dataclass(frozen=True, slots=True)
class Program:
    """The months as steps that follow one another.

    Attributes
    ----------
    names
        Operations, as steps number them.
    steps
        What is done, shape (steps, `FIELDS`).
    numbers
        Numbers that are the same in every lane; they lie at the first places.
    places
        How many places there are for rows, after the numbers.
    given
        Which array of the cycle, row in it, and place of every row that is needed from the start.
    handovers
        What is left to others, in order.
    figures
        Places of the measures, shape (measures, months + 1).
    sound
        Place of a test: the engine refuses the numbers of a lane where it is false. `NOWHERE` if it never does.
    """

    names: tuple[str, ...]
    steps: NDArray[np.int64]
    numbers: NDArray[np.float64]
    places: int
    given: NDArray[np.int64]
    handovers: tuple[Handover, ...]
    figures: NDArray[np.int64]
    sound: int


def program_of(trace: Trace) -> Program:
    """Lay a trace out."""
    graph = trace.graph
    outputs = [*trace.figures.ravel().tolist(), *([] if graph.sound is None else [graph.sound])]
    wanted = needed(graph, outputs)
    numbers = {row: place for place, row in enumerate(row for row in graph.numbers if wanted[row])}
    room = Room(graph, wanted, _last_uses(graph, wanted, outputs), numbers)
    names: dict[str, int] = {}
    steps: list[tuple[int, ...]] = []
    handovers: list[Handover] = []
    given: list[tuple[int, int, int]] = []
    starts = np.array(trace.given)
    for row, what in enumerate(graph.what):
        if not wanted[row] or what in {NUMBER, RESULT}:
            continue
        if what == GIVEN:
            array = int(np.searchsorted(starts, row, side="right")) - 1
            given.append((array, row - trace.given[array], room.place(row)))
        elif what == CALL:
            handovers.append(room.handover(row, len(steps)))
        else:
            number = names.setdefault(COPY if what == JOIN else what, len(names))
            steps += room.steps(row, number)
    return Program(
        names=tuple(names),
        steps=np.array(steps, np.int64).reshape(-1, FIELDS),
        numbers=np.array([graph.numbers[row] for row in numbers], np.float64),
        places=room.size,
        given=np.array(given, np.int64).reshape(-1, 3),
        handovers=tuple(handovers),
        figures=np.array([room.at[row] for row in trace.figures.ravel().tolist()], np.int64).reshape(
            trace.figures.shape
        ),
        sound=NOWHERE if graph.sound is None else room.at[graph.sound],
    )


def _last_uses(graph: Graph, wanted: list[bool], outputs: Iterable[int]) -> list[int]:
    """Return after which row each row is no longer needed."""
    last = list(range(len(graph.what)))
    for row, (what, of) in enumerate(zip(graph.what, graph.of, strict=True)):
        if wanted[row] and what != RESULT:
            for each in graph.arguments(of[0]) if what == CALL else of:
                last[each] = row
    lasting = [row for row, what in enumerate(graph.what) if what == RESULT and graph.call_of(row).lasting]
    for row in (*outputs, *lasting):
        last[row] = len(last)
    return last
