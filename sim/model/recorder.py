"""Records every measure month by month into arrays laid out in advance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.results import MEASURES, STEPS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.model.batch import Batch
    from sim.model.parameters.spec import Array


@dataclass(frozen=True, slots=True)
class Recording:
    """All measures of a batch.

    Attributes
    ----------
    values
        Shape (measures, months + 1, lanes), measures in the order of `MEASURES`; row 0 is the opening.
    """

    values: Array

    def __getitem__(self, measure: str) -> Array:
        """Return one measure, shape (months + 1, lanes)."""
        return np.asarray(self.values[ROWS[measure]])

    @staticmethod
    def names() -> tuple[str, ...]:
        """Return the measures in their order."""
        return tuple(MEASURES)

    @property
    def months(self) -> int:
        """Months after the opening."""
        return int(self.values.shape[1]) - 1


ROWS: Mapping[str, int] = {name: row for row, name in enumerate(MEASURES)}
_FROM_FLOW = tuple(
    name
    for name in MEASURES
    if name
    not in {
        "cash", "debt", "plan_quality", "data_quality", "content", "crm_use", "embedded_customers",
        "rival_capability", "recession", "survival_mode", "closed",
    }
    and not name.startswith(("process_quality_", "technology_", "adoption_"))
)  # fmt: skip


class Recorder:
    """Writes the measures of each month into a preallocated recording."""

    def __init__(self, months: int, lanes: int) -> None:
        self.recording = Recording(np.empty((len(MEASURES), months + 1, lanes)))

    def record(self, month: int, batch: Batch) -> None:
        """Write the figures of one month."""
        row = self.recording.values[:, month]
        for name in _FROM_FLOW:
            row[ROWS[name]] = batch.flow[name]
        firm = batch.firm
        for name, value in (
            ("cash", firm.cash),
            ("debt", firm.debt),
            ("plan_quality", firm.plan_quality),
            ("data_quality", firm.data_quality),
            ("content", firm.content),
            ("crm_use", firm.crm_use),
            ("embedded_customers", firm.embedded),
            ("rival_capability", batch.world.rivals),
            ("recession", batch.world.recession),
            ("survival_mode", firm.surviving),
            ("closed", 1 - firm.alive),
        ):
            row[ROWS[name]] = value
        for index, step in enumerate(STEPS):
            row[ROWS[f"process_quality_{step}"]] = firm.process_quality[index]
            row[ROWS[f"technology_{step}"]] = firm.technology[index]
            row[ROWS[f"adoption_{step}"]] = firm.adoption[index]
