"""Step 1: plans. The budget keeps what there is, repeats what was wasted, then builds."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from benchmarks.twin import initiatives
from benchmarks.twin.emphasis import OFFERS
from benchmarks.twin.firm import AUTOMATE, SIMPLIFY, mean
from benchmarks.twin.opening import STEPS, benefit, clip, monthly
from benchmarks.twin.policies import decide
from benchmarks.twin.world import rivals_now

if TYPE_CHECKING:
    from benchmarks.twin.firm import Firm

CUSTOMER_FACING = (1, 2, 3)


@dataclass(slots=True)
class Desk:
    """What is counted on the desk of step 1 within a month; lists hold one number per step."""

    scale: float
    waste: float
    cost_s: float
    cost_t: float
    cost_t_kept: float
    cost_a: float
    cost_plan: float
    cost_data: float
    cost_content: float
    lost_s: list[float]
    lost_t: list[float]
    lost_a: list[float]
    lost_plan: float
    lost_data: float
    lost_content: float
    upkeep: float = 0.0
    coverage: float = 1.0
    money: float = 0.0
    crowd: float = 1.0
    trained: list[float] = field(default_factory=lambda: [0.0] * 5)
    planned: float = 0.0
    cleaned: float = 0.0
    produced: float = 0.0


def work(firm: Firm) -> None:
    """Do step 1 of the month."""
    _lose_by_events(firm)
    desk = _counted(firm)
    if (firm.month - 1) % int(firm.case.p.reinvestment.review_months) == 0:
        _review(firm, desk)
    _fund(firm, desk)
    _grow(firm, desk)
    _age(firm, desk)
    _deliver_platform(firm, desk)
    _gain(firm)
    firm.now["scale"] = desk.scale
    firm.now["required_maintenance"] = desk.upkeep * firm.alive


def _lose_by_events(firm: Firm) -> None:
    stocks, acting = firm.capability, firm.world.acting
    stocks.data *= 1.0 - acting["data_loss"]
    if acting["staff_exit"] > 0.0:
        stocks.a = [a * (1.0 - acting["staff_exit"]) for a in stocks.a]


def _counted(firm: Firm) -> Desk:
    p, stocks = firm.case.p, firm.capability
    c, d = p.capability, p.demand
    scale = max(0.001, (mean(firm.books.revenue, 12) / firm.case.today.money.revenue) ** float(c.scale_exponent))
    base = 12.0 * firm.case.today.money.revenue * scale
    hosted = float(c.hosted_share)
    trust = float(p.acquisition.crm_use) / max(firm.sales.crm_use, 1e-6)
    desk = Desk(
        scale=scale,
        waste=float(p.plans.waste_share) * (1.0 - stocks.plan),
        cost_s=base * float(c.cost_simplify),
        cost_t=base * float(c.cost_automate) * (hosted + (1.0 - hosted) * float(c.onsite_cost)),
        cost_t_kept=base * float(c.cost_automate),
        cost_a=base * float(c.cost_train),
        cost_plan=base * float(p.plans.cost_planning),
        cost_data=base * float(d.cost_data),
        cost_content=base * float(d.cost_content) / (1.0 + float(d.content_reuse) * (float(d.content_uses) - 1.0)),
        lost_s=[s * monthly(float(c.process_erosion)) for s in stocks.s],
        lost_t=[t * monthly(float(c.technology_depreciation)) for t in stocks.t],
        lost_a=[a * monthly(float(c.adoption_turnover)) for a in stocks.a],
        lost_plan=stocks.plan * monthly(float(p.plans.plan_staleness)),
        lost_data=stocks.data * min(1.0, float(d.data_decay) * trust ** float(p.acquisition.crm_data_effect)),
        lost_content=stocks.content * (1.0 - 2.0 ** (-1.0 / float(d.content_half_life))),
    )
    per_step = sum(desk.lost_s) * desk.cost_s + sum(desk.lost_t) * desk.cost_t_kept + sum(desk.lost_a) * desk.cost_a
    others = desk.lost_plan * desk.cost_plan + desk.lost_data * desk.cost_data + desk.lost_content * desk.cost_content
    desk.upkeep = (per_step + others) / max(1.0 - desk.waste, 1e-6)
    return desk


def _review(firm: Firm, desk: Desk) -> None:
    planning, p = firm.planning, firm.case.p
    planning.decision = decide(firm, desk.upkeep)
    repeats = firm.rng.random() < float(p.plans.repeat_probability)
    planning.again = repeats * planning.waste_since_review / int(p.reinvestment.review_months)
    planning.waste_since_review = 0.0
    initiatives.draw_fates(firm)


def _fund(firm: Firm, desk: Desk) -> None:
    decision, now = firm.planning.decision, firm.now
    assert decision is not None  # noqa: S101 (month 1 is a review)
    amount = min(decision.amount, max(0.0, firm.books.cash)) * (1 - firm.surviving) * firm.alive
    maintenance = min(amount, desk.upkeep * decision.maintain_first)
    desk.coverage = maintenance / desk.upkeep if desk.upkeep > 0.0 else 1.0
    now["maintenance"] = maintenance
    now["repeated"] = min(amount - maintenance, firm.planning.again)
    desk.money = amount - maintenance - now["repeated"]


def _spread(firm: Firm, desk: Desk, platform: float) -> list[dict[str, float]]:
    """Return money that buys something, by kind of work, for each step."""
    decision = firm.planning.decision
    assert decision is not None  # noqa: S101 (month 1 is a review)
    shares = []
    for place, step in enumerate(STEPS):
        weights = {kind: decision.kinds[place][kind] for kind in OFFERS[step]}
        total = sum(weights.values())
        money = desk.money * decision.steps[place] * (1.0 - platform if place in CUSTOMER_FACING else 1.0)
        useful = money / total * (1.0 - desk.waste) if total > 0.0 else 0.0
        shares.append({kind: useful * weight for kind, weight in weights.items()})
    return shares


def _grow(firm: Firm, desk: Desk) -> None:
    stocks, now = firm.capability, firm.now
    decision = firm.planning.decision
    assert decision is not None  # noqa: S101 (month 1 is a review)
    platform = firm.world.acting["platform_project"]
    shares = _spread(firm, desk, platform)
    used, saved, failed = _build(firm, desk, shares, platform)
    others = _other_kinds(firm, desk, shares)
    platform_money = platform * desk.money * sum(decision.steps[place] for place in CUSTOMER_FACING)
    stocks.platform += platform_money * (1.0 - desk.waste)
    spent = (used - saved + others) / max(1.0 - desk.waste, 1e-6) + platform_money
    random_acts = desk.waste * (now["maintenance"] + spent)
    now["wasted"] = failed + random_acts
    now["reinvested"] = now["maintenance"] + now["repeated"] + spent
    firm.planning.waste_since_review += random_acts
    firm.sales.media = shares[1]["media"]
    firm.sales.content_money = shares[1]["content"]
    firm.sales.people = shares[2]["people"]
    firm.base.people = shares[3]["people"]


def _build(firm: Firm, desk: Desk, shares: list[dict[str, float]], platform: float) -> tuple[float, float, float]:
    """Simplify and automate; return money used, saved by stage gates, and failed."""
    p, stocks = firm.case.p, firm.capability
    most = float(p.capability.simplify_max_rate) / 12.0
    used = [[0.0] * 5, [0.0] * 5]
    for place in range(5):
        room_s = min(most, max(0.0, 1.0 - stocks.s[place] - stocks.under_way[SIMPLIFY][place]))
        room_t = max(0.0, 1.0 - stocks.t[place] - stocks.under_way[AUTOMATE][place])
        used[SIMPLIFY][place] = min(shares[place]["simplify"], room_s * desk.cost_s)
        used[AUTOMATE][place] = min(shares[place]["automate"], room_t * desk.cost_t)
    total = sum(used[SIMPLIFY]) + sum(used[AUTOMATE])
    load = 12.0 * total / (5.0 * (desk.cost_s + desk.cost_t))
    able = float(p.capability.change_capacity) * math.exp(float(p.plans.planning_effect) * _plans_gain(firm))
    able *= 1.0 - platform
    desk.crowd = min(1.0, able / load) ** float(p.capability.overload) if load > 0.0 else 1.0
    saved = failed = 0.0
    for kind, cost in ((SIMPLIFY, desk.cost_s), (AUTOMATE, desk.cost_t)):
        for place in range(5):
            money = used[kind][place]
            uplift = money / cost * desk.crowd * _rank(firm, place)
            if initiatives.put_under_way(firm, kind, place, uplift):
                saved += float(p.plans.stage_gates) * money
                failed += (1.0 - float(p.plans.stage_gates)) * money
    return total, saved, failed


def _plans_gain(firm: Firm) -> float:
    stocks = firm.capability
    return benefit(firm.case.p.capability, stocks.s[0], stocks.t[0], stocks.a[0]) - firm.case.today.skill.benefit[0]


def _rank(firm: Firm, place: int) -> float:
    return 1.0 + firm.capability.plan * (firm.case.ranking[place] - 1.0) * (1.0 - firm.capability.s[place])


def _other_kinds(firm: Firm, desk: Desk, shares: list[dict[str, float]]) -> float:
    """Plan, clean, train, make content; return all money spent on kinds that take effect at once."""
    p, stocks = firm.case.p, firm.capability
    reach = shares[0]["planning"] * math.exp(float(p.plans.planning_effect) * _plans_gain(firm))
    desk.planned = (1.0 - stocks.plan) * (1.0 - math.exp(-reach / desk.cost_plan))
    data = shares[1]["data"] + shares[2]["data"]
    desk.cleaned = (1.0 - stocks.data) * (1.0 - math.exp(-data / desk.cost_data))
    desk.trained = [
        (1.0 - a) * (1.0 - math.exp(-share["train"] / desk.cost_a)) for a, share in zip(stocks.a, shares, strict=True)
    ]
    desk.produced = shares[1]["content"] / desk.cost_content
    built = ("simplify", "automate")
    return sum(money for share in shares for kind, money in share.items() if kind not in built)


def _age(firm: Firm, desk: Desk) -> None:
    c, stocks = firm.case.p.capability, firm.capability
    bare = 1.0 - desk.coverage
    for place, speed in enumerate(firm.case.today.skill.adoption_speed):
        a, t = stocks.a[place], stocks.t[place]
        diluted = a * desk.lost_t[place] * desk.coverage / max(1e-12, t)
        drive = float(c.adoption_innovation + c.adoption_imitation * a) / 12.0 * (1.0 - a)
        spread = drive * speed * (1.0 - float(c.resistance)) * desk.crowd
        stocks.a[place] = clip(a - diluted + spread + desk.trained[place] - desk.lost_a[place] * bare, 0.0, 1.0)
        stocks.s[place] = max(0.0, stocks.s[place] - desk.lost_s[place] * bare)
        stocks.t[place] = max(0.0, t - desk.lost_t[place] * bare)
    stocks.plan = clip(stocks.plan - desk.lost_plan * bare + desk.planned, 0.0, 1.0)
    stocks.data = clip(stocks.data - desk.lost_data * bare + desk.cleaned, 0.0, 1.0)
    stocks.content = max(0.0, stocks.content - desk.lost_content * bare + desk.produced)


def _deliver_platform(firm: Firm, desk: Desk) -> None:
    stocks, acts = firm.capability, firm.world.acting["platform_project"] > 0.0
    if stocks.platform_acted and not acts:
        each = stocks.platform * initiatives.expected_yield(firm) / (2.0 * desk.cost_t)
        for place in (0, 4):
            initiatives.add_technology(stocks, place, each)
        stocks.platform = 0.0
    stocks.platform_acted = acts


def _gain(firm: Firm) -> None:
    case, stocks, x = firm.case, firm.capability, firm.case.p.experience
    embedded = clip(firm.base.embedded / max(int(firm.base.counts.sum()), 1), 0.0, 1.0)
    shield = 1.0 - float(x.embedding_shield) * max(0.0, embedded - float(x.embedded_share))
    seen = rivals_now(firm) - float(case.p.world.rival_capability)
    now = [benefit(case.p.capability, *three) for three in zip(stocks.s, stocks.t, stocks.a, strict=True)]
    stocks.own = [b - b_0 for b, b_0 in zip(now, case.today.skill.benefit, strict=True)]
    stocks.relative = [g - seen * shield for g in stocks.own]
