"""Two scenarios under the same luck: what differs, what that is worth, and which difference carries it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.comparing.effects import Effects, Ends, effects
from sim.errors import ScenarioError, UsageError
from sim.experiment.progress import Standing
from sim.experiment.run import facts_of, only, run
from sim.hints import did_you_mean
from sim.scenario.differing import Differing, change_to, differences

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.experiment.progress import Progress
    from sim.results import RunFacts
    from sim.scenario import Scenario
    from sim.studies.source import Asked

MOST_ALONE: Final = 8
"""Differences that are tried one by one; more would cost more than they tell."""


@dataclass(frozen=True, slots=True)
class Diff:
    """Two scenarios and what came of them.

    Attributes
    ----------
    facts
        The run of the first, with the policies that were compared.
    left, right
        The two, as they were read.
    differing
        What they say differently.
    effects
        What that is worth; None when nothing can come of it, or no policy is in both.
    """

    facts: RunFacts
    left: Scenario
    right: Scenario
    differing: tuple[Differing, ...]
    effects: Effects | None


def diff(names: tuple[str, str], measure: str, asked: Asked, *, progress: Progress | None = None) -> Diff:
    """Compare two scenario files, or the scenarios of two finished runs, under the luck of the first.

    Raises
    ------
    CyclesimError
        When a file can't be used, or a policy is in neither.
    """
    left, right = (replace(asked, policies=()).scenario(name) for name in names)
    found = differences(left, right)
    common = _common(left, right, asked.policies)
    if not common or not any(_matters(one) for one in found):
        return Diff(facts_of(left), left, right, found, None)
    start = only(left, common)
    runs = _Runs(start, common, measure, asked.workers, progress)
    changes = [one for one in found if _matters(one) and _touches(one.key, common)]
    alone, refused = _variants(start, right, changes)
    runs.planned = 2 + len(alone)
    ends, other = runs.ends(start), runs.ends(_same_luck(only(right, common), start))
    tried = {key: runs.ends(scenario) for key, scenario in alone.items()}
    return Diff(facts_of(start), left, right, found, effects(measure, ends, other, tried, refused=refused))


def _common(left: Scenario, right: Scenario, wanted: tuple[str, ...]) -> tuple[str, ...]:
    both = tuple(name for name in left.policies if name in right.policies)
    for name in wanted:
        if name not in both:
            hint = did_you_mean(name, both, what="Both have")
            raise UsageError(f"no policy named {name!r} in both scenarios. {hint}".strip())
    return tuple(name for name in both if not wanted or name in wanted)


def _matters(one: Differing) -> bool:
    return one.kind == "number"


def _touches(key: str, common: tuple[str, ...]) -> bool:
    """Tell whether a difference can change what is compared: one of another policy can't."""
    path = key.split(".")
    return path[0] != "policies" or path[1] in common


def _variants(left: Scenario, right: Scenario, changes: list[Differing]) -> tuple[dict[str, Scenario], dict[str, str]]:
    """Return the first scenario with each difference alone, and why some can't be."""
    alone: dict[str, Scenario] = {}
    refused: dict[str, str] = {}
    if not 1 < len(changes) <= MOST_ALONE:
        return alone, refused
    for one in changes:
        try:
            alone[one.key] = left.vary({one.key: change_to(right, one.key)})
        except ScenarioError as error:
            refused[one.key] = error.problems[0].message if error.problems else error.message
    return alone, refused


def _same_luck(scenario: Scenario, as_in: Scenario) -> Scenario:
    return scenario.vary({"seed": as_in.seed, "replications": as_in.replications})


@dataclass(slots=True)
class _Runs:
    """Runs one scenario after the other and tells how far all of them are."""

    first: Scenario
    policies: tuple[str, ...]
    measure: str
    workers: int | None
    progress: Progress | None
    planned: int = 1
    finished: int = 0

    def ends(self, scenario: Scenario) -> Ends:
        """Return how a scenario ends under the policies that are compared."""
        results = run(scenario, workers=self.workers, paths="none", progress=self._told if self.progress else None)
        self.finished += 1
        values, ruined = results.ends.column(self.measure), results.ends.column("ruined")
        return Ends(self._own(values), {name: np.asarray(closed > 0.0) for name, closed in self._own(ruined).items()})

    def _own(self, column: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
        return {name: column[name] for name in self.policies}

    def _told(self, standing: Standing) -> None:
        """Pass on how far this run is as a part of all."""
        if self.progress:
            done = self.finished * standing.lanes + standing.done
            self.progress(Standing(done, self.planned * standing.lanes, None))
