"""Does steps by the inner loops of NumPy, and counts by those of the accelerator: where code could be compiled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.randomness import inversion
from sim.traced import operations
from sim.traced.graph import BINOMIAL
from sim.traced.memory import BYTES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from sim.traced.memory import Memory
    from sim.traced.program import Program


def by_loops(program: Program, memory: Memory) -> Callable[[int, int], None]:
    """Return what does some of the steps, one after the other.

    Raises
    ------
    UntraceableError
        When a loop is not where this version of NumPy should have it.
    """
    stop = np.zeros(1, np.int64)
    table = {name: operations.inner_loop(name, stop) for name in program.names if name not in operations.OWN}
    loops = np.array([*table.values()], np.uint64).reshape(-1, 3)
    numbered = {name: index for index, name in enumerate(table)} | operations.OWN
    code, held = _code(program, memory, [numbered[name] for name in program.names]), memory.held
    operations.compiled.check(loops, code, held)
    run = operations.compiled.run

    def do(first: int, end: int) -> None:
        while first < end:
            first = run(loops, code, held, stop, first, end)
            left, stop[0] = int(stop[0]), 0  # going again, whatever comes of it
            if left:
                _count(program, memory, first - 1, left)

    return do


def _code(program: Program, memory: Memory, numbered: Sequence[int]) -> NDArray[np.int64]:
    """Return steps as the compiled module wants them."""
    what, part, places = program.steps[:, 0], program.steps[:, 1], program.steps[:, 2:]
    start, end = np.array([memory.lanes_of(each) for each in range(memory.policies + 1)], np.int64)[part].T
    tests = np.array([(operations.gives_test(name), *operations.takes_tests(name)) for name in program.names])
    steps = np.where(places < len(program.numbers), 0, np.where(tests, 1, BYTES).reshape(-1, 4)[what])
    offsets = memory.offsets(places) * BYTES + np.where(places < memory.first, 0, steps * start[:, None])
    offsets[places < 0] = steps[places < 0] = 0
    return np.column_stack([np.array(numbered, np.int64)[what], end - start, offsets, steps]).astype(np.int64)


def _count(program: Program, memory: Memory, step: int, left: int) -> None:
    """Decide the counts of a step that are left to Python.

    Raises
    ------
    ValueError
        When some arguments describe no law.
    """
    if left < 0:
        raise ValueError("arguments that describe no law")
    number, part, place, *of = program.steps[step].tolist()
    start, end = memory.lanes_of(part)
    counts = memory.row(place)[start:end]
    hard = np.isnan(counts)
    uniform, *law = (memory.row(each)[start:end][hard] for each in of if each >= 0)
    draw = inversion.binomial if program.names[number] == BINOMIAL else inversion.poisson
    counts[hard] = draw(uniform, *law)
