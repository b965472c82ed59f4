"""One path against all: four panels over time, with what happened marked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.path.spells import spells
from sim.analysis.path.story import weightiest
from sim.charts import ends, lettering, scales
from sim.charts.curves import curves, trailing, window
from sim.charts.page import CONTENT, Dress, Words, footer, inches, new_page
from sim.charts.panels import Box
from sim.charts.style import FAINT, FATES, HEAD, INK, LABEL, LINE, MUTED, house_style, tint
from sim.results import MEASURES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.analysis.intervals import Array
    from sim.analysis.path.happening import Happening
    from sim.charts.curves import Curves
    from sim.charts.page import Page
    from sim.results import RunFacts

SHOWN: Final = {
    "yearly_revenue": "Revenue of the last 12 months",
    "cash": "Cash; the dashed line is the buffer wanted",
    "customers": "Customers",
    "reinvested": "Reinvested a month, average of the last 12",
}
BARE: Final = 2
"""Panels of a slide."""
EVENTS: Final = 7
"""Marks that a path can bear."""
SHADED: Final = ("recession ends",)
"""What the ground of the panels shows."""
ROW, HIGH, HEAD_ROOM, GAP = 0.19, 1.12, 0.25, 0.16
"""Height of an event's row, of a panel, of its heading, and between panels, in inches."""
FOOT: Final = 0.34


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is drawn.

    Attributes
    ----------
    title
        What the figure says.
    fate
        What became of the path; gives its colour.
    series
        Measures by name, shape (months + 1,).
    bands
        Quantiles by month of all paths, rows as in `Results.paths`.
    happened
        In order of time; the weightiest are marked.
    """

    title: str
    fate: str
    series: Mapping[str, Array]
    bands: pd.DataFrame
    happened: Sequence[Happening]


@dataclass(frozen=True, slots=True)
class Panel:
    """One measure of the path and of all.

    Attributes
    ----------
    measure
        Its name.
    first
        Month that is drawn first.
    path, all
        This path, and quantiles of all.
    buffer
        Cash wanted; None for other measures.
    """

    measure: str
    first: int
    path: Array
    all: Curves
    buffer: Array | None

    @property
    def span(self) -> tuple[float, float]:
        """Limits of the value axis."""
        low, high = self.all["p05"], self.all["p95"]
        wanted = [] if self.buffer is None else [self.buffer.max()]
        return scales.limits(min(self.path.min(), low.min()), max(self.path.max(), high.max(), *wanted))


def replay(drawn: Drawn, facts: RunFacts, *, dress: Dress = Dress.PAGE) -> Figure:
    """Draw revenue, cash, customers and reinvestment of one path over the 5 to 95 % band of all.

    Bare, as on a slide, only the first two: four panels would have letters that nobody in a room can read.
    """
    shown = list(SHOWN) if dress is Dress.PAGE else list(SHOWN)[:BARE]
    panels = [_panel(drawn, measure, facts.months) for measure in shown]
    marked = main_events(drawn.happened)
    colour = FATES.get(drawn.fate, MUTED) if drawn.fate != "holding" else MUTED
    units = [scales.Unit.of(MEASURES[panel.measure].unit, facts.currency) for panel in panels]
    with house_style():
        left = max(scales.labels_width(one.span, unit, inches(HIGH)) for one, unit in zip(panels, units, strict=True))
        labels = [_ends(panel, unit, colour) for panel, unit in zip(panels, units, strict=True)]
        wide = inches(CONTENT) - left - max(map(ends.room, labels))
        strip = ROW * len(marked) + (0.06 if marked else 0.0)
        height = strip + len(panels) * (HEAD_ROOM + inches(HIGH)) + (len(panels) - 1) * GAP + FOOT
        page = new_page(_words(drawn, facts), height, dress)
        if marked:
            _mark(page, Box(left, 0.0, wide, height - FOOT), marked, facts.months)
        for number, (panel, unit) in enumerate(zip(panels, units, strict=True)):
            top = strip + HEAD_ROOM + number * (HEAD_ROOM + inches(HIGH) + GAP)
            axes = page.axes(left, top, wide, inches(HIGH))
            axes.patch.set_alpha(0.0)
            _draw(axes, panel, drawn, colour)
            scales.value_axis(axes, panel.span, unit, inches(HIGH))
            scales.month_axis(axes, facts.months, facts.start, wide)
            axes.tick_params(labelbottom=number == len(panels) - 1)
            _head(page, left, top, SHOWN[panel.measure])
            ends.label_ends(axes, labels[number], (wide, inches(HIGH)))
    return page.figure


def main_events(happened: Sequence[Happening]) -> list[Happening]:
    """Return the weightiest happenings, one a month, of as many kinds as there are, in order of time."""
    weighty = [one for one in weightiest(happened) if one.weight > 1 and one.what not in SHADED]
    by_month: dict[int, Happening] = {}
    for one in weighty:
        by_month.setdefault(one.month, one)
    return sorted(list(by_month.values())[:EVENTS], key=lambda one: one.month)


def _panel(drawn: Drawn, measure: str, months: int) -> Panel:
    averaged = window(measure, months)
    policy = str(drawn.bands["policy"].iloc[0])
    path = trailing(np.asarray(drawn.series[measure]), averaged)
    buffer = np.asarray(drawn.series["cash_buffer"]) if measure == "cash" else None
    first = 1 if averaged > 1 else 0  # the opening month is no average
    return Panel(measure, first, path, curves(drawn.bands, policy, measure, averaged=averaged), buffer)


def _draw(axes: Axes, panel: Panel, drawn: Drawn, colour: str) -> None:
    recession = drawn.series["recession"] >= 1.0
    for spell in spells(recession, ~recession):
        end = spell.end if spell.end is not None else len(recession) - 1
        axes.axvspan(spell.start, end, color=FAINT, linewidth=0.0, alpha=0.6, zorder=0.5, gid="recession")
    shown = slice(panel.first, None)
    months, low, high = (curve[shown] for curve in (panel.all.months, panel.all["p05"], panel.all["p95"]))
    axes.fill_between(months, low, high, color=tint(MUTED, 0.25), linewidth=0.0, gid="p05 to p95", zorder=1)
    axes.plot(months, panel.all["p50"][shown], color=LINE, linewidth=1.1, gid="median", zorder=2)
    if panel.buffer is not None:
        axes.plot(months, panel.buffer[shown], color=INK, linewidth=1.0, linestyle=(0, (4, 2)), gid="buffer", zorder=3)
    axes.plot(months, panel.path[shown], color=colour, linewidth=2.0, gid="path", zorder=4)


def _ends(panel: Panel, unit: scales.Unit, colour: str) -> list[ends.End]:
    last, median = float(panel.path[-1]), panel.all.last("p50")
    return [
        ends.End(last, unit.text(last), "this path", colour, "bold"),
        ends.End(median, unit.text(median), "median path"),
    ]


def _head(page: Page, left: float, top: float, text: str) -> None:
    look = {"facecolor": "white", "edgecolor": "none", "pad": 1.0}
    page.text(left, top - 0.05, text, fontsize=HEAD - 1, fontweight="bold", color=INK, va="bottom", bbox=look)


def _mark(page: Page, box: Box, marked: Sequence[Happening], months: int) -> None:
    """Write one event a row, the earliest on top, each with a line down through all panels.

    A label stands right of its line where there is room, so that no line of a later event, which starts further down,
    runs through it; where it stands left, its white ground covers the lines of earlier ones.
    """
    axes = page.axes(box.left, box.top, box.width, box.height)
    axes.set(xlim=(0.0, max(months, 1)), ylim=(box.height, 0.0))
    axes.axis("off")
    axes.set_zorder(-1)
    for row, one in enumerate(marked):
        here, down = box.width * one.month / max(months, 1), ROW * (row + 0.5)
        axes.plot([one.month] * 2, [down, box.height], color=LINE, linewidth=0.7, gid="event", zorder=1)
        right = 2.0 * here < box.width or here + 0.06 + lettering.width(_short(one), LABEL) <= box.width
        room = box.width - here if right else here
        axes.text(
            one.month + (0.06 if right else -0.06) * months / box.width, down,
            lettering.shortened(_short(one), room, LABEL), fontsize=LABEL, color=INK, va="center",
            ha="left" if right else "right", zorder=2, gid="event label",
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8},
        )  # fmt: skip


def _short(one: Happening) -> str:
    return f"{one.month}: {one.what}"


def _words(drawn: Drawn, facts: RunFacts) -> Words:
    subtitle = (
        "One path (thick) against all paths of the policy: the band holds 90% of them, the thin line is the median"
    )
    notes = "Numbers before events are months. Grey: recession."
    return Words(drawn.title, subtitle, footer(facts, notes))
