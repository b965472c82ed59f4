"""Arrays of symbols: they go through the model's equations as arrays of numbers do, and note what is done to them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final, Self

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

from sim.traced.functions import FUNCTIONS
from sim.traced.graph import ARITHMETIC, AS_NUMBER, CLIP, SELECT, TESTS, WHOLE, UntraceableError
from sim.traced.noting import Noting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

_LOGIC: Final = {"bitwise_and": "logical_and", "bitwise_or": "logical_or", "invert": "logical_not"}
_POWERS: Final = {2.0: "square", 0.5: "sqrt", -1.0: "reciprocal"}
"""Powers for which NumPy's operator takes a shortcut, with another last bit."""


class Symbols(NDArrayOperatorsMixin, Noting):
    """An array of rows of a graph, lanes last and unseen; views share rows as NumPy's do."""

    __slots__ = ()

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
        rows = self.rows[inner]
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
        if self.kind == "test":
            raise UntraceableError("tests put in place of others")
        self.rows[inner] = self.numbers_of(value)

    def __pow__(self, other: Any) -> Self:  # noqa: ANN401
        """Return a power, by the same shortcuts as NumPy."""
        plain = float(other) if type(other) in {int, float} else None
        if plain == 1.0:
            return self.astype(np.float64)
        if plain == 0.0 or (plain is None and not isinstance(other, Symbols)):
            raise UntraceableError("a power that is no plain number")  # which NumPy may take a shortcut for
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
        return self.like(self.rows.swapaxes(one % self.ndim, other % self.ndim), self.kind)

    def astype(self, kind: Any) -> Self:  # noqa: ANN401
        """Return numbers."""
        if np.dtype(kind) != np.float64:
            raise UntraceableError(f"numbers as {kind}")
        return self.noted(AS_NUMBER, [self]) if self.kind == "test" else self.copy()

    def clip(self, low: Any, high: Any) -> Self:  # noqa: ANN401
        """Return numbers held between two bounds."""
        return self.noted(CLIP, [self, low, high])

    def sum(self, axis: int) -> Self:
        """Return the sum over the first axis, row by row, which for NumPy begins with zero."""
        return self._reduced("add", axis, 0.0)

    def max(self, axis: int) -> Self:
        """Return the largest along the first axis."""
        return self._reduced("maximum", axis)

    def argmax(self, axis: int) -> Self:
        """Return which along the first axis is the largest: the first of several, as NumPy has it, NaN above all."""
        if axis != 0 or not self.rows.ndim:
            raise UntraceableError(f"argmax over axis {axis}")
        most = self[0]
        place = most.like(np.array(self.graph.number(0.0), np.int64))
        for index, row in enumerate(self[1:], start=1):
            larger = ~((row <= most) | np.isnan(most))
            place, most = (most.noted(SELECT, [larger, *pair]) for pair in ((float(index), place), (row, most)))
        return place

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Any:  # noqa: ANN401
        """Note an operation of NumPy."""
        out = options.pop("out", (None,))[0]
        if method == "reduce" and out is None and options.keys() <= {"axis", "dtype", "initial"}:
            first = options.get("initial", 0.0 if ufunc is np.add else None)
            return inputs[0]._reduced(ufunc.__name__, options.get("axis"), first)  # noqa: SLF001
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
        if func not in FUNCTIONS:
            raise UntraceableError(func.__name__)
        return FUNCTIONS[func](self, *args, **kwargs)

    def _reduced(self, name: str, axis: Any, first: float | None = None) -> Self:  # noqa: ANN401
        if axis != 0 or not self.rows.ndim or name not in {"add", "maximum"}:
            raise UntraceableError(f"{name} over axis {axis}")
        total = self[0].copy()
        if first is not None and not _is_nothing(first):
            total = total.noted(name, [first, total])
        for place in range(1, len(self.rows)):
            total = total.noted(name, [total, self[place]])
        return total


def _split(key: Any, axes: int) -> tuple[Any, slice | None]:  # noqa: ANN401
    """Return what a key says of rows, and of lanes."""
    keys = key if isinstance(key, tuple) else (key,)
    if keys[0] is Ellipsis and len(keys[1:]) == 1 and isinstance(keys[1], slice) and keys[1].step is None:
        return Ellipsis, keys[1]
    if any(each is Ellipsis or isinstance(each, Symbols) for each in keys):
        raise UntraceableError("some lanes taken")
    if sum(each is not None for each in keys) > axes:
        raise UntraceableError("some lanes taken")
    return (*keys, Ellipsis), None  # a view even of one row


def _is_nothing(number: float) -> bool:
    """Say whether a number is -0, which added to any other leaves it what it is."""
    return number == 0.0 and math.copysign(1.0, number) < 0.0
