"""Texts that fit without a font to measure them: widths of letters as Arial has them, and a little more."""

from __future__ import annotations

import unicodedata
from typing import Final

from sim.report.page.svg.canvas import BODY

LINE_HEIGHT: Final = 1.3
"""Distance of two lines of text in sizes of type."""
ELLIPSIS: Final = "…"
_NARROW: Final = dict.fromkeys("ijl'|!.,:;", 0.26) | dict.fromkeys('ftrI()[]/\\ -"`*', 0.36)
_BROAD: Final = dict.fromkeys("mwM%", 0.87) | dict.fromkeys("W@", 1.0)
_WIDTHS: Final = _NARROW | _BROAD
_CAPITAL, _OTHER, _FULL, _SPARE = 0.7, 0.56, 1.0, 1.08
"""Widths of letters in sizes of type, and room for fonts that run wider than Arial."""


def width(words: str, size: float = BODY, weight: str = "normal") -> float:
    """Return about how wide a line of text gets, rather more than less."""
    return sum(map(_wide, words)) * size * _SPARE * (1.07 if weight == "bold" else 1.0)


def widest(texts: list[str], size: float = BODY, weight: str = "normal") -> float:
    """Return the width of the widest of some lines."""
    return max((width(each, size, weight) for each in texts), default=0.0)


def _wide(letter: str) -> float:
    if letter in _WIDTHS:
        return _WIDTHS[letter]
    if unicodedata.combining(letter) or unicodedata.category(letter) == "Cf":
        return 0.0
    if unicodedata.east_asian_width(letter) in {"W", "F"}:
        return _FULL
    return _CAPITAL if letter.isupper() else _OTHER


def shortened(words: str, room: float, size: float = BODY, weight: str = "normal") -> str:
    """Cut a text so that it fits, marking the cut."""
    if width(words, size, weight) <= room:
        return words
    kept = words
    while kept and width(kept + ELLIPSIS, size, weight) > room:
        kept = kept[:-1]
    return kept.rstrip() + ELLIPSIS


def wrapped(words: str, room: float, most: int, size: float = BODY, weight: str = "normal") -> list[str]:
    """Break a text into at most so many lines that fit; what does not is cut."""
    parts = words.split() or [""]
    lines: list[str] = []
    while parts:
        if len(lines) == most - 1:
            return [*lines, shortened(" ".join(parts), room, size, weight)]
        lines.append(shortened(_fill(parts, room, size, weight), room, size, weight))
    return lines


def _fill(parts: list[str], room: float, size: float, weight: str) -> str:
    """Take words off the front, as many as fit but at least one, and return them."""
    taken = parts.pop(0)
    while parts and width(f"{taken} {parts[0]}", size, weight) <= room:
        taken = f"{taken} {parts.pop(0)}"
    return taken
