"""The rules of the page on policies, from what a manager could know."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from benchmarks.twin.firm import mean
from benchmarks.twin.opening import DAYS, STEPS, clip

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.twin.firm import Firm
    from sim.scenario import Scenario

KINDS = ("simplify", "automate", "train", "content", "data", "media", "people", "planning")
OFFERS = {
    "plans": ("simplify", "automate", "train", "planning"),
    "demand": ("simplify", "automate", "train", "content", "data", "media"),
    "acquisition": ("simplify", "automate", "train", "data", "people"),
    "experience": ("simplify", "automate", "train", "people"),
    "supply": ("simplify", "automate", "train"),
}
FASHIONABLE = ("automate", "train", "content", "media", "people")
EVEN_STEPS = [0.2] * 5
Weights = dict[str, float]


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


@dataclass(frozen=True, slots=True)
class Sight:
    """What a manager sees."""

    firm: Firm
    quarter: int
    profit: float
    profit_2_years: float
    cash: float
    out: float
    upkeep: float

    @property
    def days(self) -> float:
        """Cash in days of outflow."""
        return self.cash / max(1e-12, self.out)


def rule_of(scenario: Scenario, policy: str) -> Rule:
    """Return a policy of a scenario as a rule."""
    chosen = scenario.policies[policy]
    settings = {f.name: getattr(chosen, f.name) for f in fields(chosen)}  # type: ignore[arg-type]
    return Rule(str(scenario.document["policies"][policy]["rule"]), settings)


def look(firm: Firm, upkeep: float) -> Sight:
    """Return what there is to see at a review."""
    months = int(firm.case.p.reinvestment.review_months)
    books = firm.books
    return Sight(
        firm=firm,
        quarter=(firm.month - 1) // months,
        profit=mean(books.profit, months),
        profit_2_years=mean(books.profit, 24),
        cash=books.cash,
        out=mean(books.outflow, months) / DAYS,
        upkeep=upkeep,
    )


def afford(sight: Sight, share: float, *, hold: float | None = None, buffer: float | None = None) -> float:
    """Return the monthly budget that a share of profit gives."""
    r = sight.firm.case.p.reinvestment
    survival = float(r.survival_days)
    days_wanted = float(r.buffer_days) if buffer is None else buffer
    held = float(r.hold) if hold is None else hold
    ramp = clip((sight.days - survival) / max(days_wanted - survival, 1e-9), 0.0, 1.0)
    excess = max(0.0, sight.cash - 1.25 * days_wanted * sight.out)
    budget = share * max(0.0, sight.profit) * ramp + share * float(r.excess_use) * excess / 12.0
    floor = held * share * max(0.0, sight.profit_2_years) if sight.days > 1.5 * survival else 0.0
    return max(budget, floor)


def decide(firm: Firm, upkeep: float) -> Decision:
    """Return the decision of the firm's policy at a review."""
    rule, sight = firm.case.rule, look(firm, upkeep)
    own = rule.settings
    amount, keep = AMOUNTS[rule.name](sight, own)
    payout = 1.0 - keep if math.isnan(float(own["payout"])) else float(own["payout"])
    if rule.name == "buffer_first":
        payout *= _patience(sight, own)
    steps, kinds = WORK.get(rule.name, _as_said)(sight, own)
    builds = "upkeep" in own
    return Decision(amount, steps, kinds, payout, float(own["discount"]), float(own["upkeep"]) if builds else 1.0)


Answer = tuple[float, float]
"""Amount a month, and the share that is kept when nothing is said on payout."""


def _fixed(sight: Sight, own: dict[str, Any]) -> Answer:
    return afford(sight, float(own["share"])), float(own["share"])


def _staged(sight: Sight, own: dict[str, Any]) -> Answer:
    split = _split(own)
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

Work = tuple[list[float], list[Weights]]


def _split(own: dict[str, Any]) -> list[float]:
    return [float(getattr(own["split"], step)) for step in STEPS]


def _weights(own: dict[str, Any]) -> Weights:
    return {kind: float(own[kind]) for kind in KINDS}


def _as_said(_sight: Sight, own: dict[str, Any]) -> Work:
    if "split" not in own:
        return EVEN_STEPS, [dict.fromkeys(KINDS, 1.0)] * 5
    return _split(own), [_weights(own)] * 5


def _marketing(_sight: Sight, own: dict[str, Any]) -> Work:
    weights = {**dict.fromkeys(KINDS, 0.0), "media": float(own["media"]), "content": float(own["content"])}
    return [0.0, 1.0, 0.0, 0.0, 0.0], [weights] * 5


