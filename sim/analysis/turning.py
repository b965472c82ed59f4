"""Sentences on why the cycle turns as it does, computed from the figures, each behind a guard."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from sim.analysis.amounts import listed, money, percent, quantity, sentence, signed_money, spoken
from sim.analysis.spiral import BISTABLE, SATURATING, STALLED, VICIOUS, VIRTUOUS, above_one

if TYPE_CHECKING:
    from sim.analysis.attribution import Attribution
    from sim.analysis.explanation import Explanation, Turn
    from sim.analysis.resampling import Estimate
    from sim.analysis.waterfall import Gap

MOST: Final = 3
"""Steps or loops named in a sentence."""

_TURNS: Final = {
    VIRTUOUS: "the cycle is virtuous: profit grows, and each unit reinvested brings {gain} to reinvest",
    SATURATING: "the cycle is saturating: profit grows, but each unit reinvested brings only {gain} to reinvest",
    VICIOUS: "the cycle is vicious: profit falls, though each unit reinvested would bring {gain} to reinvest",
    STALLED: "the cycle is stalled: profit falls, and each unit reinvested brings only {gain} to reinvest",
    BISTABLE: "the cycle is bistable: {grow} of paths grow and {close} close, so one word would mislead (gain {gain})",
}


def headline(found: Explanation) -> tuple[str, ...]:
    """Return one sentence per policy: which way the cycle turns, and how sure that is."""
    return tuple(turn_of(turn) for turn in found.turns)


def turn_of(turn: Turn) -> str:
    """Say which way the cycle turns under a policy."""
    spiral = turn.spiral
    words = _TURNS.get(spiral.label)
    if words is None:
        side = {1: "profit grows", -1: "profit falls", 0: "whether profit grows is within noise"}
        words = f"the turn is undetermined: {side[spiral.growth.direction]}, and each unit reinvested brings {{gain}}"
        if math.isfinite(spiral.needed):
            words += f"; about {spiral.needed:,.0f} replications would tell"
    told = words.format(
        gain=gain_of(spiral.gain.gain),
        grow=percent(spiral.growing.probability),
        close=percent(spiral.closed.probability),
    )
    return f"Under {spoken(turn.policy)} {told}"


def gain_of(gain: Estimate) -> str:
    """Write a gain with its interval."""
    if not gain.known:
        return quantity(gain.value)
    return f"{quantity(gain.value)} ({quantity(gain.ci95[0])} to {quantity(gain.ci95[1])})"


def chain_of(turn: Turn, currency: str, *, unit: float = 1000.0) -> str:
    """Tell what becomes of money put in, step by step; empty where a step is not identified."""
    waterfall = turn.waterfall
    if not all(factor.identified for factor in waterfall.factors):
        return ""
    amounts = chain(turn, unit)
    leads, customers, months, gross, saved, profit, budget = amounts
    return (
        f"{sentence(spoken(turn.policy))}: {money(unit, currency)} more bring {quantity(leads)} qualified leads, "
        f"{quantity(customers)} customers, {quantity(months)} customer-months, {money(gross, currency)} gross profit "
        f"({money(saved, currency)} with savings), {money(profit, currency)} profit, {money(budget, currency)} to reinvest"
    )


def chain(turn: Turn, unit: float) -> tuple[float, ...]:
    """Return what `unit` of money becomes after each factor of the waterfall."""
    found, amount = [], unit
    for factor in turn.waterfall.factors:
        amount *= factor.ratio.value
        found.append(amount)
    return tuple(found)


def lead_of(gap: Gap, currency: str) -> str:
    """Say which steps make one policy's lead over another, or its lag."""
    if not gap.total.known:
        return ""
    low, high = gap.total.ci95
    name, other = sentence(spoken(gap.policy)), spoken(gap.baseline)
    if low <= 0.0 <= high:
        return f"{name} leaves as much after reinvestment as {other}, within noise"
    ahead = gap.total.value > 0.0
    clear = [part for part in gap.parts if part.adds.ci95[0] > 0.0 or part.adds.ci95[1] < 0.0]
    for_it = sorted((part for part in clear if part.adds.value > 0.0), key=lambda part: -part.adds.value)[:MOST]
    against = sorted((part for part in clear if part.adds.value < 0.0), key=lambda part: part.adds.value)[:MOST]
    parts = [f"{part.name} {signed_money(part.adds.value, currency)}" for part in (*for_it, *against)]
    word = "more" if ahead else "less"
    size = money(abs(gap.total.value), currency)
    return f"{name} leaves {size} {word} after reinvestment than {other}: {listed(parts)}"


def loops_of(found: Attribution, currency: str) -> str:
    """Say which loops add most to the outcome under a policy, and which two do so together."""
    name = spoken(found.policy)
    clear = [share for share in found.loops if share.adds.ci95[0] > 0.0 or share.adds.ci95[1] < 0.0][:MOST]
    if not clear:
        return f"Under {name} no loop adds anything beyond noise"
    parts = [f"{share.loops[0]} {signed_money(share.adds.value, currency)}" for share in clear]
    text = f"Under {name} the loops add {signed_money(found.total.value, currency)}: {listed(parts)}"
    pair = found.pairs[0] if found.pairs else None
    if pair is not None and (pair.adds.ci95[0] > 0.0 or pair.adds.ci95[1] < 0.0):
        text += f"; {' and '.join(pair.loops)} together {signed_money(pair.adds.value, currency)} beyond each alone"
    return text


def feeds_itself(turn: Turn) -> int:
    """Return 1 or −1 when the gain is surely above or below one, else 0."""
    return above_one(turn.spiral.gain.gain)
