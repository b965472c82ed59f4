"""Cumulative chance of ruin: how likely the firm closes, and by when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.amounts import counted, listed, percent, spoken
from sim.analysis.intervals import wilson
from sim.analysis.run import headline
from sim.charts import ends, lettering, scales
from sim.charts.page import CONTENT, Dress, Words, footer, new_page, same_luck
from sim.charts.panels import COLOUR_KEY, colour_of, title_of
from sim.charts.style import LABEL, MUTED, house_style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.analysis.run.summary import PolicySummary, Summary
    from sim.charts.curves import Array
    from sim.results import Results

Dashes = tuple[int, tuple[float, ...] | None]

PATTERNS: Final[tuple[Dashes, ...]] = ((0, None), (0, (4, 1.5)), (0, (1.2, 1.2)), (0, (6, 1.5, 1.2, 1.5)))
"""Solid first: it is the only one when colours differ."""
HEIGHT: Final = 3.4
FOOT: Final = 0.34
LEAST: Final = 0.02
"""The axis reaches at least this share, so that next to no ruin looks like it."""
NAME_ROOM: Final = 2.3
"""Widest name beside the plot, in inches."""


def ruin(results: Results, summary: Summary, *, dress: Dress = Dress.PAGE) -> Figure:
    """Draw the share of replications closed by each month, with its Wilson band, one curve per policy."""
    facts = results.facts
    struck = [policy for policy in summary.policies if policy.ruin.count]
    spared = [policy for policy in summary.policies if not policy.ruin.count]
    span = scales.limits(0.0, max(LEAST, *(policy.ruin.ci95[1] for policy in summary.policies)))
    unit = scales.Unit("share")
    with house_style():
        labels = [*_ends(struck), *_bound(spared)]
        left = scales.labels_width(span, unit, HEIGHT)
        high = HEIGHT if len(struck) < 10 else HEIGHT + 0.8  # noqa: PLR2004 (ten labels fill the usual height)
        wide = CONTENT - left - max(ends.room(labels), 0.4)
        spared_lines = lettering.wrapped(_spared(spared), wide, LABEL, "bold")
        top = lettering.height(LABEL, len(spared_lines)) + 0.12 if spared_lines else 0.05
        page = new_page(_words(summary), top + high + FOOT, dress)
        axes = page.axes(left, top, wide, high)
        scales.value_axis(axes, span, unit, high)
        scales.month_axis(axes, facts.months, facts.start, wide)
        months = results.ends.column("ruin_month") if struck else {}
        for policy, dashes in zip(struck, _dashes(struck), strict=True):
            _draw(axes, months[policy.name], policy, dashes)
        for policy in spared[:1]:
            axes.axhline(policy.ruin.ci95[1], color=MUTED, linewidth=1.0, linestyle=(0, (4, 3)), gid="no ruin bound")
        ends.label_ends(axes, labels, (wide, high))
        for number, line in enumerate(spared_lines):
            place = lettering.height(LABEL, number)
            page.text(left, place, line, fontsize=LABEL, fontweight="bold", color=MUTED)
    return page.figure


def _dashes(struck: list[PolicySummary]) -> list[Dashes]:
    """Return a dash pattern per curve, so that curves of one colour can be told apart."""
    before = [colour_of(policy) for policy in struck]
    return [PATTERNS[before[:place].count(colour) % len(PATTERNS)] for place, colour in enumerate(before)]


def _draw(axes: Axes, closed: Array, policy: PolicySummary, dashes: Dashes) -> None:
    month = np.arange(round(axes.get_xlim()[1]) + 1)
    counts = np.searchsorted(np.sort(closed[~np.isnan(closed)]), month, side="right")
    bands = np.array([wilson(int(count), len(closed)) for count in counts])
    colour = colour_of(policy)
    struck = counts > 0  # before the first closing the band would only say how many replications there are
    low, high = bands[struck].T
    axes.fill_between(
        month[struck], low, high, step="post", color=colour, alpha=0.1, linewidth=0.0, gid=f"{policy.name} band"
    )
    axes.step(month, counts / len(closed), where="post", color=colour, linewidth=1.8, linestyle=dashes, gid=policy.name)


def _ends(struck: list[PolicySummary]) -> list[ends.End]:
    return [
        ends.End(
            policy.ruin.probability,
            percent(policy.ruin.probability),
            lettering.shortened(title_of(policy.name), NAME_ROOM, LABEL, "bold"),
            colour_of(policy),
            "bold",
        )
        for policy in sorted(struck, key=lambda policy: policy.ruin.probability)
    ]


def _bound(spared: list[PolicySummary]) -> list[ends.End]:
    """Return the label of the dashed line: what no ruin at all still allows for."""
    return [ends.End(policy.ruin.ci95[1], percent(policy.ruin.ci95[1]), "at most") for policy in spared[:1]]


def _spared(spared: list[PolicySummary]) -> str:
    if not spared:
        return ""
    chance = spared[0].ruin
    names = listed([spoken(policy.name) for policy in spared])
    return (
        f"No ruin in {counted(chance.trials, 'replication')} under {names}: at most {percent(chance.ci95[1])}, dashed"
    )


def _words(summary: Summary) -> Words:
    subtitle = f"Share of paths on which the firm has closed by each date; {same_luck(summary.facts)}"
    notes = f"Bands: 95% Wilson intervals. {COLOUR_KEY}"
    return Words(headline.ruin(summary), subtitle, footer(summary.facts, notes))
