"""How values of one outcome are written, bound once to its unit and currency."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.analysis.amounts import MISSING, amount, gap, signed_amount

if TYPE_CHECKING:
    from sim.analysis.intervals import Interval


@dataclass(frozen=True, slots=True)
class Written:
    """How values of one outcome are written; how each looks is said in `sim.analysis.amounts`.

    Attributes
    ----------
    unit
        As in `sim.results.Column`.
    currency
        Code of the currency; empty leaves the sign out.
    """

    unit: str
    currency: str = ""

    @classmethod
    def of(cls, unit: str, currency: str) -> Written:
        """Return how means of a column with this unit are written; that of a flag is a share."""
        return cls("share" if unit == "flag" else unit, currency)

    @property
    def bare(self) -> Written:
        """The same as plain numbers, for tables that name the unit elsewhere; shares stay percentages."""
        return self if self.unit.startswith("share") else Written("count")

    def value(self, value: float) -> str:
        """Write a value."""
        return amount(value, self.unit, self.currency)

    def gap(self, value: float) -> str:
        """Write a difference without a plus."""
        return gap(value, self.unit, self.currency)

    def signed(self, value: float) -> str:
        """Write a difference, always with its sign."""
        return signed_amount(value, self.unit, self.currency)

    def gaps(self, interval: Interval, between: str = " to ") -> str:
        """Write an interval of a difference, its unit once."""
        if not all(map(math.isfinite, interval)):
            return MISSING
        low, high = map(self.gap, interval)
        return f"{low.removesuffix(' pp')}{between}{high}"

    def signs(self, interval: Interval, between: str = " to ") -> str:
        """Write an interval of a difference with the sign of each end."""
        return between.join(map(self.signed, interval)) if all(map(math.isfinite, interval)) else MISSING

    def values(self, interval: Interval, between: str = " to ") -> str:
        """Write an interval of a value."""
        return between.join(map(self.value, interval)) if all(map(math.isfinite, interval)) else MISSING
