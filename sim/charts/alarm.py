"""How far out the firm's figures stand among paths of the run that are seen with the same errors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.amounts import counted, percent, sentence, spoken
from sim.analysis.tracking.alarm import RATE
from sim.charts import lettering, scales
from sim.charts.page import CONTENT, Dress, Words, footer, new_page
from sim.charts.style import BLUE, FAINT, HEAD, INK, LABEL, LINE, MUTED, ORANGE, house_style, tint

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.analysis.tracking.alarm import Alarm
    from sim.analysis.tracking.tracking import Tracking
    from sim.charts.page import Page
    from sim.results import RunFacts

BINS: Final = 40
HIGH: Final = 2.4
HEAD_ROOM: Final = 0.5
ROW: Final = 0.34
BEYOND: Final = 2.0
"""A distance farther out than this many limits is drawn at the edge, with its place told."""


def alarm(title: str, tracking: Tracking, facts: RunFacts, *, dress: Dress = Dress.PAGE) -> Figure:
    """Draw the distances of all paths with the firm's own and the limit; below, where each measure stands to date."""
    found = tracking.alarm
    with house_style():
        left = max(lettering.width(sentence(spoken(name)), LABEL, "bold") for name in tracking.measures) + 0.2
        wide = CONTENT - left - 1.6
        strip = ROW * len(tracking.measures)
        content = HEAD_ROOM + HIGH + 0.75 + strip + 0.34
        page = new_page(_words(title, tracking, facts), content, dress)
        axes = page.axes(left, HEAD_ROOM, wide, HIGH)
        _distances(axes, found)
        top = HEAD_ROOM + HIGH + 0.75
        _heading(page, left, top - 0.3, "Where the figures to date stand: share of paths with lower ones")
        _places(page, page.axes(left, top, wide, strip), tracking, (left, top, wide))
        _heading(page, left, 0.0, "How far out: all paths, seen with the same errors of measurement")
    return page.figure


def _heading(page: Page, left: float, top: float, text: str) -> None:
    page.text(left, top, text, fontsize=HEAD, fontweight="bold", color=INK)


def _distances(axes: Axes, found: Alarm) -> None:
    own = found.distance
    finite = found.limit if np.isfinite(found.limit) else float(found.distances.max())
    edge = max(float(np.quantile(found.distances, 0.995)), BEYOND * finite)
    edge = max(edge, 1.08 * own) if own < BEYOND * edge else edge
    counts, places = np.histogram(np.minimum(found.distances, edge), bins=BINS, range=(0.0, edge))
    colours = [tint(ORANGE if start >= found.limit else MUTED, 0.55) for start in places[:-1]]
    axes.bar(places[:-1], counts / len(found.distances), width=np.diff(places) * 0.94, align="edge", color=colours,
             linewidth=0.0, gid="paths")  # fmt: skip
    highest = float(counts.max()) / len(found.distances)
    scales.value_axis(axes, (0.0, 1.3 * highest), scales.Unit("share"), HIGH)
    axes.set_xlim(0.0, edge)
    axes.set_xticks([])
    colour = ORANGE if found.off_track else BLUE
    at = min(own, edge)
    axes.plot([at, at], [0.0, 1.08 * highest], color=colour, linewidth=2.0, gid="firm")
    side = "right" if at > 0.6 * edge else "left"
    far = " (far beyond the edge)" if own > edge else ""
    room = 0.006 * edge * (-1 if side == "right" else 1)
    axes.text(at + room, 1.1 * highest, f"The firm{far}", color=colour, fontweight="bold", fontsize=LABEL, ha=side)
    if np.isfinite(found.limit):
        axes.axvline(found.limit, color=INK, linewidth=1.0, linestyle=(0, (3, 2)), gid="limit")
        note = f"alarm from here: {percent(RATE)} of firms on track"
        ha, nudge = ("left", 1) if found.limit < 0.7 * edge else ("right", -1)
        axes.text(found.limit + nudge * 0.006 * edge, 1.22 * highest, note, color=INK, fontsize=LABEL, ha=ha)


def _places(page: Page, axes: Axes, tracking: Tracking, box: tuple[float, float, float]) -> None:
    left, top, wide = box
    axes.set_xlim(0.0, 1.0)
    axes.set_ylim(len(tracking.measures) - 0.5, -0.5)
    axes.set_yticks([])
    ticks = [0.0, 0.25, 0.5, 0.75, 1.0]
    scales.show_ticks(axes.xaxis, ticks, scales.Unit("share").ticks(ticks))
    axes.grid(axis="x")
    for row, (name, place) in enumerate(zip(tracking.measures, tracking.alarm.places, strict=True)):
        axes.axhspan(row - 0.28, row + 0.28, color=FAINT, alpha=0.35, linewidth=0.0)
        far = min(place, 1.0 - place) <= RATE / 2.0
        axes.axvline(0.5, color=LINE, linewidth=0.9)
        axes.plot([place], [row], "o", color=ORANGE if far else BLUE, markersize=7.0, clip_on=False, zorder=4, gid=name)
        middle = top + (row + 0.5) * ROW
        page.text(left - 0.2, middle, sentence(spoken(name)), fontsize=LABEL, fontweight="bold", ha="right",
                  va="center_baseline")  # fmt: skip
        page.text(left + wide + 0.25, middle, f"{percent(place)} lower", fontsize=LABEL, color=MUTED,
                  va="center_baseline")  # fmt: skip


def _words(title: str, tracking: Tracking, facts: RunFacts) -> Words:
    found = tracking.alarm
    subtitle = (
        f"Figures of {counted(found.looks, 'month')}; each path, with errors of {percent(tracking.noise)} put on its "
        "figures, is a firm that is on track"
    )
    often = (
        f" Looked at after each of {found.looks} months, {percent(found.any_look)} of firms on track get at least one."
        if found.looks > 1
        else ""
    )
    once = f"An alarm comes to {percent(RATE)} of firms on track at one look."
    return Words(title, subtitle, footer(facts, f"{once}{often} Orange dots: 1 path in 40 beyond, or fewer."))
