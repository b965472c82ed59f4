"""What choosing a policy costs in each future, as a heat map."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from matplotlib.patches import Rectangle

from sim.analysis.amounts import brief, counted, sentence, spoken
from sim.analysis.comparing import words as verdict
from sim.analysis.comparing.words import written
from sim.charts import lettering, rows
from sim.charts.page import CONTENT, Dress, Words, footer, new_page
from sim.charts.style import INK, LABEL, MUTED, ORANGE, house_style, tint
from sim.results import called

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.analysis.comparing.comparison import Comparison
    from sim.analysis.comparing.regret import Loss, PolicyRegret
    from sim.analysis.written import Written
    from sim.charts.page import Page
    from sim.results import RunFacts

SUMMED: Final = ("Expected", "Worst")
SUMMED_WIDTH: Final = 0.8
GAP: Final = 0.12
"""Room between groups of futures, in inches."""
ABOVE: Final = 0.06
"""Room between the names of the futures and the map, in inches."""
LINES: Final = 3
"""Lines that the name of a future may take."""


@dataclass(frozen=True, slots=True)
class _Row:
    name: str
    regret: PolicyRegret


def regret(
    found: Comparison, facts: RunFacts, *, notes: Sequence[str] = (), dress: Dress = Dress.PAGE
) -> Figure | None:
    """Draw the regret of every policy in every future, the smallest worst regret first; None with one future."""
    table = found.regret
    if len(table.futures) < 2:  # noqa: PLR2004 (one future is no map)
        return None
    order = sorted(range(len(table.of)), key=lambda place: table.of[place].worst.mean)
    policies = [_Row(brief(table.policies[place], rows.NAME_LETTERS), table.of[place]) for place in order]
    with house_style():
        left, high = rows.names_width(policies), len(policies) * rows.ROW
        groups = [
            list(group) for _, group in groupby(range(len(table.futures)), lambda number: table.futures[number][0])
        ]
        summed = len(SUMMED) * SUMMED_WIDTH
        wide = (CONTENT - left - summed - GAP * len(groups)) / len(table.futures)
        heads = _heads(table.futures, wide)
        page = new_page(_words(found, facts, notes), heads + high + 0.1, dress)
        rows.write_names(page, policies, brief(found.baseline, rows.NAME_LETTERS), top=heads)
        axes = page.axes(0.0, heads, CONTENT, high)
        axes.set(xlim=(0.0, CONTENT), ylim=(len(policies), 0.0), xticks=[], yticks=[])
        axes.spines["bottom"].set_visible(False)
        heat, how = max(row.regret.worst.mean for row in policies), written(found.measure, "").bare
        for number, group in enumerate(groups):
            start = left + GAP * number
            _head(page, table.futures[group[0]][0], start + group[0] * wide, len(group) * wide)
            for future in group:
                place = start + future * wide
                _case(page, table.futures[future][1], (place, wide), heads)
                _column(axes, [row.regret.in_future[future] for row in policies], (place, wide), heat, how)
        _mark_worst(axes, policies, left, wide, groups)
        _summed(page, axes, policies, (heads, how))
    return page.figure


def _head(page: Page, name: str, left: float, wide: float) -> None:
    text = lettering.shortened(sentence(name), wide, LABEL, "bold")
    page.text(left, 0.0, text, fontsize=LABEL, fontweight="bold", color=INK)


def _heads(futures: Sequence[tuple[str, str]], wide: float) -> float:
    """Return the room that the names of the futures take, in inches."""
    lines = max(len(_case_lines(name, wide)) for _, name in futures) + any(group for group, _ in futures)
    return lettering.height(LABEL, lines) + 2.0 * ABOVE


def _case_lines(name: str, wide: float) -> list[str]:
    return lettering.wrapped(spoken(name), wide - 0.06, LABEL)[:LINES]


def _case(page: Page, name: str, box: tuple[float, float], heads: float) -> None:
    left, wide = box
    for number, line in enumerate(reversed(_case_lines(name, wide))):
        top = heads - ABOVE - lettering.height(LABEL, number + 1)
        page.text(left + wide / 2.0, top, line, fontsize=LABEL, color=MUTED, ha="center")


def _column(axes: Axes, losses: list[Loss], box: tuple[float, float], heat: float, how: Written) -> None:
    left, wide = box
    for row, loss in enumerate(losses):
        strength = max(0.0, loss.mean) / heat if heat > 0.0 and loss.clear else 0.0
        colour = tint(ORANGE, 0.06 + 0.94 * strength) if strength else "#F4F5F7"
        axes.add_patch(
            Rectangle((left + 0.02, row + 0.05), wide - 0.04, 0.9, facecolor=colour, edgecolor="none", gid="cell")
        )
        ink = "white" if strength > 0.75 else INK if loss.clear else MUTED  # noqa: PLR2004 (where dark on orange is hard to read)
        text = how.gap(loss.mean) if loss.clear else "0" if not loss.mean else "≈ 0"
        size = LABEL if lettering.width(text, LABEL) <= wide - 0.08 else LABEL - 1.5
        axes.text(
            left + wide / 2.0,
            row + 0.5,
            text,
            ha="center",
            va="center_baseline",
            fontsize=size,
            color=ink,
            gid="regret",
        )


def _mark_worst(axes: Axes, policies: list[_Row], left: float, wide: float, groups: list[list[int]]) -> None:
    """Frame the future that is the worst of each policy, where it costs anything beyond noise."""
    for number, row in enumerate(policies):
        if not row.regret.worst.clear:
            continue
        group = next(place for place, group in enumerate(groups) if row.regret.where in group)
        start = left + GAP * group + row.regret.where * wide
        axes.add_patch(
            Rectangle(
                (start + 0.02, number + 0.05), wide - 0.04, 0.9, fill=False, edgecolor=INK, linewidth=1.3, gid="worst"
            )
        )


def _summed(page: Page, axes: Axes, policies: list[_Row], look: tuple[float, Written]) -> None:
    heads, how = look
    for number, title in enumerate(SUMMED):
        right = CONTENT - SUMMED_WIDTH * (len(SUMMED) - 1 - number)
        page.text(right, heads - ABOVE - lettering.height(LABEL), title, fontsize=LABEL, color=MUTED, ha="right")
        for place, row in enumerate(policies):
            loss = (row.regret.expected, row.regret.worst)[number]
            axes.text(
                right, place + 0.5, how.gap(loss.mean) if loss.clear else "≈ 0" if loss.mean else "0", fontsize=LABEL,
                fontweight="bold", ha="right", va="center_baseline", color=INK if loss.clear else MUTED, gid=title,
            )  # fmt: skip


def _words(found: Comparison, facts: RunFacts, notes: Sequence[str]) -> Words:
    what = called(found.measure)
    currency = f", {facts.currency}" if facts.currency and written(found.measure, "x").currency else ""
    subtitle = (
        f"Regret: mean {what} short of the policy that is best in that future{currency}; "
        f"{counted(found.replications, 'simulated path')} per policy, the same luck in each"
    )
    said = (
        "Grey: within noise of the best. Framed: the worst future of each policy. Expected: average of the futures "
        "shown, each as likely as the other. The best policy of a future is chosen on half of its paths and valued on "
        "the other half."
    )
    return Words(
        verdict.regret(found, facts.currency),
        subtitle,
        footer(facts, " ".join([said, *(f"{note}." for note in notes)])),
    )
