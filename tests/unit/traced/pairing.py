"""Does the same to numbers and to symbols, one beside the other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.randomness import KeyedUniforms
from sim.traced.tracing import SymbolicStreams
from tests.unit.traced.evaluating import World, same_bits

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.arrays import Array

SPECIAL = (0.0, -0.0, 1.0, -1.0, 2.0, 0.5, np.nan, np.inf, -np.inf, 1e308, 5e-324, -3.25)


def drawn(name: str, *shape: int) -> Array:
    """Return numbers of both signs, some of them special."""
    count = int(np.prod(shape))
    row: Array = KeyedUniforms(3).rows(f"pairing:{name}", 0, 1, ((0, count),))[0][:count]
    numbers = 8 * row - 4
    numbers[::5] = np.resize(SPECIAL, len(numbers[::5]))
    return numbers.reshape(shape)


@dataclass
class Pairs:
    """Arrays and the symbols that stand for them, under the same names."""

    world: World = field(default_factory=World)
    arrays: dict[str, Any] = field(default_factory=dict)
    symbols: dict[str, Any] = field(default_factory=dict)
    _streams: SymbolicStreams = field(init=False)

    def __post_init__(self) -> None:
        """Lend symbols the luck of the world."""
        self._streams = SymbolicStreams(self.world.graph, 0, self.world.lanes)

    def given(self, name: str, *shape: int) -> None:
        """Begin with an array of this shape, lanes last and left out here."""
        numbers = drawn(name, *shape, self.world.lanes)
        self.arrays[name], self.symbols[name] = numbers, self.world.symbols(numbers)

    def done(self, name: str, work: Callable[..., Any], *names: str) -> None:
        """Do the same work to both, and keep what comes of it; it may also change what it works on."""
        with np.errstate(all="ignore"):
            self.arrays[name] = work(*(self.arrays[each] for each in names))
        self.symbols[name] = work(*(self.symbols[each] for each in names))

    def drawn(self, name: str, work: Callable[..., Any], *names: str) -> None:
        """Do the same work to both, which draws: of numbers with luck, of symbols with what stands for it."""
        (luck,) = self.world.others
        with np.errstate(all="ignore"):
            self.arrays[name] = work(luck, *(self.arrays[each] for each in names))
        self.symbols[name] = work(self._streams, *(self.symbols[each] for each in names))

    def differing(self) -> list[str]:
        """Return the names under which symbols stand for other numbers than those that are there."""
        return [
            name for name, array in self.arrays.items() if not same_bits(self.world.numbers(self.symbols[name]), array)
        ]


def agree(work: Callable[..., Any], *shapes: tuple[int, ...]) -> bool:
    """Say whether work on symbols stands for what it gives on numbers, and leaves both alike."""
    pairs = Pairs()
    names = "abcde"[: len(shapes)]
    for name, shape in zip(names, shapes, strict=True):
        pairs.given(name, *shape)
    pairs.done("result", work, *names)
    return not pairs.differing()
