"""Single paths of every policy: what bands hide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.analysis.amounts import percent, sentence, spoken
from sim.analysis.run import headline
from sim.report.pack.chapter import Chapter, Exhibit
from sim.report.pack.plots.picture import Picture
from sim.report.pack.sources import source

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.analysis.fate.regime import Regime
    from sim.report.story import Story

SHOWN: Final = 12
"""Policies whose paths have room on a slide, as `sim.charts.spaghetti` has it, which is loaded only to draw."""


def spread(story: Story) -> Chapter | None:
    """Show single paths; None when the run kept none."""
    if story.results.samples.empty:
        return None

    def drawn() -> Figure:
        from sim.charts.page import Dress
        from sim.charts.spaghetti import spaghetti

        return spaghetti(story.results, story.summary, dress=Dress.BARE)

    few = f" Slides show the first {SHOWN} policies." if len(story.summary.policies) > SHOWN else ""
    rows = [(sentence(spoken(one.name)), *_shares(one.regime)) for one in story.summary.policies]
    said = "; ".join(f"{name} {percent(grow)} grow, {percent(shrink)} shrink" for name, grow, _, shrink in rows)
    return Chapter(
        key="paths",
        kicker="Single paths",
        title=headline.fates(story.summary),
        sentences=("A band is no path: these are single futures, coloured by how they end.",),
        exhibits=(
            Exhibit(
                name="single-paths",
                heading="Revenue of the last 12 months, single paths",
                plot=Picture(
                    draw=drawn,
                    headings=(("policy", "text"), ("growing", "share"), ("holding", "share"), ("shrinking", "share")),
                    rows=tuple(rows),
                    form="wide",
                ),
                alt=f"Single paths of yearly revenue: {said}.",
                source=source(story.facts, f"Shares of all paths; a closed firm shrinks.{few}"),
            ),
        ),
        appendix=True,
    )


def _shares(regime: Regime) -> tuple[float, float, float]:
    return regime.growing.probability, regime.holding.probability, regime.shrinking.probability
