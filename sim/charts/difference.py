"""What each policy is worth more or less than the baseline policy, replication by replication."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.analysis.amounts import MISSING, money, percent, signed_money, spoken
from sim.analysis.run import headline
from sim.analysis.run.reliance_words import owed
from sim.charts import lettering, rows, scales
from sim.charts.page import CONTENT, Dress, Words, footer, new_page, same_luck
from sim.charts.style import BLUE, LABEL, LINE, MUTED, ORANGE, house_style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.analysis.run.summary import PolicySummary, Summary
    from sim.analysis.statistics.paired import Difference
    from sim.results import Results

COLUMN_GAP: Final = 0.3
TITLES: Final = ("Mean", "95% interval", "Better in")


def difference(results: Results, summary: Summary, *, dress: Dress = Dress.PAGE) -> Figure | None:
    """Draw paired differences of net present value with intervals; None without a policy to compare."""
    found = [(policy, policy.against_baseline.npv) for policy in summary.policies if policy.against_baseline]
    found.sort(key=lambda pair: -pair[1].mean)
    if not found:
        return None
    currency, policies = results.facts.currency, [policy for policy, _ in found]
    span = scales.around_zero(value for _, gap in found for value in (gap.mean, *gap.ci95))
    with house_style():
        table = [_texts(gap, currency) for _, gap in found]
        columns = [max(_width(text) for text in column) for column in zip(TITLES, *table, strict=True)]
        left = rows.names_width(policies)
        wide, high = CONTENT - left - sum(columns) - COLUMN_GAP * len(columns), rows.plot_height(len(found))
        page = new_page(_words(summary), rows.HEAD_HEIGHT + high + rows.FOOT, dress)
        rows.write_names(page, policies, results.facts.baseline, top=rows.HEAD_HEIGHT)
        axes = page.axes(left, rows.HEAD_HEIGHT, wide, high)
        rows.row_axes(axes, len(found), span, scales.Unit("money", currency), wide)
        _draw(axes, found)
        for number, title in enumerate(TITLES):
            right = left + wide + sum(columns[: number + 1]) + COLUMN_GAP * (number + 1)
            cells = [(texts[number], _colour(gap)) for texts, (_, gap) in zip(table, found, strict=True)]
            rows.write_column(page, right, title, cells)
    return page.figure


def _draw(axes: Axes, found: list[tuple[PolicySummary, Difference]]) -> None:
    axes.axvline(0.0, color=LINE, linewidth=0.9, gid="zero")
    for row, (policy, gap) in enumerate(found):
        colour = _colour(gap)
        axes.plot(
            gap.ci95, [row, row], color=colour, linewidth=3.0, solid_capstyle="round", gid=f"{policy.name} interval"
        )
        axes.plot([gap.mean], [row], "o", color=colour, markersize=7.0, gid=policy.name)


def _colour(gap: Difference) -> str:
    """Return blue for clearly better, orange for clearly worse, grey within noise."""
    if not gap.clear:
        return MUTED
    return BLUE if gap.mean > 0.0 else ORANGE


def _texts(gap: Difference, currency: str) -> tuple[str, ...]:
    low, high = (money(end, currency) for end in gap.ci95)
    interval = MISSING if low == high == MISSING else f"{low} to {high}"
    return signed_money(gap.mean, currency), interval, percent(gap.better.probability)


def _width(text: str) -> float:
    return lettering.width(text, LABEL, "bold")


def _words(summary: Summary) -> Words:
    facts = summary.facts
    hangs = owed(summary.reliance, facts.currency)
    what = f"Net present value less that of {spoken(facts.baseline)} on the same path; {same_luck(facts)}"
    subtitle = f"{hangs}. {what}" if hangs else what
    notes = (
        "Lines: 95% t intervals of the mean paired difference. Grey: within noise. "
        f"Better in: share of paths worth more than under {spoken(facts.baseline)}."
    )
    return Words(headline.worth(summary), subtitle, footer(facts, notes))
