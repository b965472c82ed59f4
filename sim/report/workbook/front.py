"""The first sheet: what was found, in sentences and charts, and what it was found from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sim.analysis.amounts import counted, spoken
from sim.analysis.headline import fates, ruin
from sim.report.workbook.charts import COLOURS, bars, lines
from sim.report.workbook.styles import number_format

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlsxwriter.workbook import Workbook

    from sim.report.story import Story
    from sim.report.workbook.page import Page, Placed

SHOWN: Final = "yearly_revenue"
"""The measure that is drawn over months: free of seasons."""
DEEP, BESIDE = 21, 6
"""Rows that a chart takes, and the column of the second one."""


def front(page: Page, story: Story) -> None:
    """Write the sentences and the facts."""
    page.widths(24, *(13 for _ in range(11)))
    page.title(f"{spoken(story.facts.scenario)}: what each policy leads to")
    if story.description:
        page.note(story.description)
    page.part("What was found")
    for text in dict.fromkeys((*story.headlines, *story.verdicts)):
        page.sentence(f"{text}.")
    for text in story.notes:
        page.note(text)


def charts(book: Workbook, page: Page, story: Story, placed: Mapping[str, Placed]) -> None:
    """Draw what was found from the cells of the other sheets, two charts in a row."""
    money = number_format("money", 1e6, story.facts.currency)
    drawn = []
    if "Monthly" in placed and any(row[0] == SHOWN for row in placed["Monthly"].table.rows):
        drawn += [_medians(book, story, placed["Monthly"], money), _fan(book, story, placed["Monthly"], money)]
    if "Against" in placed and placed["Against"].table.rows:
        title = f"NPV against {spoken(story.facts.baseline)}, mean of paired differences with simultaneous 95% interval"
        drawn.append((title, bars(book, title, placed["Against"], ("difference", "reach down", "reach up"), numbers=money)))
    title = ruin(story.summary)
    columns = ("ruin", "ruin: reach down", "ruin: reach up")
    drawn.append((title, bars(book, title, placed["Odds"], columns, numbers="0.0%")))
    page.part("In charts")
    for place, (title, chart) in enumerate(drawn):
        page.chart(chart, BESIDE * (place % 2), says=title)
        page.row += DEEP if place % 2 or place == len(drawn) - 1 else 0


def facts(page: Page, story: Story) -> None:
    """Write what identifies the run, what came of its checks, and its limits."""
    known = story.facts
    page.part("The run")
    for label, value in (
        ("Run id", known.run_id),
        ("Scenario", known.scenario),
        ("Policies", ", ".join(known.policies)),
        ("Baseline", known.baseline),
        ("Replications", f"{known.replications:,} of every policy, under the same luck"),
        ("Seed", str(known.seed)),
        ("Horizon", f"{counted(known.months, 'month')} from {known.start}"),
        ("Currency", known.currency),
        ("cyclesim", story.version or "version not recorded"),
        ("Scenario checksum", known.scenario_hash),
        ("Engine checksum", known.engine or "not recorded"),
    ):
        page.fact(label, value)
    if story.checks or story.unjudged:
        page.part("Reality checks of the scenario")
        for verdict in (*story.checks, *story.unjudged):
            page.sentence(f"{verdict}.", page.plain)
    page.part("Limits")
    for limit in story.limits:
        page.note(f"{limit.text} See {limit.page}.")


def _rows(placed: Placed, policy: str) -> range:
    """Return the rows of a policy of the measure that is drawn."""
    rows = placed.table.rows
    first = next(place for place, row in enumerate(rows) if row[0] == SHOWN and row[2] == policy)
    last = first
    while last < len(rows) and rows[last][0] == SHOWN and rows[last][2] == policy:
        last += 1
    return range(first, last)


def _medians(book: Workbook, story: Story, placed: Placed, money: str) -> tuple[str, Any]:
    """Draw the median of every policy, the highest at the end first, so that the legend reads like the lines."""
    title = fates(story.summary)
    spans = {name: _rows(placed, name) for name in story.facts.policies}
    place = [heading.name for heading in placed.table.headings].index("P50")
    ends = {name: placed.table.rows[rows[-1]][place] for name, rows in spans.items()}
    order = sorted(spans, key=lambda name: -float(ends[name] or 0.0))
    series = [
        {
            "name": [placed.sheet, placed.first + spans[name].start, 2],
            "categories": placed.column("month", spans[name]),
            "values": placed.column("P50", spans[name]),
        }
        for name in order
    ]
    return title, lines(book, f"{title}. Median yearly revenue", series, money=money)


def _fan(book: Workbook, story: Story, placed: Placed, money: str) -> tuple[str, Any]:
    """Draw P5, median and P95 of the leading policy, and of the baseline."""
    baseline = story.facts.baseline
    best = story.summary.contenders[0] if story.summary.contenders else baseline
    series = []
    for colour, name in zip(COLOURS, dict.fromkeys((best, baseline)), strict=False):
        rows = _rows(placed, name)
        for quantile, dash, width in (("P95", "dash", 1.25), ("P50", "solid", 2.25), ("P5", "dash", 1.25)):
            series.append(
                {
                    "name": f"{name}: {'median' if quantile == 'P50' else quantile}",
                    "categories": placed.column("month", rows),
                    "values": placed.column(quantile, rows),
                    "line": {"color": colour, "dash_type": dash, "width": width},
                }
            )
    who = " and ".join(spoken(name) for name in dict.fromkeys((best, baseline)))
    title = f"Yearly revenue under {who}: in any month nine paths in ten lie between the dashed lines"
    return title, lines(book, title, series, money=money)
