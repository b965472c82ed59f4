"""What loop shares say, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.amounts import counted, percent, sentence, spoken
from sim.analysis.loops.shares import FEW, GROWTH

if TYPE_CHECKING:
    from sim.analysis.intervals import Interval
    from sim.analysis.loops.shares import Handover, LoopShares, PolicyLoops
    from sim.arrays import Array

STILL: Final = 0.01
"""A growth loop below this share of all movement stands still."""
SURE: Final = 0.95
"""Share of bootstrap draws from which a hand-over counts as one."""
WIDEST: Final = 24
"""Months beyond which an interval of a hand-over names no time."""
UNTOLD: Final = 0.5
"""Causes that tell less than this part of the change in customers, or as much too much, leave shares in doubt."""


def average(values: Array) -> float:
    """Return the mean over months that move; NaN when none does."""
    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) else float("nan")


def growth_of(policy: PolicyLoops) -> tuple[float, Interval]:
    """Return the mean share of the growth loops over all months, and the mean ends of its band."""
    family = policy.family(GROWTH)
    return average(family.share), (average(family.low), average(family.high))


def title(found: LoopShares) -> str:
    """Return the headline: under which policy the growth loops weigh most, if that is clear."""
    shares = {policy.policy: growth_of(policy) for policy in found.policies}
    known = {name: share for name, share in shares.items() if np.isfinite(share[0])}
    if not known or any(policy.few for policy in found.policies):
        few = f"Too few replications to tell which loops move the firm: {found.facts.replications:,}"
        return few if known else "No loop moves: the firm stands still or is closed"
    ranked = sorted(known, key=lambda name: -known[name][0])
    first, (most, band) = ranked[0], known[ranked[0]]
    if most < STILL:
        return "No growth loop turns: nothing is reinvested, or nothing comes of it"
    if len(ranked) == 1:
        return f"Growth loops make up {percent(most)} of all loop movement under {spoken(first)}"
    if band[0] > max(known[name][1][1] for name in ranked[1:]):
        return f"Growth loops weigh most under {spoken(first)}: {percent(most)} of all loop movement"
    return _range(known[ranked[-1]], known[first])


def _range(least: tuple[float, Interval], most: tuple[float, Interval]) -> str:
    """Return the shares of growth loops from the policy with the least to that with the most."""
    low, high = percent(least[0]), percent(most[0])
    if low == high:
        return f"Growth loops make up {high} of all loop movement under every policy"
    apart = "depending on the policy" if most[1][0] > least[1][1] else "and which policy has most is within noise"
    return f"Growth loops make up {low} to {high} of all loop movement, {apart}"


def way(policy: PolicyLoops) -> str:
    """Return which way revenue goes on average over the months, if that is clear."""
    low, high = policy.rising_ci95
    if policy.few:
        return "which way revenue goes is within noise"
    if low > 0:
        return "revenue rises"
    return "revenue falls" if high < 0 else "revenue holds within noise"


def counts(change: Handover) -> bool:
    """Tell whether a hand-over is one: it comes in nearly every draw, and at a time that can be named."""
    return change.sure >= SURE and change.ci95[1] - change.ci95[0] <= WIDEST


def lead(policy: PolicyLoops) -> str:
    """Return who leads, reinforcing or balancing loops, and since when."""
    change = policy.handover
    if not np.isfinite(policy.reinforcing.share[-1]):
        return "no loop moves at the end"
    if policy.few:
        return "who leads is within noise"
    side = "reinforcing" if policy.reinforcing.share[-1] > 0.5 else "balancing"  # noqa: PLR2004 (more than half)
    if change is None and _clear(policy):
        return f"{side} loops lead throughout"
    if change is None or not counts(change):
        return "who leads is within noise"
    return f"{side} loops lead from month {change.month} {_between(change)}".rstrip()


def _clear(policy: PolicyLoops) -> bool:
    """Tell whether the band of all reinforcing loops lies on one side of one half, on average over months."""
    half = 0.5
    return average(policy.reinforcing.low) > half or average(policy.reinforcing.high) < half


def _between(change: Handover) -> str:
    low, high = change.ci95
    return "" if low == high else f"({low:.0f} to {high:.0f})"


def strongest(policy: PolicyLoops) -> str:
    """Return the headline of one policy: which kind of loop carries most of the movement, if that is clear."""
    name = spoken(policy.policy)
    ranked = sorted(((average(one.share), one) for one in policy.families), key=lambda pair: -np.nan_to_num(pair[0]))
    (share, family), *others = ranked
    if not np.isfinite(share):
        return f"Nothing moves under {name}"
    if policy.few or average(family.low) <= max(average(other.high) for _, other in others):
        return f"No kind of loop clearly leads under {name}; {way(policy)}"
    kind = "reinforcing" if family.sign > 0 else "balancing"
    return f"Under {name}, {family.name} loops ({kind}) carry {percent(share)} of loop movement; {way(policy)}"


def lines(found: LoopShares) -> list[str]:
    """Return a sentence per policy: shares of growth and of the strongest brake, and who leads."""
    return [_line(policy) for policy in found.policies]


def _line(policy: PolicyLoops) -> str:
    share, (low, high) = growth_of(policy)
    if not np.isfinite(share):
        return f"{sentence(spoken(policy.policy))}: nothing moves."
    brakes = [(average(family.share), family.name) for family in policy.families if family.sign < 0]
    most, brake = max(brakes)
    alive = int(policy.alive[-1])
    doubts = f" Only {counted(alive, 'living firm')} at the end." if alive < FEW else ""
    doubts = doubts if alive else " No firm lives at the end."
    told = float(np.nanmedian(policy.told["customers"])) if np.isfinite(policy.told["customers"]).any() else np.nan
    if not UNTOLD <= told <= 2 - UNTOLD:
        doubts += " Most of the change in customers is ageing and luck, not loops: trust the shares little."
    return (
        f"{sentence(spoken(policy.policy))}: growth loops {percent(share)} ({percent(low)} to {percent(high)}) of all "
        f"loop movement, strongest brake {brake} ({percent(most)}); {way(policy)}; {lead(policy)}.{doubts}"
    )
