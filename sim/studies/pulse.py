"""What comes back of money put in once, while later budgets stay what they were: the cycle, cut open and pushed.

Beside every firm lives a copy of it that follows its budgets and its base marketing to the penny, but for one push.
What happens in the copy and not in the firm is the answer to the push: the first lap, without the laps that it would
pay for. Both live in the same batch, under the same luck.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.cycle.pulse import FLOWS, Push, Response
from sim.model.cycle import simulate
from sim.model.links import Mode, Switch

if TYPE_CHECKING:
    from sim.model.cycle import Simulation
    from sim.model.parameters.spec import Array
    from sim.model.recorder import Recording
    from sim.model.setup import Setup

MEASURES: Final = (*FLOWS, "churned", "closed")
"""What is recorded."""

FOLLOWED: Final = ("reinvestment", "marketing")
"""Links by which money from one lap comes into the next."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Firms side by side, each with its copies.

    Attributes
    ----------
    policies
        Names, one per seat.
    months
        When each copy is pushed, months from 1.
    replications
        Histories under every policy. Lanes lie policy by policy, in each the firms, then the first copies, and so on.
    """

    policies: tuple[str, ...]
    months: tuple[int, ...]
    replications: int

    @property
    def copies(self) -> int:
        """Lives of every firm: its own, and one for every push."""
        return len(self.months) + 1

    def lives(self, policy: str, copy: int) -> slice:
        """Return the lanes of a policy's firms (copy 0) or of one of their copies."""
        start = (self.policies.index(policy) * self.copies + copy) * self.replications
        return slice(start, start + self.replications)


def follow(setup: Setup, batch: Batch, *, money: float, spent: int) -> Simulation:
    """Simulate firms and their copies, each copy with `money` more to spend over `spent` months."""
    lane = np.arange(setup.lanes)
    copy = lane // batch.replications % batch.copies
    mode, source = np.where(copy > 0, Mode.FOLLOWED, Mode.LIVE), lane - copy * batch.replications
    series = np.zeros((setup.months, setup.lanes))
    for number, month in enumerate(batch.months, 1):
        series[month - 1 : month - 1 + spent, copy == number] = money / spent
    pushed = {"reinvestment": Switch(mode, series=series, source=source)}
    others = {name: Switch(mode, source=source) for name in FOLLOWED if name not in pushed}
    switches = {**others, **setup.switches, **pushed}
    return simulate(replace(setup, switches=switches, measures=MEASURES, offer=frozenset({"reinvestment"})))


def responses(done: Simulation, batch: Batch, *, money: float, spent: int, window: int) -> tuple[Response, ...]:
    """Return the answers, one per policy and push, in this order."""
    return tuple(
        _response(done, batch.lives(policy, 0), batch.lives(policy, copy), Push(policy, month, money, window, spent))
        for policy in batch.policies
        for copy, month in enumerate(batch.months, 1)
    )


def _response(done: Simulation, firm: slice, pushed: slice, what: Push) -> Response:
    since = slice(what.month, what.month + what.window)
    there = done.recording["closed"][what.month - 1, firm] == 0.0
    wanted = done.offered["reinvestment"][what.month - 1 : what.month - 1 + what.window]
    figures = {
        name: (done.recording[name][since, firm][:, there], done.recording[name][since, pushed][:, there])
        for name in MEASURES
    }
    change = {name: after - before for name, (before, after) in figures.items()}
    leaving = _leaving(done.recording, firm)[what.month - 1 :][: what.window, there]
    return Response(
        push=what,
        budgets=np.ascontiguousarray((wanted[:, pushed] - wanted[:, firm])[:, there].T),
        profits=np.ascontiguousarray(change["profit"].T),
        more={name: change[name].sum(axis=0) for name in FLOWS},
        had={name: figures[name][0].sum(axis=0) for name in FLOWS},
        from_new=_stay(change["new_customers"], leaving),
        shifted=(change["closed"] != 0.0).any(axis=0),
    )


def _leaving(recording: Recording, firm: slice) -> Array:
    """Return the share of customers that leave in each month from 1 on, shape (months, replications)."""
    there, lost = recording["customers"][:-1, firm], recording["churned"][1:, firm]
    return np.minimum(lost / np.maximum(there, 1.0), 1.0)


def _stay(won: Array, leaving: Array) -> Array:
    """Return customer-months of customers won by month, of whom a share leaves every month, shape (replications,)."""
    there, total = np.zeros(won.shape[1]), np.zeros(won.shape[1])
    for more, share in zip(won, leaving, strict=True):
        there = there * (1.0 - share) + more
        total = total + there
    return total


def stay_on(recording: Recording, firm: slice, horizon: int) -> Array:
    """Return customer-months of today's customers, were they to leave as all do, shape (replications,)."""
    kept = np.cumprod(1.0 - _leaving(recording, firm)[:horizon], axis=0)
    return np.asarray(recording["customers"][0, firm] * kept.sum(axis=0))
