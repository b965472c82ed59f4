"""Texts compared by the numbers they hold: people may reword a sentence, not its figures."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from sim.report.verifying.findings import Value

RELATIVE, ABSOLUTE = 1e-9, 1e-12
"""By how much numbers may differ: the same engine gives the same bits, but spreadsheets keep 15 digits of a number, and
other processors round otherwise."""
_WORDS: Final = (
    "two three four five six seven eight nine ten eleven twelve half third thirds quarter quarters tenth tenths twice"
)
"""Numbers as words; `one` is left out, since it is a pronoun too."""
_NUMBER: Final = re.compile(
    r"(?P<sign>(?:(?<![\w.,)])[-+])?[<>]?)"
    r"(?P<currency>[£$€¥]?)"
    r"(?P<digits>\d+(?:,\d{3})*(?:\.\d+)?(?:e[-+]?\d+)?)"
    r"(?P<unit>\s?%|(?:k|m|bn|tn)\b)?"
    rf"|\b(?P<word>{'|'.join(_WORDS.split())})\b",
    re.IGNORECASE,
)
_BLANKS: Final = re.compile(r"[\s\u00a0\u2007\u2009\u202f]+")
_DASHES: Final = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d"), "-")
"""Hyphens, dashes and minus signs: before a number all of them look like a minus."""
_LONGEST: Final = 100_000
"""Characters of a text that are looked at; ours are shorter by far."""
Sameness = Literal["same", "reworded", "different"]


def numbers(text: str) -> tuple[str, ...]:
    """Return the numbers of a text in order, each in one spelling: `−£38.2k` is `-£38.2k`, `two` is `two`."""
    plain = _BLANKS.sub(" ", text[:_LONGEST]).translate(_DASHES)
    return tuple(_spelled(found) for found in _NUMBER.finditer(plain))


def _spelled(found: re.Match[str]) -> str:
    if found["word"]:
        return found["word"].lower()
    sign = found["sign"].replace("+", "")
    return f"{sign}{found['currency']}{found['digits'].replace(',', '')}{(found['unit'] or '').strip()}".lower()


def compared(stated: Value, again: Value) -> Sameness:
    """Tell whether what stands somewhere is what comes out again."""
    if isinstance(stated, str) and isinstance(again, str):
        return _texts(stated, again)
    return "same" if _number(stated) is not None and close(_number(stated), _number(again)) else "different"


def close(stated: float | None, again: float | None) -> bool:
    """Tell whether two numbers are the same."""
    if stated is None or again is None:
        return False
    both_missing = math.isnan(stated) and math.isnan(again)
    return both_missing or math.isclose(stated, again, rel_tol=RELATIVE, abs_tol=ABSOLUTE)


def _number(value: Value) -> float | None:
    try:
        return None if value is None else float(value)
    except ValueError:
        return None


def _texts(stated: str, again: str) -> Sameness:
    if stated == again or _BLANKS.sub(" ", stated).strip() == _BLANKS.sub(" ", again).strip():
        return "same"
    return "reworded" if _within(numbers(stated), numbers(again)) else "different"


def _within(some: tuple[str, ...], every: tuple[str, ...]) -> bool:
    """Tell whether numbers stand among others in the same order: a sentence may leave figures out, not change them."""
    rest = iter(every)
    return all(one in rest for one in some)
