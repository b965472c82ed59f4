"""Value against ruin: the policies as they are, the tuned ones, and with `--pareto` the best under every limit."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sim.analysis.amounts import counted, listed, percent, sentence, spoken
from sim.analysis.tuning.ruin_limit import NO_LIMIT
from sim.analysis.tuning.words import amount, headline, limit_text, noun, settings_text, trade_off
from sim.charts import ends, lettering, scales
from sim.charts.page import CONTENT, Dress, Words, footer, new_page
from sim.charts.style import BLUE, LABEL, LINE, MUTED, ORANGE, TICK, house_style
from sim.results import OUTCOMES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.analysis.tuning.ends import Worth
    from sim.analysis.tuning.tuned import Optimum, Tuned

HEIGHT: Final = 3.9
FOOT: Final = 0.55
ROOM: Final = 0.05
"""Room beyond the outermost interval, as a share of the span."""
BEYOND: Final = 1.6
"""The ruin axis ends at this many times the limit, or of the ruin of what is tuned; yours beyond it are named below."""
TICK_EVERY: Final = 0.8
NAME_ROOM: Final = 3.6
"""Widest label beside the plot, in inches."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One point.

    Attributes
    ----------
    gid
        What it is called in the file.
    text
        Its label.
    worth
        Where it lies.
    colour
        Blue for what was tuned, grey for what is.
    tuned
        Whether it was.
    """

    gid: str
    text: str
    worth: Worth
    colour: str
    tuned: bool


def frontier(found: Optimum, *, dress: Dress = Dress.PAGE) -> Figure | None:
    """Draw value against ruin with intervals; None when the value of a policy is unknown."""
    marks, far = _shown([*_tuned(found), *_yours(found)], found)
    if any(math.isnan(mark.worth.mean) for mark in marks):
        return None
    across, up = _spans(marks, found.limit)
    unit = scales.Unit.of(OUTCOMES[found.measure].unit, found.facts.currency)
    with house_style():
        labels = [ends.End(mark.worth.mean, _short(mark.text), "", mark.colour, "bold") for mark in marks]
        high = max(HEIGHT, (len(marks) + 1) * lettering.height(LABEL))
        left = scales.labels_width(up, unit, high)
        wide = CONTENT - left - ends.room(labels)
        head = lettering.height(TICK) + 0.1
        page = new_page(_words(found, far), head + high + FOOT, dress)
        page.text(0.0, 0.0, sentence(noun(found)), fontsize=TICK, color=MUTED)
        axes = page.axes(left, head, wide, high)
        axes.set_xlim(*across)
        scales.value_axis(axes, up, unit, high)
        axes.grid(visible=False)  # the dotted guides lead to the labels
        ticks = scales.value_ticks(*across, wide, every=TICK_EVERY)
        scales.show_ticks(axes.xaxis, ticks, scales.Unit("share").ticks(ticks))
        page.text(left + wide / 2, head + high + 0.32, "Chance of ruin", fontsize=TICK, color=MUTED, ha="center")
        _limit(axes, found.limit)
        _path(axes, found)
        for mark in marks:
            _point(axes, mark)
        ends.label_ends(axes, labels, (wide, high))
    return page.figure


def _tuned(found: Optimum) -> list[Mark]:
    every: dict[tuple[str, str], Tuned] = {}
    points = [point.tuned for point in found.frontier.points] if found.frontier else []
    free = [found.price.free] if found.price else []
    for tuned in (*found.policies, *points, *free):
        every.setdefault((tuned.policy, settings_text(tuned)), tuned)
    return [
        Mark(
            gid=f"tuned {name}: {text}",
            text=f"{spoken(name)}, {text}{', no limit' if tuned.limit >= NO_LIMIT else ''}",
            worth=tuned.worth,
            colour=BLUE,
            tuned=True,
        )
        for (name, text), tuned in every.items()
    ]


def _yours(found: Optimum) -> list[Mark]:
    tuned = {one.policy for one in found.policies}
    return [
        Mark(
            f"yours {yours.policy}",
            f"{spoken(yours.policy)}{', yours' if yours.policy in tuned else ''}",
            yours.worth,
            MUTED,
            tuned=False,
        )
        for yours in found.yours
    ]


def _shown(marks: Sequence[Mark], found: Optimum) -> tuple[list[Mark], list[Mark]]:
    """Return the points that are drawn, and those of yours that are ruined so often that they would crowd the rest."""
    least = max(found.limit, *(mark.worth.ruin.ci95[1] for mark in marks if mark.tuned))
    far = [mark for mark in marks if not mark.tuned and mark.worth.ruin.probability > BEYOND * least]
    return [mark for mark in marks if mark not in far], far


def _spans(marks: Sequence[Mark], limit: float) -> tuple[tuple[float, float], tuple[float, float]]:
    right = max(limit, *(mark.worth.ruin.ci95[1] for mark in marks))
    lows, highs = ([_end(mark, side) for mark in marks] for side in (0, 1))
    room = ROOM * (max(highs) - min(lows)) or 1.0
    return (0.0, right * (1.0 + ROOM)), (min(lows) - room, max(highs) + room)


def _end(mark: Mark, side: int) -> float:
    end = mark.worth.ci95[side]
    return mark.worth.mean if math.isnan(end) else end  # a single replication has no interval


def _limit(axes: Axes, limit: float) -> None:
    axes.axvline(limit, color=ORANGE, linewidth=1.2, linestyle=(0, (4, 3)), gid="limit", zorder=1)
    axes.text(
        limit, 1.0, f" limit {limit_text(limit)}", transform=axes.get_xaxis_transform(), color=ORANGE, fontsize=LABEL,
        fontweight="bold", ha="right" if limit > sum(axes.get_xlim()) / 2 else "left", va="bottom",
    )  # fmt: skip


def _path(axes: Axes, found: Optimum) -> None:
    """Join the points of a frontier."""
    if found.frontier and found.frontier.trade_off:
        worths = [point.tuned.worth for point in found.frontier.standing]
        xs, ys = [worth.ruin.probability for worth in worths], [worth.mean for worth in worths]
        axes.plot(xs, ys, color=BLUE, linewidth=1.0, alpha=0.5, gid="frontier", zorder=2)


def _point(axes: Axes, mark: Mark) -> None:
    x, y, (low, high) = mark.worth.ruin.probability, mark.worth.mean, mark.worth.ruin.ci95
    axes.plot([x, axes.get_xlim()[1]], [y, y], color=LINE, linewidth=0.6, linestyle=(0, (1, 3)), gid="guide", zorder=1)
    look: dict[str, Any] = {"color": mark.colour, "linewidth": 1.6, "solid_capstyle": "round", "zorder": 3}
    axes.plot([low, high], [y, y], gid=f"{mark.gid} ruin", **look)
    axes.plot([x, x], [_end(mark, 0), _end(mark, 1)], gid=f"{mark.gid} value", **look)
    size = 8.0 if mark.tuned else 6.0
    axes.plot([x], [y], "o", color=mark.colour, markersize=size, gid=mark.gid, zorder=4)


def _short(text: str) -> str:
    return lettering.shortened(sentence(text), NAME_ROOM, LABEL, "bold")


def _words(found: Optimum, far: Sequence[Mark]) -> Words:
    facts = found.facts
    title = trade_off(found, found.frontier) if found.frontier else headline(found)
    paths = counted(facts.replications, "simulated path")
    subtitle = f"Mean {noun(found)} against the chance of ruin; {paths} per point, the same luck in each"
    notes = (
        "Blue: tuned, grey: as the scenario has them. Lines: 95% intervals; since points share their luck, differences "
        "are surer than the lines look. Settings were searched and selected on other paths than those shown."
    )
    if found.frontier and found.frontier.points:
        members = [
            f"{spoken(point.tuned.policy)} with {settings_text(point.tuned)} ({percent(point.membership)})"
            for point in found.frontier.points
        ]
        notes += f" Chance to be on the frontier: {listed(members)}."
    if far:
        names = [
            f"{mark.text} ({percent(mark.worth.ruin.probability)}, {amount(mark.worth.mean, found)})" for mark in far
        ]
        notes += f" Too ruinous to show: {listed(names)}."
    return Words(title, subtitle, footer(facts, notes))
