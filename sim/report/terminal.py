"""The summary of a run as text for a terminal: the sentences that sum it up over a table of the policies.

Bold and dim are written as ANSI codes; the command line strips them where they don't belong.
"""

from __future__ import annotations

import math
import textwrap
from typing import TYPE_CHECKING, Final

from sim.analysis.amounts import MISSING, extent, percent, quantity
from sim.analysis.run.headline import headlines, is_harvest
from sim.results import GROWING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.analysis.intervals import Interval
    from sim.analysis.run.summary import PolicySummary, Summary

BOLD, DIM, PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[0m"
NAME_WIDTH: Final = 14
"""Longer policy names are broken at an underscore over the two lines of their row."""
NARROWEST, WIDEST = 60, 120

Cell = tuple[str, str]
"""The two lines of a cell: the figure, and what it comes with."""


def render(summary: Summary, *, width: int, aside: str = "") -> str:
    """Return the summary of a run, made to fit `width` columns; `aside` ends its legend."""
    width = fitting(width)
    first, *rest = (f"{sentence}." for sentence in headlines(summary))
    blocks = [
        [f"{BOLD}{line}{PLAIN}" for line in textwrap.wrap(first, width)],
        [line for sentence in rest for line in textwrap.wrap(sentence, width, subsequent_indent="  ")],
        [""],
        _table(summary, width),
        [""],
        [f"{DIM}{line}{PLAIN}" for line in textwrap.wrap(f"{_legend(summary)} {aside}", width)],
    ]
    return "\n".join(line for block in blocks for line in block)


def fitting(width: int) -> int:
    """Return the columns that text is wrapped to on a terminal of so many."""
    return min(max(width, NARROWEST), WIDEST)


def _table(summary: Summary, width: int) -> list[str]:
    rows = [_header(summary), *(_row(policy, summary) for policy in summary.policies)]
    widths = [max(len(line) for row in rows for line in row[column]) for column in range(len(rows[0]))]
    gap = "  " if sum(widths) + 2 * (len(widths) - 1) <= width else " "
    lines = []
    for row, style in zip(rows, [BOLD, *[""] * (len(rows) - 1)], strict=True):
        top, bottom = (_line([cell[half] for cell in row], widths, gap) for half in (0, 1))
        lines += [f"{style}{top}{PLAIN if style else ''}", f"{DIM}{bottom}{PLAIN}"]
    return lines


def _line(texts: Sequence[str], widths: Sequence[int], gap: str) -> str:
    """Put texts in columns: the first to the left, figures to the right."""
    name, *figures = (text.rjust(width) for text, width in zip(texts, widths, strict=True))
    return gap.join([texts[0].ljust(len(name)), *figures]).rstrip()


def _header(summary: Summary) -> list[Cell]:
    cells = [
        ("policy", ""),
        ("NPV", "interval"),
        ("P5", "P95"),
        ("ruin", "interval"),
        ("growing", "shrinking"),
        ("beats", "harvest"),
    ]
    return [*cells, ("NPV against", f"{summary.facts.baseline:.{NAME_WIDTH}}")] if summary.others else cells


def _row(policy: PolicySummary, summary: Summary) -> list[Cell]:
    odds = policy.ruin
    cells = [
        _name(policy.name),
        (quantity(policy.npv.mean), _between(policy.npv.ci95)),
        (quantity(policy.npv.p05), quantity(policy.npv.p95)),
        (percent(odds.probability), f"{percent(odds.ci95[0])}…{percent(odds.ci95[1])}"),
        (percent(policy.regime.growing.probability), percent(policy.regime.shrinking.probability)),
        _payback(policy),
    ]
    return [*cells, _against(policy)] if summary.others else cells


def _name(name: str) -> Cell:
    """Break a long name at an underscore, so that the two lines joined are the name as `--policy` takes it."""
    if len(name) <= NAME_WIDTH or "_" not in name[1:-1]:
        return name, ""
    middle = min((i for i, c in enumerate(name) if c == "_" and i), key=lambda i: abs(i - len(name) // 2)) + 1
    return name[:middle], name[middle:]


def _payback(policy: PolicySummary) -> Cell:
    ever = policy.payback.ever
    if is_harvest(policy.rule):
        return "–", ""
    if not ever.count:
        return "never", ""
    often = f"in {percent(ever.probability)}"
    return (often, "of paths") if math.isnan(policy.payback.month) else (f"month {policy.payback.month:.0f}", often)


def _against(policy: PolicySummary) -> Cell:
    if policy.against_baseline is None:
        return "baseline", ""
    gap = policy.against_baseline.npv
    return ("+" if gap.mean > 0 else "") + quantity(gap.mean), _between(gap.ci95)


def _between(interval: Interval) -> str:
    ends = [quantity(end) for end in interval]
    return MISSING if ends == [MISSING, MISSING] else "…".join(ends)


def _legend(summary: Summary) -> str:
    facts = summary.facts
    return (
        f"{extent(facts.replications, facts.months)}, seed {facts.seed}, the same luck for every "
        f"policy; money in {facts.currency}. NPV: present value to the owners, terminal value included; nine paths "
        f"in ten lie between P5 and P95. Intervals: 95%. Growing, shrinking: revenue changes by more than "
        f"{GROWING:.0%} a year. Beats harvest: month from which the owners are ahead for good, and in how many paths."
    )
