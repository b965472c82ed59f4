"""Tables of text for the terminal: the first column to the left, figures to the right."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH: Final = 100
"""Characters that sentences are wrapped to."""


def columns(rows: Sequence[Sequence[str]], *, left: int = 1) -> list[str]:
    """Return rows as lines, every column as wide as its widest text; the first row is the head.

    Parameters
    ----------
    rows
        As many texts in each.
    left
        Columns that start at their left edge; the others end at their right one.
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(_padded(texts, widths, left)).rstrip() for texts in rows]


def _padded(texts: Sequence[str], widths: Sequence[int], left: int) -> list[str]:
    pairs = enumerate(zip(texts, widths, strict=True))
    return [text.ljust(width) if place < left else text.rjust(width) for place, (text, width) in pairs]


def paragraph(text: str, *, hanging: str = "", room: int = WIDTH) -> list[str]:
    """Return a text in lines of at most `room` characters; all but the first begin with `hanging`."""
    return textwrap.wrap(text, room, subsequent_indent=hanging, break_long_words=False, break_on_hyphens=False)
