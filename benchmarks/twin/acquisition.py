"""Step 3: acquisition. Qualified leads become opportunities, wait in the pipeline, and are won or lost."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from benchmarks.twin.firm import mean
from benchmarks.twin.opening import clip

if TYPE_CHECKING:
    from benchmarks.twin.firm import Firm


def work(firm: Firm) -> None:
    """Do step 3 of the month."""
    _qualify(firm)
    load = _load(firm)
    decided = _advance(firm, load)
    brought = _price(firm)
    _win(firm, decided, load)
    _trust_the_database(firm)
    _staff(firm)
    _origins(firm, brought)


def _discount(firm: Firm) -> float:
    decision = firm.planning.decision
    return 0.0 if decision is None else decision.discount


def _qualify(firm: Firm) -> None:
    q, now, sales = firm.case.p.acquisition, firm.now, firm.sales
    referrals = int(now["referral_leads"])
    now["sql"] = firm.rng.binomial(int(now["mql"]), float(q.sql_rate)) + referrals
    now["opportunities"] = firm.rng.binomial(int(now["sql"]), float(q.opportunity_rate))
    waiting = sum(sales.pipeline)
    if now["opportunities"] > 0:
        new = now["opportunities"] / (waiting + now["opportunities"])
        sales.referred_part = clip(sales.referred_part + new * (referrals / now["sql"] - sales.referred_part), 0.0, 1.0)


def _load(firm: Firm) -> float:
    p, sales, today = firm.case.p, firm.sales, firm.case.today
    busy = sum(sales.pipeline) + float(p.acquisition.junk_load) * firm.now["mql"]
    extra = sales.people / max(1e-12, float(p.business.sales_share) * today.money.revenue)
    return clip(busy / max(1e-12, today.funnel.capacity * (sales.team + extra)), 1.0, 100.0)


def passing(rate: float, stages: int) -> tuple[list[float], list[float]]:
    """Return chances to pass 0, 1, … stages in a month: of opportunities that wait, and of those that arrive."""
    waiting = [math.exp(-rate) * rate**n / math.factorial(n) for n in range(stages)]
    left, arriving = 1.0, []
    for chance in waiting:
        left -= chance
        arriving.append(max(0.0, left) / rate)
    return waiting, arriving


def _advance(firm: Firm, load: float) -> int:
    """Move the pipeline; return opportunities decided this month."""
    q, sales = firm.case.p.acquisition, firm.sales
    stages = int(q.pipeline_stages)
    slow = math.exp(-float(q.cycle_effect) * firm.capability.own[2]) * load ** float(q.clog_cycle)
    waiting, arriving = passing(stages / (firm.case.today.funnel.cycle * slow), stages)
    moved = [0] * stages
    decided = 0
    for stage, count in enumerate(sales.pipeline):
        decided += _pass_on(firm, count, waiting[: stages - stage], moved, stage)
    decided += _pass_on(firm, int(firm.now["opportunities"]), arriving, moved, 0)
    sales.pipeline = moved
    return decided


def _pass_on(firm: Firm, count: int, chances: list[float], moved: list[int], stage: int) -> int:
    """Spread a group over the stages ahead; return those that left the last one."""
    if count == 0:
        return 0
    split = firm.rng.multinomial(count, [*chances, max(0.0, 1.0 - sum(chances))]).tolist()
    for passed, number in enumerate(split[:-1]):
        moved[stage + passed] += number
    return int(split[-1])


def _price(firm: Firm) -> float:
    """Set what price does to wins; return the share of wins that only the price brings."""
    q, sales, discount = firm.case.p.acquisition, firm.sales, _discount(firm)
    sales.price = (1.0 - discount) * firm.world.acting["price_change"]
    price, ratio = max(1e-6, sales.price), max(1e-6, sales.price / sales.used_to)
    elasticity = float(q.price_elasticity)
    weight = float(q.loss_weight) if sales.price > sales.used_to else 1.0
    sales.price_factor = ratio ** (elasticity * weight) * price ** (elasticity * float(q.price_permanence))
    memory = float(q.reference_memory)
    sales.used_to = memory * sales.used_to + (1.0 - memory) * sales.price
    return max(0.0, 1.0 - 1.0 / sales.price_factor) if discount > 0.0 else 0.0


def _win(firm: Firm, decided: int, load: float) -> None:
    q, sales = firm.case.p.acquisition, firm.sales
    chance = float(q.win_rate) * math.exp(float(q.win_effect) * firm.capability.relative[2])
    chance *= (sales.crm_use / float(q.crm_use)) ** float(q.crm_win_effect)
    chance *= sales.price_factor / load ** float(q.clog_win)
    firm.now["wins"] = firm.rng.binomial(decided, clip(chance, 0.0, 1.0))
    firm.now["losses"] = decided - firm.now["wins"]


def _trust_the_database(firm: Firm) -> None:
    p, sales = firm.case.p, firm.sales
    q, usual = p.acquisition, float(p.acquisition.crm_use)
    data = firm.capability.data / max(1e-12, float(p.demand.data_quality))
    target = usual * data * (sales.crm_use / usual) ** float(q.crm_trust) * math.exp(firm.capability.own[2])
    sales.crm_use += float(q.crm_speed) * (clip(target, 0.01, 1.0) - sales.crm_use)


def _staff(firm: Firm) -> None:
    p, sales, revenue = firm.case.p, firm.sales, firm.case.today.money.revenue
    wanted = (mean(firm.books.revenue, 12) / revenue) ** float(p.acquisition.sales_scale_exponent)
    sales.team += (wanted - sales.team) / float(p.acquisition.sales_hiring_lag)
    firm.now["sales_spend"] = float(p.business.sales_share) * revenue * sales.team * firm.alive


def _origins(firm: Firm, brought: float) -> None:
    wins = int(firm.now["wins"])
    referred = firm.rng.binomial(wins, firm.sales.referred_part)
    discounted = firm.rng.binomial(wins - referred, brought)
    firm.now["referred_wins"] = referred
    firm.now["discounted_wins"] = discounted
