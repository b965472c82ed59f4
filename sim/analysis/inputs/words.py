"""The value of information in words: what is worth measuring, or that nothing is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.analysis.amounts import listed, money, percent, spoken
from sim.analysis.inputs.information import FEWEST_CHANGES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.analysis.inputs.information import Information, Worth
    from sim.analysis.run.ranking import Flip

NOTHING: Final = "–"
NAMED: Final = 3
"""Inputs or pairs named in a sentence; more are counted."""


def headline(found: Information, currency: str) -> str:
    """Say what is worth measuring first."""
    clear = [(one.name, value) for one, value in found.ranked if value.clear]
    if not clear:
        return f"{_nothing(found, currency)}."
    (first, best), *others = clear
    text = f"Measuring {first} first is worth up to {amount(best, currency)} ({interval(best, currency)})"
    if others:
        named = [f"{name} {amount(value, currency)}" for name, value in others[:NAMED]]
        rest = len(others) - len(named)
        text += f", {listed([*named, f'{rest} more'] if rest else named)}"
    left = len(found.inputs) - len(clear)
    return f"{text}; {'nothing else is beyond noise' if left else 'each is beyond noise'}."


def _nothing(found: Information, currency: str) -> str:
    if found.everything.clear:
        return (
            f"No input alone is worth measuring beyond noise{_closest(found, currency)}; knowing all is worth up to "
            f"{amount(found.everything, currency)} ({interval(found.everything, currency)})"
        )
    values = (*found.each, found.everything)
    most = max(value.ci95[1] for value in values)
    if most <= 0.0 and not any(value.changes for value in values):
        return f"Nothing is worth measuring: whatever the inputs turn out to be, {choice(found)} is the choice"
    return (
        f"Nothing is worth measuring beyond noise: the choice stays {choice(found)}, and knowing any input is worth at "
        f"most {money(max(0.0, most), currency)}"
    )


def _closest(found: Information, currency: str) -> str:
    """Name an input that would be beyond noise by itself, lest its interval in the table contradict the sentence."""
    for one, value in found.ranked:
        if value.ci95[0] > 0.0 and value.changes * found.replications >= FEWEST_CHANGES:
            return f" ({one.name}, at {amount(value, currency)}, would be if asked about alone)"
    return ""


def choice(found: Information) -> str:
    """Return the choice without information, and what can't be told from it."""
    rest = [spoken(name) for name in found.tied if name != found.chosen]
    return spoken(found.chosen) + (f" (within noise of {listed(rest)})" if rest else "")


def amount(value: Worth, currency: str) -> str:
    """Return the worth; information can't be worth less than nothing, so noise below zero reads as zero."""
    return money(max(0.0, value.mean), currency) if value.changes else NOTHING


def interval(value: Worth, currency: str) -> str:
    """Return the interval, from nothing upwards; none where the choice never changed, so that nothing was measured."""
    if not value.changes:
        return NOTHING
    return " to ".join(money(max(0.0, end), currency) for end in value.ci95)


def share(value: Worth, everything: Worth) -> str:
    """Return the share of what knowing all inputs is worth, where both are beyond noise."""
    if not (everything.clear and value.clear):
        return ""
    return percent(min(1.0, value.mean / everything.mean))


def changes(value: Worth) -> str:
    """Say how often the choice changes, and to what most often."""
    return f"{percent(value.changes)} to {spoken(value.instead)}" if value.changes else "never"


def all_and_one(found: Information) -> str:
    """Explain a worth of all inputs that comes out below that of one; empty where it does not."""
    best = max((value.mean for value in found.each), default=0.0)
    return "All can't be worth less than one: it reads so by noise." if 0.0 < found.everything.mean < best else ""


def hanging(found: Information, flips: Sequence[Flip]) -> str:
    """Warn that the choice, and so the worth, hangs on the terminal value; empty when it does not."""
    behind = [spoken(flip.worse) for flip in flips if flip.better == found.chosen]
    rest = len(behind) - NAMED
    behind = [*behind[:NAMED], f"{rest} more"] if rest > 0 else behind
    if not behind:
        return ""
    return (
        f"The choice hangs on terminal value: without it, {spoken(found.chosen)} is not ahead of {listed(behind)}; "
        "compare --measure npv_without_terminal_value."
    )
