"""What happened, a line a month, short enough to be read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sim.analysis.amounts import MONTHS_A_YEAR

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.analysis.path.happening import Happening

LINES: Final = 24
"""Months that are told: what still reads as a story on one screen."""
ORDER: Final = ("world", "plans", "demand", "acquisition", "experience", "supply", "reinvestment")
"""The steps in the order of the month; what hits from outside comes first."""
NAMES: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Story:
    """The months that are told.

    Attributes
    ----------
    told
        (month, what happened in it), in order.
    untold
        Happenings worth telling that there was no room for.
    """

    told: tuple[tuple[int, tuple[Happening, ...]], ...]
    untold: int


def story(happened: Sequence[Happening], *, lines: int = LINES) -> Story:
    """Group what happened by month; where months are too many, the weightiest are told, new kinds of things first."""
    kept = set[int]()
    for one in weightiest(happened):
        if one.month in kept or len(kept) < lines:
            kept.add(one.month)
    worth = [one for one in happened if one.weight > 0]
    own = [one for one in worth if one.month in kept]
    told = tuple((month, tuple(sorted((o for o in own if o.month == month), key=_place))) for month in sorted(kept))
    return Story(told, len(worth) - len(own))


def weightiest(happened: Sequence[Happening]) -> list[Happening]:
    """Return what is worth telling, by weight; of equal weight the first of each kind, then the second, and so on."""
    seen: Counter[str] = Counter()
    ranked = []
    for one in happened:
        if one.weight:
            kind = " ".join(one.what.split()[:2])
            ranked.append((-one.weight, seen[kind], one.month, one))
            seen[kind] += 1
    return [one for *_, one in sorted(ranked, key=lambda row: row[:3])]


def _place(one: Happening) -> int:
    return ORDER.index(one.step) if one.step in ORDER else len(ORDER)


def dated(month: int, start: str) -> str:
    """Write a month with its date: `month 14 (Feb 2027)`; month 1 is `start`."""
    year, _, first = start.partition("-")
    if not (year.isdigit() and first.isdigit()):
        return f"month {month}"
    years, rest = divmod(int(first) - 2 + month, MONTHS_A_YEAR)
    return f"month {month} ({NAMES[rest]} {int(year) + years})"


def sentence_of(month: int, happened: Sequence[Happening], start: str) -> str:
    """Return the line of a month."""
    return f"{dated(month, start)}: {'; '.join(one.what for one in happened)}"
