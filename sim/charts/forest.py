"""Policies less the baseline, with intervals that hold for all of them at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.analysis.amounts import counted, percent, sentence, spoken
from sim.analysis.comparing.words import best, caveat, sure, written
from sim.charts import lettering, rows, scales
from sim.charts.page import CONTENT, Dress, Words, footer, new_page
from sim.charts.style import BLUE, LABEL, LINE, MUTED, ORANGE, house_style
from sim.results import OUTCOMES, called

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.analysis.comparing.comparison import Against, Compared, Comparison
    from sim.results import RunFacts

COLUMN_GAP: Final = 0.3
TITLES: Final = ("Mean", "Simultaneous 95%", "P(best)", "Better in")


def forest(found: Comparison, facts: RunFacts, *, notes: Sequence[str] = (), dress: Dress = Dress.PAGE) -> Figure:
    """Draw the paired difference of every policy from the baseline, the best first; `notes` go into the footer."""
    others = [(policy, policy.against) for policy in found.ranked if policy.against]
    unit = _unit(found, facts)
    span = scales.around_zero(value for _, one in others for value in (one.paired.mean, *one.interval))
    policies = [rows.Short.of(policy.name) for policy, _ in others]
    with house_style():
        table = [_texts(policy, against, found, facts.currency) for policy, against in others]
        columns = [max(_width(text) for text in column) for column in zip(TITLES, *table, strict=True)]
        left = rows.names_width(policies)
        wide, high = CONTENT - left - sum(columns) - COLUMN_GAP * len(columns), rows.plot_height(len(others))
        page = new_page(_words(found, facts, notes), rows.HEAD_HEIGHT + high + rows.FOOT, dress)
        rows.write_names(page, policies, found.baseline, top=rows.HEAD_HEIGHT)
        axes = page.axes(left, rows.HEAD_HEIGHT, wide, high)
        rows.row_axes(axes, len(others), span, unit, wide)
        _draw(axes, others, found)
        for number, title in enumerate(TITLES):
            right = left + wide + sum(columns[: number + 1]) + COLUMN_GAP * (number + 1)
            cells = [(texts[number], _colour(one, found)) for texts, (_, one) in zip(table, others, strict=True)]
            rows.write_column(page, right, title, cells)
    return page.figure


def _unit(found: Comparison, facts: RunFacts) -> scales.Unit:
    """Return how the axis is written: a yes or no as a share."""
    unit = OUTCOMES[found.measure].unit
    return scales.Unit("share") if unit == "flag" else scales.Unit.of(unit, facts.currency)


def _draw(axes: Axes, others: list[tuple[Compared, Against]], found: Comparison) -> None:
    axes.axvline(0.0, color=LINE, linewidth=0.9, gid="zero")
    for row, (policy, against) in enumerate(others):
        colour = _colour(against, found)
        axes.plot(
            against.interval, [row, row], color=colour, linewidth=3.0, solid_capstyle="round",
            gid=f"{policy.name} interval",
        )  # fmt: skip
        axes.plot([against.paired.mean], [row], "o", color=colour, markersize=7.0, gid=policy.name)


def _colour(against: Against, found: Comparison) -> str:
    """Return blue for better beyond noise, orange for worse, grey within noise."""
    good = against.direction if found.better == "higher" else -against.direction
    return {1: BLUE, -1: ORANGE}.get(good, MUTED)


def _texts(policy: Compared, against: Against, found: Comparison, currency: str) -> tuple[str, ...]:
    how = written(found.measure, currency)
    chance = sure(policy.standing.probability)
    return how.signed(against.paired.mean), how.gaps(against.interval), chance, percent(against.better.probability)


def _width(text: str) -> float:
    return lettering.width(text, LABEL, "bold")


def _words(found: Comparison, facts: RunFacts, notes: Sequence[str]) -> Words:
    less = "; less is better" if found.better == "lower" else ""
    what, start = called(found.measure), spoken(found.baseline)
    hangs = caveat(found, facts.currency)
    subtitle = (
        f"{sentence(what)}: difference from {start}, path by path{less}; "
        f"{counted(found.replications, 'simulated path')} per policy, the same luck in each"
    )
    subtitle = f"{hangs}. {subtitle}" if hangs else subtitle
    said = (
        "Lines: 95% intervals of the mean difference that hold for all policies at once. Grey: within noise. "
        f"P(best): that of {start} is {sure(found[found.baseline].standing.probability)}. "
        f"Better in: share of paths better than under {start}."
    )
    return Words(
        best(found, facts.currency), subtitle, footer(facts, " ".join([said, *(f"{note}." for note in notes)]))
    )
