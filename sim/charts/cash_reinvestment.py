"""Cash and reinvestment of every policy, month by month: what a policy costs on the way."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sim.analysis.run import spread_words
from sim.charts import ends, lettering, scales
from sim.charts.curves import Curves, curves, window
from sim.charts.page import CONTENT, Dress, Words, footer, new_page, of_bands, same_luck
from sim.charts.panels import COLOUR_KEY, FOOT, colour_of, title_of
from sim.charts.style import HEAD, INK, LABEL, MUTED, house_style, tint
from sim.results import MEASURES

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.analysis.run.summary import PolicySummary, Summary
    from sim.charts.page import Page
    from sim.results import Results

ROWS: Final = (("cash", "Cash at month end"), ("reinvested", "Reinvested a month"))
BANDS: Final = (("p05", "p95", 0.22), ("p25", "p75", 0.5))
BUFFER: Final = "cash_buffer"
"""Measure of the cash target; drawn when a run has it."""
PLOT: Final = 1.6
BETWEEN: Final = 0.34
"""Room between the two rows of a block: the name of the lower measure."""
HEAD_HEIGHT: Final = lettering.height(HEAD) + lettering.height(LABEL) + 0.06
MOST_COLUMNS: Final = 6
GUTTER: Final = 0.2


@dataclass(frozen=True, slots=True)
class _Layout:
    """Blocks of policies side by side, cash above reinvestment."""

    columns: int
    blocks: int
    wide: float
    left: float
    right: float

    @property
    def height(self) -> float:
        block = HEAD_HEIGHT + 2.0 * PLOT + BETWEEN + FOOT
        return self.blocks * block + (self.blocks - 1) * 0.15

    def corner(self, number: int) -> tuple[float, float]:
        """Return the upper left corner of the upper plot of policy `number`."""
        block, column = divmod(number, self.columns)
        left = self.left + column * (self.wide + self.right + GUTTER)
        return left, HEAD_HEIGHT + block * (HEAD_HEIGHT + 2.0 * PLOT + BETWEEN + FOOT + 0.15)


def cash_reinvestment(results: Results, summary: Summary, *, dress: Dress = Dress.PAGE) -> Figure:
    """Draw median and bands of cash and of reinvestment, one column per policy, one scale per row."""
    facts = results.facts
    found = {
        (policy, measure): curves(results.paths, policy, measure, averaged=window(measure, facts.months))
        for policy in facts.policies
        for measure, _ in ROWS
    }
    spans = {measure: _span(found, measure) for measure, _ in ROWS}
    units = {measure: scales.Unit.of(MEASURES[measure].unit, facts.currency) for measure, _ in ROWS}
    with house_style():
        layout = _layout(spans, units, [_end(curve, units[key[1]]) for key, curve in found.items()])
        page = new_page(_words(results, summary), layout.height, dress)
        for number, policy in enumerate(summary.policies):
            _head(page, layout, number, policy)
            for row, (measure, _) in enumerate(ROWS):
                left, top = layout.corner(number)
                axes = page.axes(left, top + row * (PLOT + BETWEEN), layout.wide, PLOT)
                curve = found[policy.name, measure]
                _draw(axes, curve, colour_of(policy))
                scales.value_axis(axes, spans[measure], units[measure], PLOT)
                axes.tick_params(labelleft=number % layout.columns == 0, labelbottom=row == 1)
                scales.month_axis(axes, facts.months, facts.start, layout.wide)
                ends.label_ends(axes, [_end(curve, units[measure])], (layout.wide, PLOT))
                if measure == "cash":
                    _buffer(axes, results, policy.name)
    return page.figure


def _layout(spans: dict[str, tuple[float, float]], units: dict[str, scales.Unit], labels: list[ends.End]) -> _Layout:
    count = len(labels) // len(ROWS)
    blocks = math.ceil(count / MOST_COLUMNS)
    columns = math.ceil(count / blocks)
    left = max(scales.labels_width(spans[measure], units[measure], PLOT) for measure, _ in ROWS)
    right = max(ends.room(labels), scales.MONTH_EVERY - GUTTER)  # the last month of one column, the first of the next
    return _Layout(columns, blocks, (CONTENT - left - (columns - 1) * GUTTER) / columns - right, left, right)


def _span(found: dict[tuple[str, str], Curves], measure: str) -> tuple[float, float]:
    own = [curve for (_, name), curve in found.items() if name == measure]
    return scales.limits(min(curve["p05"].min() for curve in own), max(curve["p95"].max() for curve in own))


def _head(page: Page, layout: _Layout, number: int, policy: PolicySummary) -> None:
    left, top = layout.corner(number)
    name = lettering.shortened(title_of(policy.name), layout.wide + layout.right, HEAD, "bold")
    page.text(left, top - HEAD_HEIGHT, name, fontsize=HEAD, fontweight="bold", color=colour_of(policy))
    if number % layout.columns:
        return
    for row, (_, title) in enumerate(ROWS):
        above = top + row * (PLOT + BETWEEN) - lettering.height(LABEL) - 0.06
        page.text(0.0, above, title, fontsize=LABEL, color=MUTED)


def _draw(axes: Axes, curve: Curves, colour: str) -> None:
    for low, high, strength in BANDS:
        axes.fill_between(
            curve.months, curve[low], curve[high], color=tint(colour, strength), linewidth=0.0, gid=f"{low} to {high}"
        )
    axes.plot(curve.months, curve["p50"], color=colour, linewidth=1.8, gid="median")


def _buffer(axes: Axes, results: Results, policy: str) -> None:
    rows = results.paths[(results.paths["policy"] == policy) & (results.paths["measure"] == BUFFER)]
    if len(rows):
        rows = rows.sort_values("month")
        axes.plot(rows["month"], rows["p50"], color=MUTED, linewidth=1.0, linestyle=(0, (4, 3)), gid="buffer")


def _end(curve: Curves, unit: scales.Unit) -> ends.End:
    return ends.End(curve.last("p50"), unit.text(curve.last("p50")), colour=INK, weight="bold")


def _words(results: Results, summary: Summary) -> Words:
    facts = summary.facts
    over = "; reinvestment is the average of the last 12 months" if window("reinvested", facts.months) > 1 else ""
    subtitle = f"Median with 50% and 90% bands{over}; {same_luck(facts)}"
    notes = f"Figures at the end: median.{of_bands(results)} {COLOUR_KEY}"
    return Words(spread_words.tight_cash(summary), subtitle, footer(facts, notes))
