"""A firm on the day before month 1, laid out so that a test can make one step work on figures of its own choice.

Flows are expected ones: a draw is its mean, so that equations hold to the last digit.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sim.model.panel import Seat
from sim.model.parameters import Parameters, substitute
from sim.model.setup import Setup, lay_batch
from sim.model.stocks import PAST
from sim.policies.maintain import Maintain
from sim.randomness import ExpectedStreams
from sim.results import STEPS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.arrays import Array
    from sim.model.batch import Batch
    from sim.model.parameters.spec import Value

UNEVEN: Final = {
    f"capability.{stock}.{step}": start + slope * row
    for stock, start, slope in (("process_quality", 0.3, 0.05), ("technology", 0.5, -0.06), ("adoption", 0.4, 0.07))
    for row, step in enumerate(STEPS)
}
"""Capability that differs from step to step, so that no step passes for another."""


def firm(changes: Mapping[str, Value] | None = None, kind: str = "contract") -> Parameters:
    """Return a firm with uneven capability and the given changes."""
    p: Parameters = substitute(Parameters(), {**UNEVEN, **(changes or {})})
    return replace(p, business=replace(p.business, kind=kind))


def laid(changes: Mapping[str, Value] | None = None, kind: str = "contract", **more: Any) -> Batch:  # noqa: ANN401
    """Return the batch of one firm on the day before month 1; `more` goes to the setup.

    Months to come hold the figures of month 0, so that a step may be asked to act in any of them.
    """
    given: dict[str, Any] = {"lanes": 1, "months": 36, "streams": ExpectedStreams(more.get("lanes", 1)), **more}
    given.setdefault("seats", [Seat(Maintain(), slice(0, given["lanes"]))])
    batch = lay_batch(Setup(parameters=firm(changes, kind), **given))
    for rows in batch.history._rows.values():
        rows[PAST + 1 :] = rows[PAST]
    return batch


def one(value: float) -> Array:
    """Return a number as that of a single lane."""
    return np.array([float(value)])


def by_step(*values: float) -> Array:
    """Return five numbers as those of a single lane, shape (5, 1)."""
    return np.array(values, float).reshape(5, 1)


def remember(batch: Batch, name: str, figures: Mapping[int, float]) -> None:
    """Let the firm have had these figures in these months."""
    for month, value in figures.items():
        batch.history.put(name, month, one(value))
