"""Charts with a name per row: room for the names, and the space that whiskers and labels take."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Final

from sim.charts import lettering

if TYPE_CHECKING:
    from collections.abc import Sequence

NAMES: Final = 0.3
"""Largest share of the width that names may take; longer ones run over several lines."""
BELOW: Final = 0.62
"""Inches under the rows: numbers and one line on what they measure."""
_ROUNDS: Final = 6
"""An axis that makes room grows, and so does what an inch of text takes of it; that settles soon."""
_HYPHEN: Final = re.compile(r"(?<=\w)-(?=\w)")
_JOINED: Final = "\N{WORD JOINER}"
"""Marks where a word with a hyphen was taken apart."""


def names_width(names: Sequence[str], width: float) -> float:
    """Return the room that names need to the left of their rows, in inches."""
    widest = max((lettering.width(name, 12.0) for name in names), default=0.0)
    return min(widest + 0.2, NAMES * width)


def below(title: str, width: float) -> float:
    """Return the room under the rows; charts break the title of an axis well before its own width."""
    lines = len(lettering.wrapped(title, 0.7 * width, 12.0))
    return BELOW + lettering.height(12.0, max(0, lines - 1))


def broken(name: str, room: float, most: int = 3) -> str:
    """Break a name into lines that have room, in inches; programs differ in how they would break it."""
    apart = _HYPHEN.sub(f"-{_JOINED} ", name)
    lines = lettering.balanced(apart, max(room, 0.3), 12.0)
    if len(lines) > most:
        lines = [*lines[: most - 1], lettering.shortened(" ".join(lines[most - 1 :]) + lettering.ELLIPSIS, room, 12.0)]
    return "\n".join(line.replace(f"{_JOINED} ", "").replace(_JOINED, "") for line in lines)


def with_room(ends: Sequence[tuple[float, float]], width: float) -> tuple[float, float]:
    """Return the least and the greatest value of an axis that has room for what stands beyond its bars.

    Parameters
    ----------
    ends
        Where a bar ends, and how many inches of text stand there, away from zero.
    width
        Inches of the axis.
    """
    kept = [(end, text) for end, text in ends if math.isfinite(end)]
    low, high = min([0.0, *(end for end, _ in kept)]), max([0.0, *(end for end, _ in kept)])
    for _ in range(_ROUNDS):
        inch = (high - low) / width
        low = min([0.0, *(end - text * inch if end < 0.0 else end for end, text in kept)])
        high = max([0.0, *(end + text * inch if end >= 0.0 else end for end, text in kept)])
    return low, high


def reach(values: Sequence[float], ends: Sequence[float]) -> tuple[float, ...]:
    """Return how far ends lie from values, never less than nothing; NaN where there is no interval."""
    return tuple(abs(end - value) for value, end in zip(values, ends, strict=True))


def known(values: Sequence[float]) -> list[float]:
    """Return the values that are numbers."""
    return [value for value in values if math.isfinite(value)]
