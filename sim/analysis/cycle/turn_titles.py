"""Titles of the charts on why the cycle turns as it does, computed from the figures, each behind a guard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.analysis.amounts import listed, money, sentence, signed_money, spoken
from sim.analysis.cycle.spiral import above_one
from sim.analysis.cycle.turning import unit

if TYPE_CHECKING:
    from sim.analysis.cycle.attribution import Attribution, Share
    from sim.analysis.cycle.explanation import Explanation, Turn
    from sim.analysis.cycle.lead import Gap

PUT_IN: Final = 1000.0
"""Money that charts follow through the steps."""


def gain_title(found: Explanation) -> str:
    """Return the title of the chart of gains: which policies surely feed themselves, and which surely do not."""
    sides = {turn.policy: above_one(turn.spiral.gain) for turn in found.turns if not turn.idle}
    above = [spoken(name) for name, side in sides.items() if side > 0]
    below = [spoken(name) for name, side in sides.items() if side < 0]
    one = unit(found.facts.currency)
    if not sides:
        return "Nothing is reinvested, so the cycle does not turn"
    if above and below:
        return f"Each {one} reinvested brings back more than {one} under {listed(above)}, less under {listed(below)}"
    if not (above or below):
        return f"Whether each {one} reinvested brings back more or less than {one} is within noise"
    word, names = ("more", above) if above else ("less", below)
    rest = "" if len(names) == len(sides) else "; elsewhere it is within noise"
    return (
        f"Each {one} reinvested brings back {word} than {one} under {_all(names) if not rest else listed(names)}{rest}"
    )


def _all(names: list[str]) -> str:
    return listed(names) if len(names) <= 3 else "every policy that reinvests"  # noqa: PLR2004 (a title of one line)


def steps_title(found: Explanation) -> str:
    """Return the title of the chart of steps: what becomes of money put in under the policies told in full."""
    currency = found.facts.currency
    known = [turn for turn in found.told if identified(turn) and not turn.idle]
    if not known:
        return "What becomes of money put in, step by step"
    texts = [f"{money(whole(turn), currency)} under {spoken(turn.policy)}" for turn in known]
    return f"{money(PUT_IN, currency)} more put in bring back, to be reinvested, {listed(texts)}"


def whole(turn: Turn) -> float:
    """Return what comes back of what is put in, firms that close later or not at all included."""
    return PUT_IN * turn.spiral.gain.gain.value


def identified(turn: Turn) -> bool:
    """Tell whether every step of a gain is identified."""
    return all(factor.identified for factor in turn.waterfall.factors)


def lead_title(gap: Gap, currency: str) -> str:
    """Return the title of the chart of the lead: how much, and by which step most."""
    name, other = sentence(spoken(gap.policy)), spoken(gap.baseline)
    if not gap.total.side:
        return f"{name} leaves as much after reinvestment as {other}, within noise"
    side = gap.total.side
    size, word = money(abs(gap.total.value), currency), "more" if side > 0 else "less"
    most = max(gap.parts, key=lambda part: side * part.adds.value)
    why = f", above all through {most.name}" if most.adds.side == side else ""
    return f"{name} leaves {size} {word} after reinvestment than {other}{why}"


def loops_title(found: Explanation) -> str:
    """Return the title of the chart of loops: which one matters most under each policy."""
    found_most = [(one, share) for one in found.attributions if (share := _largest(one)) is not None]
    if not found_most:
        return "No loop adds to or takes from NPV beyond noise"
    told = [f"{_does(share)} under {spoken(one.policy)}" for one, share in found_most]
    loops = {share.loops[0] for _, share in found_most}
    if len(loops) == 1 and len(told) > 1:
        amounts = [
            f"{signed_money(share.adds.value, found.facts.currency)} under {spoken(one.policy)}"
            for one, share in found_most
        ]
        return f"{sentence(loops.pop())} matters most: {listed(amounts)}"
    return sentence("; ".join(told))


def _largest(one: Attribution) -> Share | None:
    return next((share for share in one.loops if share.adds.side), None)


def _does(share: Share) -> str:
    return f"{share.loops[0]} {'adds' if share.adds.side > 0 else 'costs'} most"
