"""Holds a firm's monthly figures against a run of the past, or against a scenario file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from sim.analysis.amounts import counted, listed, spoken
from sim.analysis.tracking.tracking import Ends, Tracking
from sim.analysis.tracking.tracking import track as tracked
from sim.analysis.tracking.weighting import MOST
from sim.errors import UsageError
from sim.experiment.block import lay_out
from sim.experiment.design import CUBE
from sim.experiment.engine import fingerprint
from sim.experiment.memory import releasing
from sim.experiment.pieces import LANES_A_TASK
from sim.experiment.run import only
from sim.model.cycle import simulate
from sim.studies.books import remarks
from sim.studies.source import Asked, Source, is_run, opened
from sim.studies.sources import unknown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from sim.analysis.calibration.observed import Observed
    from sim.analysis.run.odds import Target
    from sim.arrays import Array
    from sim.experiment.progress import Progress
    from sim.scenario import Scenario
    from sim.studies.books import Books
    from sim.studies.source import Given


@dataclass(frozen=True, slots=True)
class Track:
    """A firm held against a run.

    Attributes
    ----------
    source
        The run, of the policy that the firm followed.
    policy
        Its name.
    observed
        The firm's figures, as read.
    actual
        By measure, by month of the run, shape (months + 1,), missing where unknown.
    tracking
        What they say.
    replications
        How many were lived again.
    notes
        What the reader should know before trusting the numbers.
    """

    source: Source
    policy: str
    observed: Observed
    actual: Mapping[str, Array]
    tracking: Tracking
    replications: int
    notes: tuple[str, ...]


def track(
    given: Given, books: Books, asked: Asked, *, target: Target | None = None, progress: Progress | None = None
) -> Track:
    """Hold a firm's figures against a run or a scenario file.

    Parameters
    ----------
    target
        What is to be reached; None when nothing was asked.

    Raises
    ------
    CyclesimError
        When the run or the data can't be used, or share no month.
    """
    observed = books.read()
    source = _source(given, books.policy, asked, progress)
    policy = books.policy or source.results.facts.baseline
    if policy not in source.results.facts.policies:
        raise UsageError(unknown("policy", policy, source.results.facts.policies))
    actual = on_run(observed, source.scenario)
    count = min(MOST, source.results.facts.replications)
    names = tuple(dict.fromkeys((*actual, "revenue")))
    simulated = _months(source, policy, names, count)
    ends = _ends(source, policy, target, count)
    found = tracked(simulated, actual, ends, noise=books.noise, seed=source.results.facts.seed)
    return Track(source, policy, observed, actual, found, count, _notes(source, observed, found, count))


def _source(given: Given, policy: str | None, asked: Asked, progress: Progress | None) -> Source:
    """Return a run as it is; of a scenario file, the run of the policy alone."""
    if is_run(given):
        return opened(given, asked, progress=progress)
    wanted = policy or asked.scenario(given).baseline
    return opened(given, replace(asked, policies=(wanted,)), progress=progress)


def on_run(observed: Observed, scenario: Scenario) -> dict[str, Array]:
    """Return the figures by month of the run; months before its start or beyond its horizon are left out.

    Raises
    ------
    UsageError
        When no month is left.
    """
    inside, found = within(observed, scenario), {}
    months = offset(observed.start, scenario.start) + 1 + np.arange(len(observed))
    for name in observed.measures:
        own = np.full(scenario.horizon + 1, np.nan)
        own[months[inside]] = observed.values[name][inside]
        if not np.isnan(own).all():
            found[name] = own
    if not found:
        raise UsageError(
            f"{observed.source} has figures of {observed.span}, and the run begins in {scenario.start} and lasts "
            f"{scenario.horizon} months: no month is in both. Does `start` of the scenario say when the data begin?"
        )
    return found


def within(observed: Observed, scenario: Scenario) -> NDArray[np.bool_]:
    """Return which months of the figures are months of the run."""
    months = offset(observed.start, scenario.start) + 1 + np.arange(len(observed))
    return np.asarray((months >= 1) & (months <= scenario.horizon))


def offset(month: str, start: str) -> int:
    """Return how many months a month such as 2010-03 lies after another."""
    (year, own), (first, opening) = (map(int, text.split("-")[:2]) for text in (month, start))
    return 12 * (year - first) + own - opening


def _months(source: Source, policy: str, names: tuple[str, ...], count: int) -> dict[str, Array]:
    """Return measures of one policy, each (months + 1, replications): as the run kept them, else lived again."""
    table = source.results.replications
    if table is None:
        return lived(only(source.scenario, [policy]), names, count)
    own = table[(table["policy"] == policy) & (table["replication"] < count)]
    own = own.sort_values(["month", "replication"], kind="stable")
    return {name: own[name].to_numpy(np.float64).reshape(-1, count) for name in names}


def lived(scenario: Scenario, names: tuple[str, ...], count: int) -> dict[str, Array]:
    """Return measures of the first replications of a scenario's only policy, the same bits as in its run."""
    each = LANES_A_TASK // CUBE * CUBE  # whole hypercubes: no input is drawn twice
    parts = [_block(scenario, names, first, min(first + each, count)) for first in range(0, count, each)]
    return dict(zip(names, np.concatenate(parts, axis=-1).astype(np.float64), strict=True))


@releasing()
def _block(scenario: Scenario, names: tuple[str, ...], first: int, end: int) -> Array:
    recording = simulate(replace(lay_out(scenario, first, end), measures=names)).recording
    single: Array = np.stack([recording[name] for name in names]).astype(np.float32)  # as a run keeps them
    return single


def _ends(source: Source, policy: str, target: Target | None, count: int) -> Ends:
    ends = source.results.ends
    growth, ruined, npv = (ends.column(name)[policy][:count] for name in ("growth", "ruined", "npv"))
    if target is None:
        return Ends(growth, ruined, npv)
    from sim.results import OUTCOMES

    if target.measure not in OUTCOMES:
        raise UsageError(unknown("outcome", target.measure, OUTCOMES))
    values = ends.column(target.measure)[policy][:count]
    return Ends(growth, ruined, npv, target, values, OUTCOMES[target.measure].unit)


def _notes(source: Source, observed: Observed, tracking: Tracking, count: int) -> tuple[str, ...]:
    facts, found = source.results.facts, remarks(observed)
    outside = len(observed) - within(observed, source.scenario).sum()
    if outside:
        found.append(
            f"{counted(int(outside), 'month')} of the figures left out: the run begins in {source.scenario.start} and "
            f"lasts {counted(source.scenario.horizon, 'month')}"
        )
    if tracking.left_out:
        names = listed([spoken(name) for name in tracking.left_out])
        found.append(f"The run has next to no {names}: these figures are left out")
    if facts.engine != fingerprint() and source.results.replications is None:
        found.append("Careful: the run was computed by another version; its months are lived again by this one")
    if count < facts.replications:
        found.append(f"The first {count:,} replications count")
    return tuple(found)
