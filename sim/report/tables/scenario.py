"""The scenario itself, line by line: what every figure of a report can be computed from again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.report.provenance import provenance
from sim.report.tables.table import Heading, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.report.story import Story
    from sim.report.tables.table import Cell

LINE, TEXT = "line", "text"
LONGEST: Final = 30_000
"""Characters of a row; a longer line takes several rows of the same number."""


def scenario(story: Story) -> Table:
    """Return the resolved scenario, a row per line; line 0 says which engine ran it."""
    return Table(
        name="Scenario",
        title="The scenario, resolved",
        headings=(
            Heading(LINE, "number", "Line of the run's scenario.yaml; 0 is about the run."),
            Heading(TEXT, "text", "The line as it stands.", widest=110),
        ),
        rows=list(_rows(story)),
        notes=("From these lines cyclesim verify computes every figure again. Change them, and it will say so.",),
    )


def _rows(story: Story) -> Iterator[tuple[Cell, Cell]]:
    yield 0, provenance(story).line()
    for number, line in enumerate(story.scenario.splitlines(), 1):
        for first in range(0, max(1, len(line)), LONGEST):
            yield number, line[first : first + LONGEST]
