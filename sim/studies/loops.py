"""Which loops move the cycle under each policy, from lanes that hold one cause back at a time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.loops import Changes
from sim.analysis.loops.named import Moved, policy_loops
from sim.analysis.loops.shares import LoopShares, Place
from sim.errors import UsageError
from sim.experiment.progress import Pace
from sim.experiment.run import facts_of, only
from sim.model.causes import NODES
from sim.studies.loop_changes import changes_of
from sim.studies.loop_lanes import WINDOW, lanes_of
from sim.studies.loop_names import SIGNS, named_loops
from sim.studies.loop_records import HELD_BACK

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from sim.analysis.loops.system import Edge
    from sim.experiment.progress import Progress
    from sim.model.parameters.spec import Array
    from sim.scenario import Scenario

REPLICATIONS: Final = 400
"""Replications that loops are scored on at most, unless asked for more: bands of a few points on a share."""

SHORTEST: Final = 2 * WINDOW + 1

_BLOCK: Final = 1000
"""Policies times replications in memory at once."""

_RUNS: Final = len(HELD_BACK) + 2


def loops(
    scenario: Scenario,
    *,
    policies: Sequence[str] = (),
    replications: int | None = None,
    progress: Progress | None = None,
) -> LoopShares:
    """Score the loops of a scenario under some of its policies.

    Parameters
    ----------
    scenario
        At least 25 months long: a score compares one year with the year before.
    policies
        All when empty.
    replications
        The first so many of the scenario's; 400 at most when None. The whole is simulated eighteen times.
    progress
        Who is told how far it is.

    Raises
    ------
    UsageError
        When the horizon is too short, there is no replication, or a policy is unknown.
    """
    if scenario.horizon < SHORTEST:
        raise UsageError(f"loops need a horizon of {SHORTEST} months or more: a year is compared with the year before")
    count = replications if replications is not None else min(scenario.replications, REPLICATIONS)
    if count < 1:
        raise UsageError(f"{count} replications are none: 1 or more are needed, 100 or more are good")
    chosen = replace(only(scenario, policies) if policies else scenario, replications=count)
    months = np.arange(2 * WINDOW, scenario.horizon + 1, dtype=np.int64)
    named = named_loops()
    moved = _moved(chosen, months, progress)
    return LoopShares(
        facts=facts_of(chosen),
        places=tuple(Place(name, node.title, node.step) for name, node in NODES.items()),
        signs=SIGNS,
        loops=named,
        policies=tuple(policy_loops(one, named, scenario.seed) for one in moved),
    )


def _moved(scenario: Scenario, months: NDArray[np.int64], progress: Progress | None) -> Iterator[Moved]:
    """Yield what moved under each policy."""
    parts = list(_blocks(scenario, months, progress))
    for row, policy in enumerate(scenario.policies):
        links = {edge: _joined([found[edge] for found, _ in parts], row) for edge in parts[0][0]}
        alive = np.concatenate([lives[:, row] for _, lives in parts], axis=-1)
        yield Moved(policy, months, links, alive > 0)


def _blocks(
    scenario: Scenario, months: NDArray[np.int64], progress: Progress | None
) -> Iterator[tuple[dict[Edge, Changes], Array]]:
    """Yield changes, and who lives, block by block of replications; arrays of shape (months, policies, trials)."""
    policies = len(scenario.policies)
    each = max(1, _BLOCK // policies)
    total = scenario.replications * policies * _RUNS
    pace = Pace(total, total)
    for first in range(0, scenario.replications, each):
        end = min(first + each, scenario.replications)
        lanes = lanes_of(scenario, first, end)
        shape = (len(months), policies, end - first)
        found = {edge: _shaped(change, shape) for edge, change in changes_of(lanes, months).items()}
        pace.simulated((end - first) * policies * _RUNS)
        if progress:
            progress(pace.standing)
        yield found, lanes.live.alive[months - 1].reshape(shape)


def _shaped(change: Changes, shape: tuple[int, int, int]) -> Changes:
    return Changes(change.part.reshape(shape), change.target.reshape(shape), change.source.reshape(shape), change.sign)


def _joined(found: list[Changes], row: int) -> Changes:
    part, target, source = (
        np.concatenate([getattr(change, name)[:, row] for change in found], axis=-1)
        for name in ("part", "target", "source")
    )
    return Changes(part, target, source, found[0].sign)
