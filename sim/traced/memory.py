"""Memory of a replay: the numbers that lie at the places of a program."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sim.traced.graph import WHOLE

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from sim.arrays import Array
    from sim.traced.room import Group

BYTES: Final = 8
"""Of a number."""

_LINE: Final = 8
"""Numbers in a line of the processor's cache: loops go nearly twice as fast over rows that begin with one."""


@dataclass(slots=True)
class Memory:
    """Numbers that are the same in every lane, then rows of luck, then rows with a number for every lane.

    Parameters
    ----------
    numbers
        Those that are the same in every lane.
    lucky, places
        How many rows of luck there are, with a number for each replication, and how many others.
    policies, replications
        Lanes: the same replications for one policy after the other.
    """

    numbers: Array
    lucky: int
    places: int
    policies: int
    replications: int
    held: Array = field(init=False)
    luck_table: Array = field(init=False)
    table: Array = field(init=False)

    def __post_init__(self) -> None:
        """Lay it out."""
        narrow, wide = _lines(self.replications), _lines(self.lanes)
        head, middle = _lines(len(self.numbers)), self.lucky * narrow
        self.held = _aligned(head + middle + self.places * wide)
        self.held[: len(self.numbers)] = self.numbers
        self.luck_table = self.held[head : head + middle].reshape(-1, narrow)[:, : self.replications]
        self.table = self.held[head + middle :].reshape(-1, wide)[:, : self.lanes]

    @property
    def lanes(self) -> int:
        """How many lanes there are."""
        return self.policies * self.replications

    @property
    def first(self) -> int:
        """The first place of a row with a number for every lane."""
        return len(self.numbers) + self.lucky

    def lanes_of(self, part: int) -> tuple[int, int]:
        """Return where the lanes of a policy start and end, or all lanes."""
        return (0, self.lanes) if part == WHOLE else ((part - 1) * self.replications, part * self.replications)

    def offsets(self, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return how many numbers lie before places."""
        narrow, wide, count = _lines(self.replications), _lines(self.lanes), len(self.numbers)
        head = _lines(count)
        luck, rows = head + (places - count) * narrow, head + self.lucky * narrow + (places - self.first) * wide
        return np.where(places < count, places, np.where(places < self.first, luck, rows))

    def row(self, place: int) -> Array:
        """Return the numbers at a place, one per lane; only those of rows with a number for every lane can be set."""
        if place >= self.first:
            own: Array = self.table[place - self.first]
            return own
        count = len(self.numbers)
        shared = self.held[place : place + 1] if place < count else self.luck_table[place - count]
        return np.tile(shared, self.lanes // shared.size)

    def view(self, place: int, part: int, kind: type) -> NDArray[Any]:
        """Return the numbers or tests at a place for the lanes of a policy: one where it is the same in every lane."""
        count, (start, end) = len(self.numbers), self.lanes_of(part)
        if place < count:
            return self.held[place : place + 1].reshape(())
        shared = place < self.first
        found: NDArray[Any] = self.luck_table[place - count] if shared else self.table[place - self.first]
        return found if shared else found.view(kind)[start:end]

    def tests(self, place: int) -> NDArray[np.bool_]:
        """Return the tests at a place, one per lane."""
        return self.view(place, WHOLE, np.bool_)

    def put_luck(self, places: NDArray[np.int64], luck: Array) -> None:
        """Put luck where it belongs, a row for each place."""
        self.luck_table[places - len(self.numbers)] = luck.reshape(-1, self.replications)

    def block(self, group: Group) -> Array:
        """Return rows with a number for every lane that lie side by side."""
        first = int(group.places[0]) - self.first
        return self.table[first : first + group.places.size].reshape(*group.shape, self.lanes)

    def gathered(self, places: NDArray[np.int64]) -> Callable[[], Array]:
        """Return how rows are had as one array, shape (places, lanes): as they lie, or gathered."""
        table, rows = self.table, places - self.first
        if rows.min() < 0:
            return lambda: np.stack([self.row(place) for place in places.tolist()])
        if (np.diff(rows) == 1).all() and (table.flags.c_contiguous or rows.size == 1):
            block = table[rows[0] : rows[-1] + 1]
            return lambda: block
        return lambda: table[rows]

    def argument(self, group: Group) -> Callable[[], Array]:
        """Return how an argument of a call is had."""
        rows, shape = self.gathered(group.places), (*group.shape, self.lanes)
        return lambda: rows().reshape(shape)


def _lines(numbers: int) -> int:
    """Return so many numbers rounded up to whole lines."""
    return -(-numbers // _LINE) * _LINE


def _aligned(numbers: int) -> Array:
    """Return memory that begins with a line."""
    memory = np.zeros(numbers + _LINE)
    return memory[-(memory.ctypes.data // BYTES) % _LINE :][:numbers]
