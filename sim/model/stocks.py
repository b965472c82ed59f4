"""What accumulates in the firm, and the figures of the past that decisions look back on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.arrays import Array, asarray
from sim.model.funnel import needed_for
from sim.model.sums import by_lane

if TYPE_CHECKING:
    from sim.model.opening import Opening
    from sim.model.parameters import Parameters
    from sim.randomness import Streams

PAST: Final = 24
"""Months of history before the start, filled with the steady state."""


@dataclass(slots=True)
class Firm:
    """The stocks of the firm; arrays of shape (lanes,) unless said otherwise."""

    process_quality: Array
    """S by step, shape (5, lanes)."""
    technology: Array
    """T by step, shape (5, lanes)."""
    adoption: Array
    """A by step, shape (5, lanes)."""
    plan_quality: Array
    data_quality: Array
    content: Array
    adstock: Array
    """Carried marketing effect, shape (channels, lanes)."""
    pipeline: Array
    """Open opportunities by stage, shape (stages, lanes)."""
    referred_share: Array
    """Share of open opportunities that customers brought."""
    crm_use: Array
    reference_price: Array
    """Price customers are used to, relative to the list price."""
    sales_team: Array
    """Sales capacity relative to today."""
    customers: Array
    """Customers by class and stage, shape (classes, 4, lanes)."""
    embedded: Array
    service_staff: Array
    """Service staff relative to today."""
    experience: Array
    """Customer experience relative to rivals and to today, log scale."""
    lead_time: Array
    stockouts: Array
    cumulative_volume: Array
    price_factor: Array
    """Factor on purchase prices agreed at the last negotiation."""
    cash: Array
    debt: Array
    tax_losses: Array
    working_capital: Array
    alive: Array
    """1 while the firm lives."""
    surviving: Array
    """1 while in survival mode."""

    @property
    def total_customers(self) -> Array:
        """Customers of all classes and stages."""
        return by_lane(self.customers)


def open_firm(p: Parameters, o: Opening, streams: Streams) -> Firm:
    """Return the firm on the day before month 1."""
    lanes = len(o.revenue)
    customers = _whole(o.customers, p.business.customers) if streams.whole else o.customers
    stages = p.acquisition.pipeline_stages
    share = o.cycle / stages
    waiting = np.broadcast_to(o.opportunities * share, (stages, lanes))
    referred = needed_for(o.referral_wins, asarray(p.acquisition.win_rate)) / np.maximum(o.opportunities, 1e-12)
    embedded = p.experience.embedded_share * by_lane(customers)
    return Firm(
        process_quality=p.capability.process_quality.stacked(lanes),
        technology=p.capability.technology.stacked(lanes),
        adoption=p.capability.adoption.stacked(lanes),
        plan_quality=np.array(p.plans.plan_quality),
        data_quality=np.array(p.demand.data_quality),
        content=np.ones(lanes),
        adstock=o.channels.share * o.spend / (1 - o.channels.carry),
        pipeline=streams.poisson("opening.pipeline", 0, waiting),
        referred_share=np.clip(referred, 0.0, 1.0),
        crm_use=np.array(p.acquisition.crm_use),
        reference_price=np.ones(lanes),
        sales_team=np.ones(lanes),
        customers=customers,
        embedded=np.rint(embedded) if streams.whole else embedded,
        service_staff=np.ones(lanes),
        experience=np.zeros(lanes),
        lead_time=np.ones(lanes),
        stockouts=np.array(p.supply.stockout_rate),
        cumulative_volume=12 * p.supply.industry_age * o.volume,
        price_factor=np.ones(lanes),
        cash=np.array(o.cash),
        debt=np.zeros(lanes),
        tax_losses=np.zeros(lanes),
        working_capital=np.zeros(lanes),
        alive=np.ones(lanes),
        surviving=np.zeros(lanes),
    )


def _whole(customers: Array, total: Array | float) -> Array:
    """Round customers by class and stage to whole ones, keeping the rounded total (largest remainders)."""
    shape = customers.shape
    flat = customers.reshape(-1, shape[-1])
    down = np.floor(flat)
    missing = np.rint(total) - by_lane(down)
    rank = np.argsort(np.argsort(-(flat - down), axis=0, kind="stable"), axis=0, kind="stable")
    return asarray((down + (rank < missing)).reshape(shape))


class History:
    """Monthly figures from two years before the start; month m of a name is row `PAST + m`."""

    def __init__(self, months: int, opening: dict[str, Array]) -> None:
        """Fill the past with opening figures: shape (lanes,), or (PAST + 1, lanes) for months -24 … 0."""
        self._rows = {name: np.empty((PAST + months + 1, value.shape[-1])) for name, value in opening.items()}
        for name, value in opening.items():
            self._rows[name][: PAST + 1] = value

    def put(self, name: str, month: int, value: Array) -> None:
        """Keep the figure of a month."""
        self._rows[name][PAST + month] = value

    def at(self, name: str, month: int) -> Array:
        """Return the figure of a month."""
        return asarray(self._rows[name][PAST + month])

    def mean(self, name: str, last: int, months: int) -> Array:
        """Return the mean over the months that end with month `last`."""
        return by_lane(self._window(name, last, months)) / months

    def total(self, name: str, last: int, months: int) -> Array:
        """Return the sum over the months that end with month `last`."""
        return by_lane(self._window(name, last, months))

    def highest(self, name: str, last: int, months: int) -> Array:
        """Return the maximum over the months that end with month `last`."""
        return asarray(self._window(name, last, months).max(axis=0))

    def _window(self, name: str, last: int, months: int) -> Array:
        return self._rows[name][PAST + last - months + 1 : PAST + last + 1]
