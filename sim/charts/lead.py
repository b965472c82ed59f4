"""Where the best policy's lead over the baseline comes from: a waterfall in money, step by step."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sim.analysis.amounts import money, sentence, signed_money, spoken
from sim.analysis.cycle.turn_titles import lead_title
from sim.charts import lettering, rows, scales
from sim.charts.page import CONTENT, Dress, Words, footer, new_page, same_luck
from sim.charts.style import INK, LABEL, LINE, house_style, tint
from sim.charts.turn_rows import SIDES, widest, write_names

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.analysis.cycle.explanation import Explanation
    from sim.analysis.cycle.lead import Gap
    from sim.analysis.statistics.resampling import Estimate

NAME_ROOM: Final = 4.2
COLUMN_GAP: Final = 0.3
THICK: Final = 0.58
HEADS: Final = ("Adds", "95% interval")


def lead(found: Explanation, *, dress: Dress = Dress.PAGE) -> Figure | None:
    """Draw what each step adds to the lead, the total last; None for a policy alone, or where nobody can say."""
    gap = found.gap
    if gap is None or not all(math.isfinite(one.value) for one in _bars(gap)):
        return None
    currency, bars = found.facts.currency, _bars(gap)
    names = [*(sentence(part.name) for part in gap.parts), "Left after reinvestment, the difference"]
    table = [(signed_money(one.value, currency), _between(one, currency)) for one in bars]
    with house_style():
        columns = [max(lettering.width(text, LABEL, "bold") for text in column)
                   for column in zip(HEADS, *table, strict=True)]  # fmt: skip
        left = widest(names, NAME_ROOM)
        wide, high = CONTENT - left - sum(columns) - COLUMN_GAP * len(columns), rows.plot_height(len(bars))
        page = new_page(_words(found, gap), rows.HEAD_HEIGHT + high + rows.FOOT, dress)
        write_names(page, names, room=NAME_ROOM)
        axes = page.axes(left, rows.HEAD_HEIGHT, wide, high)
        edges = np.concatenate([[0.0], np.cumsum([one.value for one in bars[:-1]])])
        rows.row_axes(axes, len(bars), scales.around_zero(edges), scales.Unit("money", currency), wide)
        _draw(axes, bars, edges)
        for number, head in enumerate(HEADS):
            right = left + wide + sum(columns[: number + 1]) + COLUMN_GAP * (number + 1)
            rows.write_column(page, right, head, [(texts[number], SIDES[one.side])
                                                  for texts, one in zip(table, bars, strict=True)])  # fmt: skip
    return page.figure


def _bars(gap: Gap) -> list[Estimate]:
    return [*(part.adds for part in gap.parts), gap.total]


def _draw(axes: Axes, bars: list[Estimate], edges: Any) -> None:  # noqa: ANN401 (an array of edges)
    axes.axvline(0.0, color=LINE, linewidth=0.9, gid="zero")
    last = len(bars) - 1
    for row, one in enumerate(bars):
        start = 0.0 if row == last else float(edges[row])
        colour = SIDES[one.side] if row == last else tint(SIDES[one.side], 0.75)
        axes.barh([row], [one.value], left=[start], height=THICK, color=colour, gid=f"bar {row}", zorder=3)
        if row < last:
            end = start + one.value
            axes.plot([end, end], [row + THICK / 2.0, row + 1.0 - THICK / 2.0], color=INK, linewidth=0.7, zorder=2)


def _between(one: Estimate, currency: str) -> str:
    return f"{money(one.ci95[0], currency)} to {money(one.ci95[1], currency)}" if one.known else ""


def _words(found: Explanation, gap: Gap) -> Words:
    facts = found.facts
    subtitle = (
        f"Mean of profit less reinvestment over {facts.months} months, {spoken(gap.policy)} less {spoken(gap.baseline)}"
        f", not discounted; {same_luck(facts)}"
    )
    notes = (
        "Each bar starts where the one above ends; log-mean weights, so that the bars sum to the total without "
        "residual. Blue: surely adds; orange: surely takes away; grey: within noise."
    )
    return Words(lead_title(gap, facts.currency), subtitle, footer(facts, notes))
