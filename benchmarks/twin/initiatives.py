"""Initiatives: the work of one quarter on one step and kind, what becomes of it, and when it is released."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from benchmarks.twin.firm import AUTOMATE, Fate
from benchmarks.twin.opening import clip

if TYPE_CHECKING:
    from benchmarks.twin.firm import Capability, Firm
    from sim.model.parameters import Parameters

BUSY = 0.002
"""Work under way above which a cell counts as running."""
LONGEST = 120


def ranking_gain(p: Parameters, step: str) -> float:
    """Return the yield of the best-ranked work of a step over the average."""
    listed = [process for process in p.plans.processes if process.step == step]
    if len(listed) < 2:  # noqa: PLR2004 (one process ranks nothing)
        return float(getattr(p.plans.ranking_gain, step))
    worth = sorted(
        (float((5.5 - x.performance) * (2.0 * x.customer_value + x.internal_value)) for x in listed), reverse=True
    )
    best = worth[: math.ceil(len(worth) / 2)]
    return (sum(best) / len(best)) / (sum(worth) / len(worth))


def full_success(firm: Firm) -> float:
    """Return the chance that an initiative succeeds fully."""
    plans = firm.case.p.plans
    return float(plans.success_unplanned + firm.capability.plan * (plans.success_planned - plans.success_unplanned))


def draw_fates(firm: Firm) -> None:
    """Draw the fate of the coming quarter's initiatives."""
    running = sum(cell > BUSY for kind in firm.capability.under_way for cell in kind)
    crowding = math.sqrt(max(1.0, running / float(firm.case.p.capability.parallel_limit)))
    firm.planning.fates = [[_fate(firm, crowding) for _ in range(5)] for _ in range(2)]


def _fate(firm: Firm, crowding: float) -> Fate:
    p, rng = firm.case.p.plans, firm.rng
    pays = 0.0
    if rng.random() < full_success(firm):
        pays = 1.0
    elif rng.random() < float(p.partial_share):
        pays = rng.uniform(float(p.partial_low), max(float(p.partial_low), float(p.partial_high)))
    runaway = rng.random() < float(p.overrun_tail)
    if runaway:
        worth = 1.0 / min(1.0 + (1.0 - rng.random()) ** (-1.0 / float(p.overrun_pareto)), float(p.overrun_cap))
    else:
        worth = math.exp(-float(p.overrun_sigma) * rng.standard_normal()) / float(p.overrun_median)
    delay = float(p.overrun_delay) if runaway else 1.0
    lag = round(float(firm.case.p.capability.build_lag) * delay * crowding)
    longest = LONGEST - int(firm.case.p.reinvestment.review_months)
    return Fate(pays, worth, firm.month + int(clip(lag, 1, longest)))


def put_under_way(firm: Firm, kind: int, place: int, uplift: float) -> bool:
    """Start what money affords; return whether it fails."""
    stocks, fate = firm.capability, firm.planning.fates[kind][place]
    stock = (stocks.t if kind == AUTOMATE else stocks.s)[place]
    room = max(0.0, 1.0 - stock - stocks.under_way[kind][place])
    reached = min(uplift * fate.pays * fate.worth, room)
    if reached > 0.0:
        stocks.under_way[kind][place] += reached
        due = max(fate.due, firm.month + 1)
        stocks.releases.setdefault(due, []).append((kind, place, reached))
    return fate.pays == 0.0


def release(firm: Firm) -> None:
    """Put finished work into the stocks."""
    stocks = firm.capability
    finished: dict[tuple[int, int], float] = {}
    for kind, place, amount in stocks.releases.pop(firm.month, []):
        finished[kind, place] = finished.get((kind, place), 0.0) + amount
    for (kind, place), amount in finished.items():
        stocks.under_way[kind][place] = max(0.0, stocks.under_way[kind][place] - amount)
        if kind == AUTOMATE:
            add_technology(stocks, place, amount)
        else:
            stocks.s[place] = min(1.0, stocks.s[place] + amount)


def add_technology(stocks: Capability, place: int, amount: float) -> None:
    """Add technology to a step; as many people as before use more of it."""
    more = min(1.0, stocks.t[place] + amount)
    if more > 0.0:
        stocks.a[place] *= stocks.t[place] / more
    stocks.t[place] = more


def expected_yield(firm: Firm) -> float:
    """Return what a unit of money spent on an initiative pays on average."""
    p = firm.case.p.plans
    full = full_success(firm)
    return full + (1.0 - full) * float(p.partial_share) * float(p.partial_low + p.partial_high) / 2.0
