"""Every kind of event does what it says, in its months, in its lanes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from sim.model.cycle import simulate
from sim.model.events import EVENT_KINDS, Event
from sim.model.panel import Seat
from sim.model.parameters import Parameters
from sim.model.setup import Setup
from sim.policies.fixed_share import FixedShare
from sim.randomness import ExpectedStreams

if TYPE_CHECKING:
    from sim.model.recorder import Recording

LANES, MONTHS, START = 3, 18, 6

# kind: (size, measure, direction in the month it starts or soon after)
FELT = {
    "demand_shock": (-0.3, "leads", -1),
    "churn_shock": (1.0, "churned", 1),
    "cost_shock": (0.2, "unit_cost", 1),
    "price_change": (0.1, "order_value", 1),
    "cash_injection": (1e5, "injected", 1),
    "cash_loss": (1e5, "cash", -1),
    "credit_stop": (1.0, "debt", -1),
    "rival_move": (0.1, "rival_capability", 1),
    "rival_embedding": (0.2, "leads", -1),
    "platform_project": (0.5, "process_quality_demand", -1),
    "data_loss": (0.5, "data_quality", -1),
    "staff_exit": (0.5, "adoption_demand", -1),
}


def _run(*events: Event, changes: dict[str, float] | None = None) -> Recording:
    from sim.model.parameters import substitute  # noqa: PLC0415

    parameters: Parameters = substitute(Parameters(), changes or {})
    setup = Setup(
        parameters=parameters,
        seats=[Seat(FixedShare(share=0.8), slice(0, LANES))],
        streams=ExpectedStreams(LANES),
        lanes=LANES,
        months=MONTHS,
        events=events,
    )
    return simulate(setup).recording


def test_every_kind_is_tried() -> None:
    assert set(FELT) == set(EVENT_KINDS)


@pytest.mark.parametrize("kind", sorted(FELT))
def test_an_event_is_felt_from_its_month_on(kind: str) -> None:
    size, measure, direction = FELT[kind]
    broke = (Event(kind="cash_loss", month=START + 1.0, size=4e5),) if kind == "credit_stop" else ()
    changes = {"reinvestment.credit_share": 1.0}
    calm = _run(*broke, changes=changes)
    shaken = _run(Event(kind=kind, month=float(START), size=size, lasting=12.0), *broke, changes=changes)
    np.testing.assert_array_equal(shaken.values[:, :START], calm.values[:, :START])
    gap = (shaken[measure] - calm[measure])[START : START + 9, 0]
    assert gap[np.abs(gap).argmax()] * direction > 0


@pytest.mark.parametrize("kind", sorted(FELT))
def test_a_lane_does_not_hear_of_events_in_others(kind: str) -> None:
    """Months between whole ones are rounded; every lane acts on its own date, whoever else wakes."""
    size = FELT[kind][0]
    months = np.array([2.0, 5.4, 8.6])
    together = _run(Event(kind=kind, month=months, size=size, lasting=3.0)).values
    for lane, month in enumerate(months):
        alone = _run(Event(kind=kind, month=float(np.rint(month)), size=size, lasting=3.0)).values
        np.testing.assert_array_equal(together[..., lane], alone[..., lane])


def test_a_lasting_shock_ends() -> None:
    shaken = _run(Event(kind="cost_shock", month=4.0, size=0.5, lasting=3.0))["unit_cost"][:, 0]
    raised = np.flatnonzero(shaken > 1.2 * shaken[0])
    assert raised.tolist() == [4, 5, 6]
