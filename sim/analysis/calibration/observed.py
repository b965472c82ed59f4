"""What the firm saw: its monthly figures, month by month, gaps included."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.arrays import Array
    from sim.errors import Problem


MEASURES: Final = (
    "customers", "new_customers", "active_customers", "churned", "orders", "revenue",
    "leads", "marketing_spend", "unit_cost", "cash",
)  # fmt: skip
"""Measures that a firm's figures may have, as in `sim.results.MEASURES`; any of them may be absent."""

COUNTS: Final = frozenset({"customers", "new_customers", "active_customers", "churned", "orders", "leads"})
"""Those that count heads or orders; the others are money."""


@dataclass(frozen=True, slots=True, eq=False)
class Observed:
    """Monthly figures of a firm.

    Attributes
    ----------
    source
        Name of the file.
    months
        Labels such as 2009-12, from the first to the last without a gap, shape (months,).
    values
        Figures by measure, shape (months,), in the measure's unit; missing ones are NaN.
    columns
        The file's own name of each measure.
    warnings
        What is legal yet looks like a slip.
    """

    source: str
    months: tuple[str, ...]
    values: Mapping[str, Array]
    columns: Mapping[str, str]
    warnings: tuple[Problem, ...] = ()

    def __len__(self) -> int:
        """Return the number of months."""
        return len(self.months)

    @property
    def start(self) -> str:
        """The first month, month 1 of the simulation."""
        return self.months[0]

    @property
    def span(self) -> str:
        """First and last month in words."""
        return self.months[0] if len(self) == 1 else f"{self.months[0]} to {self.months[-1]}"

    @property
    def measures(self) -> tuple[str, ...]:
        """Measures that have a figure in some month, in the order of `MEASURES`."""
        return tuple(name for name in MEASURES if name in self.values and np.isfinite(self.values[name]).any())

    @property
    def figures(self) -> int:
        """Number of figures that are there."""
        return sum(int(np.isfinite(self.values[name]).sum()) for name in self.measures)

    @property
    def lived(self) -> int:
        """Months before there are no customers any more (no revenue, where customers are not told) to the end."""
        name = next((one for one in ("customers", "revenue") if one in self.measures), "")
        there = np.flatnonzero(self.values[name] > 0) if name else np.zeros(0, np.int64)
        after = self.values[name][there[-1] + 1 :] if len(there) else np.zeros(0)
        ended = np.flatnonzero(after == 0)
        return int(there[-1] + 1 + ended[0]) if len(ended) else len(self)

    def series(self, measure: str) -> Array:
        """Return the figures of a measure, shape (months,)."""
        return self.values[measure]

    def part(self, first: int, end: int) -> Observed:
        """Return months `first` up to (not with) `end`, counted from 0."""
        return replace(
            self,
            months=self.months[first:end],
            values={name: series[first:end].copy() for name, series in self.values.items()},
        )

    def only(self, measures: tuple[str, ...]) -> Observed:
        """Return some of the measures."""
        return replace(self, values={name: self.values[name] for name in measures})
