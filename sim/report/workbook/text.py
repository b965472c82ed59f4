"""Text that is safe in a cell: whatever a user wrote, a spreadsheet must not run it."""

from __future__ import annotations

import re
from typing import Final

LONGEST: Final = 32_000
"""Characters; a cell holds 32,767."""
_STARTS: Final = frozenset(
    "=+-@\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}\N{FULLWIDTH HYPHEN-MINUS}\N{FULLWIDTH COMMERCIAL AT}"
)
"""What may start a formula in a spreadsheet, or in one that reads the sheet again as CSV (OWASP, CSV injection)."""
_NUMBER: Final = re.compile(r"[-+][0-9][0-9.,_]*[%kmb]?(?: to [-+]?[0-9][0-9.,_]*[%kmb]?)?")
"""A signed number, or a range of two, as scenarios have them: nothing that could run."""

_NO_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 can't hold, section 2.2: one such character and no program opens the file."""


def safe(text: str) -> str:
    """Return text as a cell may hold it: an apostrophe stands before what a spreadsheet could take for a formula.

    Cells are written as text, which alone keeps them from being run. The apostrophe also holds when a cell is edited,
    or the sheet saved as CSV and opened again.
    """
    text = legal(text)
    shown = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
    return f"'{shown}" if is_risky(shown) else shown


def unsafe(shown: str) -> str:
    """Return the text that `safe` made into this."""
    return shown[1:] if shown.startswith("'") and is_risky(shown[1:]) else shown


def legal(text: str) -> str:
    """Return text with a replacement character for every letter that XML can't hold."""
    return _NO_XML.sub("\N{REPLACEMENT CHARACTER}", text)


def is_risky(text: str) -> bool:
    """Tell whether a spreadsheet could take a text for a formula."""
    start = text.lstrip()[:1]
    hidden = text[:1] in {"\t", "\r", "\n"}
    return hidden or (start in _STARTS and not _NUMBER.fullmatch(text))
