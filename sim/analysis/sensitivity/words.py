"""Sentences about what drives an outcome, computed from the numbers; what is within noise is not called."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from sim.analysis.amounts import MISSING, listed, percent, sentence, spoken
from sim.analysis.sensitivity.tornado import turning

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.analysis.intervals import Interval
    from sim.analysis.sensitivity.morris import Morris
    from sim.analysis.sensitivity.sobol import Index, Sobol
    from sim.analysis.sensitivity.tornado import Tornado
    from sim.analysis.subject import Subject

MOST_NAMES: Final = 3
"""Inputs named in a sentence; more are counted."""

_VERDICTS: Final = {
    1: "more than any input",
    0: "neither clearly more nor clearly less than the widest input",
    -1: "less than the widest input",
}


def widest(found: Tornado) -> str:
    """Say which input moves the outcome most, if one does."""
    subject, clear = found.subject, [bar for bar in found.bars if bar.clear]
    if found.still:
        return unmoved(subject, found.luck.mean)
    if not clear:
        return f"No input moves the {subject.phrase} beyond noise"
    top = clear[0]
    if not found.leads and len(clear) > 1:
        second = clear[1].factor.name
        return sentence(f"{top.factor.name} and {second} lead in moving the {subject.phrase}, not yet told apart")
    low, high = (f"{subject.text(end.mean)} at {end.level.text}" for end in (top.low, top.high))
    most = " most" if found.leads else ""
    return sentence(f"{top.factor.name} moves the {subject.phrase}{most}: from {low} to {high}")


def luck_against_inputs(found: Tornado) -> str:
    """Say whether luck or the widest input moves the outcome more; empty when there is nothing to say."""
    if found.still or not found.bars:
        return ""
    luck, subject = found.luck, found.subject
    least, most = luck.p90_ci95[0] - luck.p10_ci95[1], luck.p90_ci95[1] - luck.p10_ci95[0]
    low, high = found.bars[0].swing_ci95
    verdict = _VERDICTS[(least > high) - (most < low)]
    if not (least <= most and low <= high):  # too few replications for intervals
        return ""
    low_end, high_end = subject.text(luck.p10), subject.text(luck.p90)
    return f"Luck alone moves it {verdict}: eight paths in ten between {low_end} and {high_end}"


def sign_turns(found: Tornado) -> str:
    """Say which inputs alone decide which of two policies is ahead; empty when none does."""
    bars = turning(found)
    if not found.subject.less or not bars:
        return ""
    names = some([bar.factor.name for bar in bars])
    whom = f"{spoken(found.subject.policy)} or {spoken(found.subject.less)}"
    return f"Whether {whom} is ahead on average turns with {names}"


def shares(found: Sobol) -> str:
    """Say what luck and the strongest input have of the variance."""
    subject = found.subject
    if found.still:
        return unmoved(subject, found.mean)
    luck = f"Luck accounts for {share(found.luck.total)} of the variance of the {subject.phrase}"
    top = found.drivers[0]
    if top.shares.total.value <= 0.0:
        return f"{luck}; no input has any part in it"
    if top.above_rest or len(found.drivers) == 1:
        return f"{luck}; of the inputs {top.factor.name} has most: {share(top.shares.total)}"
    names = untold([one.factor.name for one in found.drivers], [one.above_rest for one in found.drivers])
    return f"{luck}; {listed(names)} lead the inputs, not yet told apart"


def effects(found: Morris) -> str:
    """Say which input matters most."""
    subject = found.subject
    if found.still:
        return unmoved(subject, 0.0 if subject.less else None)
    top = found.effects[0]
    if not top.size or top.factor is None:
        return f"No input moves the {subject.phrase}; luck does"
    if top.above_rest or len(found.effects) == 1:
        step = subject.text(top.size)
        return sentence(f"{top.factor.name} moves the {subject.phrase} most: by {step} a step on average")
    names = untold([one.factor.name for one in found.effects if one.factor], [one.above_rest for one in found.effects])
    return sentence(f"{listed(names)} move the {subject.phrase} most, not yet told apart")


def unmoved(subject: Subject, value: float | None) -> str:
    """Say that neither inputs nor luck move the outcome."""
    if subject.less and value == 0.0:
        pair = f"{spoken(subject.policy)} and {spoken(subject.less)}"
        return sentence(f"{pair} have the same {subject.what} in every trial, whatever the inputs and the luck")
    same = "the same" if value is None else subject.text(value)
    return sentence(f"the {subject.phrase} is {same} in every trial, whatever the inputs and the luck")


def untold(names: Sequence[str], above_rest: Sequence[bool]) -> list[str]:
    """Return the names that lead without being told apart, at most a few of them."""
    end = next((place for place, above in enumerate(above_rest) if above), len(names) - 1) + 1
    return list(names[: min(end, MOST_NAMES)])


def some(names: list[str]) -> str:
    """List names, the rest counted."""
    rest = len(names) - MOST_NAMES
    return listed([*names[:MOST_NAMES], f"{rest} more"] if rest > 0 else names)


def share(index: Index) -> str:
    """Write a share of variance with its interval."""
    return f"{part(index.value)} ({part_interval(index.ci95)})"


def part(value: float) -> str:
    """Write a share of variance; an estimate beyond 0 or 1 is so by noise."""
    return percent(min(max(0.0, value), 1.0)) if math.isfinite(value) else MISSING


def part_interval(interval: Interval) -> str:
    """Write the interval of a share of variance."""
    if not all(map(math.isfinite, interval)):
        return MISSING
    return f"{part(interval[0])} to {part(interval[1])}"
