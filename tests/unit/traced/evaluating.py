"""Evaluates a graph row by row, as plainly as can be: what the tests hold traces and programs against."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.randomness import inversion
from sim.traced.graph import (
    AS_NUMBER,
    BINOMIAL,
    CALL,
    CLIP,
    COUNTS,
    JOIN,
    NUMBER,
    OF_TESTS,
    POISSON,
    RESULT,
    SELECT,
    WHOLE,
    Graph,
)
from sim.traced.symbols import Symbols

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.arrays import Array
    from sim.traced.noting import Noting

Row = Any
"""A number for all lanes, or an array of shape (lanes,), of numbers or of tests."""

OWN = {
    SELECT: np.where,
    CLIP: np.clip,
    AS_NUMBER: lambda test: np.asarray(test).astype(np.float64),
    BINOMIAL: lambda *of: inversion.binomial(*np.broadcast_arrays(*of)),
    POISSON: lambda *of: inversion.poisson(*np.broadcast_arrays(*of)),
}


@dataclass
class World:
    """A graph with symbols whose numbers the test knows, and what calls are left to; without that nobody draws."""

    lanes: int = 8
    parts: tuple[tuple[int, int], ...] = ()
    others: tuple[Any, ...] = ()
    graph: Graph = field(init=False)
    known: dict[int, Row] = field(init=False, default_factory=dict)
    answers: dict[int, Array] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Start with an empty graph."""
        self.graph = Graph(parts=self.parts or ((0, self.lanes),))

    def symbols(self, numbers: Array, part: int = WHOLE) -> Any:  # noqa: ANN401 (stands for an array)
        """Return symbols that stand for these numbers, lanes last."""
        shape = numbers.shape[:-1]
        rows = np.array(self.graph.given(int(np.prod(shape)), part), np.int64).reshape(shape)
        self.known.update(zip(rows.ravel().tolist(), numbers.reshape(-1, numbers.shape[-1]).copy(), strict=True))
        return Symbols(self.graph, rows, numbers.shape[-1], part)

    def numbers(self, symbols: Any) -> NDArray[Any]:  # noqa: ANN401
        """Return what symbols stand for."""
        values = self._rows(symbols)
        return np.array(values).reshape(symbols.shape)

    def _rows(self, symbols: Noting) -> list[Row]:
        self._evaluate()
        start, end = self._lanes_of(symbols.part)
        return [self._lanes(row, start, end) for row in symbols.rows.ravel().tolist()]

    def _evaluate(self) -> None:
        """Work out every row that is not known yet."""
        graph = self.graph
        for row in range(len(graph.what)):
            if row not in self.known:
                with np.errstate(all="ignore"):
                    self.known[row] = self._row(graph.what[row], graph.of[row], row)

    def _row(self, what: str, of: tuple[int, ...], row: int) -> Row:
        if what == CALL:
            self._call(row)
            return np.nan
        if what == RESULT:
            return self.answers[self.graph.caller(row)][of[0]] if self.others else np.nan
        if what == NUMBER:
            return self.graph.numbers[row]
        if what == JOIN:
            return np.concatenate([self._lanes(each, *self.graph.parts[place]) for place, each in enumerate(of)])
        start, end = self._lanes_of(self.graph.part[row])
        operation: Any = OWN.get(what) or getattr(np, what)
        operands = [self._operand(each, start, end) for each in of]
        assert what not in COUNTS or self.graph.what[of[0]] == RESULT
        tests = what in OF_TESTS, what in OF_TESTS or what in {SELECT, AS_NUMBER}
        for place, operand in enumerate(operands):
            assert (np.asarray(operand).dtype == np.bool_) == tests[place == 0], f"{what} of numbers beside tests"
        return operation(*operands)

    def _call(self, row: int) -> None:
        """Ask whom a call is left to."""
        call = self.graph.call_at(row)
        groups = [
            np.array([self._lanes(each, 0, self.lanes) for each in group.ravel().tolist()]).reshape(*group.shape, -1)
            for group in call.groups
        ]
        if self.others:
            found = getattr(self.others[call.target], call.method)(*call.first, *groups)
            self.answers[row] = np.empty(0) if found is None else np.reshape(found, (-1, self.lanes))

    def _operand(self, row: int, start: int, end: int) -> Row:
        value = self.known[row]
        return value if np.ndim(value) == 0 else self._lanes(row, start, end)

    def _lanes(self, row: int, start: int, end: int) -> NDArray[Any]:
        """Return a row for some lanes: of all lanes, or of just those."""
        value = np.asarray(self.known[row])
        if value.ndim == 0:
            return np.broadcast_to(value, (end - start,))
        return value if len(value) == end - start else value[start:end]

    def _lanes_of(self, part: int) -> tuple[int, int]:
        return (0, self.lanes) if part == WHOLE else self.graph.parts[part - 1]


def same_bits(one: NDArray[Any], other: NDArray[Any]) -> bool:
    """Say whether arrays are alike to the last bit; one missing number is as good as another."""
    one, other = np.asarray(one), np.asarray(other)
    if one.shape != other.shape or one.dtype != other.dtype:
        return False
    if one.dtype == np.bool_:
        return bool((one == other).all())
    bits = np.ascontiguousarray(one).view(np.int64) == np.ascontiguousarray(other).view(np.int64)
    return bool((bits | (np.isnan(one) & np.isnan(other))).all())
