"""What the scenario assumes, where each number comes from, and how sure its author is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.report.tables.table import Heading, Scale, Table, kind_of, largest

if TYPE_CHECKING:
    from sim.report.tables.table import Cell
    from sim.scenario.stated import Stated


def assumptions(found: tuple[Stated, ...]) -> Table:
    """Return a row per uncertain, changed or sourced number of the scenario."""
    return Table(
        name="Assumptions",
        title="Assumptions",
        headings=(
            Heading("key", "text", "Dotted key in the scenario file."),
            Heading("as written", "text", "The value as the scenario has it."),
            Heading("median", "by row", "Middle of the belief; of a plain number the number itself."),
            Heading(
                "P5", "by row", "Value that the belief gives 5 chances in 100 to lie below; empty for a plain number."
            ),
            Heading("P95", "by row", "Value that the belief gives 95 chances in 100 to lie below."),
            Heading("unit", "text", "What the value is."),
            Heading("meaning", "text", "What it stands for in the model."),
            Heading("model's own", "text", "What the model takes when no file says otherwise."),
            Heading("source", "text", "Who or what says so; empty where the scenario names none."),
            Heading("confidence", "text", "low, medium or high, as its author has it."),
            Heading("set in", "text", "File of the run folder, and its line."),
        ),
        rows=[_row(one) for one in found],
        scales=[Scale(kind_of(one.kind), largest((one.median, one.p05, one.p95))) for one in found],
        notes=(
            (
                "Every number that is uncertain, differs from the model's own, or has a source or a confidence. "
                "The others are the model's own: see the reference of parameters."
            ),
        ),
    )


def _row(one: Stated) -> tuple[Cell, ...]:
    place = f"{one.file}:{one.line}" if one.line else one.file
    belief = (one.median, one.p05, one.p95)
    words = (one.unit, one.meaning, one.default, one.source, one.confidence, place)
    return (one.key, one.text, *belief, *words)
