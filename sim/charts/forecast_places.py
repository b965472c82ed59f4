"""Where the figures fell in the forecasts, and what bands held of what they promised."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.analysis.amounts import counted, percent, sentence, spoken
from sim.analysis.intervals import wilson
from sim.charts import scales
from sim.charts.page import CONTENT, Dress, Words, footer, new_page
from sim.charts.style import BLUE, HEAD, INK, LABEL, LINE, MUTED, house_style, tint

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.analysis.forecasting.backtest import Backtest
    from sim.results import RunFacts

MOST: Final = 4
HIGH, HEAD_ROOM, FOOT, GAP = 1.5, 0.32, 0.55, 0.7


def forecast_places(title: str, found: Backtest, facts: RunFacts, *, dress: Dress = Dress.PAGE) -> Figure:
    """Draw for each measure the histogram of places, left, and promised against held shares, right."""
    shown = found.measures[-MOST:]
    shares = scales.Unit("share")
    with house_style():
        left = scales.labels_width((0.0, 1.0), shares, HIGH)
        wide = (CONTENT - 2 * left - GAP - 1.2) / 2
        row = HEAD_ROOM + HIGH + FOOT
        page = new_page(_words(title, found, facts), row * len(shown), dress)
        for number, measure in enumerate(shown):
            top = number * row + HEAD_ROOM
            name = sentence(spoken(measure))
            for place, text in ((left, f"{name}: where the figures fell"), (2 * left + GAP + wide, f"{name}: bands")):
                page.text(place, top - HEAD_ROOM, text, fontsize=HEAD, fontweight="bold", color=INK)
            _places(page.axes(left, top, wide, HIGH), found, measure)
            axes = page.axes(2 * left + GAP + wide, top, wide, HIGH)
            _bands(axes, found, measure)
            page.text(left + wide / 2, top + HIGH + 0.24, "share of the forecast below the figure", fontsize=LABEL,
                      color=MUTED, ha="center")  # fmt: skip
            page.text(2 * left + GAP + 1.5 * wide, top + HIGH + 0.24, "share that the band promised", fontsize=LABEL,
                      color=MUTED, ha="center")  # fmt: skip
    return page.figure


def _places(axes: Axes, found: Backtest, measure: str) -> None:
    counts = found.spread(found.methods[0], measure)
    total, bins = int(counts.sum()), len(counts)
    shares = counts / max(total, 1)
    low, high = wilson(total / bins, total)
    scales.value_axis(axes, (0.0, 1.1 * max(float(shares.max(initial=0.0)), high)), scales.Unit("share"), HIGH)
    axes.set_xlim(0.0, 1.0)
    ticks = [place / bins for place in range(bins + 1)]
    scales.show_ticks(axes.xaxis, ticks, scales.Unit("share").ticks(ticks))
    axes.axhspan(low, high, color=tint(INK, 0.1), linewidth=0.0, zorder=0, gid="luck")
    axes.bar(ticks[:-1], shares, width=0.94 / bins, align="edge", color=tint(BLUE, 0.6), linewidth=0.0, gid="places")
    axes.axhline(1.0 / bins, color=LINE, linewidth=1.0, linestyle=(0, (3, 2)), gid="even")


def _bands(axes: Axes, found: Backtest, measure: str) -> None:
    axes.set_xlim(0.3, 1.05)
    scales.value_axis(axes, (0.0, 1.05), scales.Unit("share"), HIGH)
    axes.plot([0.0, 1.05], [0.0, 1.05], color=LINE, linewidth=1.0, linestyle=(0, (3, 2)), gid="as promised")
    held = found.held(found.methods[0], measure)
    scales.show_ticks(axes.xaxis, [one.band for one in held], [percent(one.band) for one in held])
    for one in held:
        axes.plot([one.band] * 2, one.held.ci95, color=BLUE, linewidth=1.6, gid="interval")
        axes.plot([one.band], [one.held.probability], "o", color=BLUE, markersize=6.0, zorder=4, gid="held")
        text, place = f" {percent(one.held.probability)}", one.held.probability
        axes.text(one.band + 0.012, place, text, color=BLUE, fontsize=LABEL, fontweight="bold", va="center_baseline")


def _words(title: str, found: Backtest, facts: RunFacts) -> Words:
    trials = [found.held(found.methods[0], name)[0].held.trials for name in found.measures]
    count = max(trials)
    subtitle = (
        f"Forecasts by cyclesim, {counted(count, 'figure')} of each measure at most; an honest one gives even bars and "
        "points on the line"
    )
    notes = "Shaded: how uneven bars come by luck; lines: 95% Wilson intervals."
    return Words(title, subtitle, footer(facts, f"{notes} Both take overlapping forecasts for independent."))
