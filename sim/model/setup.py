"""What one batch needs, and the day before month 1."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from sim.arrays import Array, asarray
from sim.model.batch import Batch
from sim.model.capability import Benefit
from sim.model.funnel import needed_for
from sim.model.ledger import Ledger, NoLedger
from sim.model.lifetime import ENDLESS
from sim.model.links import Links, Switch
from sim.model.opening import DAYS_A_MONTH, Opening, opening
from sim.model.panel import Panel, Seat
from sim.model.parameters import Parameters, changed, leaves, spread
from sim.model.recorder import ALL, Watch
from sim.model.stocks import PAST, History, open_firm
from sim.model.sums import by_first, by_lane
from sim.model.upkeep import Upkeep
from sim.model.world import World

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sim.model.events import Event
    from sim.randomness import Streams


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
    events, switches
        One-off events, switched links.
    keep, offer
        Links whose values are kept: as their consumers see them, and as they would be if live.
    ledger
        Who takes notes.
    measures
        What to record of every month and lane.
    watch
        Who looks at all measures as the months go by.
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
    offer: frozenset[str] = frozenset()
    ledger: Ledger = field(default_factory=NoLedger)
    measures: tuple[str, ...] = ALL
    watch: Watch | None = None


def lay_batch(setup: Setup) -> Batch:
    """Return the batch on the day before month 1."""
    p: Parameters = spread(setup.parameters, setup.lanes)
    o = _opening(p, setup.lanes, _period(setup))
    world = World(p, setup.streams, setup.ledger, setup.start_month, setup.events)
    firm = open_firm(p, o, setup.streams)
    batch = Batch(
        parameters=p,
        opening=o,
        benefit=Benefit.of(p),
        upkeep=Upkeep(p, o),
        firm=firm,
        world=world,
        links=Links(setup.switches, setup.keep, setup.offer),
        streams=setup.streams,
        history=_history(p, o, world, setup.months),
        panel=Panel(setup.seats),
        ledger=setup.ledger,
    )
    batch.flow.update(_opening_flow(p, o, batch))
    firm.working_capital = batch.flow["working_capital"]
    return batch


def _opening(p: Parameters, lanes: int, firms: int) -> Opening:
    """Return the opening position of every lane, worked out once for firms that come again and again."""
    first = opening(changed(p, np.ndarray, lambda value: value[..., :firms]))
    repeated: Opening = changed(first, np.ndarray, lambda value: np.tile(value, lanes // firms))
    return repeated


def _period(setup: Setup) -> int:
    """Return after how many lanes the same firms come again: one, those of a policy, or all."""
    own = [value for value in leaves(setup.parameters, np.ndarray) if value.ndim]
    each, rest = divmod(setup.lanes, len(setup.seats))
    if not own:
        return 1
    if rest or not all(np.array_equal(value, np.tile(value[:each], len(setup.seats)), equal_nan=True) for value in own):
        return setup.lanes
    return each


def _history(p: Parameters, o: Opening, world: World, months: int) -> History:
    """Return two years of steady state, seasons included where money and volume follow them."""
    seasons = np.stack([world.season_of(month) for month in range(-PAST, 1)])
    won = o.opportunities * p.acquisition.win_rate
    value = _opening_value(p, o)
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
            "new_value": won * value,
            "churned_value": o.churned * value,
            "acquisition_spend": o.spend + p.business.sales_share * o.revenue,
            "new_customers": won,
        },
    )


def _opening_value(p: Parameters, o: Opening) -> Array:
    """Return the lifetime value of a customer won today."""
    discount = (1 + p.reinvestment.discount_rate) ** (1 / 12)
    serving = p.business.service_share * o.revenue / p.business.customers
    margin = o.classes.orders * (p.business.price - o.unit_cost) - serving
    return by_lane(o.classes.weight * margin / np.maximum(discount - 1 + o.classes.hazard, ENDLESS))


def _opening_active(p: Parameters, o: Opening, wins: Array) -> Array:
    """Return customers who pay or order in a month of the steady state."""
    if p.business.kind == "contract":
        return by_lane(o.customers)
    ordering = by_first(o.customers) * -np.expm1(-o.classes.orders)
    return by_lane(ordering) + wins


def _opening_flow(p: Parameters, o: Opening, batch: Batch) -> dict[str, Array]:
    """Return the flows of the steady state, the figures of month 0."""
    f, zero, one = p.reinvestment, np.zeros_like(o.revenue), np.ones_like(o.revenue)
    cost = o.revenue * p.business.cost_of_sales
    clv = _opening_value(p, o)
    spend = o.spend + p.business.sales_share * o.revenue
    quarter = batch.history.mean("revenue", 0, 3)
    of_cost = (f.days_stock - f.days_payable) * batch.history.mean("cost_of_sales", 0, 3)
    tied = (f.days_sales * quarter + of_cost) / DAYS_A_MONTH
    referral = needed_for(o.referral_wins, asarray(p.acquisition.opportunity_rate * p.acquisition.win_rate))
    wins = o.opportunities * p.acquisition.win_rate
    return {
        "revenue": o.revenue,
        "yearly_revenue": 12 * o.revenue,
        "gross_profit": o.revenue - cost,
        "profit": o.profit,
        "cash_buffer": f.buffer_days * o.outflow / DAYS_A_MONTH,
        "customers": batch.firm.total_customers,
        "active_customers": _opening_active(p, o, wins),
        "new_customers": wins,
        "churned": o.churned,
        "orders": o.orders if p.business.kind == "orders" else batch.firm.total_customers,
        "leads": o.leads,
        "mql": o.leads * p.demand.mql_rate,
        "sql": o.leads * p.demand.mql_rate * p.acquisition.sql_rate + referral,
        "opportunities": o.opportunities,
        "wins": wins,
        "losses": o.opportunities - wins,
        "pipeline": by_lane(batch.firm.pipeline),
        "marketing_spend": o.spend,
        "sales_spend": p.business.sales_share * o.revenue,
        "cac": np.where(wins > 0, spend / np.where(wins > 0, wins, 1.0), np.nan),
        "clv": clv,
        "nps": asarray(p.experience.nps),
        "referral_leads": referral,
        "lead_quality": o.lead_quality,
        "cx_index": zero,
        "unit_cost": o.unit_cost,
        "demanded": o.volume,
        "volume": o.volume,
        "lost_volume": zero,
        "stockouts": asarray(p.supply.stockout_rate),
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
