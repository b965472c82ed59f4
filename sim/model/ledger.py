"""What happened and why, for one lane: the story behind the monthly figures."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

import numpy as np

if TYPE_CHECKING:
    from sim.arrays import Array


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened.

    Attributes
    ----------
    month, step
        When and where.
    what
        What happened, in words.
    amount
        How much, in the unit the words name.
    """

    month: int
    step: str
    what: str
    amount: float


class Ledger(Protocol):
    """Takes notes of what happens in every lane."""

    def note(self, month: int, step: str, what: str, *amount: Array) -> None:
        """Note what happened in the lanes where the amount is not zero.

        The amount is the product of the arrays given, summed over all axes but the last, which is lanes: so nothing
        is worked out for a ledger that takes no notes.
        """
        ...


@dataclass(slots=True)
class LaneLedger:
    """Keeps the notes of one lane."""

    lane: int = 0
    entries: list[Entry] = field(default_factory=list)

    def note(self, month: int, step: str, what: str, *amount: Array) -> None:
        """Keep the note when it concerns the lane."""
        value = float(np.sum(math.prod(part[..., self.lane] for part in amount)))
        if value:
            self.entries.append(Entry(month, step, what, value))


class NoLedger:
    """Keeps nothing: the default of large batches."""

    def note(self, month: int, step: str, what: str, *amount: Array) -> None:
        """Forget the note."""
