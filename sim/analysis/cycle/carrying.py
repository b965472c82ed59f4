"""Sentences on which step carries the gain, where a lead comes from, and what loops add, each behind a guard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.analysis.amounts import listed, money, quantity, sentence, signed_money, spoken
from sim.analysis.cycle.contrast import CLOSINGS
from sim.analysis.cycle.turning import hundredths

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.analysis.cycle.attribution import Attribution
    from sim.analysis.cycle.explanation import Explanation, Turn
    from sim.analysis.cycle.lead import Gap
    from sim.analysis.cycle.log_mean import Part

MOST: Final = 3
"""Steps or loops named in a sentence."""

STEPS: Final = {1: "plans", 2: "demand", 3: "acquisition", 4: "experience", 5: "supply", 6: "reinvestment"}
"""The steps of the cycle by number."""


def chain(turn: Turn, unit: float) -> tuple[float, ...]:
    """Return what `unit` of money becomes after each factor of the waterfall."""
    found, amount = [], unit
    for factor in turn.waterfall.factors:
        amount *= factor.ratio.value
        found.append(amount)
    return tuple(found)


def chain_of(turn: Turn, currency: str, *, unit: float = 1000.0) -> str:
    """Tell what becomes of money put in, step by step; where a step is not identified, say which."""
    name = sentence(spoken(turn.policy))
    lost = next((factor for factor in turn.waterfall.factors if not factor.identified), None)
    if lost is not None:
        return f"{name}, step by step: not identified, since what {lost.name} is divided by may be nothing"
    leads, customers, months, gross, saved, profit, budget = chain(turn, unit)
    return (
        f"{name}, step by step: {money(unit, currency)} more bring {quantity(leads)} qualified leads, "
        f"{quantity(customers)} customers, {quantity(months)} customer-months, {money(gross, currency)} gross profit "
        f"({money(saved, currency)} with savings), {money(profit, currency)} profit, {money(budget, currency)} "
        f"to reinvest{_rest(turn, currency, unit)}"
    )


def _rest(turn: Turn, currency: str, unit: float) -> str:
    survival = turn.spiral.gain.survival
    if not survival.side:
        return ""
    return f"; {signed_money(unit * survival.value, currency)} come of firms that close later or not at all"


def step_to_fix(found: Explanation) -> str:
    """Say which step separates the best policy's gain from the baseline's most; empty for a policy alone."""
    contrast = found.contrast
    if contrast is None or not contrast.total.known:
        return ""
    best, base = spoken(contrast.policy), spoken(contrast.base)
    if not contrast.total.side:
        return f"The gains of {best} and {base} are apart within noise only, so no step is to blame"
    word = "more" if contrast.total.side > 0 else "less"
    size = hundredths(abs(contrast.total.value))
    named = _largest(contrast.parts, side=contrast.total.side)
    if not named:
        return f"{sentence(best)} gains {size} {word} a lap than {base}; no single step makes that beyond noise"
    first, *rest = [_step(part) for part in named]
    also = f", then {listed(rest)}" if rest else ""
    verb = "lacks" if contrast.total.side > 0 else "has"
    return (
        f"The step to look at: {best} gains {size} {word} a lap than {base}. What {base} {verb} most is {first}{also}"
    )


def _largest(parts: Sequence[Part], *, side: int) -> list[Part]:
    """Return the parts that surely pull one way, largest first."""
    return sorted((part for part in parts if part.adds.side == side), key=lambda part: -side * part.adds.value)[:MOST]


def _step(part: Part) -> str:
    where = "" if part.name == CLOSINGS else f"step {part.step}, {STEPS[part.step]}: "
    return f"{part.name} ({where}{_signed(part.adds.value)})"


def _signed(value: float) -> str:
    return f"+{hundredths(value)}" if value > 0.0 else hundredths(value)


def lead_of(gap: Gap, currency: str) -> str:
    """Say which steps make one policy's lead over another, or its lag."""
    if not gap.total.known:
        return ""
    name, other = sentence(spoken(gap.policy)), spoken(gap.baseline)
    if not gap.total.side:
        return f"{name} leaves as much after reinvestment as {other}, within noise"
    word = "more" if gap.total.side > 0 else "less"
    found = f"{name} leaves {money(abs(gap.total.value), currency)} {word} after reinvestment than {other}"
    told = [text for side in (1, -1) if (text := _through(_largest(gap.parts, side=side), currency, side=side))]
    return f"{found}: {'; '.join(told)}" if told else found


def _through(named: Sequence[Part], currency: str, *, side: int) -> str:
    """Say what steps bring or cost, without signs that a line could end on; empty without any."""
    steps = [f"{part.name} ({money(abs(part.adds.value), currency)})" for part in named]
    return f"{'more' if side > 0 else 'less'} through {listed(steps)}" if steps else ""


def loops_of(found: Attribution, currency: str) -> str:
    """Say which loops add most to the outcome under a policy, and which two do so together."""
    name = spoken(found.policy)
    clear = [share for share in found.loops if share.adds.side][:MOST]
    if not clear:
        return f"Under {name} no loop adds to or takes from NPV beyond noise"
    parts = [f"{share.loops[0]} {signed_money(share.adds.value, currency)}" for share in clear]
    text = f"Under {name} the loops together change NPV by {signed_money(found.total.value, currency)}: {listed(parts)}"
    pair = next(iter(found.pairs), None)
    if pair is not None and pair.adds.side:
        text += f"; {' with '.join(pair.loops)} {signed_money(pair.adds.value, currency)} beyond each alone"
    return text
