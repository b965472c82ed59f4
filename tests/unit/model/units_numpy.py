"""What stands between the engine and NumPy on the walk: arrays and draws that keep what they measure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from tests.unit.model.dimensions import (
    COUNT,
    PLAIN,
    Array,
    Dimension,
    Known,
    MismatchError,
    Quantity,
    agreed,
    bare,
    measured,
    place,
    read,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.randomness import Streams


class Numpy:
    """Stands for `np` inside the engine: the few functions that would forget what an array measures."""

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        """Return everything else as it is."""
        return getattr(np, name)

    def asarray(self, value: Any, dtype: Any = None) -> Any:  # noqa: ANN401
        """Return the value itself, dimension and all."""
        return value if isinstance(value, Quantity) else np.asarray(value, dtype)

    def array(self, value: Any, dtype: Any = None) -> Any:  # noqa: ANN401
        """Return a copy, dimension and all."""
        return value.copy() if isinstance(value, Quantity) else np.array(value, dtype)

    def zeros(self, shape: Any) -> Quantity:  # noqa: ANN401
        """Return nothing, which fits anything."""
        return measured(np.zeros(shape), None)

    def empty(self, shape: Any) -> Quantity:  # noqa: ANN401
        """Return an array that what is put in gives its dimension."""
        return measured(np.zeros(shape), None)

    def ones(self, shape: Any) -> Quantity:  # noqa: ANN401
        """Return plain numbers."""
        return measured(np.ones(shape), PLAIN)


class Table(np.ndarray[Any, np.dtype[Any]]):
    """Where the recorder writes: remembers what each row measures."""

    rows: dict[int, Dimension]

    def __array_finalize__(self, obj: object) -> None:
        """Share the notes with every view."""
        self.rows = getattr(obj, "rows", {})

    def __setitem__(self, key: Any, value: Any) -> None:  # noqa: ANN401
        """Note what a row is filled with."""
        if isinstance(value, Quantity):
            known = agreed("and last month", [self.rows.get(key), value.dimension])
            if known is not None:
                self.rows[key] = known
        super().__setitem__(key, bare(value))


class RecorderNumpy(Numpy):
    """Stands for `np` inside the recorder."""

    def empty(self, shape: Any) -> Any:  # noqa: ANN401
        """Return the table of measures."""
        return np.zeros(shape).view(Table)


@dataclass(frozen=True, slots=True)
class MeasuredStreams:
    """Streams that refuse chances and counts that are none, and hand dimensions through a draw."""

    inner: Streams

    @property
    def whole(self) -> bool:
        """Whether counts are drawn."""
        return self.inner.whole

    def uniform(self, name: str, month: int, slots: int | None = None) -> Any:  # noqa: ANN401
        """Draw plain numbers."""
        return measured(self.inner.uniform(name, month, slots), PLAIN)

    def normal(self, name: str, month: int, slots: int | None = None) -> Any:  # noqa: ANN401
        """Draw plain numbers."""
        return measured(self.inner.normal(name, month, slots), PLAIN)

    def lognormal(self, name: str, month: int, sigma: Any, slots: int) -> Any:  # noqa: ANN401
        """Draw plain numbers about a median of 1."""
        _must(name, "a log spread", sigma, PLAIN)
        return measured(self.inner.lognormal(name, month, bare(sigma), slots), PLAIN)

    def drawn(self, name: str, month: int, slots: int, quantile: Callable[[Array], Any]) -> Any:  # noqa: ANN401
        """Draw what the quantile function gives."""
        found: list[Known] = []

        def watched(u: Array) -> Any:  # noqa: ANN401
            value = quantile(measured(u, PLAIN))
            found.append(read(value, bound=False))
            return bare(value)

        values = self.inner.drawn(name, month, slots, watched)
        return measured(values, found[0])

    def bernoulli(self, name: str, month: int, p: Any) -> Any:  # noqa: ANN401
        """Draw 1 or 0 by a chance."""
        _must(name, "a chance", p, PLAIN)
        return measured(self.inner.bernoulli(name, month, bare(p)), PLAIN)

    def binomial(self, name: str, month: int, n: Any, p: Any) -> Any:  # noqa: ANN401
        """Draw how many of a count, by a chance."""
        _must(name, "a chance", p, PLAIN)
        _must(name, "a count", n, COUNT)
        return measured(self.inner.binomial(name, month, bare(n), bare(p)), read(n, bound=False))

    def split(self, name: str, month: int, n: Any, chances: Any) -> Any:  # noqa: ANN401
        """Split a count, by chances."""
        _must(name, "a chance", chances, PLAIN)
        _must(name, "a count", n, COUNT)
        return measured(self.inner.split(name, month, bare(n), bare(chances)), read(n, bound=False))

    def poisson(self, name: str, month: int, mean: Any) -> Any:  # noqa: ANN401
        """Draw a count."""
        _must(name, "a count", mean, COUNT)
        return measured(self.inner.poisson(name, month, bare(mean)), read(mean, bound=False))

    def between(self, name: str, month: int, low: Any, high: Any) -> Any:  # noqa: ANN401
        """Draw between alike ends."""
        known = agreed("to", [read(low, bound=False), read(high, bound=False)])
        return measured(self.inner.between(name, month, bare(low), bare(high)), known)

    def gamma(self, name: str, month: int, shape: Any, scale: Any) -> Any:  # noqa: ANN401
        """Draw with the mean shape x scale; the shape of a mean of orders is their count."""
        return measured(self.inner.gamma(name, month, bare(shape), bare(scale)), read(shape * scale, bound=False))


def _must(name: str, what: str, value: Any, dimension: Dimension) -> None:  # noqa: ANN401
    known = read(value, bound=False)
    if known not in (None, dimension):
        raise MismatchError(f"stream {name} takes {known} for {what}, in {place()}")
