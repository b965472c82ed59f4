"""The real engine with almost everything switched off, by parameters and links a user can set as well."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.model.cycle import Simulation, simulate
from sim.model.decisions import KIND_INDEX, KINDS, STEP_INDEX, Decision
from sim.model.links import LINKS, Mode, Switch
from sim.model.panel import Seat
from sim.model.parameters import Channel, Parameters, substitute
from sim.model.setup import Setup, lay_batch
from sim.randomness import ExpectedStreams, KeyedStreams
from sim.results import STEPS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.model.batch import Batch
    from sim.model.decisions import Observation
    from sim.model.events import Event
    from sim.model.parameters.spec import Value
    from sim.randomness import Streams
    from tests.unit.model.closed.figures import Array

SEED: Final = 11

NO_CAPABILITY: Final = {
    **dict.fromkeys(("capability.technology_weight", "capability.simplicity_weight", "capability.joint_weight"), 0.0),
    **dict.fromkeys(("capability.paving_harm", "capability.subscription_rate", "plans.waste_share"), 0.0),
    **dict.fromkeys(("experience.deflection", "experience.embedded_share", "experience.embedding_rate"), 0.0),
    **dict.fromkeys(("acquisition.crm_win_effect", "demand.content_elasticity", "plans.repeat_probability"), 0.0),
}
"""Digital capability is worth nothing and costs nothing."""

NO_LUCK_OF_THE_WORLD: Final = {"world.recession_depth": 0.0, "world.demand_noise": 0.0}

PLAIN_CUSTOMERS: Final = {
    **dict.fromkeys(("experience.churn_floor", "experience.referral_rate"), 0.0),
    "experience.onboarding_revenue": 1.0,
    "experience.referred_value": 1.0,
}
"""All alike, all pay in full from the first month."""

NO_FRICTION: Final = {
    **dict.fromkeys(("supply.surge_effect", "supply.stockout_rate"), 0.0),
    **dict.fromkeys(("business.service_share", "business.sales_share", "reinvestment.tax"), 0.0),
    **dict.fromkeys(("reinvestment.days_sales", "reinvestment.days_stock", "reinvestment.days_payable"), 0.0),
    **dict.fromkeys(("reinvestment.survival_days", "reinvestment.hold", "reinvestment.excess_use"), 0.0),
    "reinvestment.credit_share": 0.0,
    "business.cash": 1e12,
}
"""No staff, no tax, nothing tied up, and more cash than can be lost."""

EVERY_LEAD_WINS: Final = {
    **dict.fromkeys(("demand.mql_rate", "acquisition.sql_rate", "acquisition.opportunity_rate"), 1.0),
    "acquisition.win_rate": 1.0,
    "acquisition.sales_cycle": 0.5,
}
"""Leads become customers, all but at once: half a day is the shortest sales cycle there is."""

BARE: Final = {**NO_CAPABILITY, **NO_LUCK_OF_THE_WORLD, **PLAIN_CUSTOMERS, **NO_FRICTION, **EVERY_LEAD_WINS}
CYCLE: Final = 0.5 / 30.4375
"""The shortest sales cycle, in months."""
LATE: Final = float(-np.expm1(-1 / CYCLE) * CYCLE)
"""Share of one month's opportunities that are decided the month after, with one stage and the shortest cycle."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BuyCustomers:
    """Put a share of last month's profit into media and nothing else, with no eye on cash; pay out nothing."""

    share: Value = 0.0

    def decide(self, seen: Observation) -> Decision:
        """Buy media of the demand step."""
        lanes = seen.lanes
        steps, kinds = np.zeros((len(STEPS), lanes)), np.zeros((len(STEPS), len(KINDS), lanes))
        steps[STEP_INDEX["demand"]] = 1.0
        kinds[:, KIND_INDEX["media"]] = 1.0
        none = np.zeros(lanes)
        return Decision(
            amount=np.asarray(self.share * np.maximum(0.0, seen.profit)),
            steps=steps,
            kinds=kinds,
            payout=none,
            discount=none,
            maintain_first=none,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Firm:
    """A bare firm and how it runs.

    Attributes
    ----------
    changes
        Parameters by dotted key, on top of `BARE`.
    live
        Links that are not cut.
    replay
        What replayed links carry, shape (months, lanes), by link.
    stages, classes, review
        Stages of the pipeline, loyalty classes, months between reviews.
    """

    changes: Mapping[str, Value]
    months: int
    lanes: int = 1
    live: frozenset[str] = frozenset()
    replay: Mapping[str, Array] = field(default_factory=dict)
    events: tuple[Event, ...] = ()
    policy: BuyCustomers = field(default_factory=BuyCustomers)
    channel: Channel | None = None
    stages: int = 1
    classes: int = 1
    review: int = 1

    def expected(self) -> Simulation:
        """Run without luck."""
        return simulate(self.setup(ExpectedStreams(self.lanes)))

    def drawn(self, seed: int = SEED) -> Simulation:
        """Run with luck, one replication per lane."""
        return simulate(self.setup(KeyedStreams(seed, np.arange(self.lanes))))

    def opened(self) -> Batch:
        """Return the firm on the day before month 1, its customers whole."""
        return lay_batch(self.setup(KeyedStreams(SEED, np.arange(self.lanes))))

    def setup(self, streams: Streams) -> Setup:
        """Return the setup of a run."""
        cut = {name: Switch(Mode.CUT) for name in LINKS if name not in self.live}
        replayed = {name: Switch(Mode.REPLAYED, series=series) for name, series in self.replay.items()}
        return Setup(
            parameters=self.parameters(),
            seats=[Seat(self.policy, slice(0, self.lanes))],
            streams=streams,
            lanes=self.lanes,
            months=self.months,
            switches={**cut, **replayed},
            events=self.events,
        )

    def parameters(self) -> Parameters:
        """Return the parameters of the firm."""
        p = Parameters()
        if self.channel is not None:
            p = replace(p, demand=replace(p.demand, channels={"only": self.channel}))
        p = replace(
            p,
            acquisition=replace(p.acquisition, pipeline_stages=self.stages),
            experience=replace(p.experience, loyalty_classes=self.classes),
            reinvestment=replace(p.reinvestment, review_months=self.review),
        )
        made: Parameters = substitute(p, {**BARE, **self.changes})
        return made
