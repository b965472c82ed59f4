"""A key that is swept: the values tried, where the scenario stands, and how to write both."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.amounts import MINUS, MISSING, money, quantity, spoken

if TYPE_CHECKING:
    from sim.analysis.intervals import Array, Interval

DECADES: Final = 100.0
"""A range whose end is at least so many times its start is worked with on a logarithmic scale."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """One key and the values it takes.

    Attributes
    ----------
    key, unit
        Dotted key and the unit that its values are in, as in the reference of parameters.
    label
        What the key means, for an axis.
    phrase
        How a value reads in a sentence, with `{}` for the value: `{} reinvested`.
    currency
        Of amounts of money.
    values
        Ascending.
    today
        The scenario's own value; NaN when it has none, such as different values by step.
    """

    key: str
    unit: str
    label: str
    phrase: str
    currency: str
    values: tuple[float, ...]
    today: float

    @property
    def name(self) -> str:
        """The last part of the key, for a sentence: `plan quality`."""
        return spoken(self.key.rpartition(".")[2])

    @property
    def low(self) -> float:
        """The lowest value tried."""
        return self.values[0]

    @property
    def high(self) -> float:
        """The highest value tried."""
        return self.values[-1]

    @property
    def covers_today(self) -> bool:
        """Whether the scenario's own value lies between the ends."""
        return self.low <= self.today <= self.high

    def position(self, values: Array) -> Array:
        """Return values on the scale that is worked with: logarithms where the range spans decades."""
        return np.log(values) if self.low > 0.0 and self.high >= DECADES * self.low else np.asarray(values)

    def value(self, positions: Array) -> Array:
        """Return what stands at positions of that scale."""
        return np.exp(positions) if self.low > 0.0 and self.high >= DECADES * self.low else np.asarray(positions)

    def text(self, value: float) -> str:
        """Write a value: `43%`, `60 days`, `$1.2m`."""
        if not math.isfinite(value):
            return MISSING
        if self.unit == "share":
            return _share(value)
        if self.unit.startswith("per "):
            return f"{_share(value)} {self.unit}"
        if self.unit == "money":
            return money(value, self.currency)
        return f"{quantity(value)} {self.unit}" if self.unit in _SPANS else quantity(value)

    def said(self, value: float) -> str:
        """Write a value as it reads in a sentence: `43% reinvested`."""
        return self.phrase.format(self.text(value))

    def gap(self, difference: float) -> str:
        """Write how far two values lie apart: `6 points`, `12 days`, `$300k`."""
        size = abs(difference)
        if self.unit == "share" or self.unit.startswith("per "):
            return _points(100.0 * size)
        return self.text(size)

    def interval(self, interval: Interval) -> str:
        """Write an interval; an infinite end lies beyond the values tried."""
        low = f"below {self.text(self.low)}" if math.isinf(interval[0]) else self.text(interval[0])
        high = f"above {self.text(self.high)}" if math.isinf(interval[1]) else self.text(interval[1])
        return f"{low} to {high}"


_SPANS: Final = frozenset({"days", "weeks", "months", "years"})


def _share(value: float) -> str:
    """Write a share with three digits, as money is: neighbouring values of a sweep must read differently."""
    return f"{100.0 * value:.3g}%".replace("-", MINUS)


def _points(points: float) -> str:
    """Write percentage points with two digits: `1 point`, `3.6 points`, `12 points`."""
    text = f"{points:.{0 if points >= 10.0 else 1}f}".removesuffix(".0")  # noqa: PLR2004 (two digits say enough)
    return f"{text} point" if text == "1" else f"{text} points"
