"""Sentences about the odds of a target, computed from the counts; what is within noise is not called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.analysis.amounts import amount, percent, sentence, spoken
from sim.analysis.intervals import LEVEL
from sim.results import called

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sim.analysis.run.odds import Odds, Reach, Target


def event(target: Target, unit: str, currency: str) -> str:
    """Return what happens when the target is reached: `NPV is £1.00m or more`."""
    if target.measure == "ruined" and 0.0 <= target.value <= 1.0:
        return "the firm is ruined" if target.side == "above" else "the firm is not ruined"
    side = "or more" if target.side == "above" else "or less"
    return f"{called(target.measure)} is {amount(target.value, unit, currency)} {side}"


def reaching(reach: Reach, currency: str) -> str:
    """Say which policy changes the chance of reaching the target, if one does."""
    what = event(reach.target, reach.unit, currency)
    chances = [odds.reached for odds in reach.policies]
    if not any(chance.count for chance in chances):
        who, bound = _whoever(reach, "any"), percent(chances[0].ci95[1])
        return sentence(f"{what} on no path of {chances[0].trials:,} under {who} (chance at most {bound})")
    if all(chance.count == chance.trials for chance in chances):
        who, bound = _whoever(reach, "every"), percent(chances[0].ci95[0])
        return sentence(f"{what} on every path of {chances[0].trials:,} under {who} (chance at least {bound})")
    if len(reach.policies) == 1:
        chance, low, high = (percent(share) for share in (chances[0].probability, *chances[0].ci95))
        return f"Under {spoken(reach.policies[0].policy)} {what} on {chance} of paths ({low} to {high})"
    most = most_changed(reach)
    if most is None:
        return f"No policy clearly changes the chance that {what}: {_range(chances_of(reach))}"
    was, now = percent(reach[reach.baseline].reached.probability), percent(most.reached.probability)
    verb = "raises" if change(reach, most) > 0 else "lowers"
    return sentence(f"{spoken(most.policy)} {verb} the chance that {what} from {was} to {now}")


def of_dots(reach: Reach, counts: Mapping[str, int], dots: int, currency: str) -> str:
    """Say on how many of a few equally likely futures the target is reached.

    Parameters
    ----------
    counts
        Dots that reach the target, by policy.
    dots
        Dots of every policy.
    """
    if dots <= 1:
        return reaching(reach, currency)
    what, head = event(reach.target, reach.unit, currency), f"Of {dots} equally likely futures"
    low, high = min(counts.values()), max(counts.values())
    if low == high:
        return f"{head} under {_whoever(reach, 'every')}, {what} in {_number(low, dots)}"
    most = most_changed(reach)
    if most is None or counts[most.policy] == counts[reach.baseline]:
        return f"{head}, {what} in {low} to {high}, depending on the policy"
    here, there = (_number(counts[name], dots) for name in (most.policy, reach.baseline))
    return f"{head}, {what} in {here} under {spoken(most.policy)} and in {there} under {spoken(reach.baseline)}"


def absent(reach: Reach) -> str:
    """Say on how many paths the figure does not exist; empty when it always does."""
    counts = sorted({odds.missing for odds in reach.policies})
    if not counts[-1]:
        return ""
    trials = reach.policies[0].reached.trials
    often = f"{counts[0]:,}" if len(counts) == 1 else f"{counts[0]:,} to {counts[-1]:,}"
    word = "never comes" if reach.unit == "months" else "is unknown"
    return f"{sentence(called(reach.target.measure))} {word} on {often} of {trials:,} paths; that counts as not reached"


def change(reach: Reach, odds: Odds) -> int:
    """Return the direction of a change against the baseline, Bonferroni over the policies looked at, else 0."""
    if odds.against_baseline is None:
        return 0
    counts = odds.against_baseline.counts
    if counts.p_value * (len(reach.policies) - 1) > 1.0 - LEVEL:
        return 0
    return (counts.mean > 0.0) - (counts.mean < 0.0)


def most_changed(reach: Reach) -> Odds | None:
    """Return the policy whose chance differs most from the baseline's, of those that differ beyond noise."""
    clear = [odds for odds in reach.policies if change(reach, odds)]
    was = reach[reach.baseline].reached.probability
    return max(clear, key=lambda odds: abs(odds.reached.probability - was)) if clear else None


def chances_of(reach: Reach) -> list[float]:
    """Return the chance under each policy."""
    return [odds.reached.probability for odds in reach.policies]


def _whoever(reach: Reach, word: str) -> str:
    return f"{word} policy" if len(reach.policies) > 1 else spoken(reach.policies[0].policy)


def _number(count: int, dots: int) -> str:
    return "none" if count == 0 else "all" if count == dots else str(count)


def _range(shares: Sequence[float]) -> str:
    low, high = percent(min(shares)), percent(max(shares))
    return low if low == high else f"{low} to {high}"
