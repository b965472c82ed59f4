"""What the months do to a lane, as a graph: operations on rows, one number per lane, each of them listed once."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Sequence

Rows = NDArray[np.int64]
"""Nodes of a graph, laid out as an array of numbers would be, lanes left out."""

WHOLE: Final = 0
"""The part that is all lanes; part k is the lanes of the k-th policy."""

NUMBER: Final = "number"
GIVEN: Final = "given"
RESULT: Final = "result"
CALL: Final = "call"
JOIN: Final = "join"

SELECT: Final = "select"
CLIP: Final = "clip"
AS_NUMBER: Final = "as_number"
COPY: Final = "copy"

ARITHMETIC: Final = frozenset(
    {
        "add", "subtract", "multiply", "divide", "maximum", "minimum", "power", "exp", "expm1", "log", "log1p", "log2",
        "sqrt", "square", "reciprocal", "negative", "absolute", "rint", "ceil", "floor", "tanh", "arctanh",
    }
)  # fmt: skip
"""Operations of NumPy from numbers to a number."""

OF_TESTS: Final = frozenset({"logical_and", "logical_or", "logical_not"})
"""Operations whose operands are true or false."""

BINOMIAL: Final = "binomial"
POISSON: Final = "poisson"
COUNTS: Final = frozenset({BINOMIAL, POISSON})
"""Counts drawn from uniforms: of trials and chances, or of means."""

TESTS: Final = frozenset(
    {
        "greater", "greater_equal", "less", "less_equal", "equal", "not_equal", "isnan", "isfinite", "logical_and",
        "logical_or", "logical_not",
    }
)  # fmt: skip
"""Operations whose result is true or false."""


class UntraceableError(Exception):
    """Something is done that can't be followed without knowing numbers."""


@dataclass(frozen=True, slots=True)
class Call:
    """Something that is left to an object of the batch: luck, say, or what waits for its month.

    Attributes
    ----------
    target
        Which of the objects.
    method, first
        What is called, and its first arguments.
    groups
        Further arguments, each an array of rows.
    shape
        Of what comes back, lanes left out; None for nothing.
    """

    target: int
    method: str
    first: tuple[str | int, ...]
    groups: tuple[Rows, ...]
    shape: tuple[int, ...] | None

    @property
    def lasting(self) -> bool:
        """Whether the same comes back as long as luck is the same."""
        return self.method in {"uniform", "normal"}


@dataclass(slots=True)
class Graph:
    """Rows in the order they are worked out.

    Attributes
    ----------
    parts
        Lanes of each policy, where they start and end.
    what
        Of each row, the name of an operation, or one of `NUMBER`, `GIVEN`, `RESULT`, `CALL`, `JOIN`.
    of
        Rows it is made of; for a call which it is, for a result its place among the call's.
    part
        Lanes for which it is worked out.
    numbers
        Numbers that are the same in every lane, by row.
    calls
        What is left to others, in order.
    sound
        Row that says whether all is as it has to be; None where nothing has to.
    """

    parts: tuple[tuple[int, int], ...] = ()
    what: list[str] = field(default_factory=list)
    of: list[tuple[int, ...]] = field(default_factory=list)
    part: list[int] = field(default_factory=list)
    numbers: dict[int, float] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    sound: int | None = None
    _known: dict[tuple[object, ...], int] = field(default_factory=dict)
    _required: set[int] = field(default_factory=set)

    def operation(self, what: str, of: tuple[int, ...], part: int = WHOLE) -> int:
        """Return the row of an operation: the same on the same rows is done once, a choice of one row not at all."""
        if what == SELECT and of[1] == of[2]:
            return of[1]
        key = (what, part, of)
        known = self._known.get(key)
        if known is None:
            self._known[key] = known = self._append(what, of, part)
        return known

    def number(self, value: float) -> int:
        """Return the row of a number; zeros of both signs are told apart."""
        key = (NUMBER, float(value).hex())
        known = self._known.get(key)
        if known is None:
            self._known[key] = known = self._append(NUMBER, (), WHOLE)
            self.numbers[known] = float(value)
        return known

    def given(self, count: int, part: int) -> list[int]:
        """Return rows of numbers that are there before the months begin."""
        return [self._append(GIVEN, (), part) for _ in range(count)]

    def call(self, call: Call) -> Rows:
        """Return the rows that come back from a call."""
        self._append(CALL, (len(self.calls),), WHOLE)
        self.calls.append(call)
        shape = (0,) if call.shape is None else call.shape
        rows = [self._append(RESULT, (place,), WHOLE) for place in range(math.prod(shape))]
        return np.array(rows, np.int64).reshape(shape)

    def require(self, tests: Rows) -> None:
        """Note that tests have to be true in every lane."""
        for test in set(tests.ravel().tolist()) - self._required:
            self._required.add(test)
            self.sound = test if self.sound is None else self.operation("logical_and", (self.sound, test))

    def part_of(self, lanes: slice) -> int:
        """Return which policy's lanes these are.

        Raises
        ------
        UntraceableError
            When they are nobody's.
        """
        try:
            return self.parts.index((lanes.start, lanes.stop)) + 1
        except ValueError as error:
            raise UntraceableError("lanes of no policy") from error

    def caller(self, result: int) -> int:
        """Return the row of the call that a result comes from."""
        return result - self.of[result][0] - 1

    def call_at(self, row: int) -> Call:
        """Return the call at a row."""
        return self.calls[self.of[row][0]]

    def results(self, row: int) -> list[int]:
        """Return the rows that come back from the call at a row."""
        shape = self.call_at(row).shape
        return [] if shape is None else list(range(row + 1, row + 1 + math.prod(shape)))

    def arguments(self, row: int) -> list[int]:
        """Return the rows that the call at a row takes."""
        return [each for group in self.call_at(row).groups for each in group.ravel().tolist()]

    def _append(self, what: str, of: tuple[int, ...], part: int) -> int:
        self.what.append(what)
        self.of.append(of)
        self.part.append(part)
        return len(self.what) - 1


def needed(graph: Graph, outputs: Sequence[int]) -> list[bool]:
    """Say of every row whether an output is made of it; a call without results may be felt by later ones."""
    wanted = [False] * len(graph.what)
    for row in outputs:
        wanted[row] = True
    for row in range(len(wanted) - 1, -1, -1):
        what, of = graph.what[row], graph.of[row]
        if what == CALL:
            wanted[row] |= graph.call_at(row).shape is None
            of = tuple(graph.arguments(row))
        elif what == RESULT:
            of = (graph.caller(row),)
        if wanted[row]:
            for each in of:
                wanted[each] = True
    return wanted
