"""One block of replications under every policy: scenario in, arrays out, nothing else touched."""

from __future__ import annotations

import gc
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.experiment.design import input_draws
from sim.model.cycle import simulate
from sim.model.outcomes import outcomes, owners_position
from sim.model.panel import Seat
from sim.model.parameters import Parameters, substitute
from sim.model.setup import Setup
from sim.policies.harvest import Harvest
from sim.randomness import KeyedStreams

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sim.model.decisions import Policy
    from sim.model.events import Event
    from sim.model.parameters.spec import Array
    from sim.scenario import Scenario


NOT_OF_THE_FIRM: Final = ("policies.", "events.")
"""How the keys of uncertain inputs begin that are no parameters of the firm or the world."""


@dataclass(frozen=True, slots=True)
class Block:
    """Replications `first` up to (not with) `end` of a scenario, under its policies."""

    scenario: Scenario
    first: int
    end: int

    @property
    def replications(self) -> int:
        """Number of replications."""
        return self.end - self.first


@dataclass(frozen=True, slots=True)
class BlockResult:
    """What a block gives back.

    Attributes
    ----------
    first
        First replication.
    outcomes
        By outcome name, shape (policies, replications).
    measures
        Shape (policies, measures, months + 1, replications), single precision.
    """

    first: int
    outcomes: Mapping[str, Array]
    measures: np.ndarray[tuple[int, ...], np.dtype[np.float32]]


def simulate_block(block: Block) -> BlockResult:
    """Run a block; the result depends on the scenario, the seed and the replication numbers only."""
    count, wanted = block.replications, len(block.scenario.policies)
    scenario, harvest = _with_harvest(block.scenario)
    policies = len(scenario.policies)
    setup = lay_out(scenario, block.first, block.end)
    recording = simulate(setup).recording
    position = owners_position(recording)[:, harvest * count : (harvest + 1) * count]
    ends = outcomes(recording, setup.parameters, np.tile(position, policies))
    measures = np.empty((wanted, *recording.values.shape[:2], count), np.float32)
    for index in range(wanted):
        measures[index] = recording.values[..., index * count : (index + 1) * count]
    # A SimPy environment is a reference cycle and holds every array of the batch until collected.
    del recording
    gc.collect()
    shaped = {name: value.reshape(policies, count)[:wanted] for name, value in ends.items()}
    return BlockResult(block.first, shaped, measures)


def _with_harvest(scenario: Scenario) -> tuple[Scenario, int]:
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
    count, policies = end - first, scenario.policies
    draws = input_draws(scenario, first, end)
    seats = [
        Seat(_with_draws(policy, f"policies.{name}.", draws), slice(index * count, (index + 1) * count))
        for index, (name, policy) in enumerate(policies.items())
    ]
    lanes = count * len(policies)
    tiled = {key: np.tile(value, len(policies)) for key, value in draws.items()}
    return Setup(
        parameters=_parameters(scenario.parameters, tiled),
        seats=seats,
        streams=KeyedStreams(scenario.seed, np.tile(np.arange(first, end), len(policies))),
        lanes=lanes,
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
