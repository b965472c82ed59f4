"""What comes back of money put in once, while later budgets stay what they were: the cycle, cut open and pushed.

Beside every firm lives a copy of it that follows its budgets and its base marketing to the penny, but for one push.
What happens in the copy and not in the firm is the answer to the push: the first lap, without the laps that it would
pay for. Both live in the same batch, under the same luck.
"""

from __future__ import annotations

import gc
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.pulse import FLOWS, Push, Response
from sim.experiment.block import lay_out_trials
from sim.experiment.design import CUBE, input_draws
from sim.experiment.pieces import LANES_A_TASK
from sim.experiment.workers import in_processes
from sim.model.cycle import simulate
from sim.model.links import Mode, Switch
from sim.model.setup import lay_batch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.model.cycle import Simulation
    from sim.model.parameters.spec import Array
    from sim.model.recorder import Recording
    from sim.scenario import Scenario

WINDOW: Final = 180
"""Months in which an answer is looked for: a lap takes three to ten years."""

SIZE: Final = 0.05
"""Money of a push as a share of a year's opening revenue over twelve: about a month's budget, so that whole customers
come of it, and so little that twice as much gives twice the answer within noise."""

SPENT: Final = 3
"""Months over which a push is spent, one planning quarter."""

_MEASURES: Final = (*FLOWS, "churned", "closed")


@dataclass(frozen=True, slots=True)
class Pushed:
    """What came of all pushes.

    Attributes
    ----------
    responses
        One per policy and month of a push, in this order.
    profits
        Profit before reinvestment without any push by policy, shape (horizon, replications).
    had
        Sums of the measures of `FLOWS` over the scenario's horizon without any push, by policy and measure; `old`:
        customer-months of today's customers.
    """

    responses: tuple[Response, ...]
    profits: dict[str, Array]
    had: dict[str, dict[str, Array]]


def push(
    scenario: Scenario,
    *,
    months: Sequence[int] = (1,),
    window: int = WINDOW,
    replications: int | None = None,
    workers: int | None = None,
) -> Pushed:
    """Push every policy of a scenario once in each of some months, and see what comes back.

    Parameters
    ----------
    scenario
        Simulated beyond its horizon where an answer needs it: every answer gets its whole window.
    months
        When to push, months from 1.
    window
        Months to look for the answer.
    replications
        Histories; the scenario's number when None.
    workers
        Processes; as many as pay when None. The numbers do not depend on it.
    """
    count = scenario.replications if replications is None else replications
    longer = scenario.vary({"horizon": max(scenario.horizon, max(months) + window - 1)})
    each = max(CUBE, LANES_A_TASK // (len(scenario.policies) * (len(months) + 1)) // CUBE * CUBE)
    parts = [(first, min(first + each, count)) for first in range(0, count, each)]
    work = partial(_pushed, longer, Wanted(tuple(months), window, scenario.horizon))
    lane_months = count * len(scenario.policies) * (len(months) + 1) * longer.horizon
    blocks = list(in_processes(work, parts, workers, lane_months))
    joined = [Response.joined(list(same)) for same in zip(*(block.responses for block in blocks), strict=True)]
    profits = {name: np.concatenate([block.profits[name] for block in blocks], axis=-1) for name in scenario.policies}
    had = {
        name: {flow: np.concatenate([block.had[name][flow] for block in blocks]) for flow in (*FLOWS, "old")}
        for name in scenario.policies
    }
    return Pushed(tuple(joined), profits, had)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Months of the pushes, window of the answers, and horizon of what is told without a push."""

    months: tuple[int, ...]
    window: int
    horizon: int


def _pushed(scenario: Scenario, wanted: Wanted, part: tuple[int, int]) -> Pushed:
    """Push the firms of a block of replications."""
    gc.freeze()  # what is loaded stays out of the search for the batch's reference cycles
    try:
        return _answers(scenario, wanted, *part)
    finally:
        gc.collect()
        gc.unfreeze()


def _answers(scenario: Scenario, wanted: Wanted, first: int, end: int) -> Pushed:
    months = wanted.months
    count, copies, money = end - first, len(months) + 1, _money(scenario)
    inputs = {key: np.tile(value, copies) for key, value in input_draws(scenario, first, end).items()}
    setup = lay_out_trials(scenario, inputs, np.tile(np.arange(first, end), copies))
    lane = np.arange(setup.lanes)
    copy = lane // count % copies
    mode = np.where(copy > 0, Mode.FOLLOWED, Mode.LIVE)
    source = lane - copy * count
    series = np.zeros((scenario.horizon, setup.lanes))
    for number, month in enumerate(months, 1):
        series[month - 1 : month - 1 + SPENT, copy == number] = money / SPENT
    switches = {
        "reinvestment": Switch(mode, series=series, source=source),
        "marketing": Switch(mode, source=source),
    }
    done = simulate(replace(setup, switches=switches, measures=_MEASURES, keep=frozenset({"reinvestment"})))
    responses: list[Response] = []
    profits: dict[str, Array] = {}
    had: dict[str, dict[str, Array]] = {}
    for number, policy in enumerate(scenario.policies):
        start = number * copies * count
        firm = slice(start, start + count)
        told = {flow: done.recording[flow][1 : wanted.horizon + 1, firm] for flow in FLOWS}
        profits[policy] = told["profit"]
        had[policy] = {flow: values.sum(axis=0) for flow, values in told.items()}
        had[policy]["old"] = _stay_on(done.recording, firm, wanted.horizon)
        for place, month in enumerate(months, 1):
            pushed = slice(start + place * count, start + (place + 1) * count)
            responses.append(_response(done, firm, pushed, Push(policy, month, money, wanted.window)))
    return Pushed(tuple(responses), profits, had)


def _money(scenario: Scenario) -> float:
    """Return how much is put in: a share of the opening revenue of the middle firm."""
    batch = lay_batch(lay_out_trials(scenario, {}, np.zeros(1, np.int64)))
    return SIZE * float(batch.opening.revenue[0])


def _response(done: Simulation, firm: slice, pushed: slice, what: Push) -> Response:
    since = slice(what.month, what.month + what.window)
    wanted = done.kept["reinvestment"][what.month - 1 : what.month - 1 + what.window]
    figures = {name: (done.recording[name][since, firm], done.recording[name][since, pushed]) for name in _MEASURES}
    change = {name: after - before for name, (before, after) in figures.items()}
    left = _leaving(done.recording, firm)[what.month - 1 :][: what.window]
    return Response(
        push=what,
        budgets=np.ascontiguousarray((wanted[:, pushed] - wanted[:, firm]).T),
        profits=np.ascontiguousarray(change["profit"].T),
        more={name: change[name].sum(axis=0) for name in FLOWS},
        had={name: figures[name][0].sum(axis=0) for name in FLOWS},
        from_new=_stay(change["new_customers"], left),
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


def _stay_on(recording: Recording, firm: slice, horizon: int) -> Array:
    """Return customer-months of today's customers, were they to leave as all do, shape (replications,)."""
    kept = np.cumprod(1.0 - _leaving(recording, firm)[:horizon], axis=0)
    return np.asarray(recording["customers"][0, firm] * kept.sum(axis=0))
