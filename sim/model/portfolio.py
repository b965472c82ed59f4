"""Initiatives under way: what was started, how it will end, and when it is released.

The work of one quarter on one step and kind (simplify or automate) is one initiative. Its fate
(full, partial or no success, ordinary or runaway cost) is drawn when it starts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.special import ndtri

from sim.model.sums import by_lane
from sim.results import STEPS

if TYPE_CHECKING:
    from sim.model.batch import Batch
    from sim.model.parameters.spec import Array

WORK: Final = ("simplify", "automate")
_LONGEST: Final = 120
"""Months ahead that releases can lie; longer delays are cut to it."""
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


@dataclass(slots=True)
class Portfolio:
    """The initiatives of a batch."""

    batch: Batch
    queue: Array = field(init=False)
    coming: Array = field(init=False)
    fate: Fate = field(init=False)

    def __post_init__(self) -> None:
        """Start with nothing under way."""
        lanes = len(self.batch.opening.revenue)
        self.queue = np.zeros((_LONGEST + 1, len(WORK), len(STEPS), lanes))
        self.coming = np.zeros((len(WORK), len(STEPS), lanes))

    def start_quarter(self, month: int) -> None:
        """Draw the fate of the initiatives that start at this review."""
        streams, p = self.batch.streams, self.batch.parameters.plans
        quality = self.batch.firm.plan_quality
        success = p.success_unplanned + quality * (p.success_planned - p.success_unplanned)
        shape = (_CELLS, len(quality))

        def cells(value: Array | float) -> Array:
            return np.asarray(np.broadcast_to(value, shape))

        full = streams.bernoulli("plans.full_success", month, cells(success))
        part = streams.bernoulli("plans.partial_success", month, cells(p.partial_share)) * (1 - full)
        high = np.maximum(p.partial_low, p.partial_high)
        pays = full + part * streams.between("plans.partial_pay", month, cells(p.partial_low), cells(high))
        runaway = streams.bernoulli("plans.runaway", month, cells(p.overrun_tail))
        ordinary = streams.drawn("plans.ordinary_cost", month, _CELLS, self._ordinary_worth)
        wild = streams.drawn("plans.runaway_cost", month, _CELLS, self._runaway_worth)
        self.fate = Fate(
            pays=_by_kind(pays),
            fails=_by_kind(1 - full - part),
            worth=_by_kind((1 - runaway) * ordinary + runaway * wild),
            due=month + self._lag(_by_kind(runaway)),
        )

    def work(self, month: int, uplift: Array) -> Array:
        """Put planned uplift of shape (2, 5, lanes) to work; return the uplift that will be reached."""
        reached = np.minimum(uplift * self.fate.pays * self.fate.worth, self.room())
        due = np.maximum(self.fate.due, month + 1).astype(np.intp) % (_LONGEST + 1)
        place = due * reached.size + np.arange(reached.size).reshape(reached.shape)
        self.queue.reshape(-1)[place] += reached
        self.coming += reached
        return np.asarray(reached)

    def room(self) -> Array:
        """Return how much uplift each kind and step can still take, shape (2, 5, lanes)."""
        firm = self.batch.firm
        stocks = np.stack([firm.process_quality, firm.technology])
        return np.asarray(np.maximum(0.0, 1 - stocks - self.coming))

    def release(self, month: int) -> None:
        """Add what is finished to the stocks."""
        firm = self.batch.firm
        ready = self.queue[month % (_LONGEST + 1)].copy()
        self.queue[month % (_LONGEST + 1)] = 0.0
        self.coming = np.maximum(0.0, self.coming - ready)
        firm.process_quality = np.minimum(1.0, firm.process_quality + ready[0])
        self.deliver(ready[1])
        self.batch.ledger.note(month, "plans", "simplification released, all steps", by_lane(ready[0]))
        self.batch.ledger.note(month, "plans", "technology released, all steps", by_lane(ready[1]))

    def deliver(self, technology: Array) -> None:
        """Add new technology of shape (5, lanes); nobody uses it yet, so it dilutes adoption."""
        firm = self.batch.firm
        more = np.minimum(1.0, firm.technology + technology)
        firm.adoption = firm.adoption * firm.technology / np.maximum(more, 1e-12)
        firm.technology = more

    def _lag(self, runaway: Array) -> Array:
        """Return months from review to release: longer for runaways and when too much runs at once."""
        p = self.batch.parameters
        running = by_lane((self.coming > _UNDER_WAY).astype(np.float64))
        crowd = np.sqrt(np.maximum(1.0, running / p.capability.parallel_limit))
        lag = p.capability.build_lag * (1 + (p.plans.overrun_delay - 1) * runaway) * crowd
        return np.asarray(np.clip(np.rint(lag), 1, _LONGEST - p.reinvestment.review_months))

    def _ordinary_worth(self, u: Array) -> Array:
        p = self.batch.parameters.plans
        return np.asarray(np.exp(-p.overrun_sigma * ndtri(u)) / p.overrun_median)

    def _runaway_worth(self, u: Array) -> Array:
        p = self.batch.parameters.plans
        return np.asarray(1 / np.minimum(1 + u ** (-1 / p.overrun_pareto), p.overrun_cap))


def _by_kind(cells: Array) -> Array:
    return np.asarray(cells.reshape(len(WORK), len(STEPS), -1))
