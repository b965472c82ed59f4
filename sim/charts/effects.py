"""What every difference of two scenarios does to an outcome, alone and together, as paired differences."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sim.analysis.amounts import MISSING, sentence, spoken
from sim.analysis.comparing.effects_words import focus
from sim.charts import lettering, rows, scales
from sim.charts.page import CONTENT, Dress, Words, footer, new_page, same_luck
from sim.charts.panels import title_of
from sim.charts.style import BLUE, INK, LABEL, LINE, MUTED, ORANGE, TICK, house_style
from sim.results import called

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.analysis.comparing.effects import Effects
    from sim.analysis.statistics.paired import Difference
    from sim.analysis.written import Written
    from sim.charts.page import Page
    from sim.results import RunFacts

COLUMN_GAP: Final = 0.3
NAME_ROOM: Final = 3.0
TITLES: Final = ("Effect", "95% interval")
ALL, REST = "All together", "On one another"


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of the figure: its name, and the difference it shows."""

    name: str
    gap: Difference


def effects_forest(
    facts: RunFacts, effects: Effects, words: Written, title: str, *, dress: Dress = Dress.PAGE
) -> Figure | None:
    """Draw the effect of each difference on one policy; of all of them on each policy where there is one only.

    Nothing is drawn when the effect is unknown.
    """
    drawn = _rows(facts, effects)
    if not all(math.isfinite(row.gap.mean) for row in drawn):
        return None
    unit = scales.Unit.of(words.unit, words.currency)
    span = scales.around_zero(value for row in drawn for value in (row.gap.mean, *row.gap.ci95))
    with house_style():
        table = [_texts(row.gap, words) for row in drawn]
        widths = [max(_width(text) for text in column) for column in zip(TITLES, *table, strict=True)]
        left = min(max(lettering.width(row.name, TICK, "bold") for row in drawn), NAME_ROOM) + 0.3
        wide, high = CONTENT - left - sum(widths) - COLUMN_GAP * len(widths), rows.plot_height(len(drawn))
        page = new_page(_words(facts, effects, title), rows.HEAD_HEIGHT + high + rows.FOOT, dress)
        _write_names(page, drawn)
        axes = page.axes(left, rows.HEAD_HEIGHT, wide, high)
        rows.row_axes(axes, len(drawn), span, unit, wide)
        _draw(axes, drawn)
        for number, heading in enumerate(TITLES):
            right = left + wide + sum(widths[: number + 1]) + COLUMN_GAP * (number + 1)
            cells = [(texts[number], _colour(row.gap)) for texts, row in zip(table, drawn, strict=True)]
            rows.write_column(page, right, heading, cells)
    return page.figure


def _rows(facts: RunFacts, effects: Effects) -> list[_Row]:
    if not effects.rest:
        return [_Row(title_of(one.policy), one.gap) for one in effects.policies]
    about = focus(effects, facts.baseline)
    alone = [_Row(key.key, key.gaps[about.policy]) for key in effects.keys if not key.refused]
    return [*alone, _Row(REST, effects.rest[about.policy]), _Row(ALL, about.gap)]


def _texts(gap: Difference, words: Written) -> tuple[str, str]:
    known = all(map(math.isfinite, gap.ci95))
    return words.signed(gap.mean), words.signs(gap.ci95) if known else MISSING


def _width(text: str) -> float:
    return lettering.width(text, LABEL, "bold")


def _write_names(page: Page, drawn: list[_Row]) -> None:
    for row, one in enumerate(drawn):
        middle = rows.HEAD_HEIGHT + (row + 0.5) * rows.ROW
        name = lettering.shortened(one.name, NAME_ROOM, TICK, "bold")
        colour = MUTED if one.name == REST else INK
        page.text(0.0, middle, name, fontsize=TICK, fontweight="bold", color=colour, va="center_baseline")


def _draw(axes: Axes, drawn: list[_Row]) -> None:
    axes.axvline(0.0, color=LINE, linewidth=0.9, gid="zero")
    if drawn[-1].name == ALL:
        axes.axhline(len(drawn) - 1.5, color=LINE, linewidth=0.8, gid="line above the sum")
    for row, one in enumerate(drawn):
        colour = _colour(one.gap)
        axes.plot(
            one.gap.ci95, [row, row], color=colour, linewidth=3.0, solid_capstyle="round", gid=f"{one.name} interval"
        )
        axes.plot([one.gap.mean], [row], "o", color=colour, markersize=7.0, gid=one.name)


def _colour(gap: Difference) -> str:
    """Return blue for clearly higher, orange for clearly lower, grey within noise."""
    if not gap.clear:
        return MUTED
    return BLUE if gap.mean > 0.0 else ORANGE


def _words(facts: RunFacts, effects: Effects, title: str) -> Words:
    what = sentence(called(effects.measure))
    key = "Lines: 95% t intervals of the mean paired difference. Blue: higher, orange: lower, grey: within noise."
    if not effects.rest:
        return Words(title, f"{what} in B less that in A on the same path; {same_luck(facts)}", footer(facts, key))
    about = spoken(focus(effects, facts.baseline).policy)
    subtitle = (
        f"{what} under {about}: A with one difference of B at a time, less A on the same path; {same_luck(facts)}"
    )
    notes = f"{key} {REST}: all together less the sum of each alone."
    return Words(title, subtitle, footer(facts, notes))
