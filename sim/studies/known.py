"""What is known of the firm in each replication of a run: the uncertain inputs, with unit and passport."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sim.analysis.amounts import counted, listed
from sim.analysis.inputs.inputs import Input, named
from sim.archive.manifest import read_manifest
from sim.archive.names import SCENARIO
from sim.errors import UsageError
from sim.experiment.design import input_draws
from sim.experiment.run import only
from sim.scenario import load
from sim.scenario.reading import Passport
from sim.studies.inputs import unit_of
from sim.studies.source import Asked, Source, is_run, name_of, opened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.experiment.progress import Progress
    from sim.scenario import Scenario
    from sim.studies.source import Given

LEAST: Final = 2_000
"""Replications that a scenario file is run with when nobody says how many: half find, half check."""
MOST: Final = 50_000
"""Replications looked at; more would change the third digit and take minutes."""


def scenario_of(given: Given, asked: Asked) -> Scenario:
    """Return the scenario of a run or of a file with the policies asked for, without running it.

    Raises
    ------
    CyclesimError
        When there is none, it is wrong, or nothing in it is uncertain.
    """
    if is_run(given):
        scenario = _of_run(given)
        scenario = only(scenario, asked.policies) if asked.policies else scenario
    else:
        scenario = asked.scenario(given)
    if not scenario.uncertain:
        raise UsageError(
            f"nothing in {name_of(given)} is uncertain{_of(asked.policies)}: give numbers that nobody knows for sure a "
            "range, such as acquisition.win_rate: 18% to 30%"
        )
    return scenario


def _of_run(given: Given) -> Scenario:
    if not isinstance(given, str):
        return Asked().scenario(given)
    read_manifest(given)  # which says what is wrong with a folder that is no finished run
    return load(Path(given) / SCENARIO)


def _of(policies: Sequence[str]) -> str:
    return f" for {listed(list(policies))}" if policies else ""


def well_sampled(given: Given, asked: Asked, *, fewest: int, progress: Progress | None = None) -> Source:
    """Open a run, or run a scenario file with `LEAST` replications or more unless a number is asked for.

    Of a run all policies are read; the scenario keeps those that are asked for.

    Raises
    ------
    CyclesimError
        As `opened` does, and when there are fewer than `fewest` replications.
    """
    if not is_run(given) and asked.replications is None:
        asked = replace(asked, replications=max(asked.scenario(given).replications, LEAST))
    elif asked.replications is not None:
        refuse_few(asked.replications, fewest)
    if is_run(given):
        source = replace(opened(given, replace(asked, policies=())), scenario=scenario_of(given, asked))
    else:
        source = opened(given, asked, progress=progress)
    refuse_few(source.results.facts.replications, fewest)
    return source


def refuse_few(count: int, fewest: int) -> None:
    """Refuse to tell from fewer replications than that.

    Raises
    ------
    UsageError
        When there are fewer.
    """
    if count < fewest:
        raise UsageError(f"{counted(count, 'replication')} can't tell: {fewest} or more are needed, {LEAST:,} are good")


def inputs_of(scenario: Scenario, count: int) -> tuple[Input, ...]:
    """Return the uncertain inputs of a scenario in the first `count` replications, in the order of the file."""
    draws, names = input_draws(scenario, 0, count), named(list(scenario.uncertain))
    passports = {key: scenario.passports.get(key, Passport("")) for key in draws}
    return tuple(
        Input(key, names[key], unit_of(scenario, key), values, passports[key].confidence, passports[key].source)
        for key, values in draws.items()
    )
