"""Rows of a graph as an array: what every operation on symbols comes down to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, Self

import numpy as np

from sim.arrays import Symbolic
from sim.traced.graph import ARITHMETIC, AS_NUMBER, OF_TESTS, SELECT, TESTS, WHOLE, Graph, Rows, UntraceableError

if TYPE_CHECKING:
    from collections.abc import Sequence

_OF_REALS: Final = ARITHMETIC - {"divide"} | {SELECT}
"""Operations that give real numbers only where at least one operand holds such."""

Kind = Literal["number", "test"]
"""What rows hold: numbers, or tests, which are true or false."""


class Noting(Symbolic):
    """An array of rows of a graph, lanes last and unseen; views share rows as NumPy's do.

    Parameters
    ----------
    graph
        Where operations are noted.
    rows
        Nodes, shape without lanes.
    lanes
        How many lanes it says it has.
    part
        Which lanes they are.
    kind
        What they hold.
    """

    __slots__ = ("graph", "kind", "lanes", "part", "rows")
    itemsize = 8

    def __init__(self, graph: Graph, rows: Rows, lanes: int, part: int = WHOLE, kind: Kind = "number") -> None:
        self.graph = graph
        self.rows = rows
        self.lanes = lanes
        self.part = part
        self.kind = kind

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape, lanes last."""
        return (*self.rows.shape, self.lanes)

    @property
    def ndim(self) -> int:
        """Number of axes."""
        return self.rows.ndim + 1

    @property
    def size(self) -> int:
        """Number of entries."""
        return self.rows.size * self.lanes

    @property
    def strides(self) -> tuple[int, ...]:
        """Lanes lie side by side."""
        return (self.itemsize,) * self.ndim

    def like(self, rows: Rows, kind: Kind = "number") -> Self:
        """Return other rows for the same lanes."""
        return type(self)(self.graph, rows, self.lanes, self.part, kind)

    def rows_of(self, value: Any) -> Rows:  # noqa: ANN401
        """Return the rows of an operand; numbers must be the same in every lane."""
        if isinstance(value, Noting):
            if value.lanes != self.lanes or value.part != self.part:
                raise UntraceableError("lanes of different policies")
            return value.rows
        if isinstance(value, float | int):
            return np.array(self.graph.number(value), np.int64)
        values = np.asarray(value)
        if values.ndim and values.shape[-1] not in {1, self.lanes}:
            raise UntraceableError(f"numbers of shape {values.shape}")
        kept = values[..., 0] if values.ndim else values
        bits = np.ascontiguousarray(values, np.float64).view(np.int64).reshape(*kept.shape, -1)
        if (bits != bits[..., :1]).any():
            raise UntraceableError("numbers that differ between lanes")
        return np.array([self.graph.number(each) for each in kept.flat], np.int64).reshape(kept.shape)

    def noted(self, name: str, operands: Sequence[Any]) -> Self:
        """Note an operation on every row and return what it gives."""
        values = operands[1:] if name == SELECT else operands
        if name in _OF_REALS and not any(map(_is_real, values)):
            raise UntraceableError(f"{name} of tests or whole numbers")  # of which NumPy makes neither reals nor -0
        if name == "power" and isinstance(operands[1], np.ndarray):
            raise UntraceableError("one power for each lane")  # NumPy's loop takes shortcuts where all have one
        taken = [self._taken(name, place, operand) for place, operand in enumerate(operands)]
        note, part, kind = self.graph.operation, self.part, _kind_of(name)
        if all(each.ndim == 0 for each in taken):
            return self.like(np.array(note(name, tuple(map(int, taken)), part), np.int64), kind)
        spread = np.broadcast_arrays(*taken)
        rows = [note(name, of, part) for of in zip(*(each.ravel().tolist() for each in spread), strict=True)]
        return self.like(np.array(rows, np.int64).reshape(spread[0].shape), kind)

    def numbers_of(self, value: Any) -> Rows:  # noqa: ANN401
        """Return the rows of an operand that has to be numbers."""
        if isinstance(value, Noting) and value.kind == "test":
            raise UntraceableError("numbers beside tests")
        return self.rows_of(value)

    def _taken(self, name: str, place: int, operand: Any) -> Rows:  # noqa: ANN401
        """Return the rows of an operand as the operation wants them: numbers, or true or false."""
        rows = self.rows_of(operand)
        kind = operand.kind if isinstance(operand, Noting) else "number"
        if name in OF_TESTS or (name == SELECT and place == 0):
            if kind == "test":
                return rows
            if isinstance(operand, Noting) or np.asarray(operand).dtype != np.bool_:
                raise UntraceableError("a choice by numbers")
            return self._each("not_equal", rows, self.graph.number(0.0))
        return self._each(AS_NUMBER, rows) if kind == "test" and name != AS_NUMBER else rows

    def _each(self, name: str, rows: Rows, *others: int) -> Rows:
        """Do the same to every row."""
        noted = [self.graph.operation(name, (row, *others), self.part) for row in rows.ravel().tolist()]
        return np.array(noted, np.int64).reshape(rows.shape)


def _is_real(operand: Any) -> bool:  # noqa: ANN401
    """Say whether an operand holds real numbers, neither tests nor whole numbers."""
    if isinstance(operand, Noting):
        return operand.kind == "number"
    return isinstance(operand, float) or np.asarray(operand).dtype == np.float64


def _kind_of(name: str) -> Kind:
    return "test" if name in TESTS else "number"
