"""The cycle: the only place that shows the loop.

The order of a month, each step a SimPy process that waits for the one before:

0. the world turns (recessions, luck, seasons, rivals, one-off events), finished projects are released,
   supplier contracts are priced
1. plans          review and spend, keep and build capability
2. demand         leads and their quality
3. acquisition    pipeline, wins
4. experience     who stays, orders, talks
5. supply         what it costs and whether it is there
6. reinvestment   profit, cash, the end or the next budget, which opens the next month
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np
import simpy

from sim.model.batch import Batch
from sim.model.capability import Benefit
from sim.model.ledger import Ledger, NoLedger
from sim.model.links import Links, Switch
from sim.model.opening import Opening, lead_quality, opening
from sim.model.panel import Panel, Seat
from sim.model.parameters import Parameters, spread
from sim.model.portfolio import Portfolio
from sim.model.recorder import Recorder, Recording
from sim.model.steps.acquisition import Acquisition
from sim.model.steps.demand import Demand
from sim.model.steps.experience import Experience
from sim.model.steps.plans import Plans
from sim.model.steps.reinvestment import Reinvestment
from sim.model.steps.supply import Supply
from sim.model.stocks import PAST, History, open_firm
from sim.model.world import Process, World

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sim.model.events import Event
    from sim.model.parameters.spec import Array
    from sim.randomness import Streams

ORDER: Final = ("plans", "demand", "acquisition", "experience", "supply", "reinvestment")


class Step(Protocol):
    """One step of the cycle."""

    def act(self, month: int) -> None:
        """Do the work of one month."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """Everything one batch needs.

    Attributes
    ----------
    parameters
        Numbers, or arrays with one entry per lane.
    seats
        Policies and the lanes they decide for; together they cover every lane once, in order.
    streams
        The luck of every lane.
    lanes
        Number of lanes.
    months
        Horizon.
    start_month
        Calendar month of month 1, from 1 to 12.
    events, switches, keep
        One-off events, switched links, links whose values are kept.
    ledger
        Who takes notes.
    """

    parameters: Parameters
    seats: Sequence[Seat]
    streams: Streams
    lanes: int
    months: int
    start_month: int = 1
    events: Sequence[Event] = ()
    switches: Mapping[str, Switch] = field(default_factory=dict)
    keep: frozenset[str] = frozenset()
    ledger: Ledger = field(default_factory=NoLedger)


@dataclass(frozen=True, slots=True)
class Simulation:
    """What a batch gives back.

    Attributes
    ----------
    recording
        All measures.
    opening
        The steady state it started from.
    kept
        Values of the links that were asked for, shape (months, lanes) by link name.
    """

    recording: Recording
    opening: Opening
    kept: Mapping[str, Array]


def simulate(setup: Setup) -> Simulation:
    """Run one batch of lanes from the opening to the horizon."""
    batch = _batch(setup)
    portfolio = Portfolio(batch)
    steps: dict[str, Step] = {
        "plans": Plans(batch, portfolio),
        "demand": Demand(batch),
        "acquisition": Acquisition(batch),
        "experience": Experience(batch),
        "supply": Supply(batch),
        "reinvestment": Reinvestment(batch),
    }
    recorder = Recorder(setup.months, setup.lanes)
    recorder.record(0, batch)
    env = simpy.Environment()
    batch.world.processes(env)
    env.process(_completions(env, portfolio))
    supply = steps["supply"]
    assert isinstance(supply, Supply)  # noqa: S101 (for the type checker)
    env.process(supply.contracts(env))
    relay = Relay(env)
    for name, step in steps.items():
        env.process(_monthly(relay, name, step))
    env.run(until=env.process(_calendar(env, relay, recorder, batch)))
    kept = {name: np.stack(values) for name, values in batch.links.kept.items()}
    return Simulation(recorder.recording, batch.opening, kept)


class Relay:
    """Hands the month from step to step."""

    def __init__(self, env: simpy.Environment) -> None:
        self._env = env
        self._turns = {name: env.event() for name in (*ORDER, "month_end")}

    def turn(self, name: str) -> simpy.Event:
        """Return the event that starts a step's turn; its value is the month."""
        return self._turns[name]

    def start(self, name: str, month: int) -> None:
        """Start the turn of a step and lay out its turn of the next month."""
        turn, self._turns[name] = self._turns[name], self._env.event()
        turn.succeed(month)

    def done(self, name: str, month: int) -> None:
        """Pass the month on to the next step."""
        after = (*ORDER, "month_end")[ORDER.index(name) + 1]
        self.start(after, month)


def _monthly(relay: Relay, name: str, step: Step) -> Process:
    """Run a step whenever its turn comes."""
    while True:
        month = yield relay.turn(name)
        step.act(int(str(month)))
        relay.done(name, int(str(month)))


def _calendar(env: simpy.Environment, relay: Relay, recorder: Recorder, batch: Batch) -> Process:
    """Open each month half a unit after the world has turned, and record it when step 6 is done."""
    yield env.timeout(0.5)
    for month in range(1, recorder.recording.months + 1):
        yield env.timeout(1)
        end = relay.turn("month_end")
        relay.start("plans", month)
        yield end
        recorder.record(month, batch)