def _technology_first(sight: Sight, own: dict[str, Any]) -> Work:
    weights, kinds = _weights(own), []
    both = weights["simplify"] + weights["automate"]
    for t in sight.firm.capability.t:
        first = t < own["automated"]
        kinds.append({**weights, "automate": both if first else 0.0, "simplify": 0.0 if first else both})
    return _split(own), kinds


def _plan_first(sight: Sight, own: dict[str, Any]) -> Work:
    weights, kinds, steps = _weights(own), [], _split(own)
    both, whole = weights["simplify"] + weights["automate"], sum(weights.values())
    studying = sight.firm.capability.plan < own["understood"]
    if studying:
        steps = [part * (1.0 - own["study"]) for part in steps]
        steps[0] += own["study"]
        weights = {**weights, "planning": weights["planning"] + 10.0 * whole, "data": weights["data"] + whole}
    for s in sight.firm.capability.s:
        first = s < own["simplified"]
        kinds.append({**weights, "simplify": both if first else 0.0, "automate": 0.0 if first else both})
    return steps, kinds


def _follow_work(sight: Sight, own: dict[str, Any]) -> Work:
    _steps, kinds = _as_said(sight, own)
    found = [max(0.0, g) for g in gains(sight.firm)]
    if sum(found) <= 0.0:
        return _split(own), kinds
    steps = [(1.0 - own["focus"]) * g / sum(found) for g in found]
    steps[found.index(max(found))] += own["focus"]
    return steps, kinds


def fashion(quarter: int) -> tuple[int, str]:
    """Return the step and the kind of work in fashion in a quarter."""
    digest = blake2b(f"fashion of quarter {quarter}".encode(), digest_size=16).digest()
    step = int.from_bytes(digest[:8], "little") % 5
    offered = [kind for kind in FASHIONABLE if kind in OFFERS[STEPS[step]]]
    return step, offered[int.from_bytes(digest[8:], "little") % len(offered)]


def _random_acts(sight: Sight, own: dict[str, Any]) -> Work:
    step, kind = fashion(sight.quarter)
    craze, weights = float(own["craze"]), _weights(own)
    steps = [(1.0 - craze) * part for part in _split(own)]
    steps[step] += craze
    total = sum(weights.values())
    kinds = {name: (1.0 - craze) * weight / max(1e-12, total) for name, weight in weights.items()}
    kinds[kind] += craze
    return steps, [kinds] * 5


WORK: dict[str, Callable[[Sight, dict[str, Any]], Work]] = {
    "marketing_only": _marketing,
    "technology_first": _technology_first,
    "plan_first": _plan_first,
    "follow_the_gain": _follow_work,
    "random_acts": _random_acts,
}


def gains(firm: Firm) -> list[float]:
    """Return the estimated yearly profit per unit of money spent on each step."""
    p, stocks, books = firm.case.p, firm.capability, firm.books
    c, d, x, b = p.capability, p.demand, p.experience, p.business
    won, lost = 12.0 * mean(books.won_value, 3), 12.0 * mean(books.lost_value, 3)
    revenue, margin = 12.0 * mean(books.revenue, 3), 1.0 - float(b.cost_of_sales)
    worth = [
        p.plans.planning_effect * 12.0 * mean(books.reinvested, 3),
        (d.lead_effect + d.mql_effect) * won,
        p.acquisition.win_effect * won,
        x.churn_effect * lost + x.order_value_effect * revenue * margin + 0.1 * x.referral_effect * won,
        p.supply.cost_effect * revenue * b.cost_of_sales * p.supply.addressable_share,
    ]
    total = c.technology_weight + c.simplicity_weight + c.joint_weight
    b_t, b_s, b_ts, harm = (
        float(weight) for weight in (c.technology_weight / total, c.simplicity_weight / total, c.joint_weight / total,
                                     c.paving_harm)
    )  # fmt: skip
    year = 12.0 * firm.case.today.revenue
    found = []
    for value, s, t, a in zip(worth, stocks.s, stocks.t, stocks.a, strict=True):
        simplify = (b_s + (b_ts + harm) * t * a) * (s < 0.999) / (year * c.cost_simplify)  # noqa: PLR2004
        automate = a * (b_t + b_ts * s - harm * (1.0 - s)) * (t < 0.999) / (year * c.cost_automate)  # noqa: PLR2004
        found.append(float(value * max(simplify, automate)))
    return found
