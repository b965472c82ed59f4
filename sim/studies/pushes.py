"""Every policy of a scenario pushed in each of some months, over all replications."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.cycle.pulse import FLOWS, Response
from sim.experiment.block import lay_out_trials
from sim.experiment.design import CUBE, input_draws
from sim.experiment.memory import releasing
from sim.experiment.pieces import LANES_A_TASK
from sim.experiment.workers import in_processes, processes_for
from sim.model.setup import lay_batch
from sim.studies.pulse import Batch, follow, responses, stay_on

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sim.arrays import Array
    from sim.model.cycle import Simulation
    from sim.scenario import Scenario

WINDOW: Final = 180
"""Months in which an answer is looked for: a lap takes three to ten years."""

SIZE: Final = 0.05
"""Money of a push as a share of a month's opening revenue: about a month's budget, so that whole customers come of it,
and so little that twice as much gives twice the answer within noise."""

LEVELS: Final = ("customers", "revenue", "closed")
"""Measures that are kept month by month, of the firms themselves."""

SPENT: Final = 3
"""Months over which a push is spent, one planning quarter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is pushed, and how.

    Attributes
    ----------
    months
        When to push, months from 1.
    window
        Months to look for each answer; the scenario is simulated beyond its horizon where an answer needs it.
    size
        Money of a push in months of opening revenue.
    replications
        Histories; the scenario's number when None.
    """

    months: tuple[int, ...] = (1,)
    window: int = WINDOW
    size: float = SIZE
    replications: int | None = None


@dataclass(frozen=True, slots=True)
class Pushed:
    """What came of all pushes.

    Attributes
    ----------
    responses
        One per policy and month of a push, in this order.
    profits, budgets
        Profit before reinvestment and money reinvested without any push, by policy, shape (months, replications).
    had
        Sums of the measures of `FLOWS` over the scenario's horizon without any push, by policy and measure; `old`:
        customer-months of today's customers.
    levels
        Measures of `LEVELS` without any push, by policy and measure, shape (1 + months, replications), month 0 first.
    """

    responses: tuple[Response, ...]
    profits: Mapping[str, Array]
    budgets: Mapping[str, Array]
    had: Mapping[str, Mapping[str, Array]]
    levels: Mapping[str, Mapping[str, Array]]


def push(
    scenario: Scenario,
    wanted: Wanted,
    *,
    workers: int | None = None,
    done: Callable[[int], None] = lambda _: None,
) -> Pushed:
    """Push every policy of a scenario once in each of some months, and see what comes back.

    Parameters
    ----------
    workers
        Processes; as many as pay when None. The numbers do not depend on it.
    done
        Told the number of lanes whenever some more are simulated.
    """
    count = scenario.replications if wanted.replications is None else wanted.replications
    lives = len(scenario.policies) * (len(wanted.months) + 1)
    months = max(scenario.horizon, max(wanted.months) + wanted.window - 1)
    each = max(CUBE, LANES_A_TASK // lives // CUBE * CUBE)
    parts = [(first, min(first + each, count)) for first in range(0, count, each)]
    blocks = []
    allowed = processes_for(scenario, workers)
    found = in_processes(partial(_pushed, scenario, wanted, months), parts, allowed, count * lives * months)
    for (first, end), block in zip(parts, found, strict=True):
        blocks.append(block)
        done((end - first) * lives)
    return _joined(blocks)


def lanes_of(scenario: Scenario, wanted: Wanted) -> int:
    """Return how many lanes pushing takes."""
    count = scenario.replications if wanted.replications is None else wanted.replications
    return count * len(scenario.policies) * (len(wanted.months) + 1)


def _joined(blocks: list[Pushed]) -> Pushed:
    same = zip(*(block.responses for block in blocks), strict=True)
    first = blocks[0]
    return Pushed(
        tuple(Response.joined(list(parts)) for parts in same),
        {name: np.concatenate([block.profits[name] for block in blocks], axis=-1) for name in first.profits},
        {name: np.concatenate([block.budgets[name] for block in blocks], axis=-1) for name in first.budgets},
        {
            name: {flow: np.concatenate([block.had[name][flow] for block in blocks]) for flow in first.had[name]}
            for name in first.had
        },
        {
            name: {
                level: np.concatenate([block.levels[name][level] for block in blocks], axis=-1)
                for level in first.levels[name]
            }
            for name in first.levels
        },
    )


@releasing()
def _pushed(scenario: Scenario, wanted: Wanted, months: int, part: tuple[int, int]) -> Pushed:
    """Push the firms of a block of replications."""
    first, end = part
    batch = Batch(tuple(scenario.policies), wanted.months, end - first)
    inputs = {key: np.tile(value, batch.copies) for key, value in input_draws(scenario, first, end).items()}
    longer = replace(scenario, horizon=months)
    setup = lay_out_trials(longer, inputs, np.tile(np.arange(first, end), batch.copies))
    money = wanted.size * opening_revenue(scenario)
    simulation = follow(setup, batch, money=money, spent=SPENT)
    answers = responses(simulation, batch, money=money, spent=SPENT, window=wanted.window)
    return _without(simulation, batch, answers, scenario.horizon)


def _without(simulation: Simulation, batch: Batch, answers: tuple[Response, ...], horizon: int) -> Pushed:
    """Return the answers beside what the firms do without a push."""
    recording, firms = simulation.recording, {name: batch.lives(name, 0) for name in batch.policies}
    return Pushed(
        answers,
        {name: recording["profit"][1:, firm].copy() for name, firm in firms.items()},
        {name: recording["reinvested"][1:, firm].copy() for name, firm in firms.items()},
        {
            name: {flow: recording[flow][1 : horizon + 1, firm].sum(axis=0) for flow in FLOWS}
            | {"old": stay_on(recording, firm, horizon)}
            for name, firm in firms.items()
        },
        {name: {level: recording[level][:, firm].copy() for level in LEVELS} for name, firm in firms.items()},
    )


def opening_revenue(scenario: Scenario) -> float:
    """Return the monthly revenue of the middle firm at the opening."""
    batch = lay_batch(lay_out_trials(scenario, {}, np.zeros(1, np.int64)))
    return float(batch.opening.revenue[0])
