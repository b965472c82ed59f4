"""Texts in lines for a terminal: columns as wide as their widest text, and notes that are wrapped."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH: Final = 100


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return one line per row, every text set to the right of its column."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def note(statements: Sequence[str], doubts: Sequence[str]) -> list[str]:
    """Return sentences as wrapped lines, what is doubtful last."""
    return textwrap.wrap(" ".join(f"{text[:1].upper()}{text[1:]}." for text in (*statements, *doubts)), WIDTH)
