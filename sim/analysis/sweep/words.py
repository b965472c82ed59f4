"""What a sweep says, in sentences computed from its numbers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from sim.analysis.amounts import counted, listed, percent, sentence, spoken
from sim.analysis.sweep.tipping import FEW

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.analysis.sweep.axis import Axis
    from sim.analysis.sweep.tipping import Curve, Tip
    from sim.analysis.sweep.tipping_map import Map, Spot, Way

_SIDE: Final = {"up": "below", "down": "above"}
"""On which side of a tipping point the outcome is less likely than not."""


def tipping(curve: Curve) -> str:
    """Say where the outcome tips, or that it does not."""
    axis, noun = curve.axis, curve.outcome
    if not curve.replications:
        return f"The odds of {noun} are unknown"
    if len(curve.tips) > 1:
        places = axis.phrase.format(listed([_with_interval(axis, tip) for tip in curve.tips]))
        return sentence(f"{noun} does not simply rise or fall: the odds are even at {places}")
    if curve.tips:
        tip = curve.tips[0]
        place = axis.phrase.format(_with_interval(axis, tip))
        return f"{sentence(_SIDE[tip.direction])} {place}, {noun} is less likely than not"
    between = axis.phrase.format(f"{axis.text(axis.low)} and {axis.text(axis.high)}")
    if curve.side:
        odds = "more" if curve.side > 0 else "less"
        return f"No tipping point between {between}: {noun} is always {odds} likely than not"
    return f"No tipping point can be told from noise between {between}"


def position(curve: Curve) -> str:
    """Say how far today's value is from the tipping point; empty when there is nothing to say."""
    axis = curve.axis
    if math.isnan(axis.today) or not curve.replications:
        return ""
    if curve.today is None:
        return f"Today's {axis.text(axis.today)} lies outside the values tried"
    low, high = (percent(end) for end in curve.today.ci95)
    odds = f"the odds of {curve.outcome} are {percent(curve.today.probability)} ({low} to {high})"
    if not curve.tips:
        return f"Today, at {axis.text(axis.today)}, {odds}"
    tip = min(curve.tips, key=lambda one: abs(one.gap))
    if tip.today == "on the edge":
        return f"Today, at {axis.text(axis.today)}, you are on the edge: {odds}"
    which = "the tipping point" if len(curve.tips) == 1 else "the nearest tipping point"
    return f"Today, at {axis.text(axis.today)}, you are {axis.gap(tip.gap)} {tip.today} {which}: {odds}"


def curves_title(curves: Sequence[Curve]) -> str:
    """Return one sentence about several policies."""
    if len(curves) == 1:
        return tipping(curves[0])
    axis, noun = curves[0].axis, curves[0].outcome
    tipped = [curve for curve in curves if len(curve.tips) == 1]
    if not tipped:
        return f"Chance of {noun} by policy: none tips clearly between {axis.text(axis.low)} and {axis.text(axis.high)}"
    named = [f"at {axis.said(curve.tips[0].value)} under {spoken(curve.policy)}" for curve in tipped[:_NAMED]]
    rest = [curve for curve in curves if curve not in tipped[:_NAMED]]
    more = "" if len(tipped) <= _NAMED else f"; under {len(tipped) - _NAMED} more elsewhere"
    return sentence(f"{noun} tips {listed(named)}{more or _others(rest)}")


def _others(rest: Sequence[Curve]) -> str:
    """Return what is true of the policies not named yet, if it is the same of all of them."""
    sides = {curve.side for curve in rest}
    if not rest or len(rest) > _NAMED or len(sides) > 1 or sides == {0}:
        return ""
    names = listed([spoken(curve.policy) for curve in rest])
    return f"; under {names} it is always {'more' if sides == {1} else 'less'} likely than not"


_NAMED: Final = 2


def _with_interval(axis: Axis, place: Tip | Way) -> str:
    return f"{axis.text(place.value)} ({axis.interval(place.ci95)})"


def map_title(found: Map) -> str:
    """Say on which side of even odds today is, or how much of the map is on the good one."""
    noun, today = found.outcome, found.today
    if not found.replications:
        return f"The odds of {noun} are unknown"
    if today is None:
        return _share_of_map(found)
    odds = f"{percent(today.odds)} ({' to '.join(percent(end) for end in today.ci95)})"
    if not today.side:
        return f"Today is on the edge: the odds of {noun} are {odds}"
    more = "more" if today.side > 0 else "less"
    return f"Today {noun} is {more} likely than not: {odds}"


def _share_of_map(found: Map) -> str:
    if (found.low > 0.5).all() or (found.high < 0.5).all():  # noqa: PLR2004 (even odds)
        more = "more" if found.above > 0.0 else "less"
        return sentence(f"{found.outcome} is {more} likely than not everywhere on this map")
    return sentence(f"{found.outcome} is more likely than not on {percent(found.above)} of this map")


def ways(found: Map) -> str:
    """Say how far it is across the line of even odds, one key at a time; empty where today is not on the map."""
    if found.today is None or not found.replications:
        return ""
    axes = (found.across, found.up)
    said = [_way(axis, way) for axis, way in zip(axes, found.ways, strict=True) if math.isfinite(way.value)]
    if not said:
        return "No single key on this map takes you across even odds"
    text = f"Even odds lie at {'; or at '.join(said)}"
    missing = [axis for axis, way in zip(axes, found.ways, strict=True) if not math.isfinite(way.value)]
    return f"{text}; {missing[0].name} alone does not get there" if missing else text


def _way(axis: Axis, way: Way) -> str:
    placed = axis.phrase.format(_with_interval(axis, way))
    return f"{placed}, {axis.gap(way.gap)} {'more' if way.gap > 0 else 'less'} than today"


def marked(spot: Spot) -> str:
    """Return the label of a position on the map."""
    return f"{sentence(spoken(spot.name)) if spot.name else 'Today'}: {percent(spot.odds)}"


def doubts(replications: int, left_out: int) -> list[str]:
    """Return what makes the figures less sure than they look."""
    found = []
    if replications < FEW:
        found.append(f"only {counted(replications, 'replication')}: intervals are rough")
    if left_out:
        found.append(f"{counted(left_out, 'replication')} left out, because the outcome is unknown somewhere")
    return found
