"""Characters that steer a terminal or turn the order of letters round, which no name or text needs."""

from __future__ import annotations

import re
from typing import Final

CONTROLS: Final = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters but for tab and line feed, marks that override the direction of writing (Unicode, UAX 9), and
halves of surrogate pairs, which no file can hold."""
