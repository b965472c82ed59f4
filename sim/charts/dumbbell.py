"""Bad, median and good outcomes of every policy against the baseline policy, in money."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from sim.analysis.amounts import money, signed_money, spoken
from sim.analysis.intervals import direction
from sim.analysis.run import spread_words
from sim.charts import lettering, rows, scales
from sim.charts.page import CONTENT, Dress, Words, footer, new_page, same_luck
from sim.charts.style import BLUE, HEAD, INK, LABEL, MUTED, ORANGE, house_style, tint

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.analysis.run.summary import PolicySummary, Summary
    from sim.results import Results

COLUMNS: Final = (("p10", "1 in 10 bad"), ("p50", "Median"), ("p90", "1 in 10 good"))
"""Quantile of each column and what it is called."""
GUTTER: Final = 0.35
DOT: Final = 8.0
BESIDE: Final = 0.12
"""Distance of a value from its dot, in inches."""


def dumbbell(results: Results, summary: Summary, *, dress: Dress = Dress.PAGE) -> Figure:
    """Draw 1-in-10 bad, median and 1-in-10 good net present value per policy, each against the baseline's.

    An inch is worth the same in the three columns, though each starts where its own values lie.
    """
    facts, policies = results.facts, summary.policies
    unit = scales.Unit("money", facts.currency)
    high = rows.plot_height(len(policies))
    with house_style():
        left = rows.names_width(policies)
        wide = (CONTENT - left - (len(COLUMNS) - 1) * GUTTER) / len(COLUMNS)
        margin = BESIDE + 0.06 + max(lettering.width(_text(policy, name, summary), LABEL, "bold")
                                     for policy in policies for name, _ in COLUMNS)  # fmt: skip
        spans = _spans(policies, margin / wide)
        page = new_page(_words(summary), rows.HEAD_HEIGHT + high + rows.FOOT, dress)
        rows.write_names(page, policies, facts.baseline, top=rows.HEAD_HEIGHT)
        for number, (name, title) in enumerate(COLUMNS):
            place = left + number * (wide + GUTTER)
            page.text(place, 0.0, title, fontsize=HEAD, fontweight="bold", color=INK)
            axes = page.axes(place, rows.HEAD_HEIGHT, wide, high)
            rows.row_axes(axes, len(policies), spans[name], unit, wide)
            _draw(axes, summary, name, BESIDE * (spans[name][1] - spans[name][0]) / wide)
    return page.figure


def _spans(policies: tuple[PolicySummary, ...], margin: float) -> dict[str, tuple[float, float]]:
    """Return the span of each column: as long as the longest needs, with `margin` of it for texts on either side."""
    ends = {}
    for name, _ in COLUMNS:
        values = [getattr(policy.npv, name) for policy in policies]
        known = [value for value in values if math.isfinite(value)] or [0.0]
        ends[name] = (min(known), max(known))
    longest = max(high - low for low, high in ends.values())
    longest = longest or max(abs(high) for _, high in ends.values()) or 1.0
    half = 0.5 * longest / (1.0 - 2.0 * min(margin, 0.4))
    return {name: ((low + high) / 2.0 - half, (low + high) / 2.0 + half) for name, (low, high) in ends.items()}


def _draw(axes: Axes, summary: Summary, name: str, beside: float) -> None:
    start = getattr(summary.baseline.npv, name)
    axes.axvline(start, color=MUTED, linewidth=0.9, linestyle=(0, (1, 2)), gid="baseline")
    for row, policy in enumerate(summary.policies):
        value, colour = getattr(policy.npv, name), _colour(policy, summary, name)
        if not math.isfinite(value):
            continue
        side = -1.0 if value < start else 1.0
        beside_dot: dict[str, Any] = {
            "ha": "right" if side < 0 else "left",
            "va": "center_baseline",
            "bbox": {"facecolor": "white", "edgecolor": "none", "pad": 0.6},
        }
        axes.plot([value], [row], "o", color=colour, markersize=DOT, gid=policy.name, zorder=4)
        text = _text(policy, name, summary)
        axes.text(value + side * beside, row, text, color=colour, fontsize=LABEL, fontweight="bold", **beside_dot)
        if policy is summary.baseline:
            continue
        axes.plot([start, value], [row, row], color=tint(MUTED, 0.3), linewidth=5.0, gid="bar", zorder=2)
        axes.plot([start], [row], "o", color=MUTED, markersize=DOT - 2.5, gid="start", zorder=3)
        gap = signed_money(value - start, summary.facts.currency)
        axes.text(value + side * beside, row + 0.36, gap, color=MUTED, fontsize=LABEL - 1.0, **beside_dot)


def _colour(policy: PolicySummary, summary: Summary, name: str) -> str:
    """Return blue or orange when the quantile is beyond noise from the baseline's, else grey."""
    moved = direction(getattr(policy.npv, f"{name}_ci95"), getattr(summary.baseline.npv, f"{name}_ci95"))
    return {1: BLUE, -1: ORANGE}.get(moved, MUTED)


def _text(policy: PolicySummary, name: str, summary: Summary) -> str:
    return money(getattr(policy.npv, name), summary.facts.currency)


def _words(summary: Summary) -> Words:
    facts = summary.facts
    against = "" if not summary.others else f", against {spoken(facts.baseline)} (grey)"
    subtitle = f"Net present value to the owners{against}; {same_luck(facts)}"
    notes = (
        "Nine paths in ten end above the bad outcome, one in ten above the good one. Columns share one scale, not one "
        "start. Blue: clearly better than the baseline; orange: clearly worse; grey: within noise."
    )
    return Words(spread_words.good_and_bad(summary), subtitle, footer(facts, notes))
