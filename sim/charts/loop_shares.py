"""Shares of the growth loops, of other reinforcing loops and of balancing loops over time, policy by policy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.amounts import percent, sentence
from sim.analysis.loops.shares import GROWTH
from sim.analysis.loops.words import counts, growth_of, lead, title, way
from sim.charts import ends, lettering, panels, scales
from sim.charts.page import Dress, Words, footer, new_page, same_luck
from sim.charts.style import BLUE, HEAD, INK, LABEL, MUTED, ORANGE, house_style, tint

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.analysis.loops.shares import LoopShares, PolicyLoops
    from sim.charts.page import Page

_UNIT: Final = scales.Unit("share")
_SPAN: Final = (0.0, 1.0)
_HALF: Final = 0.5


def loop_shares(found: LoopShares, *, dress: Dress = Dress.PAGE) -> Figure:
    """Draw the shares of the growth loops and of all balancing loops, one panel per policy."""
    facts = found.facts
    with house_style():
        labels = [_ends(policy) for policy in found.policies]
        high = panels.plot_height(len(labels))
        layout = panels.grid(
            len(labels), scales.labels_width(_SPAN, _UNIT, high), max(ends.room(label) for label in labels)
        )
        page = new_page(_words(found), layout.height, dress)
        for number, policy in enumerate(found.policies):
            box = layout.box(number)
            axes = page.axes(box.left, box.top, box.width, box.height)
            _head(page, box, box.width + layout.right, policy)
            scales.value_axis(axes, _SPAN, _UNIT, box.height)
            scales.month_axis(axes, facts.months, facts.start, box.width)
            axes.tick_params(labelleft=layout.starts_row(number))
            _draw(axes, policy)
            ends.label_ends(axes, labels[number], layout.plot)
    return page.figure


def _draw(axes: Axes, policy: PolicyLoops) -> None:
    for family, colour in ((policy.balancing, ORANGE), (policy.family(GROWTH), BLUE)):
        axes.fill_between(
            policy.months, family.low, family.high, color=tint(colour, 0.2), linewidth=0.0, gid=f"{family.name} band"
        )
        axes.plot(policy.months, family.share, color=colour, linewidth=2.0, gid=family.name)
    axes.axhline(_HALF, color=INK, linewidth=0.9, linestyle=(0, (1, 2)), gid="half")
    change = policy.handover
    if change is not None and counts(change) and not policy.few:
        axes.axvline(change.month, color=INK, linewidth=1.1, gid="handover")


def _ends(policy: PolicyLoops) -> list[ends.End]:
    named = ((policy.family(GROWTH), "growth", BLUE), (policy.balancing, "balancing", ORANGE))
    return [
        ends.End(float(family.share[-1]), percent(float(family.share[-1])), name, colour, "bold")
        for family, name, colour in named
        if np.isfinite(family.share[-1])
    ]


def _head(page: Page, box: panels.Box, room: float, policy: PolicyLoops) -> None:
    top = box.top - panels.HEAD_HEIGHT
    name = lettering.shortened(f"{panels.title_of(policy.policy)}: {way(policy)}", room, HEAD, "bold")
    line = lettering.shortened(sentence(lead(policy)), room, LABEL, "bold")
    page.text(box.left, top, name, fontsize=HEAD, fontweight="bold", color=INK)
    page.text(box.left, top + lettering.height(HEAD), line, fontsize=LABEL, fontweight="bold", color=MUTED)


def _words(found: LoopShares) -> Words:
    moving = [policy for policy in found.policies if np.isfinite(growth_of(policy)[0])]
    falling = any(policy.rising_ci95[1] < 0 for policy in moving)
    down = " Where revenue falls, reinforcing loops speed the decline." if falling else ""
    notes = (
        "Bands hold 95% of resampled replications. Blue: growth loops, through the budget; orange: all balancing "
        f"loops; the rest is other reinforcing loops. The upright line marks a sure hand-over of the lead.{down}"
    )
    subtitle = f"Share of all loop movement of the year that ends with each month; {same_luck(found.facts)}"
    return Words(title(found), subtitle, footer(found.facts, notes))
