"""What it is worth to know each uncertain input before choosing, as bars with intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.analysis.amounts import counted, money, sentence
from sim.analysis.inputs import words as measuring
from sim.charts import lettering, rows, scales
from sim.charts.page import CONTENT, Dress, Words, footer, new_page
from sim.charts.style import BLUE, INK, LABEL, LINE, MUTED, TICK, house_style, tint
from sim.results import called

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.analysis.inputs.information import Information, Worth
    from sim.charts.page import Page
    from sim.results import RunFacts

MOST: Final = 12
"""Inputs drawn; the rest are counted."""
COLUMN_GAP: Final = 0.3
TITLES: Final = ("Worth", "95% interval", "Choice changes")
ALL: Final = "All of these"

_READING: Final = (
    "The ceiling for a measurement, which is less sure. Blue: above zero beyond noise for all inputs at once; grey: "
    "within noise. Worths don't add up."
)

Row = tuple[str, str, "Worth"]
"""Name, what the scenario says of its confidence, worth."""


def information(found: Information, facts: RunFacts, *, dress: Dress = Dress.PAGE) -> Figure:
    """Draw the worth of knowing each input, the largest first, and of knowing all."""
    drawn = _rows(found)
    currency = facts.currency
    ends = [max(0.0, end) for _, _, value in drawn for end in (value.mean, *value.ci95)]
    span = (0.0, max(ends) * 1.04 or 1.0)
    with house_style():
        table = [_texts(value, currency) for _, _, value in drawn]
        columns = [max(lettering.width(text, LABEL, "bold") for text in column)
                   for column in zip(TITLES, *table, strict=True)]  # fmt: skip
        left = min(rows.NAME_ROOM, max(lettering.width(name, TICK, "bold") for name, _, _ in drawn)) + 0.3
        left = max(left, max(lettering.width(note, TICK - 1.5) for _, note, _ in drawn) + 0.3)
        wide, high = CONTENT - left - sum(columns) - COLUMN_GAP * len(columns), rows.plot_height(len(drawn))
        page = new_page(_words(found, facts), rows.HEAD_HEIGHT + high + rows.FOOT, dress)
        _write_names(page, drawn)
        axes = page.axes(left, rows.HEAD_HEIGHT, wide, high)
        rows.row_axes(axes, len(drawn), span, scales.Unit("money", currency), wide)
        _draw(axes, drawn)
        for number, title in enumerate(TITLES):
            right = left + wide + sum(columns[: number + 1]) + COLUMN_GAP * (number + 1)
            cells = [(texts[number], _colour(value)) for texts, (_, _, value) in zip(table, drawn, strict=True)]
            rows.write_column(page, right, title, cells)
    return page.figure


def _rows(found: Information) -> list[Row]:
    inputs = [(sentence(one.name), _confidence(one.confidence), value) for one, value in found.ranked[:MOST]]
    return [*inputs, (ALL, "", found.everything)] if len(found.inputs) > 1 else list(inputs)


def _confidence(said: str) -> str:
    return f"{said} confidence" if said else "confidence not said"


def _texts(value: Worth, currency: str) -> tuple[str, str, str]:
    return measuring.amount(value, currency), measuring.interval(value, currency), measuring.changes(value)


def _colour(value: Worth) -> str:
    return BLUE if value.clear else MUTED


def _write_names(page: Page, drawn: Sequence[Row]) -> None:
    for row, (name, note, _) in enumerate(drawn):
        middle = rows.HEAD_HEIGHT + (row + 0.5) * rows.ROW
        short = lettering.shortened(name, rows.NAME_ROOM, TICK, "bold")
        page.text(0.0, middle, short, fontsize=TICK, fontweight="bold", color=INK, va="center_baseline")
        below = middle + lettering.height(TICK)
        page.text(0.0, below, note, fontsize=TICK - 1.5, color=MUTED, va="center_baseline")


def _draw(axes: Axes, drawn: Sequence[Row]) -> None:
    axes.axvline(0.0, color=LINE, linewidth=0.9, gid="zero")
    for row, (name, _, value) in enumerate(drawn):
        low, high = (max(0.0, end) for end in value.ci95)
        colour = _colour(value)
        axes.barh(row, max(0.0, value.mean), height=0.5, color=tint(colour, 0.45), gid=name, zorder=2)
        if value.changes:
            axes.plot([low, high], [row, row], color=colour, linewidth=2.0, gid=f"{name} interval", zorder=3)


def _words(found: Information, facts: RunFacts) -> Words:
    subtitle = (
        f"Mean gain in {called(found.measure)} from choosing the policy once the input is known, "
        f"over choosing {measuring.choice(found)}; {counted(found.replications, 'simulated path')}"
    )
    left = len(found.inputs) - MOST
    notes = [
        _READING,
        f"Knowing luck too would be worth {money(found.clairvoyance.mean, facts.currency)}.",
        measuring.all_and_one(found),
        f"{counted(left, 'input')} of less worth not drawn." if left > 0 else "",
    ]
    title = measuring.headline(found, facts.currency).rstrip(".")
    return Words(title, subtitle, footer(facts, " ".join(note for note in notes if note)))
