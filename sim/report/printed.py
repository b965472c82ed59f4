"""What goes to a terminal: a text that someone else wrote must not steer it."""

from __future__ import annotations

import re
from typing import Final

from sim.scenario.controls import CONTROLS

_OWN_STYLES: Final = re.compile("(\x1b\\[(?:[012]|[39][0-7])m)")
"""Bold, dim and colours, which we write ourselves and which change nothing but the look."""


def printed(text: str) -> str:
    """Return a text with a replacement character for whatever would steer a terminal, colours apart."""
    parts = _OWN_STYLES.split(text)
    parts[::2] = [CONTROLS.sub("\N{REPLACEMENT CHARACTER}", part) for part in parts[::2]]
    return "".join(parts)


def escaped(text: str) -> str:
    """Return JSON with such characters written as JSON escapes, so that its meaning stays."""
    return CONTROLS.sub(lambda found: f"\\u{ord(found.group()):04x}", text)
