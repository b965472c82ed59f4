"""The shape of net present value under each policy, which a mean and its interval hide: one hill, two, or a tail."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.amounts import money
from sim.analysis.run import spread_words
from sim.charts import lettering, rows, scales
from sim.charts.page import CONTENT, Dress, Words, footer, new_page, same_luck
from sim.charts.panels import COLOUR_KEY, colour_of
from sim.charts.style import LABEL, house_style, tint

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.analysis.run.summary import PolicySummary, Summary
    from sim.charts.curves import Array
    from sim.results import Results

TRIM: Final = (0.025, 0.975)
"""Quantiles between which the shapes are drawn."""
FEWEST: Final = 20
"""Below this many replications a smooth shape would be invention."""
HILL: Final = 0.9
"""Height of the highest hill, in rows."""
COLUMN_GAP: Final = 0.3
TITLES: Final = ("Median", "Eight paths in ten")


def distribution(results: Results, summary: Summary, *, dress: Dress = Dress.PAGE) -> Figure | None:
    """Draw the density of net present value, one hill per policy on one scale; None when there is no shape to draw."""
    facts, policies = results.facts, summary.policies
    values = results.ends.column("npv")
    if facts.replications < FEWEST or not all(np.isfinite(own).all() for own in values.values()):
        return None
    span = _span(values)
    with house_style():
        table = [_texts(policy, facts.currency) for policy in policies]
        columns = [max(_width(text) for text in column) for column in zip(TITLES, *table, strict=True)]
        left = rows.names_width(policies)
        wide, high = CONTENT - left - sum(columns) - COLUMN_GAP * len(columns), rows.plot_height(len(policies))
        page = new_page(_words(summary), rows.HEAD_HEIGHT + high + rows.FOOT, dress)
        rows.write_names(page, policies, facts.baseline, top=rows.HEAD_HEIGHT)
        axes = page.axes(left, rows.HEAD_HEIGHT, wide, high)
        rows.row_axes(axes, len(policies), span, scales.Unit("money", facts.currency), wide)
        _draw(axes, values, policies)
        for number, title in enumerate(TITLES):
            right = left + wide + sum(columns[: number + 1]) + COLUMN_GAP * (number + 1)
            cells = [(text[number], colour_of(policy)) for text, policy in zip(table, policies, strict=True)]
            rows.write_column(page, right, title, cells)
    return page.figure


def _span(values: dict[str, Array]) -> tuple[float, float]:
    cuts = np.array([np.quantile(own, TRIM) for own in values.values()])
    low, high = float(cuts[:, 0].min()), float(cuts[:, 1].max())
    room = 0.03 * (high - low) or abs(high) or 1.0
    return low - room, high + room


def _draw(axes: Axes, values: dict[str, Array], policies: tuple[PolicySummary, ...]) -> None:
    hills = {name: _hill(own) for name, own in values.items()}
    highest = max((float(height.max()) for _, height in hills.values() if len(height)), default=1.0)
    for row, policy in enumerate(policies):
        place, height = hills[policy.name]
        base, colour = row + 0.5, colour_of(policy)
        top = base - HILL * height / highest
        axes.fill_between(place, base, top, color=tint(colour, 0.4), linewidth=0.0, zorder=2, gid=f"{policy.name} hill")
        axes.plot(place, top, color=colour, linewidth=1.4, zorder=3, gid=policy.name)
        if len(place):
            crest = float(np.interp(policy.npv.p50, place, top))
            axes.plot([policy.npv.p50] * 2, [base, crest], color=colour, linewidth=2.0, zorder=4, gid="median")
        else:
            axes.plot(
                [policy.npv.p50] * 2, [base, base - HILL], color=colour, linewidth=2.0, zorder=4, gid="only value"
            )


def _hill(values: Array) -> tuple[Array, Array]:
    """Return the density by seaborn's kernel estimate; nothing when all values are one."""
    import seaborn as sns  # 1.7 s, for this figure only
    from matplotlib.figure import Figure

    low, high = (float(end) for end in np.quantile(values, TRIM))
    if not high > low or math.isclose(low, high, rel_tol=1e-9):
        return np.empty(0), np.empty(0)
    scratch = Figure().add_subplot()
    sns.kdeplot(x=values, ax=scratch, clip=(low, high), cut=0, bw_adjust=0.8)
    curve = np.asarray(scratch.lines[0].get_xydata(), dtype=np.float64)
    return curve[:, 0], curve[:, 1]


def _texts(policy: PolicySummary, currency: str) -> tuple[str, str]:
    low, high = money(policy.npv.p10, currency), money(policy.npv.p90, currency)
    return money(policy.npv.p50, currency), f"{low} to {high}"


def _width(text: str) -> float:
    return lettering.width(text, LABEL, "bold")


def _words(summary: Summary) -> Words:
    facts = summary.facts
    subtitle = f"How net present value to the owners is spread; {same_luck(facts)}"
    notes = "Hills show the middle 95% of paths, areas alike; the line in a hill is the median."
    return Words(spread_words.span(summary), subtitle, footer(facts, f"{notes} {COLOUR_KEY}"))
