"""Sentences that say what a comparison found; what is within noise is not called."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from sim.analysis.amounts import listed, percent, sentence, spoken
from sim.analysis.intervals import LEVEL, direction
from sim.analysis.run.reliance_words import owed
from sim.analysis.written import Written
from sim.results import OUTCOMES, called

if TYPE_CHECKING:
    from sim.analysis.comparing.comparison import Compared, Comparison

_WORTH: Final = {"npv": "", "npv_without_terminal_value": " before terminal value"}
"""Outcomes that a policy is said to be worth, and what is added."""
MOST_NAMES: Final = 4
"""Policies named in a sentence; more are counted."""
CERTAIN: Final = 0.9995


def written(measure: str, currency: str) -> Written:
    """Return how values of an outcome are written."""
    return Written.of(OUTCOMES[measure].unit, currency)


def sure(probability: float) -> str:
    """Write a chance that was counted in bootstrap samples: never a false 0 % or 100 %, nothing when too few tell."""
    if math.isnan(probability):
        return "n/a"
    if probability >= CERTAIN:
        return ">99.9%"
    return percent(probability) if probability >= 1.0 - CERTAIN else "<0.1%"


def verdicts(found: Comparison, currency: str) -> tuple[str, ...]:
    """Return the sentences that open a comparison: the best, what of it is terminal value, bad paths, regret, ruin."""
    every = (*(of(found, currency) for of in (best, caveat, tail, regret)), ruin(found))
    return tuple(text for text in every if text)


def caveat(found: Comparison, currency: str) -> str:
    """Say what the best owes to the terminal value; empty when there is no best, or when something else is compared."""
    return owed(found.reliance, currency)


def best(found: Comparison, currency: str) -> str:
    """Say which policy is the best, if one is beyond noise, and else what would settle it."""
    winner = found.winner
    if winner is None:
        return _open(found)
    how = written(found.measure, currency)
    known = math.isfinite(winner.standing.probability)
    chance = f", P(best) {sure(winner.standing.probability)}" if known else ""
    if winner.against:
        size = _more(found, abs(winner.against.paired.mean), winner.against.direction, how)
        interval = how.gaps(_size(winner.against.interval))
        return sentence(
            f"{spoken(winner.name)} {size} than {spoken(found.baseline)} (simultaneous 95% interval {interval}) "
            f"and is the best of {len(found.policies)} beyond noise{chance}"
        )
    second = found.ranked[1]
    if second.against is None:
        return sentence(f"{spoken(winner.name)} is the best of {len(found.policies)} beyond noise{chance}")
    size = _more(found, abs(second.against.paired.mean), second.against.direction, how)
    interval = how.gaps(_size(second.against.interval))
    return sentence(
        f"no policy beats {spoken(winner.name)}{chance}: the next, {spoken(second.name)}, {size} "
        f"(simultaneous 95% interval {interval})"
    )


def _size(interval: tuple[float, float]) -> tuple[float, float]:
    """Return an interval of a difference whose direction is said in words."""
    low, high = interval
    return (low, high) if low + high >= 0.0 else (-high, -low)


def _more(found: Comparison, size: float, sign: int, how: Written) -> str:
    """Return `is worth £3m more`, or `has a chance of ruin 3 pp lower`."""
    if found.measure in _WORTH:
        return f"is worth {how.gap(size)} {'more' if sign > 0 else 'less'}{_WORTH[found.measure]}"
    return f"has {called(found.measure)} {how.gap(size)} {'higher' if sign > 0 else 'lower'}"


def _open(found: Comparison) -> str:
    names = [spoken(policy.name) for policy in found.close]
    if len(names) == len(found.policies) > MOST_NAMES:
        who = f"all {len(names)} policies"
    elif len(names) > MOST_NAMES:
        who = f"{listed(names[:2])} and {len(names) - 2} others"
    else:
        who = listed(names)
    if found.alike:
        return f"No winner: {who} end the same in every replication"
    return f"No winner within noise: {who} can't be told apart; {settled(found)}"


def settled(found: Comparison) -> str:
    """Say how many replications would tell the best from its closest rival."""
    if not math.isfinite(found.needed):
        return "no number of replications would settle it"
    return f"about {_rounded(max(found.needed, found.replications + 1)):,} replications would settle it"


def _rounded(count: float) -> int:
    """Round up to two digits: the number hangs on a difference that is itself noisy."""
    step = 10 ** max(0, math.floor(math.log10(count)) - 1)
    return int(math.ceil(count / step) * step)


def tail(found: Comparison, currency: str) -> str:
    """Warn when the best policy has clearly worse bad paths than another one; empty when it has not."""
    winner, how = found.winner, written(found.measure, currency)
    if winner is None or OUTCOMES[found.measure].unit == "flag":
        return ""
    sign = 1 if found.better == "higher" else -1
    safest = max(found.policies, key=lambda policy: sign * policy.tail.mean)
    if direction(safest.tail.ci95, winner.tail.ci95) != sign:
        return ""
    here, there = (how.value(policy.tail.mean) for policy in (winner, safest))
    return (
        f"But the worst {winner.tail.share:.0%} of paths are worse: on average {here} under {spoken(winner.name)}, "
        f"against {there} under {spoken(safest.name)}"
    )


def regret(found: Comparison, currency: str) -> str:
    """Say which policy risks least whichever future comes, if one clearly does."""
    if len(found.regret.futures) == 1:
        return ""
    how, order = written(found.measure, currency), _by_worst(found)
    least, second = (found.regret.of[place] for place in order[:2])
    name = spoken(found.regret.policies[order[0]])
    if all(loss.none for loss in least.in_future):
        return sentence(f"{name} is the best choice in each of the {len(found.regret.futures)} futures looked at")
    if not any(loss.clear for loss in least.in_future):
        return sentence(f"{name} is within noise of the best in each of the {len(found.regret.futures)} futures")
    where = found.regret.label(least.where)
    if direction(least.worst.ci95, second.worst.ci95) < 0:
        return sentence(
            f"{name} risks least: at worst it falls {how.gap(least.worst.mean)} short of the best ({where})"
        )
    other = spoken(found.regret.policies[order[1]])
    return sentence(
        f"{name} or {other} risks least, within noise: at worst {how.gap(least.worst.mean)} short ({where})"
    )


def _by_worst(found: Comparison) -> list[int]:
    return sorted(range(len(found.regret.of)), key=lambda place: found.regret.of[place].worst.mean)


def ruin(found: Comparison) -> str:
    """Say which policies change the chance of ruin beyond noise."""
    others = [policy for policy in found.policies if policy.against]
    most = max(policy.ruin.ci95[1] for policy in found.policies)
    if not any(policy.ruin.count for policy in found.policies):
        return f"No path ends in ruin under any policy (at most {percent(most)})"
    more, less = (_changed(others, sign) for sign in (1, -1))
    was = percent(found[found.baseline].ruin.probability)
    parts = [f"{verb} by {listed(names)}" for verb, names in (("raised", more), ("cut", less)) if names]
    if not parts:
        return f"No policy clearly changes the chance of ruin ({was} under {spoken(found.baseline)})"
    return f"The chance of ruin, {was} under {spoken(found.baseline)}, is {' and '.join(parts)}"


def _changed(others: list[Compared], sign: int) -> list[str]:
    """Return the policies that change the chance of ruin in this direction, and to what."""
    found = [
        f"{spoken(policy.name)} ({percent(policy.ruin.probability)})"
        for policy in others
        if policy.against and policy.against.ruin_p_value < 1.0 - LEVEL and policy.against.ruin.mean * sign > 0.0
    ]
    rest = len(found) - MOST_NAMES
    return found if rest <= 0 else [*found[:MOST_NAMES], f"{rest} more"]
