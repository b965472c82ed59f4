"""One cell of a table: a month or a number, or what is wrong with it. Nothing is guessed."""

from __future__ import annotations

import re
from calendar import monthrange
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_NUMBER: Final = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?")
_SIGNS: Final = re.compile(r"[\s£€$¥₹%']|EUR|USD|GBP|CHF")
_GROUPED: Final = re.compile(r"[-+]?\d{1,3}(?P<group>[.,])\d{3}((?P=group)\d{3})*(?P<rest>[.,]\d+)?")
_ABSENT: Final = frozenset({"n/a", "na", "nan", "none", "null", "-", "--", "?", "#n/a", "n.a.", "k.a."})
_LONGEST: Final = 40
_EARLIEST, _LATEST = 1950, 2100
_POINTED: Final = re.compile(r"[-+]?[1-9]\d{0,2}\.\d{3}")
_NAMES: Final = (
    ("january", "januar"), ("february", "februar"), ("march", "märz", "maerz", "mrz"), ("april",), ("may", "mai"),
    ("june", "juni"), ("july", "juli"), ("august",), ("september",), ("october", "oktober"), ("november",),
    ("december", "dezember"),
)  # fmt: skip
_ISO: Final = re.compile(
    r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})([-/.](?P<day>\d{1,2}))?([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?"
)
_TURNED: Final = re.compile(r"(?P<month>\d{1,2})[-/.](?P<year>\d{4})")
_SPOKEN: Final = re.compile(r"(?P<name>[^\W\d_]{3,9})\.?[-\s]+(?P<year>\d{4})")


class CellError(Exception):
    """A cell that can't be read: what is wrong, and what to write."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


def read_month(text: str) -> int:
    """Return a calendar month as months since year 0.

    Raises
    ------
    CellError
        When it is none, or far from today.
    """
    place = _ISO.fullmatch(text) or _TURNED.fullmatch(text)
    spoken = None if place else _SPOKEN.fullmatch(text)
    named = _named(spoken["name"].lower()) if spoken else 0
    if spoken and named:
        year, month = int(spoken["year"]), named
    elif place:
        year, month = int(place["year"]), int(place["month"])
    else:
        raise CellError(f"{shortened(text)!r} is no month", "Write it like 2025-03.")
    if not 1 <= month <= 12:  # noqa: PLR2004 (months of a year)
        raise CellError(f"{text!r}: there is no month {month}", "Write year and month like 2025-03.")
    if not _EARLIEST <= year <= _LATEST:
        raise CellError(f"{text!r}: the year {year} can't be meant", f"Allowed: {_EARLIEST} to {_LATEST}.")
    day = int((place.groupdict().get("day") if place else None) or 1)
    if not 1 <= day <= monthrange(year, month)[1]:
        raise CellError(f"{text!r}: {label_of(12 * year + month - 1)} has no day {day}", "Write it like 2025-03.")
    return 12 * year + month - 1


def _named(name: str) -> int:
    """Return the month, from 1, whose name begins like this, in English or German; 0 when none does."""
    return next((place for place, names in enumerate(_NAMES, 1) if any(own.startswith(name) for own in names)), 0)


def shortened(text: str) -> str:
    """Return a cell for a message: a quote left open makes one of half a file."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def label_of(month: int) -> str:
    """Return the label of a month, such as 2009-12."""
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def read_number(text: str) -> float:
    """Return a number; NaN for an empty cell.

    Raises
    ------
    CellError
        When it is none.
    """
    if not text:
        return float("nan")
    if _NUMBER.fullmatch(text):
        number = float(text)
        if abs(number) > 1e15:  # noqa: PLR2004 (beyond the yearly product of the world in any currency)
            raise CellError(f"{shortened(text)} is too large to be meant", "Check the digits.")
        return number
    if text.lower() in _ABSENT:
        raise CellError(f"{text!r} is no number", "Leave the cell empty where there is no figure.")
    meant = meant_by(text)
    raise CellError(
        f"{shortened(text)!r} is no plain number", f"Write {meant}." if meant else "Write digits with a decimal point."
    )


def refuse_pointed(texts: Sequence[str]) -> None:
    """Refuse a column in which every point may part thousands: 1.234 is a thousand in one country, one in another.

    Raises
    ------
    CellError
        With what to write instead.
    """
    pointed = [text for text in texts if "." in text]
    if pointed and all(map(_POINTED.fullmatch, pointed)):
        text = pointed[0]
        raise CellError(
            f"{text!r}: is the point one of thousands? Three digits follow every point of the column",
            f"Write {text.replace('.', '')}, or {text}0 if it is a decimal point.",
        )


def meant_by(text: str) -> str:
    """Return the plain number that a text most likely means; empty when that is not sure."""
    bare = _SIGNS.sub("", text)
    if "%" in text:
        return ""
    grouped = _GROUPED.fullmatch(bare)
    if grouped and (grouped["rest"] is None or grouped["rest"][0] != grouped["group"]):
        whole = bare[: grouped.start("rest")] if grouped["rest"] else bare
        sure = grouped["rest"] or whole.count(grouped["group"]) > 1
        plain = whole.replace(grouped["group"], "") + (f".{grouped['rest'][1:]}" if grouped["rest"] else "")
        return (
            plain if sure else f"{plain}, or {whole.replace(',', '.')} if the {grouped['group']!r} is a decimal point"
        )
    plain = bare.replace(",", ".") if bare.count(",") == 1 and "." not in bare else bare
    return plain if _NUMBER.fullmatch(plain) else ""
