"""A chapter of the board pack: one message, the figure that shows it, and what to say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.report.pack.plots.plot import Plot
    from sim.report.story import Story
    from sim.report.tables.table import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """A figure with all that must go with it.

    Attributes
    ----------
    name
        Unique in the pack: small letters and hyphens.
    heading
        What is plotted, with unit: `Yearly revenue, £, by month`.
    plot
        What it shows.
    alt
        What it shows, in words, for those who can't see it.
    source
        Run, seed, replications, and what the intervals are.
    """

    name: str
    heading: str
    plot: Plot
    alt: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A chapter.

    Attributes
    ----------
    key
        Unique in the pack: small letters and hyphens.
    kicker
        What the chapter is about, in one to four words: `The odds`.
    title
        Its message: one computed sentence without a full stop.
    sentences
        What the message rests on: whole sentences with full stops, the most important first.
    exhibits
        Figures; the first is the main one.
    tables
        Where figures have to be read as numbers.
    say
        What a speaker adds: whole sentences.
    appendix
        Whether it stands after the end, for questions.
    """

    key: str
    kicker: str
    title: str
    sentences: tuple[str, ...]
    exhibits: tuple[Exhibit, ...] = ()
    tables: tuple[Table, ...] = ()
    say: tuple[str, ...] = ()
    appendix: bool = False


@dataclass(frozen=True, slots=True)
class Omitted:
    """A chapter that can't be told of this run.

    Attributes
    ----------
    kicker
        What it would have been about.
    why
        A sentence.
    """

    kicker: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """The board pack of a run.

    Attributes
    ----------
    story
        What the run itself says.
    scenario
        The resolved scenario as YAML: what every figure can be computed from again.
    chapters
        In the order of telling.
    omitted
        What can't be told, and why.
    """

    story: Story
    scenario: str
    chapters: tuple[Chapter, ...]
    omitted: tuple[Omitted, ...] = ()
