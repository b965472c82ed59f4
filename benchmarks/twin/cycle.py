"""The cycle as SimPy processes: the world turns, then the six steps work one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import simpy

from benchmarks.twin import (
    acquisition,
    demand,
    experience,
    initiatives,
    measures,
    opening,
    plans,
    reinvestment,
    supply,
    world,
)
from benchmarks.twin.firm import Case, Firm, open_firm
from benchmarks.twin.policies import rule_of

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from sim.model.parameters import Parameters
    from sim.scenario import Scenario

TURNS = ("recede", "try_luck", "let_rivals_move", "turn_season", "act")
"""What the world does at the turn of a month, in this order."""
STEPS = (plans, demand, acquisition, experience, supply, reinvestment)


def case_of(scenario: Scenario, policy: str, parameters: Parameters | None = None) -> Case:
    """Return what all replications of a policy share; `parameters` stand in for the scenario's own."""
    p = scenario.parameters if parameters is None else parameters
    return Case(
        p=p,
        today=opening.opening_of(p),
        ranking=tuple(initiatives.ranking_gain(p, step) for step in opening.STEPS),
        rule=rule_of(scenario, policy),
        events=scenario.events,
        first_month=int(scenario.start[5:7]) - 1,
        horizon=scenario.horizon,
    )


def live(case: Case, seed: int, replication: int) -> Firm:
    """Live through one history; return the firm with its record."""
    env = simpy.Environment()
    firm = open_firm(case, np.random.default_rng([seed, replication]))  # noqa: TID251 (ordinary samplers are the point)
    world.begin(firm)
    env.process(_calendar(env, firm))
    for turn in (*(getattr(world, name) for name in TURNS), initiatives.release, supply.agree_prices):
        env.process(_turn(env, firm, turn))
    handed_on = [simpy.Store(env) for _ in STEPS]
    env.process(_hand_out(env, handed_on[0]))
    for place, step in enumerate(STEPS):
        then = handed_on[place + 1] if place + 1 < len(STEPS) else None
        env.process(_step(firm, step.work, handed_on[place], then))
    env.run(until=case.horizon + 0.5)
    return firm


def _calendar(env: simpy.Environment, firm: Firm) -> Generator[simpy.Event, None, None]:
    while True:
        yield env.timeout(1)
        firm.month = int(env.now)


def _turn(env: simpy.Environment, firm: Firm, work: Callable[[Firm], None]) -> Generator[simpy.Event, None, None]:
    """Do one thing at the turn of every month; SimPy keeps processes of the same time in the order they started."""
    while True:
        yield env.timeout(1)
        work(firm)


def _hand_out(env: simpy.Environment, first: simpy.Store) -> Generator[simpy.Event, None, None]:
    while True:
        yield env.timeout(1)
        yield first.put("month")


def _step(
    firm: Firm, work: Callable[[Firm], None], mine: simpy.Store, then: simpy.Store | None
) -> Generator[simpy.Event, None, None]:
    """Wait for the step before, work, hand on; the last step puts the month on record."""
    while True:
        month = yield mine.get()
        work(firm)
        if then is None:
            measures.note(firm)
        else:
            yield then.put(month)
