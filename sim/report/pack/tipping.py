"""Where it tips: the odds of growth along the share that is reinvested, and over two inputs."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.analysis.amounts import percent, sentence, spoken
from sim.analysis.sweep import words
from sim.analysis.sweep.aim import Aim
from sim.report.pack.chapter import Chapter, Exhibit
from sim.report.pack.plots.curves import Curves, Line
from sim.report.pack.plots.map import Map
from sim.report.pack.plots.scale import Scale
from sim.report.pack.sources import source
from sim.report.tables.table import kind_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.analysis.sweep.axis import Axis
    from sim.analysis.sweep.tipping import Curve
    from sim.analysis.sweep.tipping_map import Map as Odds
    from sim.results import RunFacts

EVEN = 0.5
FEWER = "Odds on this slide come from fewer replications than the run, so they may differ by some points from others."


def curve(found: Curve, facts: RunFacts) -> Chapter:
    """Tell where along the share that is reinvested the odds of growth are even."""
    axis = found.axis
    here, said = words.position(found), under(found.policy, words.tipping(found))
    marks = [(f"even odds {axis.text(tip.value)}", tip.value) for tip in found.tips]
    if axis.covers_today:
        marks.append((f"as written {axis.text(axis.today)}", axis.today))
    line = Line(
        name=sentence(spoken(found.policy)),
        middle=tuple(point.odds.probability for point in found.points),
        low=tuple(point.odds.ci95[0] for point in found.points),
        high=tuple(point.odds.ci95[1] for point in found.points),
        tone="good",
    )
    return Chapter(
        key="tipping",
        kicker="Where it tips",
        title=said,
        sentences=(f"{here}.",) if here else (),
        exhibits=(
            Exhibit(
                name="tipping-curve",
                heading=f"Odds of {found.outcome} by {axis.label}",
                plot=Curves(
                    value=Scale(f"odds of {found.outcome}", "share"),
                    across=_scale(axis),
                    places=tuple(point.value for point in found.points),
                    start="",
                    lines=(line,),
                    marks=tuple(marks),
                    level=("even odds", EVEN),
                ),
                alt=f"{said}. {here}",
                source=source(
                    facts,
                    f"Intervals: 95%, Wilson. {sentence(found.outcome)}: {Aim().clause}.",
                    replications=found.replications,
                ),
            ),
        ),
        say=("A tipping point is where growth is as likely as not; beside it nobody can be sure.", FEWER),
    )


def plane(found: Odds, facts: RunFacts) -> Chapter:
    """Tell on which side of even odds today is, over two inputs."""

    def drawn() -> Figure:
        from sim.charts.page import Dress
        from sim.charts.tipping_map import tipping_map

        return tipping_map(found, Aim(), facts, dress=Dress.BARE)

    ways, said = words.ways(found), under(found.policy, side(found))
    marks = [(spot.name or "as written", *spot.place) for spot in (found.today, *found.policies) if spot is not None]
    return Chapter(
        key="tipping-map",
        kicker="Where it tips: two levers",
        title=said,
        sentences=(f"{ways}.",) if ways else (),
        exhibits=(
            Exhibit(
                name="tipping-map",
                heading=f"Odds of {found.outcome} under {spoken(found.policy)}",
                plot=Map(
                    value=Scale(f"odds of {found.outcome}", "share"),
                    across=_scale(found.across),
                    up=_scale(found.up),
                    places_across=found.across.values,
                    places_up=found.up.values,
                    odds=tuple(tuple(float(odds) for odds in row) for row in found.odds.T),
                    marks=tuple((sentence(spoken(name)), across, up) for name, across, up in marks),
                    draw=drawn,
                ),
                alt=f"Map of the odds of {found.outcome}: {said}. {ways}",
                source=source(
                    facts,
                    f"{percent(found.above)} of the cells have better than even odds. {sentence(found.outcome)}: "
                    f"{Aim().clause}.",
                    replications=found.replications,
                ),
            ),
        ),
        say=(FEWER,),
    )


def side(found: Odds) -> str:
    """Say on which side of even odds the policy stands as it is written, in words: other slides have surer figures."""
    if found.today is None or not found.replications:
        return words.map_title(found)
    here = f"as written, {found.outcome} is"
    if not found.today.side:
        return f"{here} about as likely as not: on the edge"
    return f"{here} {'more' if found.today.side > 0 else 'less'} likely than not"


def under(policy: str, text: str) -> str:
    """Return a sentence about one policy with its name before it."""
    return f"Under {spoken(policy)}: {text[:1].lower()}{text[1:]}"


def _scale(axis: Axis) -> Scale:
    kind = kind_of(axis.unit)
    largest = max(abs(value) for value in axis.values)
    if kind == "text" or not math.isfinite(largest):
        kind = "number"
    return Scale(axis.label, kind, axis.currency if kind == "money" else "")
