"""What could go wrong: a bad future of the best policy, month by month."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.analysis.amounts import money, sentence, spoken
from sim.analysis.path.story import sentence_of, story
from sim.report.pack.chapter import Chapter, Exhibit
from sim.report.pack.plots.picture import Picture
from sim.report.pack.sources import source
from sim.report.replay import drawn, end_word, said

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.analysis.path.standing import Standing
    from sim.results import RunFacts
    from sim.studies.replay import Path

LINES, SAID = 9, 4
"""Months that are told, and those beside the figure."""


WORSE: Final = 0.75
"""Share of the other paths that must be worth more for a future to be called a bad one."""


def kind(where: Standing) -> str:
    """Return what a future may be called, by how many others are better."""
    return "A bad future" if where.above >= WORSE else "One future of many" if where.known > 1 else "The only future"


def bad(path: Path, facts: RunFacts) -> Chapter:
    """Tell a bad future."""

    def bare() -> Figure:
        from sim.charts.page import Dress

        return drawn(path, dress=Dress.BARE)

    first, *rest = [text for text in said(path) if text not in path.warnings]
    npv = money(path.standing.value, facts.currency)
    told = story(path.happened, lines=LINES).told
    lines = [sentence(sentence_of(month, happened, facts.start)) for month, happened in told]
    return Chapter(
        key="bad-future",
        kicker="What could go wrong",
        title=f"{kind(path.standing)} under {spoken(path.policy)}: worth {npv}, and {end_word(path)}",
        sentences=(f"{first}.", *(f"{text}." for text in (*rest, *lines[:SAID]))),
        exhibits=(
            Exhibit(
                name="bad-future",
                heading="One path month by month; bands hold 90% of all paths",
                plot=Picture(
                    draw=bare,
                    headings=(("what happened", "text"),),
                    rows=tuple((line,) for line in lines) or (("Nothing happened that is worth telling.",),),
                ),
                alt=f"{first}. {' '.join(f'{line}.' for line in lines[:4])}",
                source=source(facts, f"Replication {path.standing.replication:,}, counted from 0."),
            ),
        ),
        say=tuple(f"{line}." for line in (*lines, *path.warnings)),  # last: they depend on who makes the document
    )
