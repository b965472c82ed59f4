"""The run of a document done again, from nothing but the scenario that the document carries."""

from __future__ import annotations

import warnings
from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal

from sim.archive.names import SCENARIO
from sim.errors import ScenarioError, UsageError
from sim.experiment.run import run
from sim.scenario.loading import load_resolved
from sim.studies.source import Source

if TYPE_CHECKING:
    from pathlib import Path

    from sim.experiment.progress import Progress
    from sim.report.pack.chapter import Pack
    from sim.report.provenance import Provenance
    from sim.scenario import Scenario

MOST: Final = 60_000_000
"""Lane-months that are run unasked, three or four minutes on two cores: documents of others may ask for anything."""
STUDIED, MOST_STUDIED = 200, 3_000_000
"""Replications that the studies of a pack live at most, and lane-months of them; each is simulated many times over."""
Patience = Literal["short", "any"]
"""Whether a run beyond `MOST` is refused."""


def again(name: str, told: Provenance, patience: Patience, *, progress: Progress | None = None) -> Source:
    """Return the run that a document tells of, done again.

    Its facts name the document's engine, so that only what was computed can differ.

    Raises
    ------
    CyclesimError
        When the scenario is none, extends a file, or takes longer than there is patience for.
    """
    scenario = _scenario(name, told)
    if patience == "short":
        _refuse_long(name, scenario)
    results = run(scenario, workers=None, paths=told.months, progress=progress)
    return Source(name, replace(results, facts=replace(results.facts, engine=told.engine)), scenario)


def _scenario(name: str, told: Provenance) -> Scenario:
    try:
        return load_resolved(told.scenario, name=SCENARIO)
    except ScenarioError as error:
        raise ScenarioError(f"{name}: the scenario in it is not sound: {error.message}", error.problems) from error


def as_workbook(source: Source, told: Provenance) -> bytes:
    """Return the workbook of a run done again."""
    from sim.report.story import told as story_of
    from sim.report.workbook.book import workbook

    return workbook(story_of(source, version=told.version))


def as_deck(source: Source, told: Provenance, look: Path | None) -> bytes:
    """Return the deck of a run done again, in the look of another deck: how texts are fitted depends on it.

    It has our own look when there is none, or one that is no template because somebody took its layouts away.
    """
    from sim.report.deck.build import deck

    pack = _pack(source, told)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about parts of the other deck
            return deck(pack, look)
    except Exception:  # noqa: BLE001 (a stranger's file may break its reader in any way, and it is only about looks)
        return deck(pack)


def as_page(source: Source, told: Provenance) -> bytes:
    """Return the page of a run done again."""
    from sim.report.page.page import page

    return page(_pack(source, told))


def _pack(source: Source, told: Provenance) -> Pack:
    from sim.report.pack.binding import bind
    from sim.report.pack.explainer import explainer

    with explainer() as process:
        return bind(source, version=told.version, process=process)


def _refuse_long(name: str, scenario: Scenario) -> None:
    each = len(scenario.policies) * scenario.horizon
    if scenario.replications * each > MOST or min(scenario.replications, STUDIED) * each > MOST_STUDIED:
        raise UsageError(
            f"{name}: its scenario asks for {scenario.replications:,} replications of {len(scenario.policies)} "
            f"policies over {scenario.horizon} months; to do that again, and to study it, may take long. If that is "
            "right, add --yes"
        )
