"""One firm in one replication: what it owns, what it remembers, and the figures of the month."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from benchmarks.twin.classes import whole
from benchmarks.twin.opening import DAYS

if TYPE_CHECKING:
    import numpy as np
    from numpy.random import Generator  # noqa: TID251 (the type of ordinary samplers)
    from numpy.typing import NDArray

    from benchmarks.twin.opening import Opening
    from benchmarks.twin.policies import Decision, Rule
    from sim.model.events import Event
    from sim.model.parameters import Parameters

PAST = 24
"""Months that the books reach back before month 1; the oldest is month -24."""
SIMPLIFY, AUTOMATE = 0, 1


@dataclass(frozen=True, slots=True)
class Case:
    """What a replication needs to know: the same for all of them."""

    p: Parameters
    today: Opening
    ranking: tuple[float, ...]
    """Yield of the best-ranked work over the average, by step."""
    rule: Rule
    events: tuple[Event, ...]
    first_month: int
    """Calendar month of month 1, 0 for January."""
    horizon: int


@dataclass(slots=True)
class World:
    """What the firm cannot choose; `acting` holds one-off events of the month by kind."""

    recession: int = 0
    depth: float = 0.0
    usual: float = 0.0
    """Mean depth times the share of time in recession."""
    luck: float = 0.0
    rivals: float = 0.0
    season: float = 1.0
    acting: dict[str, float] = field(default_factory=dict)
    activity: float = 1.0
    interest: float = 1.0
    churn: float = 1.0
    collection: float = 1.0


@dataclass(slots=True)
class Fate:
    """What becomes of one initiative."""

    pays: float
    worth: float
    due: int


@dataclass(slots=True)
class Capability:
    """Stocks of step 1; lists hold one number per step."""

    s: list[float]
    t: list[float]
    a: list[float]
    plan: float
    data: float
    content: float = 1.0
    under_way: list[list[float]] = field(default_factory=lambda: [[0.0] * 5, [0.0] * 5])
    releases: dict[int, list[tuple[int, int, float]]] = field(default_factory=dict)
    platform: float = 0.0
    platform_acted: bool = False
    own: list[float] = field(default_factory=lambda: [0.0] * 5)
    relative: list[float] = field(default_factory=lambda: [0.0] * 5)


@dataclass(slots=True)
class Planning:
    """The decision that holds, the fate of the quarter's work, and what may be repeated."""

    decision: Decision | None = None
    fates: list[list[Fate]] = field(default_factory=list)
    again: float = 0.0
    waste_since_review: float = 0.0


@dataclass(slots=True)
class Sales:
    """Adstocks, the pipeline and what prospects are used to."""

    adstock: list[float]
    pipeline: list[int]
    referred_part: float
    crm_use: float
    team: float = 1.0
    used_to: float = 1.0
    price: float = 1.0
    price_factor: float = 1.0
    media: float = 0.0
    content_money: float = 0.0
    people: float = 0.0
    room: float = 1.0


@dataclass(slots=True)
class Base:
    """Customers by class and stage, and how they fare."""

    counts: NDArray[np.int64]
    embedded: int
    hazards: NDArray[np.float64]
    """Monthly, by class."""
    staff: float = 1.0
    experience: float = 0.0
    people: float = 0.0


@dataclass(slots=True)
class Works:
    """Supply."""

    cumulative: float
    stockouts: float
    unit_cost: float
    lead_time: float = 1.0
    contract_price: float = 1.0


@dataclass(slots=True)
class Books:
    """Money now, and figures by month from month -24 on, the last month last."""

    cash: float
    tied: float
    debt: float = 0.0
    losses: float = 0.0
    revenue: list[float] = field(default_factory=list)
    even_revenue: list[float] = field(default_factory=list)
    sales_cost: list[float] = field(default_factory=list)
    volume: list[float] = field(default_factory=list)
    level: list[float] = field(default_factory=list)
    profit: list[float] = field(default_factory=list)
    outflow: list[float] = field(default_factory=list)
    reinvested: list[float] = field(default_factory=list)
    recession: list[int] = field(default_factory=list)
    wins: list[int | float] = field(default_factory=list)
    won_value: list[float] = field(default_factory=list)
    lost_value: list[float] = field(default_factory=list)
    acquisition: list[float] = field(default_factory=list)


@dataclass(slots=True)
class Firm:
    """One firm; `now` holds the figures of the month under way, by measure, and `record` those of past months."""

    case: Case
    rng: Generator
    world: World
    capability: Capability
    planning: Planning
    sales: Sales
    base: Base
    works: Works
    books: Books
    month: int = 0
    alive: int = 1
    surviving: int = 0
    now: dict[str, float] = field(default_factory=dict)
    record: list[dict[str, float]] = field(default_factory=list)


def mean(series: list[float], months: int) -> float:
    """Return the mean of the last months of a series."""
    return sum(series[-months:]) / months


def season_of(case: Case, month: int) -> float:
    """Return the season of a month, mean 1 over the year; month 1 is the scenario's first."""
    seasons = case.p.world.seasonality
    return float(seasons[(case.first_month + month - 1) % 12]) * 12.0 / float(sum(seasons))


def tied_up(case: Case, books: Books, collection: float) -> float:
    """Return receivables and stock less payables, from the last three months in the books."""
    r = case.p.reinvestment
    sales, cost = mean(books.revenue, 3), mean(books.sales_cost, 3)
    days = float(r.days_sales) * collection * sales + float(r.days_stock - r.days_payable) * cost
    return days / DAYS


def _past(case: Case) -> Books:
    o, b = case.today, case.p.business
    seasons = [season_of(case, month) for month in range(-PAST, 1)]
    months = len(seasons)
    books = Books(
        cash=o.money.cash,
        tied=0.0,
        revenue=[o.money.revenue * season for season in seasons],
        even_revenue=[o.money.revenue] * months,
        sales_cost=[o.money.revenue * float(b.cost_of_sales) * season for season in seasons],
        volume=[o.money.volume * season for season in seasons],
        level=[1.0] * months,
        profit=[o.money.profit] * months,
        outflow=[o.money.outflow] * months,
        reinvested=[0.0] * months,
        recession=[0] * months,
        wins=[o.funnel.wins] * months,
        won_value=[o.funnel.wins * o.clv] * months,
        lost_value=[o.people.churned * o.clv] * months,
        acquisition=[float(b.marketing_share + b.sales_share) * o.money.revenue] * months,
    )
    books.tied = tied_up(case, books, 1.0)
    return books


def open_firm(case: Case, rng: Generator) -> Firm:
    """Return the firm on the day before month 1."""
    p, o = case.p, case.today
    stages = int(p.acquisition.pipeline_stages)
    counts = whole(o.people.mix)
    return Firm(
        case=case,
        rng=rng,
        world=World(rivals=float(p.world.rival_capability)),
        capability=Capability(
            list(o.skill.s), list(o.skill.t), list(o.skill.a), float(p.plans.plan_quality), float(p.demand.data_quality)
        ),
        planning=Planning(),
        sales=Sales(
            adstock=[channel.adstock for channel in o.channels],
            pipeline=rng.poisson(o.funnel.opportunities * o.funnel.cycle / stages, stages).tolist(),
            referred_part=o.funnel.referred_part,
            crm_use=float(p.acquisition.crm_use),
        ),
        base=Base(counts, round(float(p.experience.embedded_share) * int(counts.sum())), o.people.classes.hazard),
        works=Works(
            12.0 * float(p.supply.industry_age) * o.money.volume, float(p.supply.stockout_rate), o.money.unit_cost
        ),
        books=_past(case),
    )
