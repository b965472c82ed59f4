"""The odds of a target in plain terms: of twenty equally likely futures under each policy, how many reach it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.analysis.amounts import amount, percent
from sim.analysis.run.odds_words import absent, of_dots
from sim.charts import lettering, scales
from sim.charts.dot_rows import COLUMN_GAP, FLAG_ENDS, NEVER_GAP, absent_word, column_width, layout_of
from sim.charts.dots import Dots, dots_of, places
from sim.charts.page import Dress, Words, footer, new_page, same_luck
from sim.charts.panels import title_of
from sim.charts.rows import FOOT, HEAD_HEIGHT, NAME_ROOM, TICK_EVERY, write_baseline_note
from sim.charts.style import BLUE, FAINT, GREY, INK, LABEL, MUTED, TICK, house_style
from sim.results import called

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.analysis.run.odds import Odds, Reach
    from sim.charts.dot_rows import Layout
    from sim.charts.page import Page
    from sim.results import RunFacts


def quantile_dots(facts: RunFacts, reach: Reach, *, dress: Dress = Dress.PAGE) -> Figure:
    """Draw twenty dots per policy, each a chance of one in twenty; those that reach the target are blue."""
    dots = {odds.policy: dots_of(reach.values[odds.policy], reach.target) for odds in reach.policies}
    unit = scales.Unit.of(reach.unit, facts.currency)
    with house_style():
        cells = _cells(reach, dots)
        titles = (f"Of {_number(dots)}", "Chance", "95% interval")
        widths = [max(_width(text) for text in column) for column in zip(titles, *cells, strict=True)]
        layout = layout_of(reach, dots, sum(widths) + COLUMN_GAP * len(widths))
        high = layout.row * len(dots)
        page = new_page(_words(facts, reach, dots), HEAD_HEIGHT + high + FOOT, dress)
        _write_names(page, reach, layout)
        axes = page.axes(layout.left, HEAD_HEIGHT, layout.wide, high)
        _draw(axes, reach, dots, layout)
        _label(axes, unit, layout.wide)
        _mark(page, axes, reach, facts, layout)
        if layout.never:
            _draw_never(page, reach, dots, layout)
        right = layout.left + layout.wide + layout.never
        for number, title in enumerate(titles):
            right += COLUMN_GAP + widths[number]
            _write_column(page, right, title, [texts[number] for texts in cells], layout.row)
    return page.figure


def _number(dots: dict[str, Dots]) -> int:
    return len(next(iter(dots.values())).values)


def _cells(reach: Reach, dots: dict[str, Dots]) -> list[tuple[str, ...]]:
    return [(str(dots[odds.policy].count), *_chance(odds)) for odds in reach.policies]


def _chance(odds: Odds) -> tuple[str, str]:
    low, high = (percent(end) for end in odds.reached.ci95)
    return percent(odds.reached.probability), f"{low} to {high}"


def _width(text: str) -> float:
    return lettering.width(text, LABEL, "bold")


def _write_names(page: Page, reach: Reach, layout: Layout) -> None:
    for row, odds in enumerate(reach.policies):
        middle = HEAD_HEIGHT + (row + 0.6) * layout.row
        name = lettering.shortened(title_of(odds.policy), NAME_ROOM, TICK, "bold")
        is_baseline = odds.policy == reach.baseline
        colour = MUTED if is_baseline else INK
        page.text(0.0, middle, name, fontsize=TICK, fontweight="bold", color=colour, va="center_baseline")
        if is_baseline and len(reach.policies) > 1:
            write_baseline_note(page, middle)


def _write_column(page: Page, right: float, title: str, texts: list[str], row: float) -> None:
    look = {"fontsize": LABEL, "ha": "right", "va": "center_baseline"}
    page.text(right, HEAD_HEIGHT - lettering.height(LABEL), title, color=MUTED, **look)
    for number, text in enumerate(texts):
        page.text(right, HEAD_HEIGHT + (number + 0.6) * row, text, color=INK, fontweight="bold", **look)


def _draw(axes: Axes, reach: Reach, dots: dict[str, Dots], layout: Layout) -> None:
    """Draw the dots of every row; one inch of the axis holds as many columns of dots as fit."""
    each, target = column_width(reach, dots, layout), reach.target
    placed = {name: places(one, target, each, layout.stack) for name, one in dots.items()}
    columns = [column for found in placed.values() for column, _ in found] or [0]
    low, high = target.value + min(*columns, -1) * each, target.value + (max(*columns, 0) + 1) * each
    if reach.unit == "flag":
        low, high = min(low, FLAG_ENDS[0] - each), max(high, FLAG_ENDS[1] + each)
    room = 0.5 * (layout.wide / layout.dot * each - (high - low))
    axes.set_xlim(low - room, high + room)
    axes.set_ylim(len(dots) * layout.row, 0.0)
    axes.set_yticks([])
    for row, (name, found) in enumerate(placed.items()):
        base = (row + 1) * layout.row - 0.02
        axes.axhline(base, color=FAINT, linewidth=0.8, zorder=1)
        for met, colour in ((True, BLUE), (False, GREY)):
            here = [at for at, own in zip(found, dots[name].reached, strict=False) if own is met]
            axes.plot(
                [target.value + (column + 0.5) * each for column, _ in here],
                [base - (height + 0.5) * layout.dot for _, height in here],
                "o", color=colour, markersize=0.86 * layout.dot * lettering.POINTS, markeredgewidth=0.0,
                gid=f"{name} {'reached' if met else 'not reached'}", zorder=3,
            )  # fmt: skip


def _label(axes: Axes, unit: scales.Unit, wide: float) -> None:
    if unit.kind == "flag":
        scales.show_ticks(axes.xaxis, FLAG_ENDS, ["no", "yes"])
        return
    ticks = scales.value_ticks(*axes.get_xlim(), wide, every=TICK_EVERY)
    scales.show_ticks(axes.xaxis, ticks, unit.ticks(ticks))


def _mark(page: Page, axes: Axes, reach: Reach, facts: RunFacts, layout: Layout) -> None:
    axes.axvline(reach.target.value, color=INK, linewidth=1.1, linestyle=(0, (1.5, 1.5)), zorder=2, gid="target")
    low, high = axes.get_xlim()
    text = "target" if reach.unit == "flag" else f"target {amount(reach.target.value, reach.unit, facts.currency)}"
    half = 0.5 * lettering.width(text, LABEL, "bold")
    place = (reach.target.value - low) / (high - low) * layout.wide
    place = layout.left + min(max(place, half), layout.wide - half)
    top = HEAD_HEIGHT - lettering.height(LABEL)
    page.text(place, top, text, fontsize=LABEL, fontweight="bold", color=INK, ha="center", va="center_baseline")


def _draw_never(page: Page, reach: Reach, dots: dict[str, Dots], layout: Layout) -> None:
    wide = layout.never - NEVER_GAP
    left = layout.left + layout.wide + NEVER_GAP
    axes = page.axes(left, HEAD_HEIGHT, wide, layout.row * len(dots))
    axes.set_xlim(0.0, wide)
    axes.set_ylim(len(dots) * layout.row, 0.0)
    axes.axis("off")
    look = {"fontsize": LABEL, "fontweight": "bold", "color": MUTED, "va": "center_baseline"}
    page.text(left, HEAD_HEIGHT - lettering.height(LABEL), absent_word(reach), **look)
    for row, (name, one) in enumerate(dots.items()):
        count = sum(1 for value in one.values if math.isnan(value))
        at = [divmod(number, layout.stack) for number in range(count)]
        axes.plot(
            [(column + 0.5) * layout.dot for column, _ in at],
            [(row + 1) * layout.row - 0.02 - (height + 0.5) * layout.dot for _, height in at],
            "o", color=GREY, markersize=0.86 * layout.dot * lettering.POINTS, markeredgewidth=0.0,
            gid=f"{name} missing",
        )  # fmt: skip


def _words(facts: RunFacts, reach: Reach, dots: dict[str, Dots]) -> Words:
    count = _number(dots)
    drawn = count == facts.replications
    one = "each dot is one path" if drawn else f"each dot is a 1-in-{count} chance"
    subtitle = f"{_capital(called(reach.target.measure))} under each policy; {one}; {same_luck(facts)}"
    missing = absent(reach)
    slices = "all paths" if drawn else f"middles of {count} equal slices of the paths"
    notes = (
        f"Blue dots reach the target, grey ones don't. Dots: {slices}; "
        f"chance: all paths, with Wilson interval.{f' {missing}.' if missing else ''}"
    )
    counts = {name: one.count for name, one in dots.items()}
    return Words(of_dots(reach, counts, count, facts.currency), subtitle, footer(facts, notes))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
