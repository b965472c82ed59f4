"""Titles of the charts on why the cycle turns as it does, computed from the figures, each behind a guard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.analysis.amounts import listed, money, sentence, signed_money, spoken
from sim.analysis.carrying import chain
from sim.analysis.spiral import above_one
from sim.analysis.turning import unit

if TYPE_CHECKING:
    from sim.analysis.attribution import Attribution
    from sim.analysis.explanation import Explanation, Turn
    from sim.analysis.lead import Gap

PUT_IN: Final = 1000.0
"""Money that charts follow through the steps."""


def gain_title(found: Explanation) -> str:
    """Return the title of the chart of gains: which policies surely feed themselves, and which surely do not."""
    sides = {turn.policy: above_one(turn.spiral.gain) for turn in found.turns if not turn.idle}
    above = [spoken(name) for name, side in sides.items() if side > 0]
    below = [spoken(name) for name, side in sides.items() if side < 0]
    lap = f"each {unit(found.facts.currency)} reinvested"
    if above and below:
        return f"Under {listed(above)} {lap} brings more than that to reinvest, under {listed(below)} less"
    if above and len(above) == len(sides):
        return f"Under {_all(above)} {lap} brings more than that to reinvest"
    if below and len(below) == len(sides):
        return f"Under {_all(below)} {lap} brings less than that to reinvest"
    if above or below:
        word = "more" if above else "less"
        return f"Under {listed(above or below)} {lap} brings {word} than that to reinvest; the rest is within noise"
    if not sides:
        return sentence("nothing is reinvested, so the cycle does not turn")
    return f"Whether {lap} brings more or less than that to reinvest is within noise"


def _all(names: list[str]) -> str:
    return listed(names) if len(names) <= 3 else "every policy that reinvests"  # noqa: PLR2004 (a title of one line)


def steps_title(found: Explanation) -> str:
    """Return the title of the chart of steps: what becomes of money put in under the policies told in full."""
    currency = found.facts.currency
    known = [turn for turn in found.told if identified(turn) and not turn.idle]
    if not known:
        return "What becomes of money put in, step by step"
    texts = [f"{money(chain(turn, PUT_IN)[-1], currency)} under {spoken(turn.policy)}" for turn in known]
    return f"Of {money(PUT_IN, currency)} more put in, {listed(texts)} come back to be reinvested"


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
    why = f", most of it by {most.name}" if most.adds.side == side else ""
    return f"{name} leaves {size} {word} after reinvestment than {other}{why}"


def loops_title(found: Explanation) -> str:
    """Return the title of the chart of loops: which one matters most under each policy."""
    told = [_largest(one, found.facts.currency) for one in found.attributions]
    known = [text for text in told if text]
    if not known:
        return "No loop adds to or takes from net present value beyond noise"
    return sentence("; ".join(known))


def _largest(one: Attribution, currency: str) -> str:
    share = next((share for share in one.loops if share.adds.side), None)
    if share is None:
        return ""
    verb = "adds" if share.adds.side > 0 else "costs"
    return f"{share.loops[0]} {verb} most under {spoken(one.policy)} ({signed_money(share.adds.value, currency)})"
