"""Fans of a run before and after the firm's figures, which stand on them as dots."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.amounts import counted, sentence, spoken
from sim.charts import ends, lettering, panels, scales
from sim.charts.figured_fan import draw_fan, draw_figures, end_labels
from sim.charts.page import CONTENT, Dress, Words, footer, new_page
from sim.charts.style import BLUE, HEAD, INK, LABEL, MUTED, house_style
from sim.results import MEASURES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.figure import Figure

    from sim.analysis.intervals import Array
    from sim.analysis.tracking.tracking import Tracking
    from sim.charts.page import Page
    from sim.results import RunFacts

MOST: Final = 4
"""Measures that fit on a page."""
FIRST: Final = ("revenue", "active_customers", "customers", "orders", "new_customers", "cash")
"""Measures that are drawn before others."""
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
        labels = {(name, side): end_labels(told.fans[name][side, months], units[name], SIDES[side][1])
                  for name in shown for side in (0, 1)}  # fmt: skip
        right = max(map(ends.room, labels.values()))
        wide = (CONTENT - left - panels.GUTTER) / 2 - right
        grid = panels.Grid(2, len(shown), (wide, high), left, right)
        page = new_page(_words(drawn, facts, len(shown)), grid.height, dress)
        for number, (name, side) in enumerate(labels):
            box = grid.box(number)
            axes = page.axes(box.left, box.top, box.width, box.height)
            _head(page, box, name, side)
            draw_fan(axes, np.arange(float(facts.months + 1)), told.fans[name][side], SIDES[side][1])
            draw_figures(axes, drawn.actual[name], 0)
            scales.value_axis(axes, spans[name], units[name], box.height)
            axes.tick_params(labelleft=grid.starts_row(number))
            scales.month_axis(axes, months, facts.start, box.width)
            ends.label_ends(axes, labels[name, side], grid.plot)
    return page.figure


def _span(drawn: Drawn, name: str, months: int) -> tuple[float, float]:
    fans, actual = drawn.tracking.fans[name][:, : months + 1], drawn.actual[name]
    lows, highs = [float(np.nanmin(fans)), float(np.nanmin(actual))], [float(np.nanmax(fans)), float(np.nanmax(actual))]
    return scales.limits(min(lows), max(highs))


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
    subtitle = (
        f"Dots: the firm's own figures, {counted(told.alarm.looks, 'month')}; right: paths weighed by how well they "
        f"agree with them ({told.weights.effective:,.0f} effective)"
    )
    notes = f"Bands hold 50%, 80% and 95% of paths at each month; the line is the median.{more}"
    return Words(drawn.title, subtitle, footer(facts, notes))
