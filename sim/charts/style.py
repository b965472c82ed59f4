"""The look of every figure: colours, type, and the settings that make files repeatable."""

from __future__ import annotations

import functools
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from matplotlib import font_manager, rc_context
from matplotlib.colors import get_named_colors_mapping, to_hex, to_rgb

from sim.charts import colours

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

INK: Final = colours.INK
MUTED: Final = colours.MUTED
LINE: Final = colours.LINE
FAINT: Final = colours.FAINT
BLUE: Final = colours.BLUE
ORANGE: Final = colours.ORANGE
GREY: Final = colours.GREY

COLOURS: Final = {"growing": BLUE, "shrinking": ORANGE}
"""Colour of a policy by the way most of its paths go; `MUTED` when neither is clear."""

FATES: Final = {"growing": BLUE, "holding": GREY, "shrinking": ORANGE}
"""Colour of a path by what becomes of it."""

TITLE, SUBTITLE, HEAD, LABEL, TICK, NOTE = 16.0, 10.5, 11.0, 8.5, 9.0, 7.8
"""Sizes of type in points."""

FAMILIES: Final = (
    "Inter", "Source Sans 3", "Source Sans Pro", "Noto Sans", "Open Sans", "Lato",
    "Segoe UI", "Helvetica Neue", "Arial", "Liberation Sans",
)  # fmt: skip
"""Text faces, best first; the first one present is taken."""

FALLBACKS: Final = (
    "Noto Sans CJK SC", "Noto Sans CJK JP", "Noto Sans SC", "Noto Sans JP", "Noto Sans KR", "Noto Sans Arabic",
    "Noto Sans Devanagari", "PingFang SC", "Hiragino Sans", "Microsoft YaHei", "Yu Gothic", "Malgun Gothic",
)  # fmt: skip
"""Faces asked for letters that the text face lacks."""

LAST: Final = "DejaVu Sans"
"""Comes with matplotlib, so it is always there."""


@functools.cache
def installed() -> frozenset[str]:
    """Return the names of all fonts present."""
    return frozenset(font_manager.get_font_names())


def families(present: Collection[str]) -> list[str]:
    """Return the fonts to use; an absent one would print a warning for every text drawn."""
    faces = [name for name in FAMILIES if name in present][:1]
    return [*faces, *(name for name in FALLBACKS if name in present), LAST]


def settings() -> dict[Any, Any]:
    """Return matplotlib's settings for every figure of the house."""
    return {
        "font.family": families(installed()),
        "font.size": LABEL,
        "text.color": INK,
        "text.parse_math": False,  # a dollar sign is money
        "text.hinting": "no_hinting",  # widths in proportion at every resolution
        "axes.unicode_minus": True,
        "axes.edgecolor": LINE,
        "axes.spines.left": False,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.axisbelow": True,
        "axes.facecolor": "none",
        "figure.facecolor": "white",
        "xtick.color": MUTED,
        "ytick.color": MUTED,
        "xtick.labelsize": TICK,
        "ytick.labelsize": TICK,
        "xtick.major.size": 0.0,
        "ytick.major.size": 0.0,
        "xtick.major.pad": 7.0,
        "ytick.major.pad": 5.0,
        "grid.color": FAINT,
        "grid.linewidth": 0.8,
        "lines.solid_capstyle": "butt",
        "svg.fonttype": "none",  # real text: searchable, readable aloud
        "svg.hashsalt": "cyclesim",  # the same ids every time
        "path.simplify": True,
    }


@contextmanager
def house_style() -> Iterator[None]:
    """Draw and save in the look of the house, leaving matplotlib's own settings as they were.

    Letters that no font here has are drawn as boxes in the PNG and stand as text in the SVG, where the
    reader's own fonts show them; the warning for each of them says nothing that the user could change.
    """
    with rc_context(settings()), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        warnings.filterwarnings("ignore", message="Matplotlib currently does not support .* natively")
        yield


def tint(colour: str, strength: float) -> str:
    """Return the colour mixed with white: strength 1 is the colour itself, 0 is white."""
    red, green, blue = (1.0 - strength * (1.0 - part) for part in to_rgb(colour))
    return to_hex((red, green, blue))


@contextmanager
def palette(colours: Mapping[str, str]) -> Iterator[None]:
    """Draw with other colours in place of some of the house's, such as those of a company's slides.

    matplotlib looks a colour up among its names before it reads it as a code, so a code may be the name of another
    colour for a while; everything that is drawn or saved meanwhile takes it, tints and scales included.
    """
    names = get_named_colors_mapping()
    changed = {code: to_hex(colour) for code, colour in colours.items()}
    try:
        for code, colour in changed.items():
            names[code] = colour  # one by one: only that makes matplotlib forget what it knew
        yield
    finally:
        for code in changed:
            del names[code]
