"""Picks one replication of a policy, lives it again, and says what happened and when it was decided."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sim.analysis.fate.committor import States
from sim.analysis.fate.committor import committor as learned
from sim.analysis.fate.regime import GREW, SHRANK, fates
from sim.analysis.path.happening import Happening, Note, in_words
from sim.analysis.path.happenings import happenings
from sim.analysis.path.recovery import Recovery, recovery
from sim.analysis.path.standing import Standing, nearest, standing
from sim.errors import UsageError
from sim.experiment.block import lay_out
from sim.experiment.engine import fingerprint
from sim.experiment.replay import replay as lived_again
from sim.experiment.run import only, run
from sim.model.outcomes import outcomes
from sim.results import OUTCOMES
from sim.studies.committor import NAMES, figures, follow
from sim.studies.source import Asked, Source, is_run, name_of, opened
from sim.studies.sources import unknown

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from sim.analysis.intervals import Array
    from sim.experiment.progress import Progress
    from sim.experiment.replay import Replay
    from sim.scenario import Scenario
    from sim.studies.source import Given

TAUGHT: Final = 400
"""Replications that the chance of ending growing is learned from, however many the run has: a few seconds."""
BANDED: Final = 500
"""Replications that bands come from where the run kept none."""
LOOKS: Final = 20
"""Months, at most, in which the chance is looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Which replication.

    Attributes
    ----------
    policy
        Its policy; the baseline when None.
    replication
        Its number, from 0; that of the percentile when None.
    percentile
        Of the outcome, from 0 to 100.
    measure
        The outcome.
    taught
        Replications that the chance of ending growing is learned from; it is not when 0.
    """

    policy: str | None = None
    replication: int | None = None
    percentile: float = 50.0
    measure: str = "npv"
    taught: int = TAUGHT


@dataclass(frozen=True, slots=True)
class Path:
    """One replication, told.

    Attributes
    ----------
    source
        Where it is from.
    wish
        What was asked for.
    policy
        Whose path it is.
    standing
        Which replication, its outcome, and where that stands.
    fate
        What became of it: growing, holding, shrinking or unknown.
    series
        Every measure by name, each of shape (months + 1,).
    happened
        Everything that happened, in order of time.
    recovery
        When its end was decided; None when that can't be learned.
    bands
        Quantiles by month of all replications, as in `Results.paths`.
    warnings
        Why the numbers may not be those of the run.
    """

    source: Source
    wish: Wish
    policy: str
    standing: Standing
    fate: str
    series: Mapping[str, Array]
    happened: tuple[Happening, ...]
    recovery: Recovery | None
    bands: pd.DataFrame
    warnings: tuple[str, ...]


def replay(name: Given, wish: Wish, asked: Asked, *, progress: Progress | None = None) -> Path:
    """Live one replication of a run, or of a scenario file, again.

    Raises
    ------
    CyclesimError
        When the policy, the outcome or the replication does not exist, or the run or file can't be used.
    """
    if wish.measure not in OUTCOMES:
        raise UsageError(unknown("outcome", wish.measure, OUTCOMES))
    source, policy = _source(name, wish, asked, progress)
    return lived(source, policy, wish)


def lived(source: Source, policy: str, wish: Wish) -> Path:
    """Live one replication of a run that is at hand again.

    Parameters
    ----------
    source
        The run and its scenario.
    policy
        Whose path it is.
    wish
        Which replication, of an outcome that exists.

    Raises
    ------
    UsageError
        When there is no such replication.
    """
    ends = source.results.ends
    values = ends.column(wish.measure)[policy]
    number = _number(wish, values)
    again = lived_again(source.scenario, policy, number)
    series = {measure: again.recording[measure][:, 0] for measure in again.recording.names()}
    fate = fates(ends.column("growth")[policy], ends.column("ruined")[policy] > 0.0)[number]
    return Path(
        source,
        wish,
        policy,
        standing(values, number),
        str(fate),
        series,
        _happened(again, series, source.scenario.currency),
        _recovery(source.scenario, again, str(fate), taught=wish.taught),
        _bands(source, policy),
        _warnings(source, again),
    )


def _source(name: Given, wish: Wish, asked: Asked, progress: Progress | None) -> tuple[Source, str]:
    """Return results that hold the policy, the whole scenario, and the policy; a file runs that policy alone."""
    if is_run(name):
        source = opened(name, asked, progress=progress)
        only(source.scenario, [wish.policy] if wish.policy else list(source.scenario.policies))
        return source, wish.policy or source.scenario.baseline
    scenario = asked.scenario(name)
    policy = wish.policy or scenario.baseline
    alone = only(scenario, [policy])
    results = run(alone, workers=asked.workers, paths="quantiles", progress=progress)
    return Source(
        name_of(name), replace(results, facts=replace(results.facts, baseline=scenario.baseline)), scenario
    ), policy


def _number(wish: Wish, values: Array) -> int:
    if wish.replication is None:
        return nearest(values, wish.percentile)
    if not 0 <= wish.replication < len(values):
        raise UsageError(f"there is no replication {wish.replication}: there are 0 to {len(values) - 1}")
    return wish.replication


def _happened(again: Replay, series: Mapping[str, Array], currency: str) -> tuple[Happening, ...]:
    """Return notes and what the measures show; what is noted after the firm has closed is left to the full ledger."""
    notes = [Note(entry.month, entry.step, entry.what, entry.amount) for entry in again.entries]
    yearly = float(series["yearly_revenue"][0])
    closed = series["closed"] > 0.0
    last = int(closed.argmax()) if closed.any() else len(closed)
    worded = [in_words(note, currency, yearly) for note in notes]
    noted = [one if one.month <= last else replace(one, weight=0) for one in worded]
    seen = happenings(series, [note for note in notes if note.month <= last], currency)
    return tuple(sorted([*noted, *seen], key=lambda one: one.month))


def _recovery(scenario: Scenario, again: Replay, fate: str, *, taught: int) -> Recovery | None:
    """Learn the chance of ending growing in several months from all policies, and read it off along this path."""
    if not taught:
        return None
    step = max(3, -(-scenario.horizon // LOOKS))
    looks = tuple(range(step, scenario.horizon, step))
    if not looks or fate not in {GREW, SHRANK}:
        return None
    followed = follow(replace(scenario, replications=taught), looks)
    months, chances, misses = list[int](), list[float](), list[float]()
    for month, states in zip(followed.months, followed.states, strict=True):
        found = learned(states, month=month)
        if found is not None:
            own = _state(again, month, list(scenario.policies).index(again.policy))
            months.append(month)
            chances.append(float(found.chance(own)[0]))
            misses.append(found.calibration.worst)
    return recovery(fate, months, chances, misses)


def _state(again: Replay, month: int, policy: int) -> States:
    return States(
        NAMES,
        figures(again.recording, month),
        np.array([""]),
        again.recording["closed"][month] == 0.0,
        np.array([again.replication]),
        np.array([policy]),
    )


def _bands(source: Source, policy: str) -> pd.DataFrame:
    paths = source.results.paths
    if len(paths):
        return paths[paths["policy"] == policy]
    return run(only(_fewer(source.scenario), [policy]), paths="quantiles").paths


def _fewer(scenario: Scenario) -> Scenario:
    return replace(scenario, replications=min(BANDED, scenario.replications))


def _warnings(source: Source, again: Replay) -> tuple[str, ...]:
    """Say when the run was made by another engine, and when its outcome is not that of the path told here."""
    facts, found = source.results.facts, list[str]()
    if facts.engine != fingerprint():
        by = f"another version ({facts.engine})" if facts.engine else "an older version"
        found.append(f"Careful: the run was computed by {by}; the path told here is this version's")
    stored = float(source.results.ends.column("npv")[again.policy][again.replication])
    now = npv(source.scenario, again)
    if stored != now:
        found.append(f"Careful: lived again the NPV is {now:,.2f}, in the run it is {stored:,.2f}")
    return tuple(found)


def npv(scenario: Scenario, again: Replay) -> float:
    """Return the net present value of a replication that was lived again."""
    setup = lay_out(only(scenario, [again.policy]), again.replication, again.replication + 1)
    ends: dict[str, Any] = outcomes(again.recording, setup.parameters)
    return float(ends["npv"][0])
