"""Values of an outcome as a reader expects them: money, shares, differences of shares in points, plain numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.analysis.amounts import MINUS, MISSING, money, percent, quantity

if TYPE_CHECKING:
    from sim.analysis.intervals import Interval

_SHARES = ("share", "flag")
_SHORTEST = 4
"""What is left of a run's name, at least."""


@dataclass(frozen=True, slots=True)
class Written:
    """How values of one outcome are written.

    Attributes
    ----------
    kind
        `money`, `share`, `flag`, or any other unit of `sim.results.Column`.
    currency
        Code of the currency; empty leaves the sign out.
    """

    kind: str
    currency: str = ""

    @classmethod
    def of(cls, unit: str, currency: str) -> Written:
        """Return how a column with this unit is written."""
        kind = unit.partition("/")[0]
        return cls(kind, currency if kind == "money" else "")

    @property
    def bare(self) -> Written:
        """The same without the currency's sign, for tables."""
        return Written(self.kind)

    def value(self, value: float) -> str:
        """Write a value."""
        if self.kind in _SHARES:
            return percent(value)
        return money(value, self.currency) if self.kind == "money" else quantity(value)

    def gap(self, value: float) -> str:
        """Write a difference without a plus; of shares in percentage points."""
        if self.kind not in _SHARES:
            return self.value(value)
        return f"{_points(value)} pp" if math.isfinite(value) else MISSING

    def signed(self, value: float) -> str:
        """Write a difference, always with its sign."""
        return ("+" if value > 0 else "") + self.gap(value)

    def gaps(self, interval: Interval, between: str = " to ") -> str:
        """Write an interval of a difference."""
        if not all(math.isfinite(end) for end in interval):
            return MISSING
        if self.kind not in _SHARES:
            return between.join(self.gap(end) for end in interval)
        return f"{between.join(_points(end) for end in interval)} pp"

    def values(self, interval: Interval, between: str = " to ") -> str:
        """Write an interval of a value."""
        return between.join(self.value(end) for end in interval) if all(map(math.isfinite, interval)) else MISSING


def brief(name: str, longest: int) -> str:
    """Shorten a long name: of `run: policy` the run, so that policies stay apart."""
    if len(name) <= longest:
        return name
    run, colon, policy = name.rpartition(": ")
    kept = longest - len(policy) - len("…: ")
    return f"{run[:kept]}…: {policy}" if colon and kept >= _SHORTEST else f"{name[: longest - 1]}…"


def _points(value: float) -> str:
    """Write a share in percentage points, with a decimal below ten."""
    size = abs(100.0 * value)
    text = f"{size:.0f}" if size >= 10.0 else f"{size:.1f}" if size >= 0.1 or not size else f"{size:.2g}"  # noqa: PLR2004
    return f"{MINUS if value < 0.0 else ''}{text}"
