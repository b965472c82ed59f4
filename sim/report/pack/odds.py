"""The odds: how likely the firm closes, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.analysis.amounts import percent, sentence, spoken
from sim.analysis.intervals import wilson
from sim.analysis.run import headline, spread_words
from sim.report.pack.chapter import Chapter, Exhibit
from sim.report.pack.plots.curves import Curves, Line
from sim.report.pack.plots.scale import Scale
from sim.report.pack.sources import source
from sim.report.pack.tones import tone_of

if TYPE_CHECKING:
    from sim.analysis.run.summary import PolicySummary
    from sim.arrays import Array
    from sim.report.story import Story


def odds(story: Story) -> Chapter:
    """Tell how likely the firm closes, and by when."""
    summary = story.summary
    said = (headline.fates(summary), spread_words.good_and_bad(summary), spread_words.tight_cash(summary))
    return Chapter(
        key="odds",
        kicker="The odds",
        title=headline.ruin(summary),
        sentences=tuple(f"{text}." for text in said),
        exhibits=(_ruin(story),),
        say=("A share of zero is no promise: the interval says how high the chance may still be.",),
    )


def _ruin(story: Story) -> Exhibit:
    months = story.results.ends.column("ruin_month")
    lines = tuple(_line(one, months[one.name], story.facts.months) for one in story.summary.policies)
    said = "; ".join(f"{line.name} {percent(line.middle[-1])}" for line in lines)
    return Exhibit(
        name="ruin",
        heading="Share of paths on which the firm has closed by each month",
        plot=Curves(
            value=Scale("share of paths closed", "share"),
            across=Scale("month", "months"),
            places=tuple(float(month) for month in range(story.facts.months + 1)),
            start=story.facts.start,
            lines=lines,
        ),
        alt=f"Share of firms closed by month {story.facts.months}: {said}.",
        source=source(story.facts, "Intervals: 95%, Wilson, month by month."),
    )


def _line(policy: PolicySummary, closed: Array, months: int) -> Line:
    counts = np.searchsorted(np.sort(closed[~np.isnan(closed)]), np.arange(months + 1), side="right")
    ends = [wilson(int(count), len(closed)) for count in counts]
    return Line(
        name=sentence(spoken(policy.name)),
        middle=tuple(float(count) / len(closed) for count in counts),
        low=tuple(low for low, _ in ends),
        high=tuple(high for _, high in ends),
        tone=tone_of(policy),
    )
