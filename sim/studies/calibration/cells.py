"""One cell of a table: a month or a number, or what is wrong with it. Nothing is guessed."""

from __future__ import annotations

import re
from typing import Final

_NUMBER: Final = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?")
_SIGNS: Final = re.compile(r"[\s£€$¥₹%']|EUR|USD|GBP|CHF")
_GROUPED: Final = re.compile(r"[-+]?\d{1,3}(?P<group>[.,])\d{3}((?P=group)\d{3})*(?P<rest>[.,]\d+)?")
_ABSENT: Final = frozenset({"n/a", "na", "nan", "none", "null", "-", "--", "?", "#n/a", "n.a.", "k.a."})
_EARLIEST, _LATEST = 1950, 2100
_NAMES: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO: Final = re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})([-/.]\d{1,2})?([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?")
_TURNED: Final = re.compile(r"(?P<month>\d{1,2})[-/.](?P<year>\d{4})")
_SPOKEN: Final = re.compile(r"(?P<name>[A-Za-z]{3,9})\.?[-\s]+(?P<year>\d{4})")


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
    if spoken and spoken["name"][:3].lower() in _NAMES:
        year, month = int(spoken["year"]), _NAMES.index(spoken["name"][:3].lower()) + 1
    elif place:
        year, month = int(place["year"]), int(place["month"])
    else:
        raise CellError(f"{text!r} is no month", "Write it like 2025-03.")
    if not 1 <= month <= 12:  # noqa: PLR2004 (months of a year)
        raise CellError(f"{text!r}: there is no month {month}", "Write year and month like 2025-03.")
    if not _EARLIEST <= year <= _LATEST:
        raise CellError(f"{text!r}: the year {year} can't be meant", f"Allowed: {_EARLIEST} to {_LATEST}.")
    return 12 * year + month - 1


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
            raise CellError(f"{text} is too large to be meant", "Check the digits.")
        return number
    if text.lower() in _ABSENT:
        raise CellError(f"{text!r} is no number", "Leave the cell empty where there is no figure.")
    meant = meant_by(text)
    raise CellError(
        f"{text!r} is no plain number", f"Write {meant}." if meant else "Write digits with a decimal point."
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
