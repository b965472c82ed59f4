"""Initiatives under way: what was started, how it will end, and when it is released.

The work of one quarter on one step and kind (simplify or automate) is one initiative. Its fate
(full, partial or no success, ordinary or runaway cost) is drawn when it starts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.arrays import Array, asarray, least
from sim.model.releases import LONGEST, Releases
from sim.model.sums import by_lane
from sim.results import STEPS

if TYPE_CHECKING:
    from sim.model.batch import Batch

WORK: Final = ("simplify", "automate")
_CELLS: Final = len(STEPS) * len(WORK)
_UNDER_WAY: Final = 0.002
"""Uplift from which an initiative counts as running, share of a step."""


@dataclass(slots=True)
class Fate:
    """How the initiatives of a quarter end; arrays of shape (2 kinds, 5 steps, lanes)."""

    pays: Array
    """Share of the planned uplift that is reached."""
    fails: Array
    """1 where nothing is reached (its chance in expected-flow mode)."""
    worth: Array
    """What a unit of money buys, the inverse of the cost overrun."""
    due: Array
    """Month of release."""
    yields: Array = field(init=False)
    """Uplift that a planned one comes to."""
    soonest: float = field(init=False)
    """Month of the first release in any lane; only saves looking for releases before it."""

    def __post_init__(self) -> None:
        """Work out what every month of the quarter needs."""
        self.yields = asarray(self.pays * self.worth)
        self.soonest = least(self.due)


@dataclass(slots=True)
class Portfolio:
    """The initiatives of a batch.

    Attributes
    ----------
    queue
        Uplift of earlier quarters by month of release, shape (2 kinds, 5 steps, lanes) each.
    started
        Uplift of this quarter that is not released, shape (2, 5, lanes).
    coming
        All uplift under way, of the same shape.
    fate
        How this quarter's initiatives end.
    """

    batch: Batch
    queue: Releases = field(init=False)
    started: Array = field(init=False)
    coming: Array = field(init=False)
    fate: Fate = field(init=False)
    _worked: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        """Start with nothing under way."""
        lanes = len(self.batch.opening.revenue)
        self.queue = Releases((len(WORK), len(STEPS), lanes))
        self.started = np.zeros((len(WORK), len(STEPS), lanes))
        self.coming = np.zeros((len(WORK), len(STEPS), lanes))

    def start_quarter(self, month: int) -> None:
        """Queue what is under way and draw the fate of the initiatives that start at this review."""
        if self._worked:
            self.queue.put(self.fate.due, self.started)  # what was due is out already
            self.started = np.zeros_like(self.started)
        streams, p = self.batch.streams, self.batch.parameters.plans
        quality = self.batch.firm.plan_quality
        success = p.success_unplanned + quality * (p.success_planned - p.success_unplanned)
        shape = (_CELLS, len(quality))

        def cells(value: Array | float) -> Array:
            return asarray(np.broadcast_to(value, shape))

        full = streams.bernoulli("plans.full_success", month, cells(success))
        part = streams.bernoulli("plans.partial_success", month, cells(p.partial_share)) * (1 - full)
        high = np.maximum(p.partial_low, p.partial_high)
        pays = full + part * streams.between("plans.partial_pay", month, cells(p.partial_low), cells(high))
        runaway = streams.bernoulli("plans.runaway", month, cells(p.overrun_tail))
        ordinary = streams.lognormal("plans.ordinary_cost", month, -asarray(p.overrun_sigma), _CELLS)
        wild = streams.drawn("plans.runaway_cost", month, _CELLS, self._runaway_worth)
        self.fate = Fate(
            pays=_by_kind(pays),
            fails=_by_kind(1 - full - part),
            worth=_by_kind((1 - runaway) * ordinary / p.overrun_median + runaway * wild),
            due=month + self._lag(_by_kind(runaway)),
        )

    def work(self, month: int, uplift: Array, room: Array) -> Array:
        """Put planned uplift of shape (2, 5, lanes) to work in the room there is; return what will be reached."""
        reached = np.minimum(uplift * self.fate.yields, room)
        self.started = self.started + reached
        self.coming = self.coming + reached
        self._worked = month
        return asarray(reached)

    def room(self) -> Array:
        """Return how much uplift each kind and step can still take, shape (2, 5, lanes)."""
        firm = self.batch.firm
        room = 1 - self.coming
        room[0] -= firm.process_quality
        room[1] -= firm.technology
        return asarray(np.maximum(room, 0.0))

    def release(self, month: int) -> None:
        """Add what is finished to the stocks."""
        firm = self.batch.firm
        ready = self.queue.take(month) + self._finished_early(month)
        self.coming = np.maximum(self.coming - ready, 0.0)
        firm.process_quality = np.minimum(firm.process_quality + ready[0], 1.0)
        self.deliver(ready[1])
        self.batch.ledger.note(month, "plans", "simplification released, all steps", ready[0])
        self.batch.ledger.note(month, "plans", "technology released, all steps", ready[1])

    def _finished_early(self, month: int) -> Array | float:
        """Take out what this quarter started and already finishes: never in the month of the work itself."""
        if not self._worked or month < self.fate.soonest:
            return 0.0
        finished = np.where(np.maximum(self.fate.due, self._worked + 1) == month, self.started, 0.0)
        self.started = self.started - finished
        return asarray(finished)

    def deliver(self, technology: Array) -> None:
        """Add new technology of shape (5, lanes); nobody uses it yet, so it dilutes adoption."""
        firm = self.batch.firm
        more = np.minimum(firm.technology + technology, 1.0)
        firm.adoption = firm.adoption * firm.technology / np.maximum(more, 1e-12)
        firm.technology = more

    def _lag(self, runaway: Array) -> Array:
        """Return months from review to release: longer for runaways and when too much runs at once."""
        p = self.batch.parameters
        running = by_lane((self.coming > _UNDER_WAY).astype(np.float64))
        crowd = np.sqrt(np.maximum(1.0, running / p.capability.parallel_limit))
        lag = p.capability.build_lag * (1 + (p.plans.overrun_delay - 1) * runaway) * crowd
        return asarray(np.clip(np.rint(lag), 1, LONGEST - p.reinvestment.review_months))

    def _runaway_worth(self, u: Array) -> Array:
        p = self.batch.parameters.plans
        return asarray(1 / np.minimum(1 + u ** (-1 / p.overrun_pareto), p.overrun_cap))


def _by_kind(cells: Array) -> Array:
    return asarray(cells.reshape(len(WORK), len(STEPS), -1))
