"""Fans of a run before and after the firm's figures, which stand on them as dots."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.amounts import counted, percent, sentence, spoken
from sim.charts import ends, lettering, panels, scales
from sim.charts.page import CONTENT, Dress, Words, footer, new_page
from sim.charts.style import BLUE, HEAD, INK, LABEL, LINE, MUTED, house_style, tint
from sim.results import MEASURES, QUANTILES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.analysis.intervals import Array
    from sim.analysis.tracking import Tracking
    from sim.charts.page import Page
    from sim.results import RunFacts

MOST: Final = 4
"""Measures that fit on a page."""
FIRST: Final = ("revenue", "active_customers", "customers", "orders", "new_customers", "cash")
"""Measures that are drawn before others."""
BANDS: Final = ((0.025, 0.975, 0.17), (0.1, 0.9, 0.38), (0.25, 0.75, 0.64))
"""Ends of the 95, 80 and 50 % bands, and how strong their tint is."""
SIDES: Final = (("As run", MUTED), ("With the figures", BLUE))
HIGH: Final = {1: 3.0, 2: 2.2}
AHEAD: Final = 2
"""Of the horizon as much is drawn as this many times the months with figures, two years at least."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is drawn.

    Attributes
    ----------
    title
        What the figure says.
    tracking
        Fans before and after.
    actual
        The firm's figures by measure and month of the run, missing where unknown.
    """

    title: str
    tracking: Tracking
    actual: Mapping[str, Array]


def track_fans(drawn: Drawn, facts: RunFacts, *, dress: Dress = Dress.PAGE) -> Figure:
    """Draw the 50, 80 and 95 % bands of each measure, as run and with the figures, on one scale."""
    told = drawn.tracking
    shown = sorted(told.measures, key=lambda name: FIRST.index(name) if name in FIRST else len(FIRST))[:MOST]
    months = min(facts.months, max(24, AHEAD * told.last))
    spans = {name: _span(drawn, name, months) for name in shown}
    units = {name: scales.Unit.of(MEASURES[name].unit, facts.currency) for name in shown}
    high = HIGH.get(len(shown), 1.7)
    with house_style():
        left = max(scales.labels_width(spans[name], units[name], high) for name in shown)
        labels = {(name, side): _ends(told.fans[name][side, months], units[name], SIDES[side][1])
                  for name in shown for side in (0, 1)}  # fmt: skip
        right = max(map(ends.room, labels.values()))
        wide = (CONTENT - left - panels.GUTTER) / 2 - right
        grid = panels.Grid(2, len(shown), (wide, high), left, right)
        page = new_page(_words(drawn, facts, len(shown)), grid.height, dress)
        for number, (name, side) in enumerate(labels):
            box = grid.box(number)
            axes = page.axes(box.left, box.top, box.width, box.height)
            _head(page, box, name, side)
            _draw(axes, told.fans[name][side], drawn.actual[name], SIDES[side][1])
            scales.value_axis(axes, spans[name], units[name], box.height)
            axes.tick_params(labelleft=grid.starts_row(number))
            scales.month_axis(axes, months, facts.start, box.width)
            ends.label_ends(axes, labels[name, side], grid.plot)
    return page.figure


def _span(drawn: Drawn, name: str, months: int) -> tuple[float, float]:
    fans, actual = drawn.tracking.fans[name][:, : months + 1], drawn.actual[name]
    lows, highs = [float(np.nanmin(fans)), float(np.nanmin(actual))], [float(np.nanmax(fans)), float(np.nanmax(actual))]
    return scales.limits(min(lows), max(highs))


def _draw(axes: Axes, fan: Array, actual: Array, colour: str) -> None:
    months = np.arange(len(fan))
    for low, high, strength in BANDS:
        axes.fill_between(
            months,
            fan[:, QUANTILES.index(low)],
            fan[:, QUANTILES.index(high)],
            color=tint(colour, strength),
            linewidth=0.0,
            gid=f"{low} to {high}",
        )
    axes.plot(months, fan[:, QUANTILES.index(0.5)], color=colour, linewidth=1.8, gid="median")
    known = np.flatnonzero(~np.isnan(actual))
    axes.axvline(known[-1], color=LINE, linewidth=0.9, linestyle=(0, (1.5, 1.5)), gid="last figure")
    axes.plot(known, actual[known], "o", color=INK, markersize=3.6, markeredgecolor="white", markeredgewidth=0.6,
              zorder=5, clip_on=False, gid="actual")  # fmt: skip


def _ends(row: Array, unit: scales.Unit, colour: str) -> list[ends.End]:
    """Return the labels at the right: the median, and the ends of the 80 % band where they read differently."""
    median, low, high = (float(row[QUANTILES.index(level)]) for level in (0.5, 0.1, 0.9))
    found = [ends.End(median, unit.text(median), "median", colour, "bold")]
    for value, note in ((high, "1 in 10 above"), (low, "1 in 10 below")):
        if unit.text(value) != unit.text(median):
            found.append(ends.End(value, unit.text(value), note))
    return found


def _head(page: Page, box: panels.Box, name: str, side: int) -> None:
    title, colour = SIDES[side]
    top = box.top - panels.HEAD_HEIGHT
    page.text(box.left, top, title, fontsize=HEAD, fontweight="bold", color=colour)
    monthly = " a month" if MEASURES[name].unit.endswith("/month") else ""
    what = f"{sentence(spoken(name))}{monthly}"
    page.text(
        box.left, top + lettering.height(HEAD), what, fontsize=LABEL, fontweight="bold", color=INK,
    )  # fmt: skip


def _words(drawn: Drawn, facts: RunFacts, shown: int) -> Words:
    told = drawn.tracking
    rest = len(told.measures) - shown
    more = f" {counted(rest, 'more measure')} in fans.csv." if rest else ""
    tempered = f", weighed as if measured to {percent(min(told.weighed_noise, 1.0))}" if told.weights.tempered else ""
    subtitle = (
        f"Dots: the firm's own figures, {counted(told.alarm.looks, 'month')}; right: paths weighed by how well they "
        f"agree with them ({told.weights.effective:,.0f} effective{tempered})"
    )
    notes = f"Bands hold 50%, 80% and 95% of paths at each month; the line is the median.{more}"
    return Words(drawn.title, subtitle, footer(facts, notes))
