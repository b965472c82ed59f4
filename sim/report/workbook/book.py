"""The workbook itself: its sheets, in order, from the story of a run."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from sim.analysis.amounts import sentence, spoken
from sim.report.tables.assumptions import assumptions
from sim.report.tables.compare import compare
from sim.report.tables.months import months
from sim.report.tables.outcomes import outcomes
from sim.report.tables.policies import policies
from sim.report.tables.scenario import scenario
from sim.report.tables.table import UNITS, Heading, Table
from sim.report.workbook.front import charts, facts, front
from sim.report.workbook.sheet import Sheet
from sim.report.workbook.styles import Styles
from sim.report.workbook.text import safe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.report.story import Story
    from sim.report.workbook.placed import Placed

SHEETS: Final = ("Summary", "Policies", "Compare", "Monthly", "Outcomes", "Assumptions", "Scenario", "How to read")
MOST: Final = 100_000
"""Rows of a sheet; Excel's own limit is 1,048,576, but long before that a workbook opens slowly and fills memory."""
CREATED: Final = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""Stands where a clock's time would, so that the same run gives the same bytes."""
_PLAIN: Final[dict[str, Any]] = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def workbook(story: Story, *, most: int = MOST) -> bytes:
    """Return the workbook as a file's content, always the same for the same story.

    Parameters
    ----------
    story
        What it says.
    most
        Rows of a sheet.
    """
    from xlsxwriter.workbook import Workbook

    content = BytesIO()
    with Workbook(content, _PLAIN) as book:
        _describe(book, story)
        styles, known = Styles(book, story.facts.currency), story.facts
        footer = f"cyclesim run {known.run_id}, seed {known.seed}, {known.replications:,} replications"
        sheets = {name: Sheet(book, name, styles, footer) for name in SHEETS}
        front(sheets["Summary"], story)
        placed = _fill(sheets, story, most)
        charts(book, sheets["Summary"], story, {one.table.name: one for one in placed})
        facts(sheets["Summary"], story)
        _explain(sheets["How to read"], placed, story.facts.currency)
    return content.getvalue()


def _describe(book: Any, story: Story) -> None:  # noqa: ANN401 (XlsxWriter's)
    known = story.facts
    book.set_properties(
        {
            "title": safe(f"{spoken(known.scenario)}: what each policy leads to"),
            "subject": f"cyclesim run {known.run_id}",
            "comments": f"Seed {known.seed}, {known.replications:,} replications × {known.months} months",
            "created": CREATED,
        }
    )
    book.set_custom_property("cyclesim run", known.run_id, "text")


def _fill(sheets: dict[str, Sheet], story: Story, most: int) -> list[Placed]:
    """Write every table to its sheet; return where each with rows lies."""
    found = [_long(sheets["Monthly"], months(story.results, most=most), columns=4)]
    found.append(_long(sheets["Outcomes"], outcomes(story.results, most=most), columns=2))
    found.append(_long(sheets["Assumptions"], assumptions(story.assumptions), columns=1))
    found.append(_long(sheets["Scenario"], scenario(story), columns=1))
    found += _short(sheets["Policies"], "Policies", policies(story.summary))
    if story.comparison is None:
        _short(sheets["Compare"], "Policies compared", (), story.notes)
    else:
        found += _short(sheets["Compare"], "Policies compared", compare(story.comparison), story.notes)
    return [one for one in found if one.table.rows]


def _long(sheet: Sheet, table: Table, *, columns: int) -> Placed:
    """Write the one table of a sheet, its headings and first columns always in sight."""
    sheet.title(table.title)
    for note in table.notes:
        sheet.note(note)
    placed = sheet.table(table)
    sheet.freeze(placed.head + 1, columns)
    return placed


def _short(sheet: Sheet, title: str, tables: Sequence[Table], notes: Sequence[str] = ()) -> list[Placed]:
    """Write small tables under one another."""
    sheet.title(title)
    for note in notes:
        sheet.note(note)
    found = []
    for table in tables:
        sheet.part(table.title)
        for note in table.notes:
            sheet.note(note)
        found.append(sheet.table(table))
    sheet.freeze(1, 1)
    return found


def _unit(heading: Heading, currency: str) -> str:
    unit = heading.unit or UNITS[heading.kind]
    return f"{currency} ({unit})" if heading.kind == "money" and currency else unit


def _explain(sheet: Sheet, placed: Sequence[Placed], currency: str) -> None:
    """Write what every column means."""
    order = {name: place for place, name in enumerate(SHEETS)}
    rows = [
        (one.sheet, one.table.title, heading.name, _unit(heading, currency), sentence(heading.meaning))
        for one in sorted(placed, key=lambda one: order[one.sheet])
        for heading in one.table.headings
    ]
    headings = (
        Heading("sheet", "text", "Where the column is."),
        Heading("table", "text", "Which table of the sheet."),
        Heading("column", "text", "The column."),
        Heading("unit", "text", "Of its values."),
        Heading("meaning", "text", "In one sentence.", widest=90),
    )
    notes = (
        (
            "Every cell holds a value, none a formula. An empty cell has no value, or an infinite one: the month of "
            "ruin of a firm that lived, the interval of a mean of one replication, an end of an interval that is open."
        ),
        "P5, P50 and P95: of 100 paths 5, 50 and 95 lie below. Intervals say how far a figure may be off by chance.",
        "An apostrophe stands before text of the scenario that a spreadsheet could take for a formula.",
    )
    _long(sheet, Table(name="HowToRead", title="How to read", headings=headings, rows=rows, notes=notes), columns=0)
