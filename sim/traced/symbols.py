"""Arrays of symbols: they go through the model's equations as arrays of numbers do, and note what is done to them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, Literal, Self

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

from sim.arrays import Symbolic
from sim.traced.graph import JOIN, TESTS, WHOLE, Graph, Rows, UntraceableError

if TYPE_CHECKING:
    from numpy.typing import NDArray

ARITHMETIC: Final = frozenset(
    {
        "add", "subtract", "multiply", "divide", "maximum", "minimum", "power", "exp", "expm1", "log", "log1p", "log2",
        "sqrt", "square", "reciprocal", "negative", "absolute", "rint", "ceil", "floor", "tanh", "arctanh",
    }
)  # fmt: skip
"""Operations of NumPy from numbers to a number."""

_LOGIC: Final = {"bitwise_and": "logical_and", "bitwise_or": "logical_or", "invert": "logical_not"}
OF_TESTS: Final = frozenset({"logical_and", "logical_or", "logical_not"})
_POWERS: Final = {2.0: "square", 0.5: "sqrt", -1.0: "reciprocal"}
"""Powers for which NumPy's operator takes a shortcut, with another last bit."""

Kind = Literal["number", "test"]

SELECT: Final = "select"
CLIP: Final = "clip"
AS_NUMBER: Final = "as_number"


