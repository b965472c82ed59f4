"""What happened in one path, seen in its monthly measures: turns that no single step of the model notes."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.amounts import money, percent, quantity
from sim.analysis.path.happening import Happening, Note
from sim.analysis.path.spells import changed, spells
from sim.results import STEPS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sim.analysis.intervals import Array
    from sim.analysis.path.happening import Weight

    Series = Mapping[str, Array]

YEAR: Final = 12
QUARTER: Final = 3
MOVED: Final = 0.10
"""Change of yearly revenue on the year before at which a spell starts; it ends at half of that."""
LEADS: Final = 0.20
"""The same for the leads of a quarter, which luck moves more."""
SHORT: Final = 0.9
"""Cash under this part of the buffer is below it; a spell ends when the buffer is full."""
RISING: Final = 0.01
STALLED: Final = 0.002
"""Rise of a mean capability in a year, as a share, from which it rises, and up to which it stands still."""
BUDGET: Final = 0.3
"""Change of a quarter's digital spending on the year before at which a spell starts; it ends at half of that."""
PRICES: Final = 0.03
DISCOUNT: Final = 0.01
MOST: Final = 5.0
"""Change on the year before beyond which its exact size tells nothing."""
TURN: Final = 0.02
"""By how much customers' peak or trough is beyond both ends, as a share of them, to be told."""
UNPAID: Final = 6
"""Months without payment to the owners that are worth telling."""


def happenings(series: Series, notes: Sequence[Note], currency: str) -> tuple[Happening, ...]:
    """Return what a path's measures show, in order of time.

    Parameters
    ----------
    series
        Measures by name, each of shape (months + 1,).
    notes
        Of the ledger: reviews and prices are told when they change.
    currency
        Of all money.
    """
    living = int(np.argmax(series["closed"] > 0.0)) if np.any(series["closed"] > 0.0) else len(series["closed"])
    alive = {name: values[:living] for name, values in series.items()}
    found = chain(
        _sales(alive), _customers(alive), _cash(alive, currency), _owners(alive), _capability(alive),
        _budget(alive, currency), _terms(notes),
    )  # fmt: skip
    return tuple(sorted((one for one in found if one.month > 0), key=lambda one: one.month))


def _sales(series: Series) -> Iterator[Happening]:
    yield from _moves("demand", "leads", changed(_quarters(series["leads"]), YEAR), LEADS, 1)
    yield from _moves("reinvestment", "yearly revenue", changed(series["yearly_revenue"], YEAR), MOVED, 2)


def _quarters(values: Array) -> Array:
    """Return each month's sum with the two before it; 0 before the first whole quarter, as month 0 is the opening."""
    found = np.convolve(values, np.ones(QUARTER))[: len(values)]
    found[:QUARTER] = 0.0
    return np.asarray(found)


def _budget(series: Series, currency: str) -> Iterator[Happening]:
    quarter = _quarters(series["reinvested"])
    change = changed(quarter, YEAR)
    for sign, verb, than in ((-1.0, "cut", "less"), (1.0, "raised", "more")):
        for spell in spells(sign * change > BUDGET, sign * change < BUDGET / 2):
            now, share = (
                money(float(quarter[spell.start]) / QUARTER, currency),
                percent(abs(float(change[spell.start]))),
            )
            text = f"digital budget {verb} to {now} a month, {share} {than} than a year before"
            yield Happening(spell.start, "plans", text, float(quarter[spell.start]) / QUARTER, 2)


def _moves(step: str, what: str, change: Array, least: float, weight: Weight) -> Iterator[Happening]:
    """Tell of spells in which a figure is far from that of the year before."""
    for sign, goes, stops in ((-1.0, "down", "stop falling"), (1.0, "up", "stop rising")):
        moved = sign * change
        for spell in spells(moved > least, moved < least / 2):
            start, most = float(change[spell.start]), float(moved[spell.months].max())
            further = f", later {_share(most)}" if most > 1.5 * abs(start) else ""
            text = f"{what} {goes} {_share(start)} on the year before{further}"
            yield Happening(spell.start, step, text, start, weight)
            if spell.end is not None:
                verb = stops if what.endswith("s") else stops.replace("stop", "stops", 1)
                yield Happening(spell.end, step, f"{what} {verb}", float(change[spell.end]), 1)


