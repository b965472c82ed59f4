"""What each loop of the cycle adds to net present value under the baseline and the best policy, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.analysis.amounts import listed, sentence, signed_money, spoken
from sim.analysis.cycle.turn_titles import loops_title
from sim.charts import lettering, rows, scales
from sim.charts.page import CONTENT, Dress, Words, footer, new_page
from sim.charts.panels import title_of
from sim.charts.style import HEAD, INK, LABEL, LINE, house_style, tint
from sim.charts.turn_rows import SIDES, widest, write_names

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.analysis.cycle.attribution import Attribution
    from sim.analysis.cycle.explanation import Explanation
    from sim.analysis.statistics.resampling import Estimate

NAME_ROOM: Final = 2.4
GUTTER: Final = 0.4
THICK: Final = 0.58
BESIDE: Final = 0.07
TOTAL: Final = "All together"


def loops_add(found: Explanation, *, dress: Dress = Dress.PAGE) -> Figure | None:
    """Draw the Shapley value of every loop with its interval; None when it was not asked for."""
    if not found.attributions:
        return None
    loops = [share.loops[0] for share in found.attributions[0].loops]
    names = [*(sentence(loop) for loop in loops), TOTAL]
    with house_style():
        left, high, count = widest(names, NAME_ROOM), rows.plot_height(len(names)), len(found.attributions)
        wide = (CONTENT - left - GUTTER * (count - 1)) / count
        page = new_page(_words(found), rows.HEAD_HEIGHT + high + rows.FOOT, dress)
        write_names(page, names, room=NAME_ROOM)
        span = _span(found, wide)
        for number, one in enumerate(found.attributions):
            place = left + number * (wide + GUTTER)
            page.text(place, 0.0, title_of(one.policy), fontsize=HEAD, fontweight="bold", color=INK)
            axes = page.axes(place, rows.HEAD_HEIGHT, wide, high)
            rows.row_axes(axes, len(names), span, scales.Unit("money", found.facts.currency), wide)
            beside = BESIDE * (span[1] - span[0]) / wide
            _draw(axes, _bars(one, loops), beside, found.facts.currency)
    return page.figure


def _bars(one: Attribution, loops: list[str]) -> list[Estimate]:
    own = {share.loops[0]: share.adds for share in one.loops}
    return [*(own[loop] for loop in loops), one.total]


def _span(found: Explanation, wide: float) -> tuple[float, float]:
    """Return the span of both axes, with room for texts beyond the ends of bars and intervals."""
    bars = [share.adds for one in found.attributions for share in one.loops]
    bars += [one.total for one in found.attributions]
    low, high = scales.around_zero(end for one in bars for end in (one.value, *one.ci95))
    texts = max(lettering.width(signed_money(one.value, found.facts.currency), LABEL, "bold") for one in bars)
    room = (texts + 2.0 * BESIDE) / wide
    return low - room * (high - low) / (1.0 - 2.0 * room), high + room * (high - low) / (1.0 - 2.0 * room)


def _draw(axes: Axes, bars: list[Estimate], beside: float, currency: str) -> None:
    axes.axvline(0.0, color=LINE, linewidth=0.9, gid="zero")
    for row, one in enumerate(bars):
        colour = SIDES[one.side]
        axes.barh([row], [one.value], height=THICK, color=tint(colour, 0.45), gid=f"bar {row}", zorder=3)
        if one.known:
            axes.plot(one.ci95, [row, row], color=colour, linewidth=2.0, gid=f"interval {row}", zorder=4)
        ahead = one.value >= 0.0
        end = max(one.value, one.ci95[1]) if ahead else min(one.value, one.ci95[0])
        axes.text(end + (beside if ahead else -beside), row, signed_money(one.value, currency), color=colour,
                  fontsize=LABEL, fontweight="bold", ha="left" if ahead else "right", va="center_baseline",
                  zorder=5)  # fmt: skip


def _words(found: Explanation) -> Words:
    facts = found.facts
    count = found.attributions[0].replications
    pairs = [
        f"{listed([*pair.loops])} {signed_money(pair.adds.value, facts.currency)} under {spoken(one.policy)}"
        for one in found.attributions
        for pair in one.pairs[:1]
        if pair.adds.side
    ]
    beyond = f" Largest pairs, beyond each alone: {'; '.join(pairs)}." if pairs else ""
    subtitle = "Mean change of NPV, averaged over all orders of letting the loops of today's level go live"
    notes = (
        f"Shapley values over all 64 coalitions of live loops, {count:,} replications, the same luck in each; 95% t "
        f"intervals. Grey: within noise.{beyond}"
    )
    return Words(loops_title(found), subtitle, footer(facts, notes))
