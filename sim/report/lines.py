"""Lines of text for a terminal: paragraphs, and tables whose columns line up."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH: Final = 100
"""Characters of a line; tables may be wider."""
GAP: Final = "  "


def paragraph(text: str) -> str:
    """Return a text broken into lines."""
    return textwrap.fill(text, WIDTH)


def table(rows: Sequence[Sequence[str]], *, left: int = 1) -> str:
    """Return rows as a table, the first `left` columns to the left and figures to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        GAP.join(
            cell.ljust(width) if place < left else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]
    return "\n".join(line.rstrip() for line in lines)