def _completions(env: simpy.Environment, portfolio: Portfolio) -> Process:
    """Release finished initiatives at the turn of every month."""
    while True:
        yield env.timeout(1)
        portfolio.release(int(env.now))


def _batch(setup: Setup) -> Batch:
    p: Parameters = spread(setup.parameters, setup.lanes)
    o = opening(p)
    world = World(p, setup.streams, setup.ledger, setup.start_month, setup.events)
    firm = open_firm(p, o, setup.streams)
    batch = Batch(
        parameters=p,
        opening=o,
        benefit=Benefit.of(p),
        firm=firm,
        world=world,
        links=Links(setup.switches, setup.keep),
        streams=setup.streams,
        history=_history(p, o, world, setup.months),
        panel=Panel(setup.seats),
        ledger=setup.ledger,
    )
    batch.flow.update(_opening_flow(p, o, batch))
    firm.working_capital = batch.flow["working_capital"]
    return batch


def _history(p: Parameters, o: Opening, world: World, months: int) -> History:
    """Return two years of steady state, seasons included where money and volume follow them."""
    seasons = np.stack([world.season_of(month) for month in range(-PAST, 1)])
    value = o.churned * _opening_value(p, o)
    zero = np.zeros_like(o.revenue)
    return History(
        months,
        {
            "revenue": seasons * o.revenue,
            "cost_of_sales": seasons * o.revenue * p.business.cost_of_sales,
            "volume": seasons * o.volume,
            "adjusted_revenue": o.revenue,
            "profit": o.profit,
            "outflow": o.outflow,
            "reinvested": zero,
            "recession": zero,
            "level": zero + 1,
            "new_value": value,
            "churned_value": value,
            "acquisition_spend": o.spend + p.business.sales_share * o.revenue,
            "new_customers": o.churned,
        },
    )


def _opening_value(p: Parameters, o: Opening) -> Array:
    """Return the lifetime value of a customer won today."""
    discount = (1 + p.reinvestment.discount_rate) ** (1 / 12)
    serving = p.business.service_share * o.revenue / p.business.customers
    margin = o.classes.orders * (p.business.price - o.unit_cost) - serving
    return np.asarray((o.classes.weight * margin / (discount - 1 + o.classes.hazard)).sum(axis=0))


def _opening_active(p: Parameters, o: Opening, wins: Array) -> Array:
    """Return customers who pay or order in a month of the steady state."""
    if p.business.kind == "contract":
        return np.asarray(o.customers.sum(axis=(0, 1)))
    ordering = o.customers.sum(axis=1) * -np.expm1(-o.classes.orders)
    return np.asarray(ordering.sum(axis=0) + wins)


def _opening_flow(p: Parameters, o: Opening, batch: Batch) -> dict[str, Array]:
    """Return the flows of the steady state, the figures of month 0."""
    f, zero, one = p.reinvestment, np.zeros_like(o.revenue), np.ones_like(o.revenue)
    cost = o.revenue * p.business.cost_of_sales
    clv = _opening_value(p, o)
    spend = o.spend + p.business.sales_share * o.revenue
    tied = (f.days_sales * o.revenue + (f.days_stock - f.days_payable) * cost) / 30.4375
    referral = o.referral_wins / np.maximum(p.acquisition.opportunity_rate * p.acquisition.win_rate, 1e-12)
    wins = o.opportunities * p.acquisition.win_rate
    return {
        "revenue": o.revenue,
        "gross_profit": o.revenue - cost,
        "profit": o.profit,
        "customers": batch.firm.total_customers,
        "active_customers": _opening_active(p, o, wins),
        "new_customers": wins,
        "churned": o.churned,
        "orders": o.orders,
        "order_value": o.revenue / o.orders,
        "leads": o.leads,
        "mql": o.leads * p.demand.mql_rate,
        "sql": o.leads * p.demand.mql_rate * p.acquisition.sql_rate + referral,
        "opportunities": o.opportunities,
        "wins": wins,
        "losses": o.opportunities - wins,
        "pipeline": batch.firm.pipeline.sum(axis=0),
        "marketing_spend": o.spend,
        "sales_spend": p.business.sales_share * o.revenue,
        "cac": np.where(wins > 0, spend / np.where(wins > 0, wins, 1.0), np.nan),
        "clv": clv,
        "nps": np.asarray(p.experience.nps),
        "referral_leads": referral,
        "lead_quality": lead_quality(p, np.asarray(p.demand.data_quality)),
        "cx_index": zero,
        "unit_cost": o.unit_cost,
        "demanded": o.volume,
        "volume": o.volume,
        "lost_volume": zero,
        "stockouts": np.asarray(p.supply.stockout_rate),
        "fixed_cost": o.fixed_cost,
        "lead_time": one,
        "subscriptions": o.subscriptions,
        "reinvested": zero,
        "maintenance": zero,
        "wasted": zero,
        "repeated": zero,
        "distributed": zero,
        "injected": zero,
        "cash_lost": zero,
        "tax_saved": zero,
        "written_off": zero,
        "working_capital": tied,
        "scale": one,
    }
