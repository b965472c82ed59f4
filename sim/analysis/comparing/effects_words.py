"""Sentences about what one scenario is worth more than another; what is within noise is not called."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.analysis.amounts import sentence, spoken
from sim.results import called

if TYPE_CHECKING:
    from sim.analysis.comparing.effects import Effects, KeyEffect, PolicyEffect
    from sim.analysis.statistics.paired import Difference
    from sim.analysis.written import Written


def focus(effects: Effects, baseline: str) -> PolicyEffect:
    """Return the policy to speak of: the baseline if anything happens to it, else where most happens."""
    usual = [one for one in effects.policies if one.policy == baseline and one.gap.equal < 1.0]
    return usual[0] if usual else max(effects.policies, key=lambda one: abs(_known(one.gap.mean)))


def together(effects: Effects, about: PolicyEffect, words: Written) -> str:
    """Say what all differences together do to a policy."""
    what, who, gap = called(effects.measure), spoken(about.policy), about.gap
    if not math.isfinite(gap.mean):
        return f"{sentence(what)} is unknown on some paths, so no difference is given"
    if all(one.gap.equal == 1.0 for one in effects.policies):
        return f"A and B give the same {what} on every path"
    if not math.isfinite(gap.ci95[0]):
        return (
            f"On the one path, under {who}, B's {what} less A's is {words.signed(gap.mean)}: too little for an interval"
        )
    way = effects.clear(about.policy)
    if not way:
        size = f"{words.signed(gap.mean)}, 95% interval {words.signs(gap.ci95)}"
        return f"Under {who} B's {what} doesn't clearly differ from A's ({size})"
    more = "higher" if way > 0 else "lower"
    size = words.gap(abs(gap.mean))
    return f"Under {who} B's {what} is {size} {more} than A's (95% interval {words.signs(gap.ci95)})"


def others(effects: Effects, about: PolicyEffect) -> str:
    """Say under how many of several policies the second scenario is clearly better and worse; empty for one policy."""
    if len(effects.policies) == 1 or not _judged(about):
        return ""
    ways = [effects.clear(one.policy) for one in effects.policies]
    count, higher, lower = len(ways), ways.count(1), ways.count(-1)
    if count in {higher, lower}:
        return f"So it is under each of the {count} policies" if effects.clear(about.policy) else ""
    if not higher + lower:
        return f"So it is under each of the {count} policies"
    return f"Of {count} policies B is clearly higher under {higher or 'none'} and clearly lower under {lower or 'none'}"


def carrier(effects: Effects, about: PolicyEffect, words: Written) -> str:
    """Say which difference moves the outcome most, and what is beyond the sum of each alone."""
    known = [key for key in effects.keys if about.policy in key.gaps]
    if not known or about.gap.equal == 1.0 or not _judged(about):
        return ""
    known.sort(key=lambda key: -abs(_known(key.gaps[about.policy].mean)))
    rest = _rest(effects.rest[about.policy], words)
    clear = [key for key in known if key.gaps[about.policy].clear]
    if not clear:
        return f"No single difference has a clear effect{rest}"
    if effects.leads[about.policy] or len(known) == 1:
        return f"{known[0].key} alone moves it most: {words.signed(known[0].gaps[about.policy].mean)}{rest}"
    first, second = (f"{key.key} ({words.signed(key.gaps[about.policy].mean)})" for key in known[:2])
    return f"{first} and {second} alone move it most, not yet told apart{rest}"


def _judged(about: PolicyEffect) -> bool:
    """Tell whether there are paths enough, all with a known outcome, to tell an effect from noise."""
    return all(map(math.isfinite, about.gap.ci95))


def _rest(rest: Difference, words: Written) -> str:
    if rest.equal == 1.0:
        return ""
    if not rest.clear:
        return "; what they do to one another is within noise"
    return f"; what they do to one another makes {words.signed(rest.mean)}"


def _known(value: float) -> float:
    return value if math.isfinite(value) else 0.0


def refused(keys: tuple[KeyEffect, ...]) -> tuple[str, ...]:
    """Say which differences can't be laid over the first scenario alone."""
    return tuple(f"{key.key} can't be changed alone: {key.refused}" for key in keys if key.refused)
