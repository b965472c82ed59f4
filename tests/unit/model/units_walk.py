"""Sends measured arrays through the engine's own code and notes what every measure comes out as."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.model import cycle, loyalty, recorder
from sim.model.events import EVENT_KINDS, Event
from sim.model.panel import Seat
from sim.model.parameters import Parameters, Process, substitute, walk
from sim.model.setup import Setup
from sim.policies.catalog import RULES, build
from sim.randomness import ExpectedStreams, KeyedStreams
from sim.results import MEASURES
from tests.unit.model.dimensions import DAY, WEEK, Dimension, Known, measured
from tests.unit.model.units_numpy import MeasuredStreams, Numpy, RecorderNumpy, Table
from tests.unit.model.units_table import FULLER_RULES, UNITS, of_parameter

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pytest

    from sim.model.decisions import Policy

LANES: Final = len(RULES)
"""One lane per rule: every policy is walked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trip:
    """What is sent through the engine.

    Attributes
    ----------
    kind
        `contract` or `orders`.
    whole
        True to draw counts, False for expected flows.
    months
        How long.
    claimed
        Other dimensions than the declared ones, by parameter key: deliberate faults.
    """

    kind: str = "contract"
    whole: bool = False
    months: int = 14
    claimed: Mapping[str, Dimension] = field(default_factory=dict)


BUSY: Final = {
    "world.rival_move_rate": 0.2,
    "world.other_closure": 0.5,
    "capability.hosted_share": 0.5,
    "experience.order_value_cv": 0.5,
    "acquisition.discount_reach": 0.5,
    "plans.repeat_probability": 0.5,
    "demand.leads": 300.0,
    "business.cash": 200_000.0,
    "experience.monthly_churn": 0.02,
}
"""Values that bring every equation into play."""


def firm(trip: Trip) -> Parameters:
    """Return a firm whose every number is measured, with every part of the model at work."""
    p: Parameters = substitute(Parameters(), BUSY)
    listed = tuple(Process(name=name, step="supply", performance=score) for name, score in (("buy", 2.0), ("pay", 4.0)))
    p = replace(p, business=replace(p.business, kind=trip.kind), plans=replace(p.plans, processes=listed))
    known = {key: trip.claimed.get(key, of_parameter(key, spec.unit)) for key, spec, _ in walk(p)}
    changes = {key: measured(value, known[key]) for key, spec, value in walk(p) if not spec.whole}
    sent: Parameters = substitute(p, changes)
    return sent


def policies(claimed: Mapping[str, Dimension]) -> list[Policy]:
    """Return one policy of every rule, its settings measured and a discount in it."""
    made: list[Policy] = []
    for name in RULES:
        rule = build(name, {"discount": 0.02})
        units = {key: spec.unit for key, spec, _ in walk(rule)}
        dimensions = {key: claimed.get(key, FULLER_RULES.get(key, UNITS[unit])) for key, unit in units.items()}
        made.append(substitute(rule, {key: measured(value, dimensions[key]) for key, _, value in walk(rule)}))
    return made


def events() -> tuple[Event, ...]:
    """Return one event of every kind."""
    return tuple(
        Event(kind=name, month=3.0 + place, size=measured(min(0.1, kind.high), UNITS[kind.unit]), lasting=4.0)
        for place, (name, kind) in enumerate(EVENT_KINDS.items())
    )


def install(patch: pytest.MonkeyPatch) -> None:
    """Let the engine's modules keep dimensions, and its constants have them."""
    for name, module in list(sys.modules.items()):
        if name.startswith(("sim.model", "sim.policies")) and getattr(module, "np", None) is np:
            patch.setattr(module, "np", RecorderNumpy() if module is recorder else Numpy())
        if name.startswith(("sim.model", "sim.policies")) and hasattr(module, "asarray"):
            patch.setattr(module, "asarray", Numpy().asarray)
        if name.startswith("sim.model") and hasattr(module, "DAYS_A_MONTH"):
            patch.setattr(module, "DAYS_A_MONTH", measured(module.DAYS_A_MONTH, DAY))
    patch.setattr(loyalty, "WEEKS_A_MONTH", measured(loyalty.WEEKS_A_MONTH, WEEK))


def walked(patch: pytest.MonkeyPatch, trip: Trip) -> dict[str, Known]:
    """Run the engine and return what every measure came out as.

    Raises
    ------
    MismatchError
        At the first equation that does not hold together.
    """
    with patch.context() as patched:
        install(patched)
        inner = KeyedStreams(4, np.arange(LANES)) if trip.whole else ExpectedStreams(LANES)
        setup = Setup(
            parameters=firm(trip),
            seats=[Seat(policy, slice(i, i + 1)) for i, policy in enumerate(policies(trip.claimed))],
            streams=MeasuredStreams(inner),
            lanes=LANES,
            months=trip.months,
            events=events(),
        )
        table = cycle.simulate(setup).recording.values
    notes = table.rows if isinstance(table, Table) else {}
    return {name: notes.get(row) for row, name in enumerate(MEASURES)}


def settings() -> dict[str, str]:
    """Return the unit of every setting of every rule."""
    return {f.name: f.metadata["spec"].unit for rule in RULES.values() for f in fields(rule)}
