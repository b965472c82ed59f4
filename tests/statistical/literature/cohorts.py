"""Customers of the literature inside the real engine: a stub base, cohorts fed month by month, a firm nothing troubles.

The rest of the engine is switched off by parameters and links; it still runs, month by month, under its own policy.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
import simpy
from numpy.typing import NDArray

from sim.model.cycle import simulate
from sim.model.ledger import NoLedger
from sim.model.links import Mode, Switch
from sim.model.panel import Seat
from sim.model.parameters import Parameters, spread, substitute
from sim.model.setup import Setup
from sim.model.world import World
from sim.policies.maintain import Maintain
from sim.randomness import ExpectedStreams, KeyedStreams

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sim.model.decisions import Decision, Observation
    from sim.model.parameters.spec import Value
    from sim.model.recorder import Recording
    from sim.randomness import Streams

Array = NDArray[np.float64]

LEADS: Final = 1000.0
"""Leads a month that a replay is stated against; any number does."""

STUB: Final[Mapping[str, Value]] = {
    "business.cash": 1e12,  # the firm outlives the study
    "business.marketing_share": 0.0,
    "world.recession_depth": 0.0,
    "world.rival_drift": 0.0,
    "experience.referral_rate": 0.0,
    "experience.churn_effect": 0.0,
    "experience.embedding_churn": 1.0,
    "experience.churn_floor": 0.0,
    "demand.lead_effect": 0.0,
    "demand.mql_effect": 0.0,
    "demand.content_elasticity": 0.0,
    "demand.data_weight": 0.0,
    "acquisition.win_effect": 0.0,
    "acquisition.cycle_effect": 0.0,
    "acquisition.crm_win_effect": 0.0,
}
"""Customers come and go as their classes say; nothing else moves them."""

EVERY_LEAD_BUYS: Final[Mapping[str, Value]] = {
    "business.customers": 1.0,
    "demand.leads": LEADS,
    "demand.mql_rate": 1.0,
    "acquisition.sql_rate": 1.0,
    "acquisition.opportunity_rate": 1.0,
    "acquisition.win_rate": 1.0,
    "acquisition.sales_cycle": 0.5,  # days, the shortest allowed: 98 of 100 buy in the month they come
}

CUT: Final = {name: Switch(Mode.CUT) for name in ("sales_load", "service_load", "supply_delay")}


class Keep:
    """Keep what there is, cash too: a firm that paid it out could close before its customers are gone."""

    def decide(self, seen: Observation) -> Decision:
        """Pay for upkeep and pay nothing out."""
        decision = Maintain().decide(seen)
        return replace(decision, payout=np.zeros_like(decision.payout))


@dataclass(frozen=True, slots=True)
class Study:
    """How a cohort is followed.

    Attributes
    ----------
    months
        How long.
    lanes
        Replications drawn; 0 for expected flows.
    seed
        Fixed, so that a failure is no bad luck of the day.
    """

    months: int
    lanes: int = 0
    seed: int = 1

    @property
    def width(self) -> int:
        """Number of lanes."""
        return max(self.lanes, 1)

    def streams(self) -> Streams:
        """Return the luck of the study."""
        return KeyedStreams(self.seed, np.arange(self.lanes)) if self.lanes else ExpectedStreams(1)


def follow(parameters: Parameters, study: Study, switches: Mapping[str, Switch] = CUT) -> Recording:
    """Run the engine under a policy that keeps everything as it is."""
    setup = Setup(
        parameters=parameters,
        seats=[Seat(Keep(), slice(0, study.width))],
        streams=study.streams(),
        lanes=study.width,
        months=study.months,
        switches=switches,
    )
    return simulate(setup).recording


def fresh_base(customers: float, changes: Mapping[str, Value]) -> Parameters:
    """Return a firm whose customers all came last month and whom no new ones join."""
    stub = {**STUB, "business.customers": customers, "business.customer_base_age": 1 / 12, "demand.leads": 0.0}
    base: Parameters = substitute(Parameters(), {**stub, **changes})
    return base


def feed(parameters: Parameters, arrivals: Sequence[float], study: Study) -> Recording:
    """Follow cohorts whose sizes are known: leads are replayed, and every lead buys.

    Leads carry the firm's own luck of the month; it is divided out, so that cohorts have the sizes that are known
    (Poisson draws apart) while orders keep their luck.
    """
    known = np.zeros((study.months, 1))
    known[: len(arrivals), 0] = arrivals
    series = known / LEADS / _interest(parameters, study)
    return follow(parameters, study, {**CUT, "market_limit": Switch(Mode.REPLAYED, series=series)})


def _interest(parameters: Parameters, study: Study) -> Array:
    """Return what the world does to leads, shape (months, lanes): the engine's own world, run ahead of time."""
    across: Parameters = spread(parameters, study.width)
    world = World(across, study.streams(), NoLedger(), 1, ())
    env = simpy.Environment()
    world.processes(env)
    months = []
    for month in range(1, study.months + 1):
        env.run(until=month + 0.5)
        months.append(world.interest)
    return np.stack(months)


def orders_firm(changes: Mapping[str, Value], **structure: int) -> Parameters:
    """Return a firm without contracts whose leads all buy; `structure` sets the numbers of nodes."""
    p: Parameters = substitute(Parameters(), {**STUB, **EVERY_LEAD_BUYS, **changes})
    return replace(p, business=replace(p.business, kind="orders"), experience=replace(p.experience, **structure))
