"""What a scenario states, as few rows as say it: an event is one assumption, and so are events that only recur."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Final

from sim.analysis.amounts import MINUS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sim.scenario.stated import Stated

_EVENTS: Final = "events."
_PAIRS: Final = "correlations."
_MONTH: Final = "month"
_SIZE: Final = "size"


@dataclass(frozen=True, slots=True)
class Assumption:
    """A row of the table of assumptions, all in words.

    Attributes
    ----------
    key
        Dotted key in the scenario file.
    text
        Value as written.
    meaning
        What it stands for.
    source, confidence
        Empty where there is none.
    told
        Whether somebody said how sure it is, by a range or by a source; what readers ask about first.
    """

    key: str
    text: str
    meaning: str
    source: str
    confidence: str
    told: bool


def stated(found: Sequence[Stated]) -> tuple[Assumption, ...]:
    """Return the assumptions of a scenario in its order, those first that have a range or a source."""
    rows: list[Assumption] = []
    for event, group in groupby(found, key=_event):
        numbers = list(group)
        rows += [_happens(event, numbers)] if event else map(_number, numbers)
    return tuple(sorted(_recurring(rows), key=lambda row: not row.told))


def _event(one: Stated) -> str:
    """Return the key of the event that a number belongs to; empty for all others."""
    return one.key.rpartition(".")[0] if one.key.startswith(_EVENTS) else ""


def _number(one: Stated) -> Assumption:
    text, meaning = one.text.strip("[]"), one.meaning.replace("`", "")
    if one.key.startswith(_PAIRS):
        pair, _, text = one.text.rpartition(": ")
        meaning, text = f"{meaning} of {pair}", text.replace("-", MINUS)
    return Assumption(one.key, text, meaning, one.source, one.confidence, one.uncertain or bool(one.source))


def _happens(event: str, numbers: list[Stated]) -> Assumption:
    """Return an event in one row: what it does and for how long, then when."""
    by_name = {one.key.rpartition(".")[2]: one for one in numbers}
    size = by_name.get(_SIZE, numbers[0])
    others = [f"{name} {one.text}" for name, one in by_name.items() if name not in {_MONTH, _SIZE}]
    when = [f"month {by_name[_MONTH].text}"] if _MONTH in by_name else []
    return Assumption(
        key=event,
        text=", ".join([size.text, *others, *when]),
        meaning=size.meaning.replace("`", ""),
        source="; ".join(dict.fromkeys(one.source for one in numbers if one.source)),
        confidence="; ".join(dict.fromkeys(one.confidence for one in numbers if one.confidence)),
        told=any(one.uncertain or one.source for one in numbers),
    )


def _recurring(rows: Iterable[Assumption]) -> Iterator[Assumption]:
    """Yield the rows, events that differ in nothing but their month in one."""
    for _, alike in groupby(rows, key=_but_when):
        first, *rest = alike
        if rest:
            months = ", ".join(_when(one) for one in (first, *rest))
            key = f"{first.key} to {rest[-1].key.removeprefix(_EVENTS)}"
            text = first.text.replace(f"month {_when(first)}", f"months {months}")
            yield replace(first, key=key, text=text)
        else:
            yield first


def _when(row: Assumption) -> str:
    return row.text.rpartition("month ")[2]


def _but_when(row: Assumption) -> tuple[str, ...]:
    """Return what rows must share to be one: all but the month, of events; a row of another kind is like no other."""
    if not row.key.startswith(_EVENTS):
        return (row.key,)
    return _EVENTS, row.text.rpartition("month ")[0], row.meaning, row.source, row.confidence
