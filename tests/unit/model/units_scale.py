"""The whole engine, untouched, in another currency or with so many times the customers: figures beside dimensions."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.model.cycle import simulate
from sim.model.events import EVENT_KINDS, Event
from sim.model.outcomes import outcomes
from sim.model.panel import Seat
from sim.model.parameters import Parameters, substitute, walk
from sim.model.setup import Setup
from sim.policies.catalog import RULES, build
from sim.randomness import ExpectedStreams, KeyedStreams
from sim.results import MEASURES, OUTCOMES
from tests.unit.model.units_table import UNITS, of_measure, of_parameter
from tests.unit.model.units_walk import BUSY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.unit.model.dimensions import Array, Dimension

MONTHS: Final = 30
EACH_RULE: Final = 3
"""Replications of every rule."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Units of another size.

    Attributes
    ----------
    money, count
        By how much figures of this dimension grow.
    forgotten
        Parameters and events left as they were: deliberate faults.
    """

    money: float = 1.0
    count: float = 1.0
    forgotten: frozenset[str] = field(default_factory=frozenset)

    def of(self, dimension: Dimension) -> float:
        """Return by how much a figure of this dimension grows."""
        return float(self.money**dimension.money * self.count**dimension.count)

    def grown(self, name: str, value: float, dimension: Dimension) -> float:
        """Return a number that goes in, unless it is forgotten."""
        return value if name in self.forgotten else value * self.of(dimension)


@cache
def figures(kind: str, scale: Scale = Scale(), *, whole: bool) -> Mapping[str, tuple[Array, Dimension]]:
    """Return every measure and outcome with its dimension."""
    lanes = EACH_RULE * len(RULES)
    luck = KeyedStreams(6, np.tile(np.arange(EACH_RULE), len(RULES))) if whole else ExpectedStreams(lanes)
    setup = Setup(
        parameters=_firm(kind, scale),
        seats=[
            Seat(build(rule), slice(EACH_RULE * place, EACH_RULE * (place + 1))) for place, rule in enumerate(RULES)
        ],
        streams=luck,
        lanes=lanes,
        months=MONTHS,
        events=_events(scale),
    )
    recording = simulate(setup).recording
    ends = outcomes(recording, setup.parameters)
    found = {name: (recording[name], of_measure(name, column.unit)) for name, column in MEASURES.items()}
    final = {f"final {name}": (ends[name], of_measure(name, column.unit)) for name, column in OUTCOMES.items()}
    return {**found, **final}


def _firm(kind: str, scale: Scale) -> Parameters:
    p: Parameters = substitute(Parameters(), BUSY)
    p = replace(p, business=replace(p.business, kind=kind))
    numbers = {key: (float(value), of_parameter(key, spec.unit)) for key, spec, value in walk(p) if not spec.whole}
    changes = {key: scale.grown(key, value, dimension) for key, (value, dimension) in numbers.items()}
    changed: Parameters = substitute(p, changes)
    return changed


def _events(scale: Scale) -> tuple[Event, ...]:
    """Return every kind of event; sums of money are worth noticing."""
    sizes = {name: (20_000.0 if kind.unit == "money" else 0.1) for name, kind in EVENT_KINDS.items()}
    return tuple(
        Event(kind=name, month=3.0 + place, size=scale.grown(name, size, UNITS[EVENT_KINDS[name].unit]), lasting=4.0)
        for place, (name, size) in enumerate(sizes.items())
    )
