"""Sobol bars: each input's share of the variance, alone and with its interactions, and the share of luck."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from sim.analysis.amounts import counted, sentence
from sim.analysis.sensitivity.words import part, shares
from sim.charts import lettering, rows, scales
from sim.charts.page import CONTENT, Dress, Words, footer, new_page
from sim.charts.style import BLUE, GREY, INK, LABEL, MUTED, TICK, house_style, tint
from sim.charts.tornado import LUCK, MOST, NAME_ROOM, write_row_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.analysis.sensitivity.sobol import Index, Shares, Sobol
    from sim.results import RunFacts

COLUMN_GAP: Final = 0.3
THICK: Final = 0.62
TITLES: Final = ("Total", "Alone")


def sobol_bars(facts: RunFacts, found: Sobol, *, dress: Dress = Dress.PAGE) -> Figure | None:
    """Draw a light bar for the total and a dark one for the share alone, with intervals; None when nothing moves."""
    if found.still:
        return None
    every = [(sentence(driver.factor.name), driver.shares, BLUE) for driver in found.drivers[:MOST]]
    every.append((LUCK, found.luck, MUTED))
    with house_style():
        columns = max(lettering.width(text, LABEL, "bold") for text in ("<0.1%", *TITLES)) + COLUMN_GAP
        left = min(max(lettering.width(name, TICK) for name, _, _ in every), NAME_ROOM) + 0.25
        wide, high = CONTENT - left - 2.0 * columns, rows.plot_height(len(every))
        page = new_page(_words(facts, found), rows.HEAD_HEIGHT + high + rows.FOOT, dress)
        for row, (name, _, _) in enumerate(every):
            write_row_name(page, row, name, INK if row < len(every) - 1 else MUTED)
        axes = page.axes(left, rows.HEAD_HEIGHT, wide, high)
        rows.row_axes(axes, len(every), (0.0, _most(every)), scales.Unit("share"), wide)
        for row, (name, one, colour) in enumerate(every):
            _bar(axes, (row, 0.0), one.total, tint(colour if colour is BLUE else GREY, 0.35), f"{name} total")
            _bar(axes, (row, 0.22), one.first, colour, f"{name} alone")
        for number, title in enumerate(TITLES):
            cells = [(part(_index(one, title).value), INK) for _, one, _ in every]
            rows.write_column(page, left + wide + columns * (number + 1), title, cells)
    return page.figure


def _index(one: Shares, title: str) -> Index:
    return one.total if title == "Total" else one.first


def _most(every: Sequence[tuple[str, Shares, str]]) -> float:
    tops = [end for _, one, _ in every for end in (one.total.value, one.total.ci95[1], one.first.ci95[1])]
    return 1.04 * max((top for top in tops if math.isfinite(top)), default=1.0) or 1.0


def _bar(axes: Axes, place: tuple[int, float], index: Index, colour: str, gid: str) -> None:
    """Draw a bar and its interval; the bar alone is the lower, thinner one, so that both intervals can be seen."""
    row, lower = place
    if not math.isfinite(index.value):
        return
    thick = THICK if lower == 0.0 else THICK - 2.0 * lower
    axes.barh(row, max(0.0, index.value), thick, color=colour, linewidth=0.0, zorder=2, gid=gid)
    beside = row - THICK / 2.0 + 0.08 if lower == 0.0 else row
    axes.plot([max(0.0, end) for end in index.ci95], [beside, beside], color=INK, linewidth=1.0, zorder=3,
              gid="interval")  # fmt: skip


def _words(facts: RunFacts, found: Sobol) -> Words:
    subject = found.subject
    subtitle = f"Shares of the variance of the {subject.phrase}, over what is not known and over luck"
    hidden = len(found.drivers) - MOST
    notes = [
        "Light: total, what would be left if all but this were known;",
        "dark: alone, what would go if only this were known.",
        f"{LUCK}: its total is what no knowledge of the inputs removes. Black: 95% bootstrap intervals.",
        f"{counted(found.base, 'row')} of the design, {counted(found.lanes, 'lane')}.",
        "Correlated inputs vary together." if any(driver.factor.tied for driver in found.drivers) else "",
        f"{counted(hidden, 'more input')} have less." if hidden > 0 else "",
    ]
    return Words(shares(found), subtitle, footer(facts, " ".join(note for note in notes if note), of="row"))
