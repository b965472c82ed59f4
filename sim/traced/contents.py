"""What a cycle is made of: its arrays, the objects it leaves work to, and everything else that shapes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy as shallow
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any, Final

import numpy as np

from sim.arrays import Array
from sim.model.panel import Panel, Seat
from sim.model.parameters import leaves, spread
from sim.model.releases import Releases
from sim.model.world import World
from sim.randomness import KeyedStreams
from sim.traced.graph import WHOLE, UntraceableError

Leaf = Array | KeyedStreams | Releases
Fact = tuple[object, ...]

_PLAIN: Final = (str, int, float, bool, frozenset, type(None))
_DATED: Final = frozenset({"events", "planned"})
"""Fields of the world that stay numbers: what happens on which date is known before the months begin."""


@dataclass(slots=True)
class Contents:
    """What was found in a cycle, in an order that its shape alone decides.

    Attributes
    ----------
    arrays, parts
        Arrays that months compute with, lanes last, and whose lanes they are.
    others
        Objects that work is left to.
    facts
        All the rest; cycles with the same facts do the same to their arrays.
    """

    arrays: list[Array] = field(default_factory=list)
    parts: list[int] = field(default_factory=list)
    others: list[KeyedStreams | Releases] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    _met: dict[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, cycle: object, seats: Sequence[Seat]) -> Contents:
        """Look through a cycle, and through the policies that decide in it, as `widened` gives them.

        Raises
        ------
        UntraceableError
            When there is something in it that can't be followed.
        """
        found = cls()
        found._look(cycle, WHOLE)
        for part, seat in enumerate(seats, start=1):
            found._look(seat.policy, part)
        each = seats[0].lanes.stop
        if any((seat.lanes.start, seat.lanes.stop) != (at * each, (at + 1) * each) for at, seat in enumerate(seats)):
            raise UntraceableError("policies with more or fewer lanes than others")
        lanes = [each * len(seats), *[each] * len(seats)]
        if any(array.shape[-1] != lanes[part] for array, part in zip(found.arrays, found.parts, strict=True)):
            raise UntraceableError("an array without lanes")
        if not all(other.repeats(each) for other in found.others if isinstance(other, KeyedStreams)):
            raise UntraceableError("policies with other replications than others")
        return found

    def _look(self, item: Any, part: int) -> None:  # noqa: ANN401
        if isinstance(item, float):
            # As text NaN is the same as itself, and zeros of both signs are not.
            self.facts.append((type(item).__name__, item.hex()))
            return
        if isinstance(item, _PLAIN):
            self.facts.append((type(item).__name__, item))
            return
        if id(item) in self._met:
            self.facts.append(("again", self._met[id(item)]))
            return
        self._met[id(item)] = len(self._met)
        if isinstance(item, np.ndarray):
            self._keep(item, part)
        elif isinstance(item, KeyedStreams | Releases):
            self.facts.append((type(item).__name__,))
            self.others.append(item)
        else:
            self.facts.append((type(item),))
            for name, child in _parts(item):
                self.facts.append((name,))
                self._look(child, part)

    def _keep(self, array: Array, part: int) -> None:
        if array.dtype != np.float64 or not array.ndim:
            raise UntraceableError(f"an array of {array.dtype} and shape {array.shape}")
        self.facts.append(("array", array.shape[:-1], part))
        self.arrays.append(array)
        self.parts.append(part)


def widened(panel: Panel) -> tuple[Seat, ...]:
    """Return the seats of a panel, every setting of their policies an array with one entry per lane.

    Raises
    ------
    UntraceableError
        When a rule is not ours: what it decides may hang on anything, and a setting may have to be a plain number.
    """
    if not all(_is_ours(seat.policy) for seat in panel.seats):
        raise UntraceableError("a rule of somebody else")
    return tuple(replace(seat, policy=spread(seat.policy, seat.lanes.stop - seat.lanes.start)) for seat in panel.seats)


def rebuilt(item: Any, replaced: Callable[[Leaf], object], made: dict[int, Any]) -> Any:  # noqa: ANN401
    """Return a copy of a cycle with its arrays and the objects it leaves work to replaced.

    Parameters
    ----------
    made
        What was copied already, by identity: what is shared stays shared.
    """
    if isinstance(item, (*_PLAIN, slice)):
        return item
    if id(item) not in made:
        if isinstance(item, np.ndarray | KeyedStreams | Releases):
            made[id(item)] = replaced(item)
        elif isinstance(item, tuple | list):
            made[id(item)] = type(item)(rebuilt(child, replaced, made) for child in item)
        elif isinstance(item, Mapping):
            made[id(item)] = {name: rebuilt(child, replaced, made) for name, child in item.items()}
        else:
            _rebuild(item, replaced, made)
    return made[id(item)]


def _rebuild(item: Any, replaced: Callable[[Leaf], object], made: dict[int, Any]) -> None:  # noqa: ANN401
    """Copy an object attribute by attribute; it may be met again below itself."""
    made[id(item)] = copy = object.__new__(type(item))
    for name in _names(item):
        child = getattr(item, name)
        dated = isinstance(item, World) and name in _DATED
        object.__setattr__(copy, name, shallow(child) if dated else rebuilt(child, replaced, made))


def _parts(item: Any) -> Iterator[tuple[object, Any]]:  # noqa: ANN401
    """Yield names and things that something is made of."""
    if isinstance(item, World):
        if any(True for _ in leaves(tuple(item.planned), np.ndarray)):
            raise UntraceableError("events that differ between lanes")
        yield from ((name, getattr(item, name)) for name in _names(item) if name != "events")
    elif isinstance(item, Panel):
        return
    elif isinstance(item, tuple | list):
        yield from enumerate(item)
    elif isinstance(item, Mapping):
        yield from item.items()
    else:
        yield from ((name, getattr(item, name)) for name in _names(item))


def _names(item: Any) -> list[str]:  # noqa: ANN401
    """Return the attributes of an object, those that are set."""
    if not _is_ours(item):
        raise UntraceableError(f"a {type(item).__name__}")
    if is_dataclass(item):
        return [each.name for each in fields(item) if hasattr(item, each.name)]
    return list(getattr(item, "__dict__", {}))


def _is_ours(item: object) -> bool:
    return type(item).__module__.startswith("sim.")
