"""What each loop of the cycle adds: every coalition of live and frozen loops, under the same luck."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.cycle.attribution import Attribution, attribution
from sim.experiment.block import lay_out_trials
from sim.experiment.design import input_draws
from sim.experiment.memory import releasing
from sim.experiment.pieces import LANES_A_TASK
from sim.experiment.workers import in_processes, processes_for
from sim.model.cycle import simulate
from sim.model.links import Mode, Switch
from sim.model.outcomes import SERIES, outcomes

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.arrays import Array
    from sim.scenario import Scenario

LOOPS: Final = {
    "reinvestment": ("reinvestment", "marketing"),
    "referral": ("referral",),
    "learning and buying power": ("learning", "buying_power"),
    "data decay": ("data_decay",),
    "capacity": ("sales_load", "service_load", "supply_delay"),
    "market limit": ("market_limit",),
}
"""Families of links that are held together, in the words of the reader."""

REPLICATIONS: Final = 400
"""Histories that attributions come from unless said otherwise: each is lived 64 times."""


def attribute(
    scenario: Scenario,
    *,
    outcome: str = "npv",
    replications: int = REPLICATIONS,
    workers: int | None = None,
    done: Callable[[int], None] = lambda _: None,
) -> tuple[Attribution, ...]:
    """Return what each loop adds to an outcome under every policy of a scenario.

    A loop that is not live carries for ever what it carries in month 1: its consumer reads the value of today, while
    whoever else uses the same quantity reads the live one.

    Parameters
    ----------
    workers
        Processes; as many as pay when None. The numbers do not depend on it.
    done
        Told the number of lanes whenever some more are simulated.
    """
    lives = (1 << len(LOOPS)) * len(scenario.policies)
    each = max(1, LANES_A_TASK // lives)
    parts = [(first, min(first + each, replications)) for first in range(0, replications, each)]
    lane_months = lives * replications * scenario.horizon
    blocks = []
    for block in in_processes(partial(_lived, scenario, outcome), parts, processes_for(scenario, workers), lane_months):
        blocks.append(block)
        done(block.size)
    values = np.concatenate(blocks, axis=-1)
    return tuple(
        attribution(own, tuple(LOOPS), outcome=outcome, policy=policy)
        for policy, own in zip(scenario.policies, values, strict=True)
    )


def lanes_of(scenario: Scenario, replications: int) -> int:
    """Return how many lanes an attribution takes."""
    return (1 << len(LOOPS)) * len(scenario.policies) * replications


@releasing()
def _lived(scenario: Scenario, outcome: str, part: tuple[int, int]) -> Array:
    """Return the outcome of a block of replications, shape (policies, coalitions, replications)."""
    first, end = part
    count, coalitions = end - first, 1 << len(LOOPS)
    inputs = {key: np.tile(value, coalitions) for key, value in input_draws(scenario, first, end).items()}
    setup = lay_out_trials(scenario, inputs, np.tile(np.arange(first, end), coalitions))
    coalition = np.arange(setup.lanes) // count % coalitions
    switches = {
        link: Switch(np.where(coalition >> place & 1, Mode.LIVE, Mode.FROZEN))
        for place, links in enumerate(LOOPS.values())
        for link in links
    }
    recording = simulate(replace(setup, switches=switches, measures=SERIES)).recording
    ends = outcomes(recording, setup.parameters)[outcome]
    return ends.reshape(len(scenario.policies), coalitions, count)
