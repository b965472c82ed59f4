"""What happened in one path, and the notes of the ledger in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from sim.analysis.amounts import counted, money, percent, quantity, spoken

if TYPE_CHECKING:
    from collections.abc import Callable

Weight = Literal[0, 1, 2, 3]


@dataclass(frozen=True, slots=True)
class Note:
    """A note of the ledger.

    Attributes
    ----------
    month, step, what, amount
        As the engine wrote it.
    """

    month: int
    step: str
    what: str
    amount: float


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened.

    Attributes
    ----------
    month, step
        When and where; the world is a step of its own.
    what
        In plain words, amount included.
    amount
        How much, as a number.
    weight
        3 for what changes the firm's course, 2 for what the story needs, 1 for detail, 0 for the full ledger only.
    """

    month: int
    step: str
    what: str
    amount: float
    weight: Weight


Words = tuple[str, Weight]

RELEASE: Final = 0.05
"""Capability released in a month, summed over the five steps, that is worth telling."""
LOSS: Final = 0.005
"""Money lost on failed initiatives in a month, of the opening year's revenue, that is worth telling."""
FACTORS: Final = {"demand_shock": "demand", "churn_shock": "churn", "cost_shock": "unit cost", "price_change": "price"}
"""One-off events noted as a factor on what is usual."""
MONEY: Final = ("cash_injection", "cash_loss")
_EVENT: Final = ": now at"


def in_words(note: Note, currency: str, yearly: float) -> Happening:
    """Return a note of the ledger in plain words; a note of an unknown kind keeps its own.

    Parameters
    ----------
    note
        Of the ledger.
    currency
        Of its money.
    yearly
        Revenue of the opening year: small losses against it are left to the full ledger.
    """
    if note.what.endswith(_EVENT):
        what, weight = _event(note.what.removesuffix(_EVENT), note.amount, currency)
    elif note.what in KINDS:
        what, weight = KINDS[note.what](note.amount, currency, yearly)
    else:
        what, weight = f"{note.what} {quantity(note.amount)}", 2
    return Happening(note.month, note.step, what, note.amount, weight)


def _event(kind: str, amount: float, currency: str) -> Words:
    if kind in FACTORS:
        change = amount - 1.0
        side = "above" if change > 0.0 else "below"
        return f"{FACTORS[kind]} {percent(abs(change))} {side} normal" if change else f"{spoken(kind)} over", 3
    return f"{spoken(kind)}: {money(amount, currency) if kind in MONEY else percent(amount)}", 3


def _lost(amount: float, currency: str, yearly: float) -> Words:
    return f"failed initiatives cost {money(amount, currency)}", 1 if amount >= LOSS * yearly else 0


def _released(thing: str) -> Callable[[float, str, float], Words]:
    def words(amount: float, _: str, __: float) -> Words:
        return f"{thing} (+{100.0 * amount:.1f} points over five steps)", 1 if amount >= RELEASE else 0

    return words


KINDS: Final[dict[str, Callable[[float, str, float], Words]]] = {
    "a recession starts; depth": lambda amount, *_: (f"recession starts, {percent(amount)} deep", 3),
    "the recession ends": lambda *_: ("recession ends", 2),
    "rivals leap ahead by": lambda amount, *_: (f"rivals leap ahead by {100.0 * amount:.0f} points", 2),
    "simplification released, all steps": _released("simpler processes go live"),
    "technology released, all steps": _released("new technology goes live"),
    "the platform project delivers technology": lambda amount, *_: (
        f"the platform project delivers technology (+{100.0 * amount:.1f} points)", 2,
    ),
    "credit drawn": lambda amount, currency, _: (f"credit drawn: {money(amount, currency)}", 0),
    "the firm closes": lambda *_: ("the firm closes", 3),
    "survival mode starts at days of cash": lambda amount, *_: (
        f"survival mode starts with {counted(round(amount), 'day')} of cash", 3,
    ),
    "money lost on initiatives that fail": _lost,
    "review: reinvest a month": lambda amount, currency, _: (f"review: reinvest {money(amount, currency)} a month", 0),
    "review: broadcast a discount of": lambda amount, *_: (f"review: a discount of {percent(amount)} for all", 0),
    "purchase prices agreed, relative to today": lambda amount, *_: (
        f"purchase prices agreed at {percent(amount)} of today's", 0,
    ),
}  # fmt: skip
"""How each kind of note reads, and how much it weighs. Reviews, prices and credit weigh nothing here: what changes in
them is told by `sim.analysis.path.happenings`."""
