"""Pictures of what a change is worth: the before/after example, five points of retention."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pictures.canvas import CONTENT, Picture, picture
from pictures.panels import ROW, Bar, Box, bars
from pictures.words import about, runs, short, title, whole
from sim.analysis.amounts import money
from sim.charts.style import BLUE, HEAD, INK, MUTED, ORANGE, tint

if TYPE_CHECKING:
    from tests.statistical.claims.statements import Claim, Found, Line

NAMES: Final = 2.6
"""Room for the names of bars, in inches."""


def before_and_after(claim: Claim, found: Found) -> Picture:
    """C11: NPV of each change alone, end to end, and of all together."""
    currency = claim.scenario().currency
    together = about(found, "NPV of all together")
    starts = ("NPV of retention", "NPV of conversion", "NPV of orders", "NPV of NPS")
    names = ("retention 70 to 80%", "conversion 2 to 3.5%", "order value 50 to 58", "NPS +20 to +45")
    rows, at = [], 0.0
    for name, start in zip(names, starts, strict=True):
        line = about(found, start)
        rows.append(Bar(name, line, MUTED, _amount(line, currency), at))
        at += line.mean
    rows += [
        Bar("the four, added up", found.bars["sum"], MUTED, _amount(found.bars["sum"], currency)),
        Bar("all together", together, BLUE, _amount(together, currency)),
    ]
    made = picture(
        title(claim, found, f"All changes together are worth {money(together.mean, currency)}; one by one they "
              f"add up to {money(found.bars['sum'].mean, currency)}"),
        f"NPV after less before, each change alone and all at once; {runs(claim)}",
        len(rows) * ROW,
    )  # fmt: skip
    bars(made, Box(0.0, 0.0, CONTENT, len(rows) * ROW), rows, (0.0, 1.55 * together.high), NAMES - 0.9)
    return made


def _amount(line: Line, currency: str) -> str:
    low, high = (money(end, currency) for end in (line.low, line.high))
    return money(line.mean, currency) + ("" if low == high else f" [{low}, {high}]")


def five_points_of_retention(claim: Claim, found: Found) -> Picture:
    """C17: the gain in profit within the published range, and three elasticities of firm value."""
    gains = [about(found, f"profit over {years} years") for years in (5, 10)]
    worth = [found.bars[name] for name in ("retention", "margin", "acquisition cost")]
    made = picture(
        title(claim, found, f"Five points of retention raise ten years' profit by {whole(gains[1].mean)}; firm value "
              "reacts most to retention"),
        f"Shaded: the published range of {whole(gains[0].above)} to {whole(gains[0].below)}; {runs(claim)}",
        0.32 + 2 * ROW + 0.5 + 3 * ROW,
    )  # fmt: skip
    made.text(0.0, 0.0, "Profit gained by five points more retention", fontsize=HEAD, fontweight="bold", color=INK)
    rows = [Bar(f"over {years} years", line, BLUE, short(line)) for years, line in zip((5, 10), gains, strict=True)]
    axes = bars(made, Box(0.0, 0.32, CONTENT, 2 * ROW), rows, (0.0, 1.25), 1.5)
    axes.axvspan(gains[0].above, gains[0].below, color=tint(ORANGE, 0.13), linewidth=0.0, zorder=1)
    below = 0.32 + 2 * ROW + 0.22
    made.text(0.0, below, "Elasticity of NPV", fontsize=HEAD, fontweight="bold", color=INK)
    three = [Bar(f"to {line.says}", line, BLUE if line is worth[0] else MUTED, short(line)) for line in worth]
    bars(made, Box(0.0, below + 0.28, CONTENT, 3 * ROW), three, (0.0, 1.6 * worth[0].high), 1.5)
    return made
