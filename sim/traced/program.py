"""A trace laid out: what no figure needs left out, every row given a place in memory for as long as it is needed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.traced.graph import CALL, COPY, GIVEN, JOIN, NUMBER, RESULT, needed
from sim.traced.order import in_rounds
from sim.traced.room import NOWHERE, Handover, Room

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from sim.traced.graph import Graph
    from sim.traced.tracing import Trace

FIELDS: Final = 6
"""Of a step: operation, part, place of the result, places of up to three operands."""


@dataclass(frozen=True, slots=True)
class Program:
    """The months as steps that follow one another.

    Places are counted from 0: numbers that are the same in every lane, then rows of luck, which all policies share,
    then rows with a number for every lane.

    Attributes
    ----------
    names
        Operations, as steps number them.
    steps
        What is done, shape (steps, `FIELDS`).
    numbers
        Those that are the same in every lane.
    lucky, places
        How many rows of luck there are, and how many others.
    given
        Which array of the cycle, row in it, and place of every row that is needed from the start.
    luck
        What luck alone decides; it stays where it lies as long as luck is the same.
    handovers
        What else is left to others, in order.
    figures
        Places of the measures, shape (measures, months + 1).
    sound
        Place of a test: the engine refuses the numbers of a lane where it is false. `NOWHERE` if it never does.
    """

    names: tuple[str, ...]
    steps: NDArray[np.int64]
    numbers: NDArray[np.float64]
    lucky: int
    places: int
    given: NDArray[np.int64]
    luck: tuple[Handover, ...]
    handovers: tuple[Handover, ...]
    figures: NDArray[np.int64]
    sound: int


def program_of(trace: Trace) -> Program:
    """Lay a trace out."""
    graph = trace.graph
    outputs = [*trace.figures.ravel().tolist(), *([] if graph.sound is None else [graph.sound])]
    wanted = needed(graph, outputs)
    order = in_rounds(graph, wanted, trace.ends)
    numbers = {row: place for place, row in enumerate(row for row in graph.numbers if wanted[row])}
    lasting = [row for row in order if graph.what[row] == CALL and graph.call_at(row).lasting]
    shared = [result for row in lasting for result in graph.results(row)]
    room = Room(graph, wanted, _last_uses(graph, order, outputs), numbers, shared)
    names: dict[str, int] = {}
    steps: list[tuple[int, ...]] = []
    luck = tuple(room.handover(row, 0) for row in lasting)
    handovers: list[Handover] = []
    given: list[tuple[int, int, int]] = []
    starts = np.array(trace.given)
    for row in order:
        what = graph.what[row]
        if what == GIVEN:
            array = int(np.searchsorted(starts, row, side="right")) - 1
            given.append((array, row - trace.given[array], room.place(row)))
        elif what == CALL and not graph.call_at(row).lasting:
            handovers.append(room.handover(row, len(steps)))
        elif what not in {CALL, RESULT}:
            number = names.setdefault(COPY if what == JOIN else what, len(names))
            steps += room.steps(row, number)
    return Program(
        names=tuple(names),
        steps=np.array(steps, np.int64).reshape(-1, FIELDS),
        numbers=np.array([graph.numbers[row] for row in numbers], np.float64),
        lucky=len(room.luck),
        places=room.size,
        given=np.array(given, np.int64).reshape(-1, 3),
        luck=luck,
        handovers=tuple(handovers),
        figures=np.array([room.at[row] for row in trace.figures.ravel().tolist()], np.int64).reshape(
            trace.figures.shape
        ),
        sound=NOWHERE if graph.sound is None else room.at[graph.sound],
    )


def _last_uses(graph: Graph, order: Sequence[int], outputs: Iterable[int]) -> list[int]:
    """Return for every row the last one that is made of it; none for outputs, which stay."""
    last = list(range(len(graph.what)))
    for row in order:
        what, of = graph.what[row], graph.of[row]
        if what not in {NUMBER, RESULT}:
            for each in graph.arguments(row) if what == CALL else of:
                last[each] = row
    for row in outputs:
        last[row] = len(last)
    return last
