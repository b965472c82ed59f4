"""Sentences on which way the cycle turns and how sure that is, computed from the figures, each behind a guard."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from sim.analysis.amounts import MINUS, MISSING, counted, percent, spoken, symbol
from sim.analysis.cycle.spiral import BISTABLE, SATURATING, STALLED, VICIOUS, VIRTUOUS, above_one

if TYPE_CHECKING:
    from sim.analysis.cycle.explanation import Explanation, Turn
    from sim.analysis.cycle.gain import Gain
    from sim.analysis.statistics.resampling import Estimate

_TURNS: Final = {
    VIRTUOUS: "the cycle is virtuous: profit grows, and each {one} reinvested brings {gain} to reinvest",
    SATURATING: "the cycle is saturating: profit grows, but each {one} reinvested brings back only {gain}",
    VICIOUS: "the cycle is vicious: profit falls, though each {one} more reinvested would bring {gain} to reinvest",
    STALLED: "the cycle is stalled: profit falls, and each {one} reinvested brings back only {gain}",
    BISTABLE: "there are two outcomes and no one turn: {grow} of paths grow and {close} close; each {one} reinvested "
    "brings {gain} to reinvest",
}
_OPEN: Final = "the turn is undetermined: {growth}, and each {one} reinvested brings {gain} to reinvest, {side}"
_SIDES: Final = {1: "surely more", -1: "surely less", 0: "more or less within noise"}
_GROWTH: Final = {1: "profit grows", -1: "profit falls", 0: "whether profit grows or falls is within noise"}
_IDLE: Final = "nothing is reinvested, so the cycle does not turn: {growth}"

MANY: Final = 1e7
"""Replications beyond which nobody would go."""


def headline(found: Explanation) -> tuple[str, ...]:
    """Return one sentence per policy: which way the cycle turns, and how sure that is."""
    return tuple(turn_of(turn, found.facts.currency) for turn in found.turns)


def turn_of(turn: Turn, currency: str) -> str:
    """Say which way the cycle turns under a policy."""
    spiral = turn.spiral
    words = _IDLE if turn.idle else _TURNS.get(spiral.label, _OPEN)
    told = words.format(
        one=unit(currency),
        gain=brought(spiral.gain.gain, currency),
        growth=_GROWTH[spiral.growth.direction] if spiral.growth.rate.known or spiral.growth.direction else _none(turn),
        side=_side(turn),
        grow=percent(spiral.growing.probability),
        close=percent(spiral.closed.probability),
    )
    return f"Under {spoken(turn.policy)} {told}{'' if turn.idle else _needed(turn)}"


def _none(turn: Turn) -> str:
    few = turn.spiral.gain.shifted.trials < 2  # noqa: PLR2004 (a spread needs two values)
    return "one replication shows no direction" if few else "there is no profit that could grow or fall"


def _side(turn: Turn) -> str:
    return _SIDES[above_one(turn.spiral.gain)]


def _needed(turn: Turn) -> str:
    needed = turn.spiral.needed
    if turn.spiral.label != "undetermined" or not math.isfinite(needed) or needed > MANY:
        return ""
    return f"; about {counted(_rounded(needed), 'replication')} would tell"


def _rounded(needed: float) -> int:
    """Round up to two digits: it is a guess."""
    step = 10 ** max(0, math.floor(math.log10(max(needed, 1.0))) - 1)
    return int(math.ceil(needed / step) * step)


def unit(currency: str) -> str:
    """Return one unit of money in words of the reader."""
    return f"{symbol(currency)}1"


def brought(gain: Estimate, currency: str) -> str:
    """Write what one unit brings, with its interval."""
    if not math.isfinite(gain.value):
        return "an unknown amount"
    interval = f" ({hundredths(gain.ci95[0])} to {hundredths(gain.ci95[1])})" if gain.known else ""
    sign = MINUS if hundredths(gain.value).startswith(MINUS) else ""
    return f"{sign}{symbol(currency)}{hundredths(abs(gain.value))}{interval}"


def hundredths(value: float) -> str:
    """Write a gain to the hundredth: 0.66, −0.04, n/a."""
    if not math.isfinite(value):
        return MISSING
    text = f"{abs(value):,.2f}"
    return f"{MINUS if value < 0.0 and float(text.replace(',', '')) else ''}{text}"


def later_of(gain: Gain, first: Gain, currency: str) -> str:
    """Say what a later push brings, against the first."""
    return (
        f"{unit(currency)} more in month {gain.push.month} brings {brought(gain.gain, currency)} to reinvest, "
        f"in month {first.push.month} {brought(first.gain, currency)}"
    )
