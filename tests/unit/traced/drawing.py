"""Small months with draws in them, by hand: followed, laid out, replayed, and worked out plainly."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from sim.randomness import KeyedStreams
from sim.traced.contents import Contents
from sim.traced.program import program_of
from sim.traced.replay import Replay
from sim.traced.symbols import Symbols
from sim.traced.tracing import SymbolicReleases, SymbolicStreams, Trace
from tests.unit.traced.evaluating import World

if TYPE_CHECKING:
    from sim.arrays import Array
    from sim.traced.program import Program


class Chosen(KeyedStreams):
    """Luck of which some is chosen by a test: one number for each replication."""

    rows: ClassVar[dict[str, Array]] = {}

    def uniform(self, name: str, month: int, slots: int | None = None) -> Array:
        """Return uniforms, those that were chosen where there are any."""
        if name not in self.rows:
            return super().uniform(name, month, slots)
        row = self.rows[name]
        return np.tile(row, self.lanes // row.size)


class Shelf:
    """Remembers: gives back what was put on it, and a little more."""

    def __init__(self) -> None:
        self.held: list[Array] = []

    def put(self, due: Array, uplift: Array) -> None:
        """Put something on it."""
        self.held.append(due + uplift)

    def take(self, month: int) -> Array:
        """Take all of it together, and half of it, shape (2, 5, lanes)."""
        total = sum(self.held[1:], start=self.held[0].copy())
        return np.stack([total + month, 0.5 * total])


@dataclass
class Month:
    """A month in which symbols stand for numbers that a test knows, for policies that share their luck.

    Attributes
    ----------
    world
        The graph, and its numbers.
    luck, shelf
        What symbols draw from, and put things on.
    figures
        What comes out, one row each.
    ends
        Where months end, if there are several.
    """

    policies: int = 2
    replications: int = 5
    seed: int = 4
    world: World = field(init=False)
    luck: Any = field(init=False)
    shelf: Any = field(init=False)
    figures: list[Any] = field(init=False, default_factory=list)
    ends: list[int] = field(init=False, default_factory=list)
    _given: list[tuple[int, Array, int]] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        """Begin with nothing."""
        parts = tuple((at * self.replications, (at + 1) * self.replications) for at in range(self.policies))
        self.world = World(self.lanes, parts, self.others())
        self.luck = SymbolicStreams(self.world.graph, 0, self.lanes)
        self.shelf = SymbolicReleases(self.world.graph, 1, self.lanes)

    @property
    def lanes(self) -> int:
        """How many lanes there are."""
        return self.policies * self.replications

    def others(self) -> tuple[Any, ...]:
        """Return luck and a shelf as they are when the month begins."""
        return Chosen(self.seed, np.tile(np.arange(7, 7 + self.replications), self.policies)), Shelf()

    def given(self, numbers: Any, part: int = 0) -> Any:  # noqa: ANN401 (stands for an array)
        """Return symbols for numbers, one for each lane of all policies or of one."""
        lanes = self.replications if part else self.lanes
        row = np.resize(np.asarray(numbers, np.float64), lanes)
        symbols = self.world.symbols(row, part)
        self._given.append((int(symbols.rows), row, part))
        return symbols

    def number(self, value: float) -> Any:  # noqa: ANN401 (stands for an array)
        """Return a number that is the same in every lane."""
        return Symbols(self.world.graph, np.array(self.world.graph.number(value)), self.lanes)

    def trace(self) -> Trace:
        """Return what was done."""
        rows = [int(figure.rows) for figure in self.figures]
        firsts = tuple(first for first, _, _ in self._given)
        return Trace(self.world.graph, firsts, np.array(rows, np.int64)[:, None], tuple(self.ends))

    def program(self) -> Program:
        """Return it laid out."""
        return program_of(self.trace())

    def replay(self, program: Program | None = None) -> Replay:
        """Return a replay of it."""
        return Replay(program or self.program(), self.policies, self.replications)

    def contents(self, *changed: Any) -> Contents:  # noqa: ANN401 (numbers for what was given first, and so on)
        """Return the numbers it begins with, the first of them replaced by others."""
        arrays = [row.copy() for _, row, _ in self._given]
        for place, numbers in enumerate(changed):
            arrays[place] = np.resize(np.asarray(numbers, np.float64), arrays[place].size)
        return Contents(arrays=arrays, parts=[part for _, _, part in self._given], others=list(self.others()))

    def wanted(self) -> Array:
        """Return the figures, worked out row by row, shape (figures, 1, lanes)."""
        return np.stack([self.world.numbers(figure) for figure in self.figures])[:, None]