class Symbols(NDArrayOperatorsMixin, Symbolic):
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
        What the entries are: numbers, or tests, which are true or false.
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

    def __len__(self) -> int:
        """Return the length of the first axis."""
        return self.shape[0]

    def __iter__(self) -> Iterator[Self]:
        """Yield views along the first axis, which must not be that of lanes."""
        if not self.rows.ndim:
            raise UntraceableError("a loop over lanes")
        return (self[place] for place in range(len(self.rows)))

    def __bool__(self) -> bool:
        """Refuse: nothing is known of numbers yet."""
        raise UntraceableError("a choice that depends on numbers")

    def __array__(self, *_: object, **__: object) -> NDArray[Any]:
        """Refuse: there are no numbers yet."""
        raise UntraceableError("numbers asked for")

    def __getitem__(self, key: Any) -> Self:  # noqa: ANN401 (whatever NumPy takes)
        """Return a view; the last axis, of lanes, can only be cut by `[..., lanes]`."""
        inner, lanes = _split(key, self.rows.ndim)
        rows = np.asarray(self.rows[inner], np.int64)
        if lanes is None:
            return self.like(rows, self.kind)
        if self.part != WHOLE:
            raise UntraceableError("some lanes of a policy")
        part = self.graph.part_of(lanes)
        return type(self)(self.graph, rows, lanes.stop - lanes.start, part, self.kind)

    def __setitem__(self, key: Any, value: Any) -> None:  # noqa: ANN401
        """Put rows in place of others."""
        inner, lanes = _split(key, self.rows.ndim)
        if lanes is not None:
            raise UntraceableError("some lanes set")
        if isinstance(value, Symbols) and value.kind != self.kind:
            raise UntraceableError("numbers beside tests")
        self.rows[inner] = self.rows_of(value)

    def __pow__(self, other: Any) -> Self:  # noqa: ANN401
        """Return a power, by the same shortcuts as NumPy."""
        plain = float(other) if type(other) in {int, float} else None
        if plain == 1.0:
            return self.astype(np.float64)
        if plain == 0.0 or (plain is None and not isinstance(other, Symbols)):
            raise UntraceableError("a power that is no plain number")  # NumPy's loop takes shortcuts by its steps
        return self.noted("power", [self, other]) if plain not in _POWERS else self.noted(_POWERS[plain], [self])

    def copy(self) -> Self:
        """Return rows of its own."""
        return self.like(self.rows.copy(), self.kind)

    def reshape(self, *shape: Any) -> Self:  # noqa: ANN401
        """Return another shape with the same lanes."""
        wanted = tuple(shape[0]) if len(shape) == 1 and isinstance(shape[0], tuple) else tuple(shape)
        if wanted[-1] not in {-1, self.lanes} or (wanted[-1] == -1 and len(wanted) == 1):
            raise UntraceableError("lanes laid out otherwise")
        return self.like(self.rows.reshape(wanted[:-1]), self.kind)

    def swapaxes(self, one: int, other: int) -> Self:
        """Return a view with two axes swapped, neither that of lanes."""
        if self.ndim - 1 in {one % self.ndim, other % self.ndim}:
            raise UntraceableError("lanes on another axis")
        return self.like(self.rows.swapaxes(one, other), self.kind)

    def astype(self, kind: Any) -> Self:  # noqa: ANN401
        """Return numbers."""
        if np.dtype(kind) != np.float64:
            raise UntraceableError(f"numbers as {kind}")
        return self.noted(AS_NUMBER, [self]) if self.kind == "test" else self.copy()

    def clip(self, low: Any, high: Any) -> Self:  # noqa: ANN401
        """Return numbers held between two bounds."""
        return self.noted(CLIP, [self, low, high])

    def sum(self, axis: int) -> Self:
        """Return the sum over the first axis, row by row."""
        return self._reduced("add", axis)

    def max(self, axis: int) -> Self:
        """Return the largest along the first axis."""
        return self._reduced("maximum", axis)

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Any:  # noqa: ANN401
        """Note an operation of NumPy."""
        out = options.pop("out", (None,))[0]
        if method == "reduce":
            return inputs[0]._reduced(ufunc.__name__, options.get("axis"))  # noqa: SLF001
        name = _LOGIC.get(ufunc.__name__, ufunc.__name__)
        if method != "__call__" or options or name not in ARITHMETIC | TESTS:
            raise UntraceableError(f"{ufunc.__name__}.{method}")
        result = self.noted(name, inputs)
        if out is None:
            return result
        if out.kind != result.kind:
            raise UntraceableError("numbers beside tests")
        out.rows[...] = result.rows
        return out

    def __array_function__(self, func: Any, _types: Any, args: Any, kwargs: Any) -> Any:  # noqa: ANN401
        """Follow a function of NumPy that only moves rows about, or chooses among them."""
        if func not in _FUNCTIONS:
            raise UntraceableError(func.__name__)
        return _FUNCTIONS[func](self, *args, **kwargs)

    def like(self, rows: Rows, kind: Kind = "number") -> Self:
        """Return other rows for the same lanes."""
        return type(self)(self.graph, rows, self.lanes, self.part, kind)

    def rows_of(self, value: Any) -> Rows:  # noqa: ANN401
        """Return the rows of an operand; numbers must be the same in every lane."""
        if isinstance(value, Symbols):
            if value.lanes != self.lanes or value.part != self.part:
                raise UntraceableError("lanes of different policies")
            return value.rows
        if isinstance(value, float | int):
            return np.array(self.graph.number(value), np.int64)
        values = np.asarray(value)
        if values.ndim and values.shape[-1] not in {1, self.lanes}:
            raise UntraceableError(f"numbers of shape {values.shape}")
        first = values[..., :1] if values.ndim else values
        if not (values == first).all() and not np.array_equal(values, first + 0 * values, equal_nan=True):
            raise UntraceableError("numbers that differ between lanes")
        kept = first[..., 0] if values.ndim else first
        return np.array([self.graph.number(each) for each in kept.flat], np.int64).reshape(kept.shape)

    def noted(self, name: str, operands: Sequence[Any]) -> Self:
        """Note an operation on every row and return what it gives."""
        taken = [self._taken(name, place, operand) for place, operand in enumerate(operands)]
        note, part, kind = self.graph.operation, self.part, _kind_of(name)
        if all(each.ndim == 0 for each in taken):
            return self.like(np.array(note(name, tuple(map(int, taken)), part), np.int64), kind)
        spread = np.broadcast_arrays(*taken)
        rows = [note(name, of, part) for of in zip(*(each.ravel().tolist() for each in spread), strict=True)]
        return self.like(np.array(rows, np.int64).reshape(spread[0].shape), kind)

    def _taken(self, name: str, place: int, operand: Any) -> Rows:  # noqa: ANN401
        """Return the rows of an operand as the operation wants them: numbers, or true or false."""
        rows = self.rows_of(operand)
        kind = operand.kind if isinstance(operand, Symbols) else "number"
        if name in OF_TESTS or (name == SELECT and place == 0):
            if kind == "test":
                return rows
            if isinstance(operand, Symbols) or np.asarray(operand).dtype != np.bool_:
                raise UntraceableError("a choice by numbers")
            return self._each("not_equal", rows, self.graph.number(0.0))
        return self._each(AS_NUMBER, rows) if kind == "test" and name != AS_NUMBER else rows

    def _each(self, name: str, rows: Rows, *others: int) -> Rows:
        """Do the same to every row."""
        noted = [self.graph.operation(name, (row, *others), self.part) for row in rows.ravel().tolist()]
        return np.array(noted, np.int64).reshape(rows.shape)

    def _reduced(self, name: str, axis: Any) -> Self:  # noqa: ANN401
        if axis != 0 or not self.rows.ndim or name not in {"add", "maximum"}:
            raise UntraceableError(f"{name} over axis {axis}")
        total = self[0]
        for row in self.rows[1:]:
            total = total.noted(name, [total, self.like(np.asarray(row, np.int64), self.kind)])
        return total


