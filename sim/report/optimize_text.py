"""What `optimize` prints: sentences, what the tuned policies are worth, their settings, and how to repeat it."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Final

from sim.analysis.amounts import listed, percent
from sim.analysis.ruin_limit import ASSURANCE, most_ruins
from sim.analysis.tuned_headline import amount, limit_text, noun, number, sentences, settings_text, trade_off

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.analysis.frontier import Frontier, FrontierPoint
    from sim.analysis.intervals import Chance, Interval
    from sim.analysis.paired import Difference
    from sim.analysis.tuned import Optimum, Worth

WIDTH: Final = 100
BOLD, DIM, PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[0m"


def render(found: Optimum, command: str) -> str:
    """Return the answer for a terminal."""
    first, *rest = (f"{text}." for text in sentences(found))
    blocks = [
        [f"{BOLD}{line}{PLAIN}" for line in textwrap.wrap(first, WIDTH)],
        [line for text in rest for line in textwrap.wrap(text, WIDTH, subsequent_indent="  ")],
        ["", *_columns([_HEAD, *_worths(found)], named=1)],
        ["", *_columns([_SETTINGS, *_settings(found)], named=2)],
        _frontier(found, found.frontier) if found.frontier else [],
        ["", "The same figures:", f"  {command}"],
        ["", *(f"{DIM}{line}{PLAIN}" for line in textwrap.wrap(_legend(found), WIDTH))],
    ]
    return "\n".join(line for block in blocks for line in block)


_HEAD: Final = (
    "policy",
    "value",
    "95% interval",
    "than yours",
    "95% interval",
    "than baseline",
    "ruin",
    "95% interval",
)
_SETTINGS: Final = ("policy", "setting", "yours", "best", "within noise", "searched", "")
_POINTS: Final = ("limits", "policy", "settings", "value", "95% interval", "ruin", "95% interval", "on frontier")


def _worths(found: Optimum) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for tuned in found.policies:
        mark = "" if tuned.holds else " (limit not kept)"
        rows.append(
            (
                f"{tuned.policy}{mark}",
                *_worth(tuned.worth, found),
                *_gap(tuned.against_yours, found),
                _signed(tuned.against_baseline, found),
                *_chance(tuned.worth.ruin),
            )
        )
        yours = next(one for one in found.yours if one.policy == tuned.policy)
        rows.append(("  with yours", *_worth(yours.worth, found), "", "", "", *_chance(yours.worth.ruin)))
    return rows


def _settings(found: Optimum) -> list[tuple[str, ...]]:
    return [
        (
            tuned.policy,
            one.name,
            number(one.yours, one),
            number(one.best, one),
            "…".join(dict.fromkeys(number(end, one) for end in one.close)),
            "…".join(number(end, one) for end in one.searched),
            f"{one.edge} searched" if one.edge else "",
        )
        for tuned in found.policies
        for one in tuned.settings
    ]


def _frontier(found: Optimum, frontier: Frontier) -> list[str]:
    lines = ["", *textwrap.wrap(f"{trade_off(found, frontier)}.", WIDTH)]
    if frontier.points:
        lines += _columns([_POINTS, *(_point(point, found) for point in frontier.points)], named=3)
    if frontier.unattained:
        limits = listed([limit_text(limit) for limit in frontier.unattained])
        lines.append(f"No setting was found to keep ruin below {limits} with room to spare.")
    for limit, needed in frontier.unproven:
        lines.append(f"To show ruin below {limit_text(limit)} takes --replications {needed:,} or more.")
    return lines


def _point(point: FrontierPoint, found: Optimum) -> tuple[str, ...]:
    limits = ", ".join("none" if limit >= 1.0 else limit_text(limit) for limit in point.limits)
    tuned = point.tuned
    return (limits, tuned.policy, settings_text(tuned), *_worth(tuned.worth, found), *_chance(tuned.worth.ruin),
            percent(point.membership))  # fmt: skip


def _worth(worth: Worth, found: Optimum) -> tuple[str, str]:
    return amount(worth.mean, found), _between(worth.ci95, found)


def _gap(gap: Difference, found: Optimum) -> tuple[str, str]:
    return _signed(gap, found), _between(gap.ci95, found)


def _signed(gap: Difference | None, found: Optimum) -> str:
    if gap is None:
        return ""
    return ("+" if gap.mean > 0.0 else "") + amount(gap.mean, found)


def _between(interval: Interval, found: Optimum) -> str:
    return "…".join(amount(end, found) for end in interval)


def _chance(chance: Chance) -> tuple[str, str]:
    return percent(chance.probability), "…".join(percent(end) for end in chance.ci95)


def _columns(rows: Sequence[tuple[str, ...]], *, named: int) -> list[str]:
    """Put texts in columns: the first `named` to the left, figures to the right; the first row is bold."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        "  ".join(
            text.ljust(width) if column < named else text.rjust(width)
            for column, (text, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    return [f"{BOLD}{lines[0]}{PLAIN}", *lines[1:]]


def _legend(found: Optimum) -> str:
    facts = found.facts
    most = most_ruins(found.limit, facts.replications)
    return (
        f"Value: {noun(found)}, mean of {facts.replications:,} replications × {facts.months} months, seed "
        f"{facts.seed}, which neither the search ({found.searched:,} others) nor the selection ({found.selected:,} "
        f"others) has seen; differences are paired, intervals 95%. The limit is on the upper end of the interval: "
        f"at most {most:,} ruined of {facts.replications:,}; settings are chosen so that it holds again on fresh "
        f"replications with a chance of {ASSURANCE:.0%}. More replications allow to go closer to it."
    )
