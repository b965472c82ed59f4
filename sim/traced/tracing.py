"""Follows the cycle once: it turns with symbols in place of arrays, and a graph comes out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.model.panel import Panel
from sim.model.portfolio import WORK
from sim.model.recorder import figures_of
from sim.randomness import KeyedStreams, chains
from sim.results import STEPS
from sim.traced.contents import Contents, rebuilt, widened
from sim.traced.functions import joined
from sim.traced.graph import BINOMIAL, POISSON, WHOLE, Call, Graph, Rows
from sim.traced.symbols import Symbols

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.model.batch import Batch
    from sim.model.cycle import Cycle
    from sim.model.panel import Seat
    from sim.traced.contents import Leaf


@dataclass(frozen=True, slots=True)
class Trace:
    """What the months of a cycle do.

    Attributes
    ----------
    graph
        Everything that is done to a lane.
    given
        First row of each array of the cycle, in the order of its `Contents`.
    figures
        Rows of the measures, shape (measures, months + 1).
    ends
        How many rows there were at the end of each month, the opening first.
    """

    graph: Graph
    given: tuple[int, ...]
    figures: Rows
    ends: tuple[int, ...] = ()


def trace(cycle: Cycle, months: int, measures: Sequence[str]) -> Trace:
    """Follow a cycle from its opening for so many months; the cycle itself stays where it is.

    Raises
    ------
    UntraceableError
        When something depends on numbers in a way that can't be followed.
    """
    seats = widened(cycle.batch.panel)
    contents = Contents.of(cycle, seats)
    lanes = len(cycle.batch.opening.revenue)
    graph = Graph(parts=tuple((seat.lanes.start, seat.lanes.stop) for seat in seats))
    symbols: dict[int, object] = {}
    given = []
    for array, part in zip(contents.arrays, contents.parts, strict=True):
        rows = graph.given(array.size // array.shape[-1], part)
        given.append(rows[0])
        shaped = np.array(rows, np.int64).reshape(array.shape[:-1])
        symbols[id(array)] = Symbols(graph, shaped, array.shape[-1], part)
    for index, other in enumerate(contents.others):
        kind = SymbolicStreams if isinstance(other, KeyedStreams) else SymbolicReleases
        symbols[id(other)] = kind(graph, index, lanes)

    def replaced(leaf: Leaf) -> object:
        return symbols[id(leaf)]

    made: dict[int, Any] = {}
    whole = Symbols(graph, np.empty(0, np.int64), lanes)
    made[id(cycle.batch.panel)] = SymbolicPanel(rebuilt(seats, replaced, made), whole)
    figures: list[list[int]] = []
    ends: list[int] = []

    def record(_month: int, batch: Batch) -> None:
        figures.append([int(whole.rows_of(figure)) for figure in figures_of(batch, measures)])
        ends.append(len(graph.what))

    rebuilt(cycle, replaced, made).turn(months, record)
    return Trace(graph, tuple(given), np.array(figures, np.int64).T, tuple(ends))


class SymbolicPanel(Panel):
    """All policies of a batch, who may decide on plain numbers or on symbols."""

    def __init__(self, seats: Sequence[Seat], like: Symbols) -> None:
        super().__init__(seats)
        self._like = like

    def join(self, parts: Sequence[Any]) -> Any:  # noqa: ANN401
        """Return the lanes of all policies side by side."""
        return joined(self._like, parts)


class SymbolicReleases:
    """Stands for what waits for its month of release."""

    def __init__(self, graph: Graph, index: int, lanes: int) -> None:
        self._graph = graph
        self._index = index
        self._lanes = lanes

    def put(self, due: Symbols, uplift: Symbols) -> None:
        """Note what is put in."""
        self._graph.call(Call(self._index, "put", (), (due.rows.copy(), uplift.rows.copy()), None))

    def take(self, month: int) -> Symbols:
        """Note that what is due is taken out."""
        rows = self._graph.call(Call(self._index, "take", (month,), (), (len(WORK), len(STEPS))))
        return Symbols(self._graph, rows, self._lanes)


class SymbolicStreams:
    """Stands for streams of luck; see `sim.randomness.Streams`."""

    whole = True

    def __init__(self, graph: Graph, index: int, lanes: int) -> None:
        self._graph = graph
        self._index = index
        self._like = Symbols(graph, np.empty(0, np.int64), lanes)

    def uniform(self, name: str, month: int, slots: int | None = None) -> Symbols:
        """Note a draw of uniforms."""
        return self._rows("uniform", name, month, slots)

    def normal(self, name: str, month: int, slots: int | None = None) -> Symbols:
        """Note a draw of normals."""
        return self._rows("normal", name, month, slots)

    def drawn(self, name: str, month: int, slots: int, quantile: Any) -> Any:  # noqa: ANN401
        """Note a draw of uniforms and what a quantile function makes of them."""
        return quantile(self.uniform(name, month, slots))

    def lognormal(self, name: str, month: int, sigma: Any, slots: int) -> Any:  # noqa: ANN401
        """Note a draw of lognormal numbers."""
        return np.exp(sigma * self.normal(name, month, slots))

    def bernoulli(self, name: str, month: int, p: Any) -> Symbols:  # noqa: ANN401
        """Note a draw of ones and zeros, as `KeyedStreams` does it."""
        self._graph.require(((p >= 0.0) & (p <= 1.0)).rows)
        one: Symbols = self.uniform(name, month, _slots(p)) > 1.0 - p
        return one.astype(np.float64)

    def binomial(self, name: str, month: int, n: Any, p: Any) -> Symbols:  # noqa: ANN401
        """Note a draw of binomial counts."""
        return self._counted(BINOMIAL, name, month, n, p)

    def split(self, name: str, month: int, n: Any, chances: Any) -> Any:  # noqa: ANN401
        """Note counts split over parts and a rest."""
        parts = chains.links(name, len(chances))

        def draw(part: int, left: Any, chance: Any) -> Any:  # noqa: ANN401
            return self.binomial(parts[part], month, left, chance)

        return chains.split(draw, n, chances)

    def poisson(self, name: str, month: int, mean: Any) -> Symbols:  # noqa: ANN401
        """Note a draw of Poisson counts."""
        return self._counted(POISSON, name, month, mean)

    def between(self, name: str, month: int, low: Any, high: Any) -> Symbols:  # noqa: ANN401
        """Note a draw between two bounds, as `KeyedStreams` does it."""
        self._graph.require((high - low >= 0.0).rows)
        draw: Symbols = low + (high - low) * self.uniform(name, month, _slots(low))
        return draw

    def gamma(self, name: str, month: int, shape: Any, scale: Any) -> Symbols:  # noqa: ANN401
        """Note a draw of gamma numbers."""
        groups = tuple(self._like.rows_of(each).copy() for each in (shape, scale))
        drawn = np.broadcast_shapes(*(group.shape for group in groups))
        return self._called(Call(self._index, "gamma", (name, month), groups, drawn))

    def _counted(self, law: str, name: str, month: int, *arguments: Any) -> Symbols:  # noqa: ANN401
        shape = np.broadcast_shapes(*(self._like.rows_of(each).shape for each in arguments))
        luck = self.uniform(name, month, shape[0] if shape else None)
        return luck.noted(law, [luck, *arguments])

    def _rows(self, method: str, name: str, month: int, slots: int | None) -> Symbols:
        first = (name, month) if slots is None else (name, month, slots)
        return self._called(Call(self._index, method, first, (), () if slots is None else (slots,)))

    def _called(self, call: Call) -> Symbols:
        return Symbols(self._graph, self._graph.call(call), self._like.lanes, WHOLE)


def _slots(value: Any) -> int | None:  # noqa: ANN401
    """Return how many draws a lane needs for values of shape (lanes,) or (slots, lanes)."""
    return None if value.ndim == 1 else int(value.shape[0])
