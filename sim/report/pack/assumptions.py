"""What the figures rest on: assumptions with their sources, checks, and what the figures are not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from sim.analysis.amounts import counted, sentence, spoken
from sim.analysis.comparing.words import sure
from sim.report.pack.chapter import Chapter
from sim.report.pack.stated import stated
from sim.report.tables.compare import compare
from sim.report.tables.policies import policies
from sim.report.tables.table import Heading, Table

if TYPE_CHECKING:
    from sim.report.pack.stated import Assumption
    from sim.report.story import Story
    from sim.report.tables.table import Cell, Kind


def assumptions(story: Story) -> Chapter:
    """Tell what is assumed, and who says so."""
    found = stated(story.assumptions)
    sourced = sum(bool(one.source) for one in found)
    unsure = sum(one.uncertain for one in story.assumptions)
    return Chapter(
        key="assumptions",
        kicker="Assumptions",
        title=headed(len(found), sourced),
        sentences=(
            f"{_many(unsure, 'number')} uncertain and {'varies' if unsure == 1 else 'vary'} from path to path."
            if unsure
            else "No number is uncertain: what varies from path to path is luck alone.",
            "All other numbers are the model's own.",
        ),
        tables=(_table(found),) if found else (),
    )


def headed(count: int, sourced: int) -> str:
    """Return how many assumptions name a source."""
    if not count:
        return "Every number is the model's own"
    if sourced == count:
        return f"All {count} assumptions name their source" if count > 1 else "The one assumption names its source"
    if not sourced:
        return f"None of the {count} assumptions names a source" if count > 1 else "The one assumption names no source"
    return f"{sourced} of {count} assumptions {'name' if sourced > 1 else 'names'} a source"


def _many(count: int, thing: str) -> str:
    return f"{counted(count, thing)} {'is' if count == 1 else 'are'}"


def _table(found: tuple[Assumption, ...]) -> Table:
    """Return a row per assumption; without columns that would be empty."""
    headings = (
        Heading("what", "text", "Dotted key in the scenario file."),
        Heading("value", "text", "As written; a range is a belief that holds nine chances in ten."),
        Heading("meaning", "text", "What it stands for in the model."),
        Heading("source", "text", "Who or what says so; empty where the scenario names none."),
        Heading("confidence", "text", "As its author has it."),
    )
    rows = [(one.key, one.text, one.meaning, one.source, one.confidence) for one in found]
    kept = [place for place in range(len(headings)) if place < _ALWAYS or any(row[place] for row in rows)]
    return Table(
        name="AssumptionsShort",
        title="Assumptions",
        headings=tuple(headings[place] for place in kept),
        rows=[tuple(row[place] for place in kept) for row in rows],
    )


_ALWAYS: Final = 3
"""Columns that stay even when they are empty."""


def figures(story: Story) -> Chapter:
    """Give every policy's figures with intervals."""
    known = story.facts
    every = (*policies(story.summary), *(compare(story.comparison) if story.comparison else ()))
    return Chapter(
        key="figures",
        kicker="All figures",
        title="Every policy in figures",
        sentences=(f"Compared with {spoken(known.baseline)}.", *story.notes),
        tables=tuple(_without_reach(table) for table in every),
        appendix=True,
    )


def _without_reach(table: Table) -> Table:
    """Leave out how far intervals reach: the error bars of a workbook's charts, which nobody reads."""
    kept = [place for place, heading in enumerate(table.headings) if "reach" not in heading.name]
    headings = tuple(replace(table.headings[place], kind=_kind(table.headings[place])) for place in kept)
    rows = [tuple(_cell(table.headings[place].name, row[place]) for place in kept) for row in table.rows]
    return replace(table, headings=headings, rows=rows)


def _kind(heading: Heading) -> Kind:
    return "text" if heading.name == _BEST else heading.kind


def _cell(name: str, cell: Cell) -> Cell:
    """Return a cell as people read it: names of policies as on the charts, no chance of 100% from counting samples."""
    if name in _NAMES and isinstance(cell, str):
        return sentence(spoken(cell)) if name == _NAMES[0] else spoken(cell)
    return sure(cell) if name == _BEST and isinstance(cell, float) else cell


_NAMES: Final = ("policy", "less")
_BEST: Final = "P(best)"


def limits(story: Story) -> Chapter:
    """Say what the figures are not, and what came of the reality checks."""
    failed = [one for one in story.checks if not one.holds]
    checks = [
        f"Reality checks of the scenario: {len(story.checks) - len(failed)} of {len(story.checks)} hold."
    ] if story.checks else []  # fmt: skip
    return Chapter(
        key="limits",
        kicker="How to read",
        title="Compare policies with these figures; do not forecast with them",
        sentences=(*(one.text for one in story.limits), *checks, *story.unjudged),
        appendix=True,
    )
