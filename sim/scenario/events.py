"""The one-off events of a scenario."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from sim.model.events import EVENT_KINDS, Event
from sim.model.parameters.spec import Spec

if TYPE_CHECKING:
    from sim.scenario.reading import Reading
    from sim.scenario.tree import Fields, Node

MONTH: Final = Spec(1.0, "months", 1.0, 600.0, "first month the event acts, counted from 1", "scenario")
LASTING: Final = Spec(math.inf, "months", 1.0, 600.0, "months the event lasts; to the end if left out", "scenario")
KEYS: Final = ("month", "kind", "size", "lasting")


def size_spec(kind: str) -> Spec:
    """Return what the size of a kind of event may be."""
    known = EVENT_KINDS[kind]
    return Spec(min(max(known.low, -0.2), known.high), known.unit, known.low, known.high, known.meaning, "scenario")


def read_events(reading: Reading, node: Node | None, *, horizon: int) -> tuple[Event, ...]:
    """Return the events, in the order of the file; wrong ones are left out."""
    events = []
    for index, child in enumerate(
        reading.items(node, "events", "Write - {month: 14, kind: demand_shock, size: -20%}.")
    ):
        key = f"events.{index}"
        given = reading.fields(child, key, "Write {month: 14, kind: demand_shock, size: -20%}.")
        if given is not None:
            reading.unknown(given, KEYS, key)
            event = _event(reading, given, key, horizon)
            events += [event] if event else []
    return tuple(events)


def _event(reading: Reading, node: Fields, key: str, horizon: int) -> Event | None:
    strange = set(node.entries) - set(KEYS)  # a misspelt key is one slip, not two
    for name in ("month", "kind", "size"):
        if node.get(name) is None and not strange:
            reading.refuse(
                node.place, key, f"{key} has no {name}", "Write {month: 14, kind: demand_shock, size: -20%}."
            )
    month = _value(reading, node, "month", key, MONTH)
    lasting = _value(reading, node, "lasting", key, LASTING)
    kind = reading.choice(node.get("kind"), f"{key}.kind", EVENT_KINDS, "")
    if not kind:
        return None
    size = _value(reading, node, "size", key, size_spec(kind))
    if node.get("lasting") is not None and not EVENT_KINDS[kind].lasts:
        place = node.key_place("lasting")
        reading.refuse(place, f"{key}.lasting", f"{key}: a {kind} happens at once and can't last", "Remove `lasting`.")
    if month > horizon:
        place = node.key_place("month")
        reading.warn(
            place, f"{key}.month", f"{key} comes in month {month:g}, after the last, {horizon}", "It never acts."
        )
    return Event(kind=kind, month=month, size=size, lasting=lasting)


def _value(reading: Reading, node: Fields, name: str, key: str, spec: Spec) -> float:
    child = node.get(name)
    return spec.default if child is None else float(reading.number(child, spec, f"{key}.{name}"))
