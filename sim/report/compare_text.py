"""A comparison as text for a terminal: what it comes to, three tables, and what the figures are."""

from __future__ import annotations

import math
import textwrap
from typing import TYPE_CHECKING, Final

from sim.analysis.amounts import brief, extent, percent, spoken
from sim.analysis.comparing.words import sure, verdicts, written
from sim.analysis.written import Written
from sim.report.terminal import BOLD, DIM, PLAIN
from sim.results import OUTCOMES, called

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.analysis.comparing.comparison import Against, Compared, Comparison
    from sim.analysis.comparing.regret import Loss
    from sim.studies.compare import Found

WIDTH: Final = 100
NAME: Final = 24
"""Longest name of a policy in a table."""
Cell = tuple[str, str]


def render(done: Found) -> str:
    """Return a comparison as text."""
    found, currency = done.comparison, done.facts.currency
    first, *rest = (f"{text}." for text in verdicts(found, currency))
    how = written(found.measure, currency).bare
    lines = [f"{BOLD}{line}{PLAIN}" for line in textwrap.wrap(first, WIDTH)]
    lines += [line for text in rest for line in textwrap.wrap(text, WIDTH, subsequent_indent="  ")]
    lines += ["", *_table(_head_best(found), [_best(policy, found, how) for policy in found.ranked])]
    lines += ["", *_table(_HEAD_REGRET, _regrets(found, how))]
    lines += ["", *_table(_head_risk(found), [_risk(policy, found, how) for policy in found.ranked]), ""]
    lines += [
        line
        for note in (*done.caveats, *done.notes)
        for line in textwrap.wrap(f"Note: {note}.", WIDTH, subsequent_indent="  ")
    ]
    lines += [f"{DIM}{line}{PLAIN}" for line in textwrap.wrap(_legend(done), WIDTH)]
    return "\n".join(lines)


def _table(head: Sequence[Cell], rows: Sequence[Sequence[Cell]]) -> list[str]:
    widths = [max(len(line) for row in [head, *rows] for line in row[column]) for column in range(len(head))]
    lines = []
    for row, style in zip([head, *rows], [BOLD, *[""] * len(rows)], strict=True):
        for half in (0, 1):
            name, *figures = (cell[half] for cell in row)
            told = [name.ljust(widths[0])]
            told += [text.rjust(width) for text, width in zip(figures, widths[1:], strict=True)]
            text = "  ".join(told).rstrip()
            look = style if half == 0 else DIM
            lines += [f"{look}{text}{PLAIN if look else ''}"] if text else []
    return lines


def _name(name: str, note: str = "") -> Cell:
    return brief(name, NAME), note


def _head_best(found: Comparison) -> list[Cell]:
    against = f"against {found.baseline}"
    return [
        ("which is best", ""),
        (called(found.measure) if len(called(found.measure)) < NAME else "mean", "interval"),
        (against if len(against) <= NAME else "against baseline", "simultaneous"),
        ("better in", "same luck"),
        ("against the best", "simultaneous"),
        ("P(best)", "in paths"),
    ]


def _best(policy: Compared, found: Comparison, how: Written) -> list[Cell]:
    stand, note = policy.standing, "the best" if policy is found.winner else "may be the best"
    return [
        _name(policy.name, note if stand.may_be_best else ""),
        (how.value(policy.mean), how.values(policy.ci95, "…")),
        *_against(policy.against, how),
        (how.signed(stand.gap), how.gaps(stand.interval, "…")),
        (sure(stand.probability), percent(stand.paths.probability)),
    ]


def _against(against: Against | None, how: Written) -> list[Cell]:
    if against is None:
        return [("baseline", ""), ("", "")]
    paired = against.paired
    worth = f"×{paired.variance_reduction:.3g}" if math.isfinite(paired.variance_reduction) else "–"
    return [(how.signed(paired.mean), how.gaps(against.interval, "…")), (percent(against.better.probability), worth)]


_HEAD_REGRET: Final[list[Cell]] = [
    ("what a wrong choice costs", ""),
    ("expected regret", "interval"),
    ("worst regret", "interval"),
    ("when", ""),
]


def _regrets(found: Comparison, how: Written) -> list[list[Cell]]:
    rows = sorted(zip(found.regret.policies, found.regret.of, strict=True), key=lambda pair: pair[1].worst.mean)
    return [
        [
            _name(name),
            _loss(of.expected, how),
            _loss(of.worst, how),
            (found.regret.label(of.where) if of.worst.mean else "–", ""),
        ]
        for name, of in rows
    ]


def _loss(loss: Loss, how: Written) -> Cell:
    """Return a regret as known: none is below zero, whatever noise says."""
    low, high = loss.ci95
    return how.gap(max(0.0, loss.mean)), how.gaps((low if math.isnan(low) else max(0.0, low), high), "…")


def _head_risk(found: Comparison) -> list[Cell]:
    return [
        ("what may go wrong", ""),
        ("ruin", "interval"),
        ("change", "p, Holm"),
        ("worst 5%", "interval"),
        ("dominance", f"over {found.baseline}"),
    ]


def _risk(policy: Compared, found: Comparison, how: Written) -> list[Cell]:
    ruin, against = policy.ruin, policy.against
    change: Cell = ("baseline", "")
    if against:
        change = (Written("share").signed(against.ruin.mean), _p_value(against.ruin_p_value))
    return [
        _name(policy.name),
        (percent(ruin.probability), f"{percent(ruin.ci95[0])}…{percent(ruin.ci95[1])}"),
        change,
        _tail(policy, how) if OUTCOMES[found.measure].unit != "flag" else ("–", ""),  # a yes or no has no worst paths
        _dominance(against),
    ]


def _tail(policy: Compared, how: Written) -> Cell:
    """Return the mean of the worst paths."""
    return how.value(policy.tail.mean), how.values(policy.tail.ci95, "…")


def _p_value(value: float) -> str:
    return "p<.001" if value < 0.001 else f"p={value:.3f}".replace("0.", ".")  # noqa: PLR2004 (what three digits show)


def _dominance(against: Against | None) -> Cell:
    if against is None:
        return "–", ""
    found = against.dominance
    if found.verdict == "same":
        return "the same", ""
    word = found.verdict if found.order is None else f"{found.verdict}, {found.order} order"
    return word, f"worse over {percent(found.violation)}"


def _legend(done: Found) -> str:
    found, facts = done.comparison, done.facts
    money = f"; money in {facts.currency}" if facts.currency else ""
    less = " Less is better." if found.better == "lower" else ""
    return (
        f"{extent(found.replications, facts.months)}, seed {facts.seed}, the same luck for every "
        f"policy{money}.{less} Intervals: 95%; simultaneous ones hold for all policies at once. Same luck: how many "
        "times fewer replications it takes than luck of one's own. Against the best: the best of the others is "
        "subtracted, above zero is ahead. P(best): of the mean, by bootstrap; in paths: share in which nothing ends "
        f"better. Regret: how far {called(found.measure)} is from that of the best choice for that future. Worst 5%: "
        "mean of the worst paths. Worse over: share of the area between the two distributions where "
        f"{spoken(found.baseline)} is ahead."
    )
