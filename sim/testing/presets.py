"""What every preset must keep: it reads well, says where its doubts come from, holds still, and runs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.errors import CyclesimError
from sim.scenario.packages import NAME
from sim.testing.broken import BrokenContractError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.results import Results
    from sim.scenario import Scenario

REPLICATIONS: Final = 20
YEAR: Final = 12
STILL: Final = 0.02
"""Largest change of revenue in its first year, share: the presets that travel with the tool move by 0.6 % or less."""
MAY_BE_MISSING: Final = ("ruin_month", "payback_month", "cac", "clv_to_cac")
"""Outcomes that don't exist in every history."""


def check_preset(file: str | Path) -> None:
    """Check a preset: its file, or its name as in `presets/saas.yaml`.

    It must load without warnings, be described, give a source for every uncertain number (`judgement` is one), hold
    still in its first year while the firm pays its upkeep and luck is average, run, and keep its own reality checks.

    Raises
    ------
    BrokenContractError
        With a sentence for each part that is not kept.
    """
    from sim.scenario import load

    try:
        scenario = load(file)
        broken = [*_said(scenario, Path(file).stem), *unsourced(scenario), *_moving(scenario), *_run(scenario)]
    except CyclesimError as error:
        broken = [str(error)]
    if broken:
        raise BrokenContractError.of(str(file), broken)


def _said(scenario: Scenario, stem: str) -> Iterator[str]:
    if not NAME.fullmatch(stem):
        yield f"{stem!r} can't be the name of a preset: small letters, digits and _, a letter first"
    if not scenario.description:
        yield "it has no description; `init --list` shows it"
    yield from (str(warning) for warning in scenario.warnings)


def unsourced(scenario: Scenario) -> Iterator[str]:
    """Yield a sentence for every uncertain number that does not say where it comes from."""
    for key in scenario.uncertain:
        passport = scenario.passports.get(key)
        if passport is None or not passport.source:
            yield f"{key} is uncertain and has no source; write {{value: …, source: …}}, `judgement` if it is one"


def _moving(scenario: Scenario) -> Iterator[str]:
    """Yield how far a firm that pays its upkeep moves in a year of average luck, if that is far."""
    from sim.model.cycle import simulate
    from sim.model.panel import Seat
    from sim.model.setup import Setup
    from sim.policies.maintain import Maintain
    from sim.randomness import ExpectedStreams

    seats, luck = [Seat(Maintain(), slice(0, 1))], ExpectedStreams(1)
    setup = Setup(parameters=scenario.parameters, seats=seats, streams=luck, lanes=1, months=YEAR)
    revenue = simulate(setup).recording["yearly_revenue"][:, 0]
    change = float(revenue[YEAR] / revenue[0]) - 1.0 if revenue[0] > 0 else 0.0
    if not abs(change) <= STILL:
        yield (
            f"revenue moves by {100 * change:+.1f} % in the first year of a firm that only pays its upkeep; more than "
            f"{100 * STILL:g} % is no opening that holds still: leave out demand.leads, or make it replace who leaves"
        )


def _run(scenario: Scenario) -> Iterator[str]:
    from sim.experiment.run import run
    from sim.report.judging import verdicts_of

    results = run(scenario, replications=REPLICATIONS)
    yield from _missing(results)
    yield from (str(verdict) for verdict in verdicts_of(results, scenario, "quantiles") if not verdict.holds)


def _missing(results: Results) -> Iterator[str]:
    for name, column in results.outcomes.drop(columns=["policy", "replication"]).items():
        if name not in MAY_BE_MISSING and not np.isfinite(column.to_numpy(float)).all():
            yield f"the outcome {name} is missing or infinite in some replications"
