"""Text that fits: how many lines a text takes in a box, and the largest size at which all of it has room."""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sim.charts import lettering

if TYPE_CHECKING:
    from collections.abc import Sequence

SPACING: Final = 0.45
"""Distance of paragraphs in sizes of type."""
_INSET: Final = 0.02
"""Share of the width that is left free, for fonts whose letters are measured by another font's."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """Texts as they fit.

    Attributes
    ----------
    size
        Of type in points.
    texts
        Whole texts, the last perhaps cut; those without room are missing.
    height
        Inches that they take.
    """

    size: float
    texts: tuple[str, ...]
    height: float


def width(text: str, size: float, weight: str = "normal") -> float:
    """Return the width of one line in inches; letters of East Asia are as wide as they are high, in every font."""
    wide = sum(unicodedata.east_asian_width(letter) in {"W", "F"} for letter in text)
    if not wide:
        return lettering.width(text, size, weight)
    narrow = "".join(letter for letter in text if unicodedata.east_asian_width(letter) not in {"W", "F"})
    return wide * size / lettering.POINTS + (lettering.width(narrow, size, weight) if narrow else 0.0)


def line_count(text: str, room: float, size: float, weight: str = "normal") -> int:
    """Return the lines that a text takes in a width of `room` inches; words longer than a line are broken."""
    count, used, space = 1, 0.0, width(" ", size, weight)
    for word in text.split():
        wide = width(word, size, weight)
        if used and used + space + wide <= room:
            used += space + wide
            continue
        count += 1 if used else 0
        count += (lines := max(1, math.ceil(wide / room))) - 1
        used = wide - (lines - 1) * room
    return count


def text_height(texts: Sequence[str], room: float, size: float, weight: str = "normal") -> float:
    """Return the height in inches of paragraphs in a width."""
    free = room * (1.0 - _INSET)
    lines = sum(line_count(text, free, size, weight) for text in texts)
    return lettering.height(size, lines) + max(0, len(texts) - 1) * SPACING * size / lettering.POINTS


def fitted(texts: Sequence[str], room: tuple[float, float], sizes: Sequence[float], weight: str = "normal") -> Fitted:
    """Return the largest of some sizes at which paragraphs fit.

    At the smallest size, paragraphs without room are left out from the last; the first is cut if it alone is too long.

    Parameters
    ----------
    texts
        The paragraphs.
    room
        Width and height in inches.
    sizes
        Sizes of type, largest first.
    weight
        Of the font.
    """
    width, height = room
    for size in sizes:
        taken = text_height(texts, width, size, weight)
        if taken <= height:
            return Fitted(size, tuple(texts), taken)
    size, kept = sizes[-1], list(texts)
    while len(kept) > 1 and text_height(kept, width, size, weight) > height:
        kept.pop()
    first = kept[0]
    while text_height(kept, width, size, weight) > height and len(kept[0]) > 1:
        first = first[: max(1, int(len(first) * 0.95) - 1)].rstrip()
        kept = [first + lettering.ELLIPSIS]
    return Fitted(size, tuple(kept), text_height(kept, width, size, weight))
