"""The odds of an outcome along one key: where they are even, how sure that is, and where today stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sim.analysis.amounts import counted, percent, sentence, spoken
from sim.analysis.sweep import words as tipping_words
from sim.analysis.sweep.crossing import EVEN
from sim.charts import ends, lettering, markers, scales
from sim.charts.page import CONTENT, Dress, Words, footer, new_page
from sim.charts.panels import Box
from sim.charts.style import BLUE, INK, LABEL, MUTED, ORANGE, house_style, tint

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.analysis.sweep.aim import Aim
    from sim.analysis.sweep.axis import Axis
    from sim.analysis.sweep.tipping import Curve
    from sim.charts.markers import Marker
    from sim.results import RunFacts

HEIGHT: Final = 3.5
LEFT: Final = 0.55
FOOT: Final = 0.62
"""Room under the plot for its labels and what they mean."""
BESIDE: Final = 0.3
"""Inches of air that the name of a side needs."""
_NAME: Final = 1.4
"""Inches for the name of a policy beside its tipping point."""
_TICK_EVERY: Final = 0.8


def tipping_curve(curves: Sequence[Curve], aim: Aim, facts: RunFacts, *, dress: Dress = Dress.PAGE) -> Figure:
    """Draw the odds along one key under each policy, with 95 % intervals, tipping points and today's value."""
    axis = curves[0].axis
    span = (axis.low, axis.high)
    with house_style():
        labels = [_end(curve) for curve in curves] if len(curves) > 1 else []
        wide = CONTENT - LEFT - (ends.room(labels) if labels else 0.3)
        marked = _markers(curves)
        above = markers.room(marked, span, wide)
        page = new_page(_words(curves, aim, facts), above + HEIGHT + FOOT, dress)
        box = Box(LEFT, above, wide, HEIGHT)
        axes = page.axes(box.left, box.top, box.width, box.height)
        axes.set_xlim(*span)
        _scales(axes, axis, wide)
        _ground(axes, curves, wide)
        for curve in curves:
            _draw(axes, curve)
        markers.draw(page, axes, marked, box)
        if labels:
            ends.label_ends(axes, labels, (box.width, box.height))
        label = lettering.shortened(sentence(axis.label), wide, LABEL)
        page.text(LEFT + wide / 2.0, above + HEIGHT + 0.36, label, fontsize=LABEL, color=MUTED, ha="center")
    return page.figure


def _scales(axes: Axes, axis: Axis, wide: float) -> None:
    axes.set_ylim(0.0, 1.0)
    scales.show_ticks(axes.yaxis, [0.0, 0.25, EVEN, 0.75, 1.0], ["0%", "25%", "50%", "75%", "100%"])
    axes.grid(axis="y")
    axes.axhline(EVEN, color=MUTED, linewidth=1.0, zorder=2, gid="even odds")
    unit = scales.of_key(axis.unit, axis.currency)
    ticks = scales.value_ticks(axis.low, axis.high, wide, every=_TICK_EVERY)
    scales.show_ticks(axes.xaxis, ticks, unit.ticks(ticks))


def _ground(axes: Axes, curves: Sequence[Curve], wide: float) -> None:
    """Tint the side on which a single policy's outcome is likely blue, the other orange, and the interval grey."""
    if len(curves) > 1 or len(curves[0].tips) != 1:
        return
    tip, (low, high) = curves[0].tips[0], axes.get_xlim()
    left, right = (float(np.clip(end, low, high)) for end in tip.ci95)
    axes.axvspan(left, right, color=tint(MUTED, 0.3), linewidth=0.0, zorder=0, gid="interval")
    below, above = (ORANGE, BLUE) if tip.direction == "up" else (BLUE, ORANGE)
    for start, end, colour in ((low, left, below), (right, high, above)):
        axes.axvspan(start, end, color=tint(colour, 0.08), linewidth=0.0, zorder=0, gid="side")
        text = f"{sentence(curves[0].outcome)} {'more' if colour == BLUE else 'less'} likely than not"
        if lettering.width(text, LABEL, "bold") + BESIDE < wide * (end - start) / (high - low):
            look: dict[str, Any] = {"color": colour, "fontsize": LABEL, "fontweight": "bold"}
            place = 0.06 if colour == BLUE else 0.94  # away from the curve
            axes.text((start + end) / 2.0, place, text, ha="center", va="center", **look)


def _draw(axes: Axes, curve: Curve) -> None:
    values = [point.value for point in curve.points]
    odds = [point.odds.probability for point in curve.points]
    low, high = zip(*(point.odds.ci95 for point in curve.points), strict=True)
    colour = {1: BLUE, -1: ORANGE}.get(curve.side, INK)
    axes.fill_between(
        values, low, high, color=tint(colour, 0.25), linewidth=0.0, zorder=1, gid=f"{curve.policy} interval"
    )
    axes.plot(values, curve.line.fitted, color=colour, linewidth=1.8, gid=curve.policy, zorder=3)
    axes.plot(values, odds, "o", color=colour, markersize=3.2, gid=f"{curve.policy} odds", zorder=4, clip_on=False)


def _markers(curves: Sequence[Curve]) -> list[Marker]:
    """Return the tipping points, today's value, and other policies that stand on the same curve."""
    axis, found = curves[0].axis, []
    for curve in curves if len(curves) == 1 else ():
        for tip in curve.tips:
            text = f"Even odds at {axis.text(tip.value)} ({axis.interval(tip.ci95)})"
            found.append(markers.Marker(tip.value, text, INK, "-"))
        found += [markers.Marker(value, _at(curve, sentence(spoken(name)), value)) for name, value in curve.others]
    if axis.covers_today:
        text = f"Today {axis.text(axis.today)}"
        found.append(markers.Marker(axis.today, _at(curves[0], "Today", axis.today) if len(curves) == 1 else text))
    return found


def _at(curve: Curve, name: str, value: float) -> str:
    odds = next((point.odds.probability for point in curve.points if point.value == value), None)
    return f"{name} {curve.axis.text(value)}" + (f": {percent(odds)}" if odds is not None else "")


def _end(curve: Curve) -> ends.End:
    last = curve.line.fitted[-1]
    colour = {1: BLUE, -1: ORANGE}.get(curve.side, INK)
    # Curves meet at either end: where each is even tells which is which.
    even = f", even at {curve.axis.text(curve.tips[0].value)}" if len(curve.tips) == 1 else ""
    name = f"{lettering.shortened(spoken(curve.policy), _NAME, LABEL, 'bold')}{even}"
    return ends.End(last, percent(curve.points[-1].odds.probability), name, colour, "bold")


def _words(curves: Sequence[Curve], aim: Aim, facts: RunFacts) -> Words:
    first = curves[0]
    paths = f"{counted(first.replications, 'simulated path')} at every value, the same luck at each"
    whose = f"under {spoken(first.policy)}" if len(curves) == 1 else "by policy"
    subtitle = f"Chance of {first.outcome} {whose}; {paths}"
    band = "Grey band: 95% interval of the value with even odds. " if len(curves) == 1 and len(first.tips) == 1 else ""
    colours = (
        "" if len(curves) == 1 else " Blue: more likely than not at every value; orange: less likely; black: neither."
    )
    notes = f"{sentence(first.outcome)}: {aim.clause}. Around the dots: 95% Wilson intervals. {band}{colours}".strip()
    return Words(tipping_words.curves_title(curves), subtitle, footer(facts, " ".join(notes.split())))
