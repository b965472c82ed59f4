"""Does steps by NumPy's functions, and the counts of a round in one go: where there are no loops to call."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.randomness import accelerator, inversion
from sim.randomness.arguments import require_counts, require_mean, require_share
from sim.traced import operations
from sim.traced.graph import COUNTS
from sim.traced.room import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from sim.arrays import Array
    from sim.traced.memory import Memory
    from sim.traced.program import Program

    Line = tuple[Callable[..., Any], tuple[Any, ...]]
    """A function and its arguments."""


def by_functions(program: Program, memory: Memory) -> Callable[[int, int], None]:
    """Return what does some of the steps, one after the other."""
    lines: list[Line] = []
    begun = [0]  # lines before each step
    row, kinds = cache(memory.view), [_kinds(name) for name in program.names]
    for together in _rounds(program):
        number, part, place, *of = together[0]
        if program.names[number] in COUNTS:
            lines.append((_counts(program, memory, together).draw, ()))
        else:
            rows = zip((*of, place), kinds[number], strict=True)
            operands = tuple([row(each, part, kind) for each, kind in rows if each != NOWHERE])
            lines.append((operations.function_of(program.names[number]), operands))
        begun += [len(lines)] * len(together)

    def do(first: int, end: int) -> None:
        with np.errstate(all="ignore"):
            for function, operands in lines[begun[first] : begun[end]]:
                function(*operands)

    return do


def _rounds(program: Program) -> list[list[list[int]]]:
    """Return the steps in groups: counts by one law that do not hang on one another, or one step.

    No group goes on beyond a handover, which may look at what was drawn before it and changes what comes after.
    """
    groups: list[list[list[int]]] = []
    written: set[int] = set()
    handed = {handover.step for handover in program.handovers}
    for index, step in enumerate(program.steps.tolist()):
        number, _, place, *of = step
        alike = groups and groups[-1][0][0] == number and program.names[number] in COUNTS
        if alike and index not in handed and written.isdisjoint(of):
            groups[-1].append(step)
        else:
            groups.append([step])
            written.clear()
        written.add(place)
    return groups


def _kinds(name: str) -> list[type]:
    """Return what an operation takes and gives: numbers, or tests."""
    tests = *operations.takes_tests(name), operations.gives_test(name)
    return [np.bool_ if test else np.float64 for test in tests]


@dataclass(frozen=True, slots=True)
class _Counts:
    """Counts that are drawn in one go.

    Attributes
    ----------
    uniforms
        Rows of luck.
    law
        How trials and chances are had, or means.
    rows
        Where the counts belong.
    """

    memory: Memory
    uniforms: NDArray[np.int64]
    law: tuple[Callable[[], Array], ...]
    rows: NDArray[np.int64]

    def draw(self) -> None:
        """Draw them for the lanes of every policy."""
        luck = np.concatenate((self.memory.luck_table[self.uniforms],) * self.memory.policies, axis=1)
        *trials, chance = (each() for each in self.law)
        self.memory.table[self.rows] = _drawn(luck, trials[0] if trials else None, chance)


def _counts(program: Program, memory: Memory, together: list[list[int]]) -> _Counts:
    """Return what draws counts for all policies; their steps are one for each policy."""
    rows, uniforms, *law = np.array([step[2:] for step in together if step[1] == 1], np.int64).T
    arguments = tuple(memory.gathered(places) for places in law if NOWHERE not in places)
    return _Counts(memory, uniforms - len(program.numbers), arguments, rows - memory.first)


def _drawn(luck: Array, trials: Array | None, chance: Array) -> Array:
    """Return binomial counts, or Poisson counts of a mean, row by row.

    Raises
    ------
    ValueError
        When some arguments describe no law.
    """
    if accelerator.present():
        counts = accelerator.counts(luck, None, trials, chance, lambda: luck)
        if counts is None:
            raise ValueError("arguments that describe no law")
        return counts
    if trials is None:
        require_mean("counts", chance)
        return inversion.poisson(luck.ravel(), chance.ravel()).reshape(luck.shape)
    require_counts("counts", trials)
    require_share("counts", chance)
    return inversion.binomial(luck.ravel(), trials.ravel(), chance.ravel()).reshape(luck.shape)
