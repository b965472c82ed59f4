"""The rules of the page on policies."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from benchmarks.twin.emphasis import EMPHASES, as_said, split_of
from benchmarks.twin.firm import mean
from benchmarks.twin.opening import clip
from benchmarks.twin.sight import Sight, afford, gains, look

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.twin.emphasis import Weights
    from benchmarks.twin.firm import Firm
    from sim.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule by name with its settings."""

    name: str
    settings: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Decision:
    """What holds until the next review: money a month, shares by step, weights of kinds of work by step."""

    amount: float
    steps: list[float]
    kinds: list[Weights]
    payout: float
    discount: float
    maintain_first: float


def rule_of(scenario: Scenario, policy: str) -> Rule:
    """Return a policy of a scenario as a rule."""
    chosen = scenario.policies[policy]
    settings = {f.name: getattr(chosen, f.name) for f in fields(chosen)}  # type: ignore[arg-type]
    return Rule(str(scenario.document["policies"][policy]["rule"]), settings)


def decide(firm: Firm, upkeep: float) -> Decision:
    """Return the decision of the firm's policy at a review."""
    rule, sight = firm.case.rule, look(firm, upkeep)
    own = rule.settings
    amount, keep = AMOUNTS[rule.name](sight, own)
    payout = 1.0 - keep if math.isnan(float(own["payout"])) else float(own["payout"])
    if rule.name == "buffer_first":
        payout *= _patience(sight, own)
    steps, kinds = EMPHASES.get(rule.name, as_said)(sight, own)
    builds = "upkeep" in own
    return Decision(amount, steps, kinds, payout, float(own["discount"]), float(own["upkeep"]) if builds else 1.0)


Answer = tuple[float, float]
"""Amount a month, and the share that is kept when nothing is said on payout."""


def _fixed(sight: Sight, own: dict[str, Any]) -> Answer:
    return afford(sight, float(own["share"])), float(own["share"])


def _staged(sight: Sight, own: dict[str, Any]) -> Answer:
    split = split_of(own)
    gain = sum(part * g for part, g in zip(split, gains(sight.firm), strict=True)) / max(1e-12, sum(split))
    progress = clip((sight.quarter + 1 - own["pilot_reviews"]) / own["expansion_reviews"], 0.0, 1.0)
    pays = float(gain > own["hurdle"])
    share = own["pilot_share"] + (own["share"] - own["pilot_share"]) * progress * pays
    return max(afford(sight, share), min(sight.upkeep, afford(sight, own["share"]))), float(own["share"])


def _target(sight: Sight, own: dict[str, Any]) -> float:
    return max(float(own["target_days"]), float(sight.firm.case.p.reinvestment.buffer_days))


def _buffer_first(sight: Sight, own: dict[str, Any]) -> Answer:
    share, target = float(own["share"]), _target(sight, own)
    if sight.days >= target:
        return afford(sight, share, buffer=target), share
    return min(afford(sight, share), sight.upkeep), share


def _patience(sight: Sight, own: dict[str, Any]) -> float:
    buffer = float(sight.firm.case.p.reinvestment.buffer_days)
    above = max(0.0, sight.days - 1.25 * _target(sight, own))
    return min(1.0, above / max(sight.days - 1.25 * buffer, 1e-9))


def _downturn(firm: Firm) -> int:
    seen = firm.month - 1 - int(firm.case.p.world.recession_report)
    return firm.books.recession[-1 - int(firm.case.p.world.recession_report)] if seen > 0 else 0


def _counter_cyclical(sight: Sight, own: dict[str, Any]) -> Answer:
    share = own["share"] + (own["downturn_share"] - own["share"]) * _downturn(sight.firm)
    return afford(sight, float(share)), float(own["downturn_share"])


def _pro_cyclical(sight: Sight, own: dict[str, Any]) -> Answer:
    months = int(sight.firm.case.p.reinvestment.review_months)
    even = sight.firm.books.even_revenue
    year_ago = sum(even[-12 - months : -12]) / months
    falling = int(mean(even, months) < (1.0 - own["tolerance"]) * year_ago)
    cut = max(_downturn(sight.firm), falling)
    share = own["share"] + (own["downturn_share"] - own["share"]) * cut
    return afford(sight, float(share), hold=0.0), float(own["share"])


def _follow(sight: Sight, own: dict[str, Any]) -> Answer:
    share = float(own["share"])
    budget = afford(sight, share)
    return (budget if any(g > 0.0 for g in gains(sight.firm)) else min(budget, sight.upkeep)), share


AMOUNTS: dict[str, Callable[[Sight, dict[str, Any]], Answer]] = {
    "harvest": lambda _sight, _own: (0.0, 0.0),
    "maintain": lambda sight, _own: (min(sight.upkeep, afford(sight, 1.0)), 0.0),
    "fixed_share": _fixed,
    "all_in": lambda sight, _own: (afford(sight, 1.0), 1.0),
    "staged": _staged,
    "buffer_first": _buffer_first,
    "counter_cyclical": _counter_cyclical,
    "pro_cyclical": _pro_cyclical,
    "random_acts": _fixed,
    "technology_first": _fixed,
    "plan_first": _fixed,
    "marketing_only": _fixed,
    "follow_the_gain": _follow,
}
