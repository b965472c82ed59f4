"""The month after which a path's chance of ending growing never recovered, or never sank again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sim.analysis.amounts import percent, points
from sim.analysis.fate.regime import GREW, SHRANK

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

EVEN: Final = 0.5


@dataclass(frozen=True, slots=True)
class Recovery:
    """How the chance of ending growing went along one path.

    Attributes
    ----------
    fate
        `growing` or `shrinking`.
    months, chances
        In which months the chance was known, and what it was.
    turn
        Of a path that shrinks, the last month with a chance of one half or more; of one that grows, the first from
        which it was never less. None when there is no such month.
    miss
        Most that expected and happened shares differ by in any tenth of all paths, out of sample, in the month of the
        turn; in the last month where there is no turn.
    """

    fate: str
    months: tuple[int, ...]
    chances: tuple[float, ...]
    turn: int | None
    miss: float


def recovery(fate: str, months: Sequence[int], chances: Sequence[float], misses: Sequence[float]) -> Recovery | None:
    """Say when the chance turned for good; None for a path that neither grows nor shrinks, or without chances."""
    if fate not in {GREW, SHRANK} or not chances:
        return None
    pairs = list(zip(months, chances, strict=True))
    if fate == SHRANK:
        turn = max((month for month, chance in pairs if chance >= EVEN), default=None)
    else:
        low = max((month for month, chance in pairs if chance < EVEN), default=0)
        turn = min((month for month, _ in pairs if month > low), default=None)
    place = -1 if turn is None else list(months).index(turn)
    return Recovery(fate, tuple(months), tuple(chances), turn, misses[place])


def told(found: Recovery, month_of: Callable[[int], str]) -> str:
    """Say it in a sentence, with the calibration."""
    step = found.months[1] - found.months[0] if len(found.months) > 1 else 0
    every = f"Looked at every {step} months" if step else f"Looked at in month {found.months[0]}"
    at = found.months[-1] if found.turn is None else found.turn
    trust = f"chances of month {at} miss by {points(found.miss).lstrip('+')} points at most"
    return f"{_turn(found, month_of)}. {every}; {trust}"


def _turn(found: Recovery, month_of: Callable[[int], str]) -> str:
    last = found.months[-1]
    if found.turn is None and found.fate == SHRANK:
        return "The chance of ending growing was never at least one half where it was looked at"
    if found.turn is None:
        return (
            f"The chance of ending growing was below one half in {month_of(last)}, the last looked at, and yet it grew"
        )
    if found.fate == GREW:
        since = f"From {month_of(found.turn)} on" if found.turn > found.months[0] else "All along"
        return f"{since} the chance of ending growing was at least one half"
    if found.turn == last:
        return f"The chance of ending growing was still at least one half in {month_of(found.turn)}, the last looked at"
    following = found.chances[found.months.index(found.turn) + 1]
    return (
        f"After {month_of(found.turn)} the chance of ending growing never recovered to one half; "
        f"it was {percent(following)} by {month_of(found.months[found.months.index(found.turn) + 1])}"
    )
