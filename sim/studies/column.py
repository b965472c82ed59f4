"""One number per policy and replication: an outcome, or a monthly measure at a month."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.checks.vocabulary import columns_of, look_up
from sim.errors import ScenarioError, UsageError
from sim.experiment.block import lay_out
from sim.experiment.design import CUBE
from sim.experiment.memory import releasing
from sim.experiment.pieces import LANES_A_TASK
from sim.experiment.progress import Pace
from sim.experiment.run import facts_of, refuse_unfit
from sim.model.cycle import simulate
from sim.results import MEASURES, OUTCOMES
from sim.studies.source import Asked, is_run, opened

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.analysis.checks.claims import Name
    from sim.arrays import Array
    from sim.experiment.progress import Progress
    from sim.results import Results, RunFacts
    from sim.scenario import Scenario
    from sim.studies.source import Given

_LONGEST: Final = 600
"""Months that a scenario may have: a month beyond is beyond every horizon."""


@dataclass(frozen=True, slots=True)
class Column:
    """One number per policy and replication.

    Attributes
    ----------
    facts, scenario
        The run that it is of.
    name
        In full, such as `cash at 24 months`.
    unit
        As in `sim.results.Column`.
    values
        By policy; position i is the same replication.
    """

    facts: RunFacts
    scenario: Scenario
    name: str
    unit: str
    values: Mapping[str, Array]


def column(source: Given, measure: str, asked: Asked, *, progress: Progress | None = None) -> Column:
    """Read an outcome, or a measure at a month, of a finished run, or simulate it.

    Raises
    ------
    CyclesimError
        When the measure is unknown, or the run or file can't be used.
    """
    wanted = _read(measure, _LONGEST)
    if wanted.month is None:
        found = opened(source, asked, progress=progress)
        values = found.results.ends.column(wanted.text)
        return Column(found.results.facts, found.scenario, wanted.text, OUTCOMES[wanted.text].unit, values)
    unit = MEASURES[columns_of(wanted.text)[0]].unit
    if is_run(source):
        found = opened(source, asked)
        facts, scenario = found.results.facts, found.scenario
        values = _kept(found.results, wanted, _month(measure, facts.months), found.name)
    else:
        scenario = asked.scenario(source)
        facts = facts_of(scenario)
        values = _simulated(scenario, wanted, _month(measure, facts.months), progress)
    name = f"{wanted.text} at {_month(measure, facts.months)} months"
    return Column(facts, scenario, name, unit, values)


def _read(measure: str, months: int) -> Name:
    try:
        return look_up(measure, key="--measure", months=months)
    except ScenarioError as error:
        raise UsageError(f"--measure {measure!r} can't be used", error.problems) from None


def _month(measure: str, months: int) -> int:
    month = _read(measure, months).month
    return months if month is None or math.isinf(month) else int(month)


def _kept(results: Results, wanted: Name, month: int, source: str) -> dict[str, Array]:
    table = results.replications
    if table is None:
        raise UsageError(
            f"{source} keeps no single months of its replications, so {wanted.text} at month {month} is not known: "
            "ask the scenario file, or run it with --paths all"
        )
    rows = table[table["month"] == month].sort_values("replication", kind="stable")
    return {
        policy: rows.loc[rows["policy"] == policy, list(columns_of(wanted.text))].to_numpy(np.float64).mean(axis=1)
        for policy in results.facts.policies
    }


def _simulated(scenario: Scenario, wanted: Name, month: int, progress: Progress | None) -> dict[str, Array]:
    refuse_unfit(scenario, "none", "in memory")
    policies, count = len(scenario.policies), scenario.replications
    each = max(CUBE, LANES_A_TASK // policies // CUBE * CUBE)  # whole hypercubes: no input is drawn twice
    pace, found = Pace(count * policies, count * policies), []
    for first in range(0, count, each):
        end = min(first + each, count)
        found.append(_block(scenario, (first, end), columns_of(wanted.text), month))
        pace.simulated((end - first) * policies)
        if progress:
            progress(pace.standing)
    return dict(zip(scenario.policies, np.concatenate(found, axis=-1), strict=True))


@releasing()
def _block(scenario: Scenario, span: tuple[int, int], measures: tuple[str, ...], month: int) -> Array:
    """Return the average of measures at a month, shape (policies, replications), in single precision as `run` keeps."""
    setup = replace(lay_out(scenario, *span), measures=measures)
    recording = simulate(setup).recording
    months = np.stack([recording[name][month] for name in measures]).astype(np.float32)
    averaged: Array = months.astype(np.float64).mean(axis=0)
    return averaged.reshape(len(scenario.policies), -1)
