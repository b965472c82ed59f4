"""What we do not know and what nobody can know, told apart by living the same firm twice.

A replication draws the inputs and luck together, so one run cannot tell them apart. Its echo has the same inputs and
fresh luck: what the two share is the inputs' doing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.run.two_kinds import Part, TwoKinds, all_luck, nested_split
from sim.experiment.design import input_draws
from sim.experiment.trials import Simulator, Trials

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sim.experiment.progress import Progress
    from sim.outcomes import Array, Outcomes
    from sim.scenario import Scenario

LEAST: Final = 50
"""Replications below which the split would be a guess."""
MOST_ECHOES: Final = 500
"""Echoes that place the share within about six points."""
FEWEST_ECHOES: Final = 100
QUARTER: Final = 4
"""Echoes take at most a quarter of the run, from four hundred replications on."""

FRESH: Final = 2**40
"""Replications whose luck no run will ever reach."""


def echoes(replications: int) -> int:
    """Return how many replications of a run are simulated a second time."""
    return min(replications, MOST_ECHOES, max(FEWEST_ECHOES, replications // QUARTER))


def two_kinds(
    scenario: Scenario,
    ends: Outcomes,
    *,
    names: tuple[str, ...] = ("npv",),
    workers: int | None = None,
    progress: Progress | None = None,
) -> TwoKinds:
    """Split the variance of outcomes of a run into ignorance and luck.

    Parameters
    ----------
    scenario
        What was run.
    ends
        Its outcomes.
    names
        Outcomes to split.
    workers, progress
        As in `Simulator`.
    """
    columns = {name: ends.column(name) for name in names}
    if not scenario.uncertain:
        splits = [_all_luck(name, column, scenario.baseline) for name, column in columns.items()]
        return TwoKinds(0, tuple(part for parts in splits for part in parts))
    count = echoes(ends.replications)
    trials = Trials(FRESH + np.arange(count), input_draws(scenario, 0, count))
    with Simulator(scenario, workers=workers, progress=progress, lanes=count * len(scenario.policies)) as simulator:
        again = simulator.outcomes(trials, names)
    found: list[Part] = []
    for name, column in columns.items():
        pairs = {
            policy: np.stack([column[policy][:count], second], axis=1)
            for policy, second in zip(scenario.policies, again[name], strict=True)
        }
        found += (
            Part(policy, less, name, nested_split(pair)) for policy, less, pair in _each(pairs, scenario.baseline)
        )
    return TwoKinds(count, tuple(found))


def _all_luck(name: str, column: Mapping[str, Array], baseline: str) -> tuple[Part, ...]:
    """Return the split of an outcome where nothing but luck varies."""
    return tuple(Part(policy, less, name, all_luck(values)) for policy, less, values in _each(column, baseline))


def _each(values: Mapping[str, Array], baseline: str) -> Iterator[tuple[str, str, Array]]:
    """Yield what is split of an outcome: under each policy, then each policy less the baseline."""
    yield from ((policy, "", own) for policy, own in values.items())
    yield from ((policy, baseline, own - values[baseline]) for policy, own in values.items() if policy != baseline)
