"""Formats of numbers: one that holds digits of its own shows a number that is not there."""

from __future__ import annotations

import re
from typing import Final

PLAIN: Final = "as they are"
"""How numbers are written where no format shows digits of its own."""
_MEANT: Final = re.compile(r"\[[^\]]*\]|[Ee][+-]")
"""Colours, conditions and languages; powers of ten."""
_DIGIT: Final = re.compile(r"[1-9]")


def shows_digits(code: str) -> bool:
    """Tell whether a format (ECMA-376 part 1, 18.8.31) shows digits from 1 to 9 that are not the number's."""
    return bool(_DIGIT.search(_MEANT.sub("", code)))
