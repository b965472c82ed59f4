"""Where each policy leads: the fan of yearly revenue."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from sim.analysis.amounts import counted, money, percent, sentence, spoken
from sim.analysis.run import headline
from sim.report.pack.chapter import Chapter, Exhibit
from sim.report.pack.plots.fan import Course, Fan
from sim.report.pack.plots.scale import Scale
from sim.report.pack.sources import in_currency, source
from sim.report.pack.tones import tone_of

if TYPE_CHECKING:
    import pandas as pd

    from sim.analysis.run.summary import PolicySummary, Summary
    from sim.report.pack.plots.scale import Row
    from sim.report.story import Story

_HARVEST: Final = "harvest"
MEASURE: Final = "yearly_revenue"
"""What a fan shows: free of seasons, smoother than a month."""
BANDS: Final = ((95, "p025", "p975"), (80, "p10", "p90"), (50, "p25", "p75"))
"""Share of paths inside in per cent, and the quantiles that bound it, widest first."""


def policies(story: Story) -> Chapter | None:
    """Tell where each policy leads; None when the run kept no single months."""
    if story.results.paths.empty:
        return None
    return Chapter(
        key="policies",
        kicker="The policies",
        title=headline.lower(story.summary),
        sentences=tuple(_payback(one) for one in _ahead(story.summary)),
        exhibits=(_exhibit(story),),
        say=("Compare the panels with one another: all policies meet the same luck.",),
    )


def _ahead(summary: Summary) -> list[PolicySummary]:
    """Return the policies to tell of, the one worth most first; harvest is not held against itself."""
    others = [one for one in summary.policies if one.rule != _HARVEST]
    return sorted(others, key=lambda one: -one.npv.mean if math.isfinite(one.npv.mean) else math.inf)


def _payback(policy: PolicySummary) -> str:
    return f"{sentence(spoken(policy.name))}: {headline.payback(policy)}."


def _exhibit(story: Story) -> Exhibit:
    facts, results = story.facts, story.results
    drawn = fan(story)
    ends = "; ".join(f"{one.name} {one.end}" for one in drawn.courses)
    note = f"Bands hold 95%, 80% and 50% of {counted(results.band_paths, 'path')}; the line is the median."
    return Exhibit(
        name="revenue-fan",
        heading=f"Revenue of the last 12 months{in_currency(facts.currency)}",
        plot=drawn,
        alt=f"Fan of yearly revenue over {counted(facts.months, 'month')}, median at the end: {ends}.",
        source=source(facts, note),
    )


def fan(story: Story) -> Fan:
    """Return the bands of yearly revenue, a panel per policy."""
    results, facts = story.results, story.facts
    rows = results.paths[results.paths["measure"] == MEASURE]
    by_policy = {str(name): part.sort_values("month") for name, part in rows.groupby("policy", observed=True)}
    first = next(iter(by_policy.values()))
    return Fan(
        value=Scale("yearly revenue", "money", facts.currency),
        months=tuple(int(month) for month in first["month"]),
        start=facts.start,
        courses=tuple(_course(one, by_policy[one.name], facts.currency) for one in story.summary.policies),
        level=("today", float(first["p50"].iloc[0])),
    )


def _course(policy: PolicySummary, rows: pd.DataFrame, currency: str) -> Course:
    median = _values(rows, "p50")
    return Course(
        name=sentence(spoken(policy.name)),
        median=median,
        bands=tuple((share, _values(rows, low), _values(rows, high)) for share, low, high in BANDS),
        end=f"{money(median[-1], currency)}; {percent(policy.ending_lower.probability)} of paths end lower",
        tone=tone_of(policy),
    )


def _values(rows: pd.DataFrame, column: str) -> Row:
    return tuple(float(value) for value in rows[column])