def _share(change: float) -> str:
    """Write how much something changed, without its sign; figures from next to nothing only say that."""
    return f"{abs(change):.0%}" if abs(change) < MOST else f"over {MOST:.0%}"


def _customers(series: Series) -> Iterator[Happening]:
    customers = series["customers"]
    for month, words in ((int(customers.argmax()), "peak at"), (int(customers.argmin()), "at their lowest,")):
        ends = customers[[0, -1]]
        if np.all(np.abs(customers[month] - ends) > TURN * ends):
            text = f"customers {words} {quantity(float(np.rint(customers[month])))}"
            yield Happening(month, "experience", text, float(customers[month]), 2)


def _cash(series: Series, currency: str) -> Iterator[Happening]:
    cash, buffer, debt = series["cash"], series["cash_buffer"], series["debt"]
    for spell in spells(cash < SHORT * buffer, cash >= buffer):
        held, wanted = money(float(cash[spell.start]), currency), money(float(buffer[spell.start]), currency)
        text = f"cash below the buffer ({held} of {wanted})"
        yield Happening(spell.start, "reinvestment", text, float(cash[spell.start]), 2)
        if spell.end is not None:
            yield Happening(spell.end, "reinvestment", "cash buffer full again", float(cash[spell.end]), 1)
    for spell in spells(debt > 0.0, debt <= 0.0):
        most = money(float(debt[spell.months].max()), currency)
        yield Happening(spell.start, "reinvestment", f"credit line drawn (up to {most})", float(debt[spell.start]), 2)
        if spell.end is not None:
            yield Happening(spell.end, "reinvestment", "credit repaid", 0.0, 1)
    for spell in spells(series["survival_mode"] > 0.0, series["survival_mode"] <= 0.0):
        if spell.end is not None:
            yield Happening(spell.end, "reinvestment", "survival mode ends", float(cash[spell.end]), 2)


def _owners(series: Series) -> Iterator[Happening]:
    paid = np.flatnonzero(series["distributed"][1:] > 0.0) + 1
    if not len(paid):
        return
    yield from _paid(int(paid[0]), "owners are paid for the first time", series)
    end = len(series["distributed"])
    for last, following in zip(paid, [*paid[1:], end], strict=True):
        if following - last > UNPAID:
            how_long = f"for {following - last - 1} months" if following < end else "any more"
            yield from _paid(int(last) + 1, f"owners are paid nothing {how_long}", series)


def _paid(month: int, words: str, series: Series) -> Iterator[Happening]:
    yield Happening(month, "reinvestment", words, float(series["distributed"][month]), 2 if "nothing" in words else 1)


def _capability(series: Series) -> Iterator[Happening]:
    for kind in ("technology", "adoption"):
        level = np.mean([series[f"{kind}_{step}"] for step in STEPS], axis=0)
        gained = np.zeros(len(level))
        gained[YEAR:] = level[YEAR:] - level[:-YEAR]
        rising, said = False, set[int]()
        for month in range(YEAR, len(level)):
            now = gained[month] >= RISING or (rising and gained[month] > STALLED)
            if rising and not now:
                falls = "slips" if gained[month] < 0.0 else "stalls"
                yield Happening(
                    month, "plans", f"{kind} {falls} at {percent(float(level[month]))}", float(level[month]), 2
                )
            rising = bool(now)
        for spell in spells(gained < -RISING, gained > -STALLED):
            if spell.start not in said:
                text = f"{kind} {-100.0 * gained[spell.start]:.1f} points lower than a year before"
                yield Happening(spell.start, "plans", text, float(gained[spell.start]), 1)


def _terms(notes: Sequence[Note]) -> Iterator[Happening]:
    told: dict[str, float] = {}
    for note in notes:
        if note.what == "review: broadcast a discount of" and abs(note.amount - told.get("discount", 0.0)) > DISCOUNT:
            told["discount"] = note.amount
            yield Happening(note.month, "plans", f"a discount of {percent(note.amount)} for all", note.amount, 2)
        elif note.what.startswith("purchase prices") and abs(note.amount - told.get("prices", 1.0)) > PRICES:
            told["prices"] = note.amount
            text = f"purchase prices agreed at {percent(note.amount)} of today's"
            yield Happening(note.month, "supply", text, note.amount, 1)
