"""Tornado: what each input does between its P10 and its P90, widest first, and what luck alone does."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from sim.analysis.amounts import counted, sentence
from sim.analysis.sensitivity.words import widest
from sim.charts import lettering, rows, scales
from sim.charts.page import CONTENT, Dress, Words, footer, new_page
from sim.charts.style import BLUE, GREY, INK, LABEL, MUTED, NOTE, ORANGE, TICK, house_style, tint

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.analysis.sensitivity.tornado import Bar, End, Tornado
    from sim.charts.page import Page
    from sim.results import RunFacts

MOST: Final = 20
"""Bars drawn; the rest are counted."""
NAME_ROOM: Final = 3.1
COLUMN_GAP: Final = 0.3
THICK: Final = 0.62
BESIDE: Final = 0.07
"""Distance of a value from its bar, in inches."""
LUCK: Final = "Luck alone"


def tornado(facts: RunFacts, found: Tornado, *, dress: Dress = Dress.PAGE) -> Figure | None:
    """Draw a bar per input, with the input's values at its ends, and the bar of luck; None when nothing moves."""
    if found.still:
        return None
    bars, subject = found.bars[:MOST], found.subject
    with house_style():
        names = [*(sentence(bar.factor.name) for bar in bars), LUCK]
        swings = [(subject.size(bar.swing), INK if bar.clear else MUTED) for bar in bars]
        swings.append((subject.size(found.luck.p90 - found.luck.p10), MUTED))
        left = min(max(lettering.width(name, TICK) for name in names), NAME_ROOM) + 0.25
        column = max(lettering.width(text, LABEL, "bold") for text, _ in (*swings, ("Swing", INK)))
        wide, high = CONTENT - left - column - COLUMN_GAP, rows.plot_height(len(names))
        page = new_page(_words(facts, found), rows.HEAD_HEIGHT + high + rows.FOOT, dress)
        for row, name in enumerate(names):
            write_row_name(page, row, name, INK if row < len(bars) and bars[row].clear else MUTED)
        axes = page.axes(left, rows.HEAD_HEIGHT, wide, high)
        unit = scales.Unit.of(subject.unit, facts.currency)
        rows.row_axes(axes, len(names), _span(found, wide), unit, wide)
        _draw(axes, found, wide)
        rows.write_column(page, left + wide + column + COLUMN_GAP, "Swing", swings)
    return page.figure


def write_row_name(page: Page, row: int, name: str, colour: str) -> None:
    """Write what a row is about at its left."""
    place = rows.HEAD_HEIGHT + (row + 0.5) * rows.ROW
    text = lettering.shortened(name, NAME_ROOM, TICK)
    page.text(0.0, place, text, fontsize=TICK, color=colour, va="center_baseline")


def _span(found: Tornado, wide: float) -> tuple[float, float]:
    """Return the span of the axis: every bar and whisker, with room for the texts at either end."""
    ends = [place for bar in found.bars[:MOST] for end in (bar.low, bar.high) for place in _reach(end)]
    known = [place for place in (*ends, found.luck.p10, found.luck.p90, found.luck.mean) if math.isfinite(place)]
    low, high = min(known), max(known)
    if low == high:
        room = abs(low) or 1.0
        return low - room, high + room
    widest_text = max(lettering.width(text, LABEL) for text in _texts(found)) + 2.0 * BESIDE
    half = 0.5 * (high - low) / (1.0 - 2.0 * min(widest_text / wide, 0.4))
    return (low + high) / 2.0 - half, (low + high) / 2.0 + half


def _reach(end: End) -> tuple[float, ...]:
    """Return the end of a bar and those of its whisker, on the scale of the outcome."""
    base = end.mean - end.change
    return end.mean, base + end.change_ci95[0], base + end.change_ci95[1]


def _texts(found: Tornado) -> list[str]:
    beside = [text for bar in found.bars[:MOST] for _, _, text in _labels(bar)]
    return [*beside, *(found.subject.text(end) for end in (found.luck.p10, found.luck.p90))]


