"""What a study is about: an outcome of one policy, or of one policy less another under the same luck."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sim.analysis.amounts import MISSING, money, quantity, spoken
from sim.analysis.written import Written
from sim.results import OUTCOMES, called

if TYPE_CHECKING:
    from sim.analysis.intervals import Interval

LOWER_IS_BETTER: Final = ("cac", "payback_month", "peak_funding", "ruined", "unit_cost")


@dataclass(frozen=True, slots=True)
class Subject:
    """An outcome of a policy, or of the difference of two.

    Attributes
    ----------
    policy
        Its name.
    less
        The policy that is subtracted, replication by replication; empty when there is none.
    measure
        An outcome, as in `sim.results.OUTCOMES`.
    currency
        Of the scenario.
    """

    policy: str
    less: str
    measure: str
    currency: str

    @property
    def policies(self) -> tuple[str, ...]:
        """The policies that must be simulated."""
        return (self.policy, self.less) if self.less else (self.policy,)

    @property
    def who(self) -> str:
        """The policy or the two, for a sentence."""
        return f"{spoken(self.policy)} less {spoken(self.less)}" if self.less else spoken(self.policy)

    @property
    def what(self) -> str:
        """The outcome, for a sentence."""
        return called(self.measure)

    @property
    def phrase(self) -> str:
        """The whole, for a sentence: `NPV of steady less that of carry on`."""
        less = f" less that of {spoken(self.less)}" if self.less else ""
        return f"{self.what} of {spoken(self.policy)}{less}"

    @property
    def unit(self) -> str:
        """Unit of the mean over replications, as in `sim.results.OUTCOMES`; the mean of a flag is a share."""
        unit = OUTCOMES[self.measure].unit
        return "share" if unit == "flag" else unit

    @property
    def better(self) -> int:
        """1 when more is better, −1 when less is."""
        return -1 if self.measure in LOWER_IS_BETTER else 1

    def text(self, value: float) -> str:
        """Write a value of the outcome; a difference of shares is one of percentage points."""
        how = self._written
        return how.signed(value) if self.less and self.unit.startswith("share") else how.value(value)

    def signed(self, value: float) -> str:
        """Write a change of the outcome, with its sign."""
        return self._written.signed(value)

    def size(self, value: float) -> str:
        """Write the size of a change, which has no sign."""
        return self._written.gap(abs(value))

    @property
    def _written(self) -> Written:
        return Written(self.unit, self.currency)

    def between(self, interval: Interval) -> str:
        """Write an interval of the outcome."""
        if not all(map(math.isfinite, interval)):
            return MISSING
        return f"{self.text(interval[0])} to {self.text(interval[1])}"


def level_text(value: float, unit: str, currency: str) -> str:
    """Write the value of an input with three digits, so that near ends of a range can be told apart."""
    if unit == "share" or unit.startswith("per "):
        return f"{quantity(100.0 * value)}%{f' {unit}' if unit.startswith('per ') else ''}"
    if unit == "money":
        return money(value, currency)
    return f"{quantity(value)} {unit}" if unit in {"days", "weeks", "months", "years"} else quantity(value)
