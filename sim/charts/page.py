"""A figure as a page: title, subtitle, content measured in inches, and the footer that names the run."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import Enum, auto
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final, Literal

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from sim.analysis.amounts import counted
from sim.charts import lettering
from sim.charts.style import INK, MUTED, NOTE, SUBTITLE, TITLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.axes import Axes
    from matplotlib.text import Text

    from sim.results import Results, RunFacts

WIDTH: Final = 11.6
MARGIN: Final = 0.35
CONTENT: Final = WIDTH - 2.0 * MARGIN
"""Width of a page, of its margin, and of what is between, in inches."""


_SHARE: ContextVar[float] = ContextVar("share", default=1.0)


@contextmanager
def smaller(share: float) -> Iterator[None]:
    """Draw pages of a share of their usual size with type as usual: shown as large as before, their type is larger."""
    before = _SHARE.set(share)
    try:
        yield
    finally:
        _SHARE.reset(before)


def inches(usual: float) -> float:
    """Return what a usual length is on the page that is drawn."""
    return usual * _SHARE.get()


class Drawing(Figure):
    """A figure that a notebook shows; pyplot, which matplotlib leaves that to, is never loaded here."""

    def _repr_png_(self) -> bytes:
        kept = BytesIO()
        self.savefig(kept, format="png", dpi=110)
        return kept.getvalue()


class Dress(Enum):
    """What stands around the content of a figure."""

    PAGE = auto()
    """Title, subtitle and footer: the figure stands alone."""
    BARE = auto()
    """Content only: the slide or page around it holds the words."""


@dataclass(frozen=True, slots=True)
class Words:
    """What a figure says around its content; the title comes from `sim.analysis.run.headline`."""

    title: str
    subtitle: str
    footer: str


@dataclass(frozen=True, slots=True)
class Page:
    """A figure whose content is placed in inches from the content's upper left corner."""

    figure: Figure
    height: float
    top: float
    width: float = WIDTH
    margin: float = MARGIN

    def axes(self, left: float, top: float, width: float, height: float) -> Axes:
        """Add axes whose plotting area is this box."""
        bottom = self.height - self.top - top - height
        return self.figure.add_axes(
            ((self.margin + left) / self.width, bottom / self.height, width / self.width, height / self.height)
        )

    def text(self, left: float, top: float, text: str, **look: Any) -> Text:  # noqa: ANN401 (matplotlib's settings)
        """Write a text whose upper left corner (or as `look` aligns it) is here."""
        usual: dict[str, Any] = {"ha": "left", "va": "top"} | look
        place = (self.margin + left) / self.width, 1.0 - (self.top + top) / self.height
        return self.figure.text(*place, text, **usual)


def footer(facts: RunFacts, notes: str, *, of: Literal["replication", "path", "row"] = "replication") -> str:
    """Return the line that lets anyone repeat the figure; designs other than a run count paths or rows."""
    run = f"Run {facts.run_id}, seed {facts.seed}, {counted(facts.replications, of)}."
    return f"{notes}\n{run}"


def same_luck(facts: RunFacts) -> str:
    """Say how many paths there are and that all policies meet the same luck."""
    count = counted(facts.replications, "simulated path")
    return count if len(facts.policies) == 1 else f"{count} per policy, the same luck in each"


def of_bands(results: Results) -> str:
    """Say which paths bands and medians are of, where they are not of all; begins with a space."""
    few = results.band_paths < results.facts.replications
    return f" Bands and medians: the first {results.band_paths:,} paths." if few else ""


def new_page(words: Words, content: float, dress: Dress) -> Page:
    """Start a page with room for content of this height."""
    bare = dress is Dress.BARE
    title = [] if bare else lettering.balanced(words.title, inches(CONTENT), TITLE, "bold")
    subtitle = [] if bare else lettering.wrapped(words.subtitle, inches(CONTENT), SUBTITLE)
    notes = [] if bare else _wrapped_notes(words.footer)
    title_height = lettering.height(TITLE, len(title))
    top = 0.15 if bare else 0.3 + title_height + 0.06 + lettering.height(SUBTITLE, len(subtitle)) + 0.22
    bottom = 0.12 if bare else 0.2 + lettering.height(NOTE, len(notes)) + 0.16
    height = top + content + bottom
    width = inches(CONTENT) + 2.0 * MARGIN
    figure = Drawing(figsize=(width, height))
    FigureCanvasAgg(figure)
    figure.set_label(words.title)
    page = Page(figure, height, top, width)
    _lines(page, 0.3, title, TITLE, INK, "bold")
    _lines(page, 0.3 + title_height + 0.06, subtitle, SUBTITLE, MUTED, "normal")
    _lines(page, height - 0.16 - lettering.height(NOTE, len(notes)), notes, NOTE, MUTED, "normal")
    return page


def _wrapped_notes(text: str) -> list[str]:
    return [line for part in text.splitlines() for line in lettering.wrapped(part, inches(CONTENT), NOTE)]


def _lines(page: Page, top: float, lines: list[str], size: float, colour: str, weight: str) -> None:
    for number, line in enumerate(lines):
        place = top + lettering.height(size, number) - page.top
        page.text(0.0, place, line, fontsize=size, color=colour, fontweight=weight)
