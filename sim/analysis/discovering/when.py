"""What a search asks of every replication: `plan_first beats carry_on by £50k`, `steady: final_revenue > 3m`."""

from __future__ import annotations

import operator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.amounts import money, percent, quantity, spoken
from sim.analysis.subject import LOWER_IS_BETTER
from sim.results import OUTCOMES, called

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from sim.analysis.intervals import Array
    from sim.outcomes import Outcomes

NEVER: Final = ("ruin_month", "payback_month")
"""Outcomes that are missing when the thing never happens: later than any month."""
SIGNS: Final[dict[str, Callable[[Array, float], NDArray[np.bool_]]]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
}
_SAID: Final = {"<=": "at most", ">=": "at least", "<": "below", ">": "above"}


@dataclass(frozen=True, slots=True)
class When:
    """A condition on one replication.

    Attributes
    ----------
    policy
        Whose outcome is judged.
    rival
        The policy to beat under the same luck; empty when a value is to be reached.
    outcome
        A name of `OUTCOMES`.
    sign
        How outcome and amount compare, a key of `SIGNS`; for a rival, `>`.
    amount
        The value to reach, or the least lead over the rival, in the unit of the outcome.
    """

    policy: str
    rival: str
    outcome: str
    sign: str
    amount: float

    def judged(self, ends: Outcomes) -> Array:
        """Return 1 for every replication in which the condition holds, 0 where not, NaN where nobody can tell."""
        column = ends.column(self.outcome)
        own = _known(self.outcome, column[self.policy])
        if not self.rival:
            return _verdict(SIGNS[self.sign](own, self.amount), own)
        other = _known(self.outcome, column[self.rival])
        with np.errstate(invalid="ignore"):
            ahead = other - own if self.outcome in LOWER_IS_BETTER else own - other
        ahead = np.where(own == other, 0.0, ahead)  # two that never happen are equal
        return _verdict(ahead > self.amount, ahead)

    def words(self, currency: str) -> str:
        """Return the condition as a clause: `plan first beats carry on by more than £50k`."""
        who = spoken(self.policy)
        if self.rival:
            lead = f" by more than {self._text(currency)}" if self.amount else ""
            on = "" if self.outcome == "npv" else f" on {called(self.outcome)}"
            return f"{who} beats {spoken(self.rival)}{lead}{on}"
        if self.outcome == "ruined":
            return f"{who} is ruined"
        return f"{who} has {called(self.outcome)} {_SAID[self.sign]} {self._text(currency)}"

    def _text(self, currency: str) -> str:
        unit = OUTCOMES[self.outcome].unit.partition("/")[0]
        if unit == "money":
            return money(self.amount, currency)
        return percent(self.amount) if unit == "share" else quantity(self.amount)


def _known(outcome: str, values: Array) -> Array:
    return np.where(np.isnan(values), np.inf, values) if outcome in NEVER else values


def _verdict(holds: NDArray[np.bool_], judged: Array) -> Array:
    return np.where(np.isnan(judged), np.nan, holds.astype(np.float64))
