"""What `optimize` prints: sentences, what the tuned policies are worth, their settings, and how to repeat it."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Final

from sim.analysis.amounts import counted, listed, p_value, percent, points
from sim.analysis.tuning.ruin_limit import ASSURANCE, most_ruins
from sim.analysis.tuning.words import amount, limit_text, noun, number, sentences, settings_text, trade_off
from sim.report.columns import WIDTH, columns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.analysis.intervals import Chance, Interval
    from sim.analysis.statistics.paired import Difference
    from sim.analysis.tuning.ends import Worth
    from sim.analysis.tuning.frontier import Frontier, FrontierPoint
    from sim.analysis.tuning.tuned import Optimum, Tuned

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


_HEAD: Final = ("policy", "value", "95% interval", "ruin", "95% interval")
_SETTINGS: Final = ("policy", "setting", "yours", "best", "within noise", "searched", "")
_POINTS: Final = ("limits", "policy", "value", "95% interval", "ruin", "95% interval", "on frontier")


def _worths(found: Optimum) -> list[tuple[str, ...]]:
    """Return what every tuned policy is worth, what it is with your settings, and what it is worth more, paired."""
    rows: list[tuple[str, ...]] = []
    for tuned in found.policies:
        yours = next(one for one in found.yours if one.policy == tuned.policy)
        ruin = tuned.ruin_against_yours
        risk = (f"{points(ruin.mean)} points", f"p {p_value(ruin.p_value)}")
        rows += [
            (f"{tuned.policy}{_mark(tuned)}", *_worth(tuned.worth, found), *_chance(tuned.worth.ruin)),
            ("  with yours", *_worth(yours.worth, found), *_chance(yours.worth.ruin)),
            ("  more than yours", *_gap(tuned.against_yours, found), *risk),
        ]
        if tuned.against_baseline is not None:
            gap = tuned.against_baseline
            rows.append((f"  more than {found.facts.baseline}", *_gap(gap, found), "", ""))
    return rows


def _mark(tuned: Tuned) -> str:
    """Say of settings that left no room on the selection how they did on the fresh replications."""
    if tuned.holds:
        return ""
    return {"kept": " (no room to spare)", "unsure": " (limit not shown)", "broken": " (limit broken)"}[tuned.verdict]


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
        head, *rows = _columns([_POINTS, *(_point(point, found) for point in frontier.points)], named=2)
        lines.append(head)
        for row, point in zip(rows, frontier.points, strict=True):
            lines += [row, *textwrap.wrap(f"  {settings_text(point.tuned)}", WIDTH, subsequent_indent="  ")]
    if frontier.unattained:
        limits = listed([limit_text(limit) for limit in frontier.unattained])
        lines.append(f"No setting was found to keep ruin below {limits} with room to spare on these replications.")
    for limit, needed in frontier.unproven:
        lines.append(f"To show ruin below {limit_text(limit)} takes --replications {needed:,} or more.")
    return lines


def _point(point: FrontierPoint, found: Optimum) -> tuple[str, ...]:
    limits = ", ".join("none" if limit >= 1.0 else limit_text(limit) for limit in point.limits)
    tuned = point.tuned
    return (limits, tuned.policy, *_worth(tuned.worth, found), *_chance(tuned.worth.ruin),
            percent(point.membership))  # fmt: skip


def _worth(worth: Worth, found: Optimum) -> tuple[str, str]:
    return amount(worth.mean, found), _between(worth.ci95, found)


def _gap(gap: Difference, found: Optimum) -> tuple[str, str]:
    low, high = (_signed(end, found) for end in gap.ci95)
    return _signed(gap.mean, found), f"{low}…{high}"


def _signed(value: float, found: Optimum) -> str:
    return ("+" if value > 0.0 else "") + amount(value, found)


def _between(interval: Interval, found: Optimum) -> str:
    return "…".join(amount(end, found) for end in interval)


def _chance(chance: Chance) -> tuple[str, str]:
    return percent(chance.probability), "…".join(percent(end) for end in chance.ci95)


def _columns(rows: Sequence[tuple[str, ...]], *, named: int) -> list[str]:
    """Put texts in columns, the first `named` to the left; the first row is bold."""
    head, *others = columns(rows, left=named)
    return [f"{BOLD}{head}{PLAIN}", *others]


def _legend(found: Optimum) -> str:
    facts = found.facts
    most = most_ruins(found.limit, facts.replications)
    design = f"{counted(facts.replications, 'replication')} × {counted(facts.months, 'month')}, seed {facts.seed}"
    return (
        f"Value: {noun(found)}, mean of {design}, which neither the search ({found.searched:,} others) nor the "
        f"selection ({found.selected:,} others) has seen; differences are paired, intervals 95%, p of the exact "
        f"McNemar test. The limit is on the upper end of the interval: at most {most:,} ruined of "
        f"{facts.replications:,}; settings are chosen so that each by itself keeps it again on fresh replications with "
        f"a chance of {ASSURANCE:.0%}, the best of several somewhat less often. More replications allow to go closer "
        "to it."
    )
