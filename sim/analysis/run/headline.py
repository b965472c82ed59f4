"""Sentences computed from the numbers, for titles and the terminal.

Each is a template behind a guard: what is within noise is not called, and what is missing gives a neutral
title. A typed title contradicts its own chart sooner or later; these can't.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from sim.analysis.amounts import counted, listed, money, percent, sentence, spoken
from sim.analysis.intervals import LEVEL, direction
from sim.analysis.run.reliance_words import owed

if TYPE_CHECKING:
    from sim.analysis.intervals import Chance
    from sim.analysis.run.ranking import Flip
    from sim.analysis.run.summary import PolicySummary, Summary
    from sim.analysis.statistics.paired import ChanceDifference


def headlines(summary: Summary) -> tuple[str, ...]:
    """Return the sentences that open a summary: worth, what of it is terminal value, direction, ruin, other orders."""
    caveat = owed(summary.reliance, summary.facts.currency)
    found = (worth(summary), caveat, lower(summary), ruin(summary), terminal_value(summary))
    return tuple(text for text in found if text)


def worth(summary: Summary) -> str:
    """Say which policy is worth most to the owners, if one is."""
    means = [policy.npv.mean for policy in summary.policies]
    if not all(math.isfinite(mean) for mean in means):
        return "Net present value under each policy"
    if len(summary.policies) == 1:
        return _worth_alone(summary)
    return _winner(summary) if len(summary.contenders) == 1 else _tie(summary)


def _worth_alone(summary: Summary) -> str:
    policy, currency = summary.policies[0], summary.facts.currency
    low, high = (money(end, currency) for end in (policy.npv.p05, policy.npv.p95))
    average = money(policy.npv.mean, currency)
    return sentence(
        f"{spoken(policy.name)} is worth {average} on average; nine paths in ten lie between {low} and {high}"
    )


def _winner(summary: Summary) -> str:
    best, baseline, currency = summary[summary.contenders[0]], spoken(summary.facts.baseline), summary.facts.currency
    gain = None if best.against_baseline is None else best.against_baseline.npv
    if gain is None:
        return sentence(f"no policy is worth as much as {baseline}")
    low, high = (money(end, currency) for end in gain.ci95)
    text = (
        f"{spoken(best.name)} is worth {money(gain.mean, currency)} more than {baseline} (95% interval {low} to {high})"
    )
    return sentence(text)


def _tie(summary: Summary) -> str:
    baseline, names = summary.facts.baseline, summary.contenders
    if len(names) == len(summary.policies):
        return f"No clear winner: all {len(names)} policies are within noise of each other"
    if baseline in names:
        return f"No policy is worth more than {spoken(baseline)} beyond noise"
    close = listed([spoken(name) for name in names])
    return sentence(f"{close} are too close to call; {spoken(baseline)} is clearly behind the best")


def lower(summary: Summary) -> str:
    """Say what the policies do to the chance of ending with less revenue than today."""
    if any(policy.ending_lower.trials == 0 for policy in summary.policies):
        return "Revenue under each policy"
    baseline = summary.baseline
    if not summary.others:
        return f"Under {spoken(baseline.name)} {_paths(baseline.ending_lower, 'end')} lower than today"
    best = min(summary.others, key=lambda policy: policy.ending_lower.probability)
    was, now = percent(baseline.ending_lower.probability), percent(best.ending_lower.probability)
    if _changed(summary, _lower_change(best)) < 0:
        return sentence(f"{spoken(best.name)} cuts the chance of ending lower than today from {was} to {now}")
    if all(_changed(summary, _lower_change(policy)) > 0 for policy in summary.others):
        return f"Every other policy ends lower than today more often than {spoken(baseline.name)} ({was})"
    if not baseline.ending_lower.count:
        return f"Under {spoken(baseline.name)} no path ends lower than today"
    return f"No policy clearly cuts the chance of ending lower than today: {was} under {spoken(baseline.name)}"


def fates(summary: Summary) -> str:
    """Say under which policies paths grow and shrink."""
    if any(policy.regime.growing.trials == 0 for policy in summary.policies):
        return "Paths of revenue under each policy"
    up = max(summary.policies, key=lambda policy: policy.regime.growing.probability)
    down = max(summary.policies, key=lambda policy: policy.regime.shrinking.probability)
    if up is down:
        grows, shrinks = _paths(up.regime.growing, "grow"), _paths(up.regime.shrinking, "shrink")
        return f"Under {spoken(up.name)} {grows} and {shrinks}"
    ups, downs = up.regime, down.regime
    if direction(ups.growing.ci95, downs.growing.ci95) > 0 and direction(downs.shrinking.ci95, ups.shrinking.ci95) > 0:
        shrinks, grows = _paths(down.regime.shrinking, "shrink"), _paths(up.regime.growing, "grow")
        return f"Under {spoken(down.name)} {shrinks}; under {spoken(up.name)} {grows}"
    growing = _range([policy.regime.growing for policy in summary.policies])
    shrinking = _range([policy.regime.shrinking for policy in summary.policies])
    return f"{sentence(growing)} of paths grow and {shrinking} shrink, depending on the policy"


def ruin(summary: Summary) -> str:
    """Say how likely the firm closes, and which policy changes that."""
    chances = [policy.ruin for policy in summary.policies]
    if any(chance.trials == 0 for chance in chances):
        return "Chance of ruin under each policy"
    if not any(chance.count for chance in chances):
        who = "Under " + spoken(summary.baseline.name) + " no" if not summary.others else "Under every policy no"
        return f"{who} path of {chances[0].trials:,} ends in ruin (at most {percent(max(c.ci95[1] for c in chances))})"
    if not summary.others:
        odds, low, high = (percent(share) for share in (chances[0].probability, *chances[0].ci95))
        return f"Under {spoken(summary.baseline.name)} the chance of ruin is {odds} ({low} to {high})"
    return _ruin_change(summary)


def _ruin_change(summary: Summary) -> str:
    clear = [policy for policy in summary.others if _changed(summary, _ruin_change_of(policy))]
    if not clear:
        odds = _range([policy.ruin for policy in summary.policies])
        return f"No policy clearly changes the chance of ruin: {odds}"
    most = max(clear, key=lambda policy: abs(policy.ruin.probability - summary.baseline.ruin.probability))
    verb = "cuts" if _changed(summary, _ruin_change_of(most)) < 0 else "raises"
    was, now = percent(summary.baseline.ruin.probability), percent(most.ruin.probability)
    return sentence(f"{spoken(most.name)} {verb} the chance of ruin from {was} to {now}")


def terminal_value(summary: Summary) -> str:
    """Warn when an order of policies hangs on the terminal value, but for that of a winner, of whom `owed` tells."""
    winner = summary.reliance.best if summary.reliance else None
    others = [flip for flip in summary.flips if winner not in {flip.better, flip.worse}]
    turned = [flip for flip in others if flip.reversed_without]
    lost = [flip for flip in others if not flip.reversed_without]
    parts = []
    if turned:
        parts.append(f"turns round without terminal value: {_pairs(turned)}")
    if lost:
        parts.append(f"is within noise without terminal value: {_pairs(lost)}")
    return f"The order {'; it '.join(parts)}" if parts else ""


MOST_PAIRS: Final = 3
"""Pairs of policies named in a sentence; more are counted."""


def _pairs(flips: list[Flip]) -> str:
    named = [f"{spoken(flip.better)} over {spoken(flip.worse)}" for flip in flips[:MOST_PAIRS]]
    rest = len(flips) - len(named)
    return listed([*named, counted(rest, "more pair")] if rest else named)


def is_harvest(rule: str) -> bool:
    """Tell whether a rule is the one that others have to beat."""
    return rule == "harvest"


def payback(policy: PolicySummary) -> str:
    """Say after how many months a policy beats harvest; harvest itself has nothing to beat."""
    ever = policy.payback.ever
    if is_harvest(policy.rule):
        return ""
    if not ever.count:
        return "never ahead of harvest"
    if math.isnan(policy.payback.month):
        return f"ahead of harvest in only {percent(ever.probability)} of paths"
    return f"ahead of harvest after {policy.payback.month:.0f} months (in {percent(ever.probability)} of paths)"


def _paths(of: Chance, verb: str) -> str:
    """Return "45% of paths grow", "no path grows", "every path grows"."""
    if of.count == 0:
        return f"no path {verb}s"
    return f"every path {verb}s" if of.count == of.trials else f"{percent(of.probability)} of paths {verb}"


def _range(chances: list[Chance]) -> str:
    low, high = (percent(pick(chance.probability for chance in chances)) for pick in (min, max))
    return low if low == high else f"{low} to {high}"


def _lower_change(policy: PolicySummary) -> ChanceDifference | None:
    return policy.against_baseline.ending_lower if policy.against_baseline else None


def _ruin_change_of(policy: PolicySummary) -> ChanceDifference | None:
    return policy.against_baseline.ruin if policy.against_baseline else None


def _changed(summary: Summary, change: ChanceDifference | None) -> int:
    """Return the direction of a change beyond noise, Bonferroni over the policies looked at, else 0."""
    if change is None or change.p_value * len(summary.others) > 1.0 - LEVEL:
        return 0
    return (change.mean > 0.0) - (change.mean < 0.0)
