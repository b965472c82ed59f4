"""What is worth measuring: the value of information of a run's uncertain inputs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.analysis.inputs.information import FEWEST, Information, information
from sim.analysis.run.ranking import Flip, flips
from sim.analysis.subject import LOWER_IS_BETTER
from sim.errors import UsageError
from sim.hints import did_you_mean
from sim.results import OUTCOMES
from sim.studies.known import MOST, inputs_of, refuse_few, scenario_of, well_sampled

if TYPE_CHECKING:
    from sim.experiment.progress import Progress
    from sim.scenario import Scenario
    from sim.studies.source import Asked, Given, Source


@dataclass(frozen=True, slots=True)
class Valuation:
    """What knowing the inputs of a run is worth.

    Attributes
    ----------
    source
        The run.
    information
        The worths.
    flips
        Pairs of policies whose order by NPV depends on the terminal value; none for another outcome.
    """

    source: Source
    information: Information
    flips: tuple[Flip, ...]


def valuation(name: Given, measure: str, asked: Asked, *, progress: Progress | None = None) -> Valuation:
    """Value the inputs of a run, or of a scenario file that is run for it.

    Parameters
    ----------
    measure
        The outcome that choices are made by, in money; more is better.

    Raises
    ------
    CyclesimError
        When the outcome is no money, there is only one policy or nothing is uncertain, there are too few
        replications, or the run or file can't be used.
    """
    _refuse_no_money(measure)
    _refuse_no_choice(scenario_of(name, asked))  # before anything is run
    return valued(well_sampled(name, asked, fewest=FEWEST, progress=progress), measure)


def valued(source: Source, measure: str) -> Valuation:
    """Value the inputs of a run that is at hand, by an outcome in money of which more is better.

    Raises
    ------
    UsageError
        When there is nothing to choose or nothing uncertain, too few replications, or the outcome is missing in some.
    """
    results, scenario = source.results, source.scenario
    _refuse_no_choice(scenario)
    refuse_few(results.facts.replications, FEWEST)
    ends, count = results.ends, min(results.facts.replications, MOST)
    column = {policy: ends.column(measure)[policy][:count] for policy in scenario.policies}
    known = np.isfinite(np.stack(list(column.values()))).all(axis=0)
    if not known.all():
        raise UsageError(f"{measure} is missing in {int((~known).sum()):,} replications; choose another outcome")
    found = information(measure, column, inputs_of(scenario, count))
    npv, bare = (
        {policy: ends.column(name)[policy] for policy in scenario.policies}
        for name in ("npv", "npv_without_terminal_value")
    )
    hanging = flips(npv, bare) if measure == "npv" else ()
    return Valuation(source, found, hanging)


def _refuse_no_choice(scenario: Scenario) -> None:
    if len(scenario.policies) < 2:  # noqa: PLR2004 (a choice needs two)
        raise UsageError(
            f"{scenario.name} has one policy: where there is nothing to choose, knowing more is worth nothing"
        )
    if not scenario.uncertain:
        raise UsageError(f"nothing in {scenario.name} is uncertain, so there is nothing to measure")


def _refuse_no_money(measure: str) -> None:
    money = [name for name, column in OUTCOMES.items() if column.unit == "money" and name not in _LESS]
    if measure not in money:
        hint = did_you_mean(measure, money, what="There are")
        raise UsageError(f"{measure!r} is no outcome in money of which more is better. {hint}")


_LESS = (*LOWER_IS_BETTER, "cumulative_reinvested", "terminal_value", "clv")
"""Outcomes that nobody chooses a policy to raise."""
