"""A picture of a page: title, subtitle, plots placed in inches, written as SVG with the same bytes every time."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING, Final

from matplotlib import font_manager
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from sim.charts import lettering, style
from sim.charts.page import Page

if TYPE_CHECKING:
    from collections.abc import Iterator

WIDTH: Final = 8.6
MARGIN: Final = 0.2
CONTENT: Final = WIDTH - 2 * MARGIN
"""Width of a picture, of its margin, and of what is between, in inches."""

TITLE: Final = 12.5
SUBTITLE: Final = 9.0
BELOW_WORDS: Final = 0.2
FACES: Final = f"'{style.LAST}', Verdana, sans-serif"
"""Where matplotlib's own face is missing, Verdana, of the same widths, or any face without serifs."""


@dataclass(frozen=True, slots=True)
class Picture(Page):
    """A picture whose content is placed in inches from the content's upper left corner."""

    def svg(self) -> str:
        """Return the picture as SVG with real text, without date or version."""
        out = StringIO()
        meta = {"Date": None, "Creator": None, "Title": str(self.figure.get_label())}
        self.figure.savefig(out, format="svg", metadata=meta)
        lines = (line.rstrip() for line in out.getvalue().splitlines())
        return "\n".join(lines).replace(f"'{style.LAST}'", FACES) + "\n"


def picture(title: str, subtitle: str, content: float) -> Picture:
    """Start a picture with room for content of this height in inches."""
    heads = lettering.balanced(title, CONTENT, TITLE, "bold")
    below = lettering.wrapped(subtitle, CONTENT, SUBTITLE)
    head_height = lettering.height(TITLE, len(heads))
    top = 0.14 + head_height + 0.04 + lettering.height(SUBTITLE, len(below)) + BELOW_WORDS
    figure = Figure(figsize=(WIDTH, top + content + 0.14))
    FigureCanvasAgg(figure)
    figure.set_label(title)
    made = Picture(figure, top + content + 0.14, top, WIDTH, MARGIN)
    looks = ((0.14, heads, TITLE, style.INK, "bold"), (0.18 + head_height, below, SUBTITLE, style.MUTED, "normal"))
    for start, lines, size, colour, weight in looks:
        for number, line in enumerate(lines):
            place = start + lettering.height(size, number) - top
            made.text(0.0, place, line, fontsize=size, color=colour, fontweight=weight)
    return made


@contextmanager
def repeatable() -> Iterator[None]:
    """Draw in the house style with the one face that comes with matplotlib, so that bytes never hang on the machine."""
    manager = font_manager.fontManager
    every = manager.ttflist
    manager.ttflist = [entry for entry in every if entry.name == style.LAST]
    _forget()
    try:
        with style.house_style():
            yield
    finally:
        manager.ttflist = every
        _forget()


def _forget() -> None:
    """Let text be measured anew with the faces there are now."""
    style.installed.cache_clear()
    lettering.width.cache_clear()
