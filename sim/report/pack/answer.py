"""The answer: which policy is worth most, how sure that is, and what must be known before it is believed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.analysis.amounts import money, sentence, signed_money, spoken
from sim.report.pack.chapter import Chapter, Exhibit
from sim.report.pack.plots.ranges import Range, Ranges
from sim.report.pack.plots.scale import Scale
from sim.report.pack.sources import in_currency, source
from sim.report.pack.tones import tone_of
from sim.report.tables.table import Heading, Table

if TYPE_CHECKING:
    from sim.analysis.comparing.comparison import Comparison
    from sim.analysis.run.reliance import Reliance
    from sim.analysis.run.summary import PolicySummary
    from sim.report.pack.plots.scale import Tone
    from sim.report.story import Story


def answer(story: Story) -> Chapter:
    """Tell the answer."""
    short = story.findings[0].partition(" (")[0]
    rest = story.findings[1:] if short == story.findings[0] else story.findings
    title = f"{short}{hanging(story.summary.reliance)}"
    return Chapter(
        key="answer",
        kicker="The answer",
        title=title,
        sentences=tuple(f"{text}." for text in rest),
        exhibits=(_worth(story) if story.comparison is None else _differences(story, story.comparison),),
        tables=(at_a_glance(story),),
        say=story.notes,
    )


def hanging(found: Reliance | None) -> str:
    """Say in a title that another policy would be the best without terminal value; empty where the best stays it."""
    if found is None or found.best in found.without:
        return ""
    return (
        f"; without terminal value {spoken(found.without[0])} would be best"
        if len(found.without) == 1
        else "; without terminal value another would be best"
    )


def _differences(story: Story, found: Comparison) -> Exhibit:
    base, currency = spoken(found.baseline), story.facts.currency
    rows = []
    for one in (policy for policy in found.ranked if policy.against):
        against = one.against
        assert against is not None  # noqa: S101 (filtered above)
        tone: Tone = "good" if against.direction > 0 else "bad" if against.direction < 0 else "plain"
        mean = against.paired.mean
        rows.append(Range(sentence(spoken(one.name)), mean, *against.interval, tone, signed_money(mean, currency)))
    said = "; ".join(f"{row.name} {row.text}" for row in rows)
    return Exhibit(
        name="against-baseline",
        heading=f"Net present value less that of {base}{in_currency(currency)}, same luck",
        plot=Ranges(
            value=Scale(f"net present value less that of {base}", "money", currency),
            rows=tuple(rows),
            zero=(base, 0.0),
            interval="95% interval",
        ),
        alt=f"Mean difference of net present value from {base}: {said}.",
        source=source(story.facts, "Simultaneous intervals: all hold at once.", replications=found.replications),
    )


def _worth(story: Story) -> Exhibit:
    currency = story.facts.currency
    rows = tuple(_row(one, currency) for one in story.summary.policies)
    said = "; ".join(f"{row.name} {row.text}" for row in rows)
    return Exhibit(
        name="worth",
        heading=f"Net present value{in_currency(currency)}, median and nine paths in ten",
        plot=Ranges(
            value=Scale("net present value", "money", currency), rows=rows, zero=None, interval="middle 90% of paths"
        ),
        alt=f"Median net present value: {said}.",
        source=source(story.facts, "The middle of paths is no interval of the mean."),
    )


def _row(one: PolicySummary, currency: str) -> Range:
    npv = one.npv
    return Range(
        sentence(spoken(one.name)), npv.p50, npv.p05, npv.p95, tone_of(one), money(npv.p50, currency)
    )  # fmt: skip


def at_a_glance(story: Story) -> Table:
    """Return the main figures of every policy."""
    return Table(
        name="Glance",
        title="Every policy at a glance",
        headings=(
            Heading("policy", "text", "Name of the policy, as in the scenario."),
            Heading("NPV, mean", "money", "Mean net present value to the owners, terminal value included."),
            Heading("1 in 20 below", "money", "Net present value that one path in twenty falls short of."),
            Heading("without terminal value", "money", "Mean net present value, terminal value left out."),
            Heading("ruin", "share", "Share of paths on which the firm closes."),
            Heading("growing", "share", "Share of paths whose revenue grows by more than 1% a year."),
            Heading("ending lower", "share", "Share of paths that end with less revenue than in the opening year."),
        ),
        rows=[
            (
                sentence(spoken(one.name)),
                one.npv.mean,
                one.npv.p05,
                one.npv_without_terminal_value.mean,
                one.ruin.probability,
                one.regime.growing.probability,
                one.ending_lower.probability,
            )
            for one in story.summary.policies
        ],
    )
