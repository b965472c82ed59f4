"""The colours of every figure, free of any library that draws."""

from __future__ import annotations

from typing import Final

INK: Final = "#1B2130"
MUTED: Final = "#59626F"
LINE: Final = "#8A93A0"
FAINT: Final = "#DDE1E6"

BLUE: Final = "#0B6AA8"
ORANGE: Final = "#C8500A"
GREY: Final = "#8A93A0"
"""Growing, shrinking, holding: far apart for every kind of colour vision (CIE76 87 or more), but close in grey
scale, so nothing is told by colour alone. Grey is too light for small text, which takes `MUTED`."""
