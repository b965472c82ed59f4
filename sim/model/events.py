"""One-off events a scenario may hold: the external factors that break, or help, the cycle."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sim.model.parameters.spec import Value


@dataclass(frozen=True, slots=True)
class EventKind:
    """What one kind of event does.

    Attributes
    ----------
    unit
        Unit of `size`.
    low, high
        Allowed sizes.
    duration
        `span` when `lasting` makes sense, `moment` when the event is over in its month.
    meaning
        What happens.
    """

    unit: str
    low: float
    high: float
    duration: str
    meaning: str

    @property
    def lasts(self) -> bool:
        """Whether `lasting` makes sense."""
        return self.duration == "span"


EVENT_KINDS: Final = {
    "demand_shock": EventKind("share", -1.0, 99.0, "span", "leads and orders change by this share while it lasts"),
    "churn_shock": EventKind("share", -1.0, 99.0, "span", "the churn hazard changes by this share while it lasts"),
    "cost_shock": EventKind("share", -0.9, 9.0, "span", "unit cost changes by this share while it lasts"),
    "price_change": EventKind("share", -0.9, 9.0, "span", "the list price changes by this share while it lasts"),
    "cash_injection": EventKind("money", 0.0, math.inf, "moment", "the owners put this money in"),
    "cash_loss": EventKind("money", 0.0, math.inf, "moment", "this money is lost: a fine, a fraud, a lawsuit"),
    "credit_stop": EventKind("share", 0.0, 1.0, "span", "the bank cuts the credit line by this share while it lasts"),
    "rival_move": EventKind("share", -1.0, 1.0, "span", "rivals' digital capability changes by this much"),
    "rival_embedding": EventKind("share", 0.0, 0.95, "span", "rivals' software locks in this share of the market"),
    "platform_project": EventKind(
        "share", 0.0, 1.0, "span", "a back-office platform project takes this share of the capacity to change"
    ),
    "data_loss": EventKind("share", 0.0, 1.0, "moment", "this share of good customer data is lost"),
    "staff_exit": EventKind("share", 0.0, 1.0, "moment", "this share of technology adoption leaves with staff"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One event of a scenario.

    Attributes
    ----------
    kind
        A name in `EVENT_KINDS`.
    month
        First month it acts, from 1; a vector gives every lane its own.
    size
        In the unit of its kind.
    lasting
        Months it lasts; infinite by default.
    """

    kind: str
    month: Value
    size: Value
    lasting: Value = math.inf
