"""What is believed about every fitted input, before and after the data, one row each on the scale of the prior."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.amounts import counted, sentence, spoken
from sim.analysis.calibration.words import between, headline, read
from sim.charts import lettering, rows, scales
from sim.charts.page import CONTENT, Dress, Words, footer, new_page
from sim.charts.style import BLUE, GREY, INK, LABEL, MUTED, ORANGE, TICK, house_style, tint

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.analysis.calibration.found import Calibration
    from sim.arrays import Array
    from sim.charts.page import Page

MOST: Final = 16
"""Inputs drawn, those first of which most is learnt; the rest are counted."""
COLUMN_GAP: Final = 0.3
TITLES: Final = ("Before", "After", "90% interval")
_REACH: Final = 2.6
"""Standard deviations of the prior that are drawn."""
_Z90: Final = 1.645
_TICKS: Final = {-_Z90: "low end", 0.0: "middle", _Z90: "high end"}
_COLOURS: Final = {"settled": BLUE, "narrowed": BLUE, "tied": ORANGE, "open": MUTED}


def intervals(found: Calibration, *, dress: Dress = Dress.PAGE) -> Figure:
    """Draw the 90 % interval of every input after the data over that of before."""
    after = found.posterior
    order = np.argsort(after.ratio, kind="stable")[:MOST]
    names = [sentence(after.names[place]) for place in order]
    table = [_texts(found, int(place)) for place in order]
    with house_style():
        columns = [max(lettering.width(text, LABEL, "bold") for text in column)
                   for column in zip(TITLES, *table, strict=True)]  # fmt: skip
        left = min(rows.NAME_ROOM, max(lettering.width(name, TICK, "bold") for name in names)) + 0.3
        wide, high = CONTENT - left - sum(columns) - COLUMN_GAP * len(columns), rows.plot_height(len(order))
        page = new_page(_words(found), rows.HEAD_HEIGHT + high + rows.FOOT, dress)
        axes = page.axes(left, rows.HEAD_HEIGHT, wide, high)
        _lay(axes, len(order))
        for row, (place, name) in enumerate(zip(order, names, strict=True)):
            _write(page, row, name, found.told.verdict(int(place)))
            _draw(axes, row, after.scores[:, place], found.told.verdict(int(place)))
        for number, title in enumerate(TITLES):
            right = left + wide + sum(columns[: number + 1]) + COLUMN_GAP * (number + 1)
            colour = MUTED if number == 0 else INK
            rows.write_column(page, right, title, [(texts[number], colour) for texts in table])
    return page.figure


def _texts(found: Calibration, place: int) -> tuple[str, str, str]:
    after, unit = found.posterior, found.units[place]
    before, now = (between(ends[:, place], unit) for ends in (after.before(), after.interval()))
    return before, read(float(after.median[place]), unit), now


def _lay(axes: Axes, count: int) -> None:
    axes.set_xlim(-_REACH, _REACH)
    axes.set_ylim(count - 0.5 + rows.BELOW, -0.5)
    axes.set_yticks([])
    scales.show_ticks(axes.xaxis, list(_TICKS), list(_TICKS.values()))
    axes.grid(axis="x")


def _write(page: Page, row: int, name: str, verdict: str) -> None:
    middle = rows.HEAD_HEIGHT + (row + 0.5) * rows.ROW
    short = lettering.shortened(name, rows.NAME_ROOM, TICK, "bold")
    page.text(0.0, middle, short, fontsize=TICK, fontweight="bold", color=INK, va="center_baseline")
    below = middle + lettering.height(TICK)
    page.text(0.0, below, verdict, fontsize=TICK - 1.5, color=_COLOURS[verdict], va="center_baseline")


def _draw(axes: Axes, row: int, scores: Array, verdict: str) -> None:
    colour = _COLOURS[verdict]
    low, middle, high = np.clip(np.quantile(scores, [0.05, 0.5, 0.95]), -_REACH, _REACH)
    axes.plot([-_Z90, _Z90], [row, row], color=tint(GREY, 0.45), linewidth=9.0, gid="before", zorder=2)
    axes.plot([low, high], [row, row], color=colour, linewidth=4.0, gid="after", zorder=3)
    axes.plot([middle], [row], "o", color=colour, markersize=6.5, gid="median", zorder=4)


def _words(found: Calibration) -> Words:
    left = len(found.posterior.keys) - MOST
    notes = [
        (
            "Grey bars: the scenario's 90% range, each row on its own scale from its low to its high end. Lines and "
            "dots: 90% interval and median given the data. Settled: half or more of what was not known is known. "
            "Tied: only together with another input. Open: the data say nothing."
        ),
        f"{counted(left, 'input')} of which less is learnt not drawn." if left > 0 else "",
    ]
    subtitle = (
        f"What is believed before and after {found.observed.span} of {', '.join(map(spoken, found.observed.measures))}"
    )
    return Words(headline(found), subtitle, footer(found.facts, " ".join(note for note in notes if note), of="path"))
