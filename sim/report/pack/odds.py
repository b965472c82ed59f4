"""The odds: how likely the firm closes and when, and whether worth has to be paid for in risk."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis import headline
from sim.analysis.amounts import listed, percent, sentence, spoken
from sim.analysis.intervals import direction, wilson
from sim.report.pack.chapter import Chapter, Exhibit
from sim.report.pack.plots import Curves, Line, Scale, Scatter, Spot
from sim.report.pack.sources import source
from sim.report.pack.tones import tone_of

if TYPE_CHECKING:
    from sim.analysis.intervals import Array, Chance
    from sim.analysis.summary import PolicySummary, Summary
    from sim.report.pack.plots import Tone
    from sim.report.story import Story

FEWEST: Final = 2
"""Policies that a trade-off needs."""


def odds(story: Story) -> Chapter:
    """Tell how likely the firm closes, and by when."""
    summary = story.summary
    said = (headline.fates(summary), headline.good_and_bad(summary), headline.tight_cash(summary))
    return Chapter(
        key="odds",
        kicker="The odds",
        title=headline.ruin(summary),
        sentences=tuple(f"{text}." for text in said),
        exhibits=(_ruin(story),),
        say=("A share of zero is no promise: the interval says how high the chance may still be.",),
    )


def _ruin(story: Story) -> Exhibit:
    months = story.results.ends.column("ruin_month")
    lines = tuple(_line(one, months[one.name], story.facts.months) for one in story.summary.policies)
    said = "; ".join(f"{line.name} {percent(line.middle[-1])}" for line in lines)
    return Exhibit(
        name="ruin",
        heading="Share of paths on which the firm has closed by each month",
        plot=Curves(
            value=Scale("share of paths closed", "share"),
            across=Scale("month", "months"),
            places=tuple(float(month) for month in range(story.facts.months + 1)),
            start=story.facts.start,
            lines=lines,
        ),
        alt=f"Share of firms closed by month {story.facts.months}: {said}.",
        source=source(story.facts, "Intervals: 95%, Wilson, month by month."),
    )


def _line(policy: PolicySummary, closed: Array, months: int) -> Line:
    counts = np.searchsorted(np.sort(closed[~np.isnan(closed)]), np.arange(months + 1), side="right")
    ends = [wilson(int(count), len(closed)) for count in counts]
    return Line(
        name=sentence(spoken(policy.name)),
        middle=tuple(float(count) / len(closed) for count in counts),
        low=tuple(low for low, _ in ends),
        high=tuple(high for _, high in ends),
        tone=tone_of(policy),
    )


def trade_off(story: Story) -> Chapter | None:
    """Tell whether worth has to be paid for in risk; None where there is nothing to trade."""
    summary, currency = story.summary, story.facts.currency
    if len(summary.policies) < FEWEST or not all(math.isfinite(one.npv.mean) for one in summary.policies):
        return None
    what, risks = _risk(summary)
    if any(chance.trials == 0 for chance in risks.values()):
        return None
    kept = unbeaten(summary, risks)
    spots = tuple(_spot(one, risks[one.name], "good" if one.name in kept else "plain") for one in summary.policies)
    said = "; ".join(f"{spot.name} {percent(spot.x)}" for spot in spots)
    return Chapter(
        key="trade-off",
        kicker="Worth and risk",
        title=_title(summary, risks, kept),
        sentences=(f"Not clearly beaten on both: {listed([spoken(name) for name in kept])}.",),
        exhibits=(
            Exhibit(
                name="frontier",
                heading=f"Mean net present value against {what}",
                plot=Scatter(x=Scale(what, "share"), y=Scale("mean net present value", "money", currency), spots=spots),
                alt=f"Policies by mean net present value and {what}: {said}.",
                source=source(story.facts, "Intervals: 95%, Wilson across and Student up."),
            ),
        ),
    )


def _risk(summary: Summary) -> tuple[str, dict[str, Chance]]:
    """Return the risk that policies are set against: ruin, or ending lower where hardly any firm closes."""
    if any(one.ruin.probability > 0.01 for one in summary.policies):  # noqa: PLR2004 (one path in a hundred)
        return "chance of ruin", {one.name: one.ruin for one in summary.policies}
    return "chance of ending lower than today", {one.name: one.ending_lower for one in summary.policies}


def unbeaten(summary: Summary, risks: dict[str, Chance]) -> tuple[str, ...]:
    """Return the policies that no other clearly beats on one figure and is no worse on the other."""
    return tuple(
        one.name
        for one in summary.policies
        if not any(_beats(other, one, risks) for other in summary.policies if other is not one)
    )


def _beats(other: PolicySummary, one: PolicySummary, risks: dict[str, Chance]) -> bool:
    worth = direction(other.npv.ci95, one.npv.ci95)
    risk = direction(risks[one.name].ci95, risks[other.name].ci95)
    no_worse = other.npv.mean >= one.npv.mean and risks[other.name].probability <= risks[one.name].probability
    return no_worse and (worth > 0 or risk > 0)


def _title(summary: Summary, risks: dict[str, Chance], kept: tuple[str, ...]) -> str:
    most = max(kept, key=lambda name: summary[name].npv.mean)
    safest = min(kept, key=lambda name: risks[name].probability)
    if len(kept) == 1:
        return f"There is no trade-off: {spoken(most)} is worth most and is the safest"
    worth = direction(summary[most].npv.ci95, summary[safest].npv.ci95)
    risk = direction(risks[most].ci95, risks[safest].ci95)
    if worth > 0 and risk > 0:
        return f"More worth costs more risk: {spoken(most)} is worth most, {spoken(safest)} is safest"
    return "No clear trade-off between worth and risk among the policies that are not beaten"


def _spot(one: PolicySummary, risk: Chance, tone: Tone) -> Spot:
    return Spot(sentence(spoken(one.name)), risk.probability, one.npv.mean, risk.ci95, one.npv.ci95, tone)
