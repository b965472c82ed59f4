"""Sentences on good and bad outcomes: how wide they lie, what the best policy does to them, how tight cash gets."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from sim.analysis.amounts import money, sentence, spoken
from sim.analysis.intervals import direction

if TYPE_CHECKING:
    from sim.analysis.run.summary import Summary


def span(summary: Summary) -> str:
    """Say how wide the outcomes of the clear winner lie, or the baseline's when there is none."""
    name = summary.contenders[0] if len(summary.contenders) == 1 else summary.facts.baseline
    npv = summary[name].npv
    if not math.isfinite(npv.mean):
        return "Spread of NPV under each policy"
    low, high = money(npv.p10, summary.facts.currency), money(npv.p90, summary.facts.currency)
    return f"Under {spoken(name)} eight paths in ten are worth between {low} and {high}"


_GOOD_AND_BAD: Final = {
    (1, 1): "{name} lifts bad futures as well as good ones",
    (1, 0): "{name} lifts bad futures; good ones don't clearly change",
    (1, -1): "{name} makes bad futures better and good ones worse",
    (0, 1): "{name} lifts good futures; bad ones don't clearly change",
    (0, 0): "{name} doesn't clearly change good or bad futures",
    (0, -1): "{name} lowers good futures; bad ones don't clearly change",
    (-1, 1): "{name} makes good futures better and bad ones worse",
    (-1, 0): "{name} makes bad futures worse; good ones don't clearly change",
    (-1, -1): "{name} lowers bad futures as well as good ones",
}
"""Sentence by direction of the 1-in-10 bad and the 1-in-10 good outcome."""


def good_and_bad(summary: Summary) -> str:
    """Say what the best alternative does to bad and good outcomes; directions need disjoint intervals."""
    if not all(math.isfinite(policy.npv.mean) for policy in summary.policies):
        return "Good, median and bad outcomes of each policy"
    currency, baseline = summary.facts.currency, summary.baseline
    if not summary.others:
        low, high = money(baseline.npv.p10, currency), money(baseline.npv.p90, currency)
        return sentence(
            f"{spoken(baseline.name)}: one path in ten is worth less than {low}, one in ten more than {high}"
        )
    best = max(summary.others, key=lambda policy: policy.npv.mean)
    bad = direction(best.npv.p10_ci95, baseline.npv.p10_ci95)
    good = direction(best.npv.p90_ci95, baseline.npv.p90_ci95)
    return sentence(_GOOD_AND_BAD[bad, good].format(name=spoken(best.name))) + f", against {spoken(baseline.name)}"


def tight_cash(summary: Summary) -> str:
    """Say under which policy cash gets tightest, if one is."""
    worst = min(summary.policies, key=lambda policy: policy.lowest_cash.p05)
    if not all(math.isfinite(policy.lowest_cash.p05) for policy in summary.policies):
        return "Cash and reinvestment under each policy"
    low = money(worst.lowest_cash.p05, summary.facts.currency)
    if len(summary.policies) == 1:
        return f"Under {spoken(worst.name)} one path in twenty sees cash fall to {low} or less"
    rest = [policy for policy in summary.policies if policy is not worst]
    if all(policy.lowest_cash.p05_ci95[0] > worst.lowest_cash.p05_ci95[1] for policy in rest):
        return f"Cash gets tightest under {spoken(worst.name)}: one path in twenty falls to {low} or less"
    high = money(max(policy.lowest_cash.p05 for policy in rest), summary.facts.currency)
    if low == high:
        return f"One path in twenty sees cash fall to {low} or less, whatever the policy"
    return f"One path in twenty sees cash fall to between {low} and {high}, depending on the policy"
