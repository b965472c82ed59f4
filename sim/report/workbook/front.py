"""The first sheet: what was found, in sentences and charts, and what it was found from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.analysis.amounts import counted, spoken
from sim.analysis.run.headline import fates, ruin
from sim.report.tables.table import largest
from sim.report.workbook.charts import COLOURS, bars, heading, lines

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlsxwriter.chart import Chart
    from xlsxwriter.workbook import Workbook

    from sim.report.story import Story
    from sim.report.workbook.page import Page
    from sim.report.workbook.placed import Placed

SHOWN: Final = "yearly_revenue"
"""The measure that is drawn over months: free of seasons."""
DEEP, BESIDE = 20, 7
"""Rows that a chart takes, and the column of the second one."""


def front(page: Page, story: Story) -> None:
    """Write the sentences and the facts."""
    page.widths(24, *(13 for _ in range(13)))
    page.title(f"{spoken(story.facts.scenario)}: what each policy leads to")
    if story.description:
        page.note(story.description)
    page.part("What was found")
    for text in story.findings:
        page.sentence(f"{text}.")
    for text in story.notes:
        page.note(text)


def charts(book: Workbook, page: Page, story: Story, placed: Mapping[str, Placed]) -> None:
    """Draw what was found from the cells of the other sheets, two charts in a row."""
    drawn = [*_over_months(book, story, placed.get("Monthly"))]
    if "Against" in placed:
        title = f"NPV against {spoken(story.facts.baseline)}: mean difference with simultaneous 95% interval"
        columns = ("difference", "reach down", "reach up")
        drawn.append((title, bars(book, title, placed["Against"], columns, currency=story.facts.currency)))
    title = ruin(story.summary)
    drawn.append((title, bars(book, title, placed["Odds"], ("ruin", "ruin: reach down", "ruin: reach up"))))
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


def _over_months(book: Workbook, story: Story, placed: Placed | None) -> list[tuple[str, Chart]]:
    """Draw yearly revenue where the run kept it by month."""
    if placed is None or not any(row[0] == SHOWN for row in placed.table.rows):
        return []
    spans = {name: _rows(placed, name) for name in story.facts.policies}
    return [_medians(book, story, placed, spans), _fan(book, story, placed, spans)]


def _rows(placed: Placed, policy: str) -> range:
    """Return the rows of a policy of the measure that is drawn: they lie together."""
    places = [place for place, row in enumerate(placed.table.rows) if row[0] == SHOWN and row[2] == policy]
    return range(places[0], places[-1] + 1)


def _medians(book: Workbook, story: Story, placed: Placed, spans: Mapping[str, range]) -> tuple[str, Chart]:
    """Draw the median of every policy, the highest at the end first, so that the legend reads like the lines."""
    title = fates(story.summary)
    ends = {name: placed.values("P50", rows)[-1] for name, rows in spans.items()}
    series = [
        {
            "name": [placed.sheet, placed.first + spans[name].start, 2],
            "categories": placed.column("month", spans[name]),
            "values": placed.column("P50", spans[name]),
        }
        for name in sorted(spans, key=lambda name: -ends[name])
    ]
    size = largest(cell for rows in spans.values() for cell in placed.values("P50", rows))
    return title, lines(book, f"{title}. Median yearly revenue", series, size, currency=story.facts.currency)


def _fan(book: Workbook, story: Story, placed: Placed, spans: Mapping[str, range]) -> tuple[str, Chart]:
    """Draw P5, median and P95 of the leading policy, and of the baseline."""
    baseline = story.facts.baseline
    both = tuple(dict.fromkeys((*story.summary.contenders[:1], baseline)))
    series = [
        {
            "name": heading(f"{name}: {'median' if quantile == 'P50' else quantile}"),
            "categories": placed.column("month", spans[name]),
            "values": placed.column(quantile, spans[name]),
            "line": {"color": colour, "dash_type": dash, "width": width},
        }
        for colour, name in zip(COLOURS, both, strict=False)
        for quantile, dash, width in (("P95", "dash", 1.25), ("P50", "solid", 2.25), ("P5", "dash", 1.25))
    ]
    who = " and ".join(spoken(name) for name in both)
    title = f"Yearly revenue under {who}: in any month nine paths in ten lie between the dashed lines"
    size = largest(cell for name in both for cell in placed.values("P95", spans[name]))
    return title, lines(book, title, series, size, currency=story.facts.currency)
