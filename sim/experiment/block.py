"""One task: some policies over some replications; scenario in, arrays out, nothing else touched."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.experiment.design import input_draws
from sim.experiment.memory import releasing
from sim.experiment.tally import Tally
from sim.model.cycle import simulate
from sim.model.outcomes import SERIES, outcomes, owners_position
from sim.model.panel import Seat
from sim.model.parameters import Parameters, substitute
from sim.model.setup import Setup
from sim.policies.harvest import Harvest
from sim.randomness import KeyedStreams
from sim.results import OUTCOMES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from sim.arrays import Array
    from sim.experiment.pieces import Piece, PieceResult, Task
    from sim.model.decisions import Policy
    from sim.model.events import Event
    from sim.scenario import Scenario


NOT_OF_THE_FIRM: Final = ("policies.", "events.")
"""How the keys of uncertain inputs begin that are no parameters of the firm or the world."""


@releasing()
def simulate_task(task: Task) -> list[tuple[Piece, PieceResult]]:
    """Simulate pieces together; each depends on the scenario, the seed and its replications only."""
    scenario, harvest = with_harvest(_with_policies(task.scenario, task.policies))
    count, policies = task.end - task.first, len(scenario.policies)
    pieces = [
        (piece, slice(start := index * count + piece.first - task.first, start + piece.replications))
        for row in task.rows
        for index, piece in enumerate(row)
    ]
    tally = Tally(pieces, scenario.horizon)
    setup = replace(lay_out(scenario, task.first, task.end), measures=SERIES, watch=tally.watch)
    recording = simulate(setup).recording
    position = owners_position(recording)[:, harvest * count : (harvest + 1) * count]
    ends = outcomes(recording, setup.parameters, np.tile(position, policies))
    table = np.stack([ends[name] for name in OUTCOMES])
    return tally.results(table)


def _with_policies(scenario: Scenario, names: tuple[str, ...]) -> Scenario:
    """Return the scenario with some of its policies; its inputs and luck stay what they are."""
    return replace(scenario, policies={name: scenario.policies[name] for name in names})


def with_harvest(scenario: Scenario) -> tuple[Scenario, int]:
    """Return the scenario with a policy that harvests, and which one it is.

    The payback month compares every policy with harvest. Where nobody harvests, a harvest of our own
    runs along unseen, so that leaving a policy out never changes another policy's outcomes.
    """
    for index, policy in enumerate(scenario.policies.values()):
        if isinstance(policy, Harvest) and np.isnan(policy.payout).all() and not np.any(policy.discount):
            return scenario, index
    return replace(scenario, policies={**scenario.policies, "": Harvest()}), len(scenario.policies)


def lay_out(scenario: Scenario, first: int, end: int) -> Setup:
    """Lay policies x replications out as lanes, policy by policy, with each replication's inputs and luck."""
    return lay_out_trials(scenario, input_draws(scenario, first, end), np.arange(first, end))


def lay_out_trials(scenario: Scenario, inputs: Mapping[str, Array], luck: NDArray[np.int64]) -> Setup:
    """Lay policies x trials out as lanes, policy by policy.

    Parameters
    ----------
    scenario
        What to simulate; an input that is not named keeps the middle of its belief.
    inputs
        Values by dotted key, shape (trials,): parameters, `policies.NAME.SETTING`, `events.NUMBER.FIELD`.
    luck
        The replication whose luck each trial has, shape (trials,).
    """
    count, policies = len(luck), scenario.policies
    seats = [
        Seat(_with_draws(policy, f"policies.{name}.", inputs), slice(index * count, (index + 1) * count))
        for index, (name, policy) in enumerate(policies.items())
    ]
    tiled = {key: np.tile(value, len(policies)) for key, value in inputs.items()}
    return Setup(
        parameters=_parameters(scenario.parameters, tiled),
        seats=seats,
        streams=KeyedStreams(scenario.seed, np.tile(luck, len(policies))),
        lanes=count * len(policies),
        months=scenario.horizon,
        start_month=int(scenario.start[5:7]),
        events=_events(scenario.events, tiled),
    )


def _parameters(parameters: Parameters, draws: Mapping[str, Array]) -> Parameters:
    own = {key: value for key, value in draws.items() if not key.startswith(NOT_OF_THE_FIRM)}
    changed: Parameters = substitute(parameters, own)
    return changed


def _with_draws(policy: Policy, prefix: str, draws: Mapping[str, Array]) -> Policy:
    own = {key.removeprefix(prefix): value for key, value in draws.items() if key.startswith(prefix)}
    changed: Policy = substitute(policy, own)
    return changed


def _events(events: Sequence[Event], draws: Mapping[str, Array]) -> tuple[Event, ...]:
    own = {key.removeprefix("events."): value for key, value in draws.items() if key.startswith("events.")}
    changed: tuple[Event, ...] = substitute(tuple(events), own)
    return changed