def _labels(bar: Bar) -> list[tuple[End, float, str]]:
    """Return (end, side, text) of what is written beside a bar: one text where both ends lie on one side."""
    low, high = sorted((bar.low, bar.high), key=lambda end: end.change)
    if low.change < 0.0 < high.change or low.change == high.change == 0.0:
        return [(low, -1.0, low.level.text), (high, 1.0, high.level.text)]
    side = 1.0 if high.change > 0.0 else -1.0
    return [(high if side > 0.0 else low, side, f"{low.level.text}, {high.level.text}")]


def one_sided(found: Tornado) -> bool:
    """Whether some input moves the outcome the same way at both ends."""
    return any(len(_labels(bar)) == 1 and bar.clear for bar in found.bars[:MOST])


def _draw(axes: Axes, found: Tornado, wide: float) -> None:
    base, bars = found.luck.mean, found.bars[:MOST]
    low, high = axes.get_xlim()
    beside = BESIDE * (high - low) / wide
    look: dict[str, Any] = {"fontsize": LABEL, "va": "center_baseline"}
    for row, bar in enumerate(bars):
        for end in sorted((bar.low, bar.high), key=lambda end: -abs(end.change)):
            colour = _colour(end, bar, found.subject.better)
            if len(_labels(bar)) == 1 and abs(end.change) == max(abs(bar.low.change), abs(bar.high.change)):
                colour = tint(colour, 0.5)  # the nearer end on the same side is drawn over it and must be seen
            axes.barh(row, end.change, THICK, left=base, color=colour, linewidth=0.0, zorder=2, gid=bar.factor.name)
            axes.plot(_reach(end)[1:], [row, row], color=INK, linewidth=1.0, zorder=3, gid="interval")
        for end, side, text in _labels(bar):
            known = [place for place in _reach(end) if math.isfinite(place)]
            place = (max(*known, base) if side > 0.0 else min(*known, base)) + side * beside
            axes.text(place, row, text, color=MUTED, ha="left" if side > 0.0 else "right", **look)
    ends, row = (found.luck.p10, found.luck.p90), len(bars)
    axes.barh(row, ends[1] - ends[0], THICK, left=ends[0], color=tint(GREY, 0.55), linewidth=0.0, zorder=2, gid=LUCK)
    for place, side in zip(ends, (-1.0, 1.0), strict=True):
        align = "left" if side > 0.0 else "right"
        axes.text(place + side * beside, row, found.subject.text(place), color=MUTED, ha=align, **look)
    axes.axvline(base, color=INK, linewidth=1.1, zorder=4, gid="base")
    text = f"every input at its median: {found.subject.text(base)}"
    room = 0.5 * lettering.width(text, NOTE) * (high - low) / wide
    place = min(max(base, low + room), high - room)
    axes.text(place, -0.62, text, fontsize=NOTE, color=INK, ha="center", va="bottom", gid="base")


def _colour(end: End, bar: Bar, better: int) -> str:
    """Return blue for a better outcome than at the medians, orange for a worse one, grey within noise."""
    if not bar.clear:
        return GREY
    return BLUE if end.change * better > 0.0 else ORANGE


def _words(facts: RunFacts, found: Tornado) -> Words:
    subject = found.subject
    subtitle = (
        f"Mean {subject.phrase} with one input at its P10 or P90 (values beside the bars), the others at their medians"
    )
    hidden = len(found.bars) - MOST
    notes = [
        "Blue: better than at the medians; orange: worse; grey: within noise.",
        "Black: 95% t intervals of the paired change.",
        f"{LUCK}: one path in ten ends below its bar, one in ten above, every input at its median.",
        "Correlated inputs take each other along, so their bars overlap." if found.tied else "",
        "Two values at one end: both move the outcome the same way." if one_sided(found) else "",
        f"{counted(hidden, 'more input')} move it less." if hidden > 0 else "",
    ]
    return Words(widest(found), subtitle, footer(facts, " ".join(note for note in notes if note)))
