"""Records measures month by month into arrays laid out in advance."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.arrays import Array, asarray
from sim.results import MEASURES, STEPS

if TYPE_CHECKING:
    from sim.model.batch import Batch

Watch = Callable[[int, "Array"], None]
"""Called at the end of every month with all measures, shape (measures, lanes), in an array that the next one reuses."""

Flow = Mapping[str, "Array"]
"""The flows of a month by name, shape (lanes,) each; those of the opening in month 0."""


def order_value(flow: Flow) -> Array:
    """Return revenue per order; nothing where nobody orders.

    >>> order_value({"revenue": np.array([300.0, 0.0]), "orders": np.array([2.0, 0.0])})
    array([150.,   0.])
    """
    return asarray(flow["revenue"] / np.where(flow["orders"] > 0, flow["orders"], np.inf))


FOLLOWING: Final[Mapping[str, Callable[[Flow], Array]]] = {
    "order_value": order_value,
}
"""Measures that follow from others of the same month, and that nothing in the model reads: reckoned here alone."""

ALL: Final = tuple(MEASURES)
ROWS: Final[Mapping[str, int]] = {name: row for row, name in enumerate(ALL)}


@dataclass(frozen=True, slots=True)
class Recording:
    """Measures of a batch.

    Attributes
    ----------
    values
        Shape (measures, months + 1, lanes); month 0 is the opening.
    measures
        Which they are, in their order.
    """

    values: Array
    measures: tuple[str, ...] = ALL

    def __getitem__(self, measure: str) -> Array:
        """Return one measure, shape (months + 1, lanes)."""
        return asarray(self.values[self.measures.index(measure)])

    def names(self) -> tuple[str, ...]:
        """Return the measures in their order."""
        return self.measures

    @property
    def months(self) -> int:
        """Months after the opening."""
        return int(self.values.shape[1]) - 1


class Recorder:
    """Writes the figures of each month into a preallocated recording.

    Parameters
    ----------
    measures
        What to keep of every month and lane.
    watch
        Who looks at all measures as the months go by, without their being kept; None for nobody.
    """

    def __init__(self, months: int, lanes: int, measures: tuple[str, ...] = ALL, watch: Watch | None = None) -> None:
        self.recording = Recording(np.empty((len(measures), months + 1, lanes)), measures)
        self._watch = watch
        self._seen = measures if watch is None else ALL
        self._kept = [ROWS[name] for name in measures]
        self._month = np.empty((len(ALL), lanes)) if watch is not None else None

    def record(self, month: int, batch: Batch) -> None:
        """Write the figures of one month."""
        kept = self.recording.values[:, month]
        figures = kept if self._month is None else self._month
        for row, figure in enumerate(figures_of(batch, self._seen)):
            figures[row] = figure
        if self._watch is not None:
            kept[:] = figures[self._kept]
            self._watch(month, figures)


def figures_of(batch: Batch, measures: Iterable[str]) -> Iterator[Array]:
    """Yield this month's figures of some measures."""
    own = _of_stocks(batch)
    return (own[name] if name in own else _of_flows(name, batch.flow) for name in measures)


def _of_flows(name: str, flow: Flow) -> Array:
    return FOLLOWING[name](flow) if name in FOLLOWING else flow[name]


def _of_stocks(batch: Batch) -> dict[str, Array]:
    """Return the measures that are the state of the firm or the world; all others are flows, or follow from them."""
    firm = batch.firm
    found = {
        "cash": firm.cash,
        "debt": firm.debt,
        "plan_quality": firm.plan_quality,
        "data_quality": firm.data_quality,
        "content": firm.content,
        "crm_use": firm.crm_use,
        "embedded_customers": firm.embedded,
        "rival_capability": batch.world.rivals,
        "recession": batch.world.recession,
        "survival_mode": firm.surviving,
        "closed": 1 - firm.alive,
    }
    for index, step in enumerate(STEPS):
        found[f"process_quality_{step}"] = firm.process_quality[index]
        found[f"technology_{step}"] = firm.technology[index]
        found[f"adoption_{step}"] = firm.adoption[index]
    return found
