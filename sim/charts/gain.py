"""How much more there is to reinvest after one lap for each unit put in, against the line at one."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from sim.analysis.cycle.turn_titles import gain_title
from sim.analysis.cycle.turning import hundredths, unit
from sim.charts import lettering, rows, scales
from sim.charts.page import CONTENT, Dress, Words, footer, new_page, same_luck
from sim.charts.panels import title_of
from sim.charts.style import INK, LABEL, MUTED, NOTE, house_style
from sim.charts.turn_rows import colour_of, titles, widest, write_names

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.analysis.cycle.explanation import Explanation, Turn

COLUMN_GAP: Final = 0.3
HEADS: Final = ("Gain", "95% interval", "Lap, years", "Turn")
YEAR: Final = 12.0


def gain(found: Explanation, *, dress: Dress = Dress.PAGE) -> Figure:
    """Draw the gain of every policy with its interval."""
    turns, names = found.turns, titles(found.turns)
    table = [_texts(turn) for turn in turns]
    with house_style():
        columns = [max(lettering.width(text, LABEL, "bold") for text in column)
                   for column in zip(HEADS, *table, strict=True)]  # fmt: skip
        left = widest(names, rows.NAME_ROOM)
        wide, high = CONTENT - left - sum(columns) - COLUMN_GAP * len(columns), rows.plot_height(len(turns))
        page = new_page(_words(found), rows.HEAD_HEIGHT + high + rows.FOOT, dress)
        grey = [title_of(found.facts.baseline)] if len(turns) > 1 else []
        write_names(page, names, room=rows.NAME_ROOM, grey=grey)
        axes = page.axes(left, rows.HEAD_HEIGHT, wide, high)
        rows.row_axes(axes, len(turns), _span(turns), scales.Unit("number"), wide)
        _draw(axes, turns)
        page.text(left + wide * _place(axes, 1.0), rows.HEAD_HEIGHT - lettering.height(NOTE),
                  "as much as was put in", fontsize=NOTE, color=MUTED, ha="center", va="center_baseline")  # fmt: skip
        for number, head in enumerate(HEADS):
            right = left + wide + sum(columns[: number + 1]) + COLUMN_GAP * (number + 1)
            cells = [(texts[number], colour_of(turn)) for texts, turn in zip(table, turns, strict=True)]
            rows.write_column(page, right, head, cells)
    return page.figure


def _span(turns: tuple[Turn, ...]) -> tuple[float, float]:
    gains = [turn.spiral.gain.gain for turn in turns]
    low, high = scales.around_zero([1.0, *(end for one in gains for end in (one.value, *one.ci95))])
    return low, max(high, 1.25)


def _place(axes: Axes, value: float) -> float:
    low, high = axes.get_xlim()
    return (value - low) / (high - low)


def _draw(axes: Axes, turns: tuple[Turn, ...]) -> None:
    axes.axvline(1.0, color=INK, linewidth=1.1, gid="one", zorder=2)
    for row, turn in enumerate(turns):
        one, colour = turn.spiral.gain.gain, colour_of(turn)
        if one.known:
            axes.plot(one.ci95, [row, row], color=colour, linewidth=3.0, solid_capstyle="round",
                      gid=f"{turn.policy} interval", zorder=3)  # fmt: skip
        if math.isfinite(one.value):
            axes.plot([one.value], [row], "o", color=colour, markersize=7.0, gid=turn.policy, zorder=4)


def _texts(turn: Turn) -> tuple[str, ...]:
    one, lap = turn.spiral.gain.gain, turn.spiral.gain.lap.value / YEAR
    interval = f"{hundredths(one.ci95[0])} to {hundredths(one.ci95[1])}" if one.known else ""
    label = "reinvests nothing" if turn.idle else turn.spiral.label
    return hundredths(one.value), interval, f"{lap:.1f}" if math.isfinite(lap) else "", label


def _words(found: Explanation) -> Words:
    push = found.turns[0].spiral.gain.push
    subtitle = (
        f"Money more to reinvest within {push.window} months for each {unit(found.facts.currency)} more put in once in "
        f"month {push.month}, later budgets held; {same_luck(found.facts)}"
    )
    notes = (
        "Lines: 95% intervals. Blue: surely above one, the cycle feeds itself; orange: surely below; grey: within "
        "noise (one-sided, 5%). Turn: virtuous and saturating, profit grows; vicious and stalled, it falls."
    )
    return Words(gain_title(found), subtitle, footer(found.facts, notes))