def _kind_of(name: str) -> Kind:
    return "test" if name in TESTS else "number"


def _split(key: Any, axes: int) -> tuple[Any, slice | None]:  # noqa: ANN401
    """Return what a key says of rows, and of lanes."""
    keys = key if isinstance(key, tuple) else (key,)
    if len(keys) == 2 and keys[0] is Ellipsis and isinstance(keys[1], slice):
        return Ellipsis, keys[1]
    if any(isinstance(each, Symbols) for each in keys) or sum(each is not None for each in keys) > axes:
        raise UntraceableError("some lanes taken")
    return keys, None


def _select(like: Symbols, condition: Any, one: Any, other: Any) -> Symbols:  # noqa: ANN401
    return like.noted(SELECT, [condition, one, other])


def _clip(like: Symbols, value: Any, low: Any, high: Any) -> Symbols:  # noqa: ANN401
    return like.noted(CLIP, [value, low, high])


def _stack(like: Symbols, arrays: Sequence[Any]) -> Symbols:
    return like.like(np.stack(np.broadcast_arrays(*(like.rows_of(each) for each in arrays))))


def _concatenate(like: Symbols, arrays: Sequence[Any], axis: int = 0) -> Symbols:
    if axis == 0:
        return like.like(np.concatenate([like.rows_of(each) for each in arrays]))
    if axis != -1:
        raise UntraceableError(f"joined along axis {axis}")
    return joined(arrays)


def joined(arrays: Sequence[Any]) -> Symbols:
    """Put the lanes of all policies side by side again."""
    symbols = next(each for each in arrays if isinstance(each, Symbols))
    graph = symbols.graph
    taken = [
        each.rows if isinstance(each, Symbols) else Symbols(graph, np.empty(0, np.int64), each.shape[-1]).rows_of(each)
        for each in arrays
    ]
    spread = np.broadcast_arrays(*taken)
    rows = [
        of[0] if len(set(of)) == 1 and graph.part[of[0]] == WHOLE else graph.operation(JOIN, of)
        for of in zip(*(each.ravel().tolist() for each in spread), strict=True)
    ]
    lanes = sum(each.shape[-1] for each in arrays)
    return Symbols(graph, np.array(rows, np.int64).reshape(spread[0].shape), lanes)


def _filled(value: float) -> Callable[..., Symbols]:
    def filled(like: Symbols, prototype: Symbols, shape: tuple[int, ...] | None = None) -> Symbols:
        wanted = prototype.shape if shape is None else shape
        return like.like(np.full(wanted[:-1], like.graph.number(value)))

    return filled


def _broadcast(like: Symbols, value: Symbols, shape: tuple[int, ...]) -> Symbols:
    return like.like(np.broadcast_to(value.rows, shape[:-1]), value.kind)


def _parted(like: Symbols, value: Symbols, parts: int) -> list[Symbols]:
    return [like.like(rows, value.kind) for rows in np.split(value.rows, parts)]


_FUNCTIONS: Final[dict[Any, Callable[..., Any]]] = {
    np.where: _select,
    np.clip: _clip,
    np.stack: _stack,
    np.concatenate: _concatenate,
    np.zeros_like: _filled(0.0),
    np.ones_like: _filled(1.0),
    np.empty_like: _filled(0.0),
    np.broadcast_to: _broadcast,
    np.split: _parted,
}
