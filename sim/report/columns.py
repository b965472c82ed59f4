"""Tables of text for the terminal: the first column to the left, figures to the right."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH: Final = 100
"""Characters that sentences are wrapped to."""


def columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return rows as lines, every column as wide as its widest text; the first row is the head."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join([texts[0].ljust(widths[0]), *map(str.rjust, texts[1:], widths[1:])]).rstrip() for texts in rows]


def paragraph(text: str, *, hanging: str = "") -> list[str]:
    """Return a text in lines."""
    return textwrap.wrap(text, WIDTH, subsequent_indent=hanging, break_long_words=False, break_on_hyphens=False)
