"""What happened and why, for one lane: the story behind the monthly figures."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from sim.model.parameters.spec import Array


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

    def note(self, month: int, step: str, what: str, amount: Array) -> None:
        """Note what happened in the lanes where `amount` is not zero."""
        ...


@dataclass(slots=True)
class LaneLedger:
    """Keeps the notes of one lane."""

    lane: int = 0
    entries: list[Entry] = field(default_factory=list)

    def note(self, month: int, step: str, what: str, amount: Array) -> None:
        """Keep the note when it concerns the lane."""
        value = float(amount[self.lane])
        if value:
            self.entries.append(Entry(month, step, what, value))


class NoLedger:
    """Keeps nothing: the default of large batches."""

    def note(self, month: int, step: str, what: str, amount: Array) -> None:
        """Forget the note."""
