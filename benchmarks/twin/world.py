"""The world: recessions, luck, rivals, seasons, one-off events."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from scipy.special import ndtr

from benchmarks.twin.firm import season_of
from benchmarks.twin.opening import clip

if TYPE_CHECKING:
    from benchmarks.twin.firm import Case, Firm
    from sim.model.events import Event

DEEPEST = 0.45
FACTORS = ("demand_shock", "churn_shock", "cost_shock", "price_change")
SUMS = ("cash_injection", "cash_loss", "rival_move")
PARTS = ("credit_stop", "rival_embedding", "platform_project", "data_loss", "staff_exit")
MOMENTS = ("cash_injection", "cash_loss", "data_loss", "staff_exit")
NEUTRAL = {**dict.fromkeys(FACTORS, 1.0), **dict.fromkeys(SUMS, 0.0), **dict.fromkeys(PARTS, 0.0)}


def begin(firm: Firm) -> None:
    """Draw the world of month 0."""
    w = firm.case.p.world
    firm.world.recession = int(firm.rng.random() < recession_share(firm.case))
    firm.world.depth = _depth(firm)
    firm.world.luck = float(w.demand_noise) * firm.rng.standard_normal()
    firm.world.usual = mean_depth(firm.case) * recession_share(firm.case)
    firm.world.acting = NEUTRAL


def recession_share(case: Case) -> float:
    """Return the share of time in recession."""
    w = case.p.world
    return float(w.recession_onset / (w.recession_onset + w.recession_exit))


def _depth(firm: Firm) -> float:
    w = firm.case.p.world
    sigma = float(w.recession_depth_sigma)
    return min(DEEPEST, float(w.recession_depth) * math.exp(sigma * firm.rng.standard_normal() - sigma**2 / 2.0))


def mean_depth(case: Case) -> float:
    """Return the mean depth of a recession, with the cap."""
    w = case.p.world
    d, sigma = float(w.recession_depth), max(1e-9, float(w.recession_depth_sigma))
    if d <= 0.0:
        return 0.0
    z = math.log(DEEPEST / d) / sigma
    return float(d * ndtr(z - sigma / 2.0) + DEEPEST * (1.0 - ndtr(z + sigma / 2.0)))


def recede(firm: Firm) -> None:
    """Let a recession start or end."""
    w, world = firm.case.p.world, firm.world
    if world.recession:
        world.recession = int(firm.rng.random() >= float(w.recession_exit))
    elif firm.rng.random() < float(w.recession_onset):
        world.recession, world.depth = 1, _depth(firm)


def try_luck(firm: Firm) -> None:
    """Move the firm's own luck on."""
    w, world = firm.case.p.world, firm.world
    memory = float(w.demand_memory)
    fresh = float(w.demand_noise) * math.sqrt(1.0 - memory**2) * firm.rng.standard_normal()
    world.luck = memory * world.luck + fresh


def let_rivals_move(firm: Firm) -> None:
    """Let rivals' capability drift and leap."""
    w, world = firm.case.p.world, firm.world
    ceiling = float(w.rival_ceiling)
    pull = 1.0 - math.exp(-(float(w.rival_drift) / 12.0) / max(ceiling - float(w.rival_capability), 1e-9))
    leap = float(w.rival_move_size) * (firm.rng.random() < min(1.0, float(w.rival_move_rate) / 12.0))
    world.rivals = clip(world.rivals + pull * max(0.0, ceiling - world.rivals) + leap, 0.0, 1.0)


def turn_season(firm: Firm) -> None:
    """Take the season of the calendar month."""
    firm.world.season = season_of(firm.case, firm.month)


def act(firm: Firm) -> None:
    """Let one-off events start or end, and say what the steps will read of the world."""
    sizes: dict[str, list[float]] = {}
    for event in firm.case.events:
        if _acts(event, firm.month):
            sizes.setdefault(event.kind, []).append(float(event.size))
    firm.world.acting = {**NEUTRAL, **{kind: _combined(kind, found) for kind, found in sizes.items()}}
    _say(firm)


def _acts(event: Event, month: int) -> bool:
    start = round(float(event.month))
    if event.kind in MOMENTS:
        return month == start
    lasting = float(event.lasting)
    return start <= month and (math.isinf(lasting) or month < start + max(1, round(lasting)))


def _combined(kind: str, sizes: list[float]) -> float:
    if kind in SUMS:
        return sum(sizes)
    if kind in FACTORS:
        return math.prod(1.0 + size for size in sizes)
    return 1.0 - math.prod(1.0 - size for size in sizes)


def _say(firm: Firm) -> None:
    w, world, acting = firm.case.p.world, firm.world, firm.world.acting
    now = world.depth * world.recession
    usual = world.usual
    noise = math.exp(world.luck - float(w.demand_noise) ** 2 / 2.0)
    demand = world.season * noise * acting["demand_shock"]
    open_market = 1.0 - acting["rival_embedding"]
    world.activity = demand * _lowered(float(w.recession_volume), now, usual)
    world.interest = demand * _lowered(float(w.recession_leads), now, usual) * open_market
    leaving = float(firm.case.p.experience.churn_recession)
    world.churn = (1.0 + leaving * now) / (1.0 + leaving * usual) * acting["churn_shock"] / max(0.05, open_market)
    slow = float(w.recession_collection)
    world.collection = (1.0 + slow * now) / (1.0 + slow * usual)


def _lowered(exposure: float, now: float, usual: float) -> float:
    return max(0.01, 1.0 - exposure * now) / (1.0 - exposure * usual)


def rivals_now(firm: Firm) -> float:
    """Return rivals' benefit, one-off moves included."""
    return clip(firm.world.rivals + firm.world.acting["rival_move"], 0.0, 1.0)
