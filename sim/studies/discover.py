"""When does something happen: a search over the uncertain inputs of a run."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from sim.analysis.discovering.discovery import FEWEST, Discovery, discovery
from sim.errors import UsageError
from sim.studies.known import MOST, inputs_of, scenario_of, well_sampled
from sim.studies.when import parse

if TYPE_CHECKING:
    from sim.analysis.discovering.when import When
    from sim.experiment.progress import Progress
    from sim.studies.source import Asked, Given, Source


@dataclass(frozen=True, slots=True)
class Search:
    """A search and what came of it.

    Attributes
    ----------
    source
        The run searched.
    when
        What was looked for.
    discovery
        What was found.
    unknown
        Replications left out because the outcome is missing.
    """

    source: Source
    when: When
    discovery: Discovery
    unknown: int


def search(name: Given, when: str, asked: Asked, *, progress: Progress | None = None) -> Search:
    """Search a run, or a scenario file that is run for it, for limits within which a condition holds.

    Raises
    ------
    CyclesimError
        When the condition can't be read, nothing is uncertain, there are too few replications, or the run or file
        can't be used.
    """
    condition = parse(when, tuple(scenario_of(name, asked).policies))
    needed = (condition.policy, condition.rival)  # leaving the other policies out changes no number
    asked = replace(asked, policies=tuple(policy for policy in needed if policy))
    scenario_of(name, asked)  # what is uncertain of other policies only tells nothing
    source = well_sampled(name, asked, fewest=FEWEST, progress=progress)
    count = min(source.results.facts.replications, MOST)
    judged = condition.judged(source.results.ends)[:count]
    known = ~np.isnan(judged)
    if known.sum() < FEWEST:
        raise UsageError(f"{condition.outcome} is missing in all but {known.sum()} of {count:,} replications")
    inputs = tuple(one.of(known) for one in inputs_of(source.scenario, count))
    return Search(source, condition, discovery(inputs, judged[known] > 0.0), int(count - known.sum()))
