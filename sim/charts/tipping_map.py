"""The odds of an outcome over two keys: the line of even odds, today's position, and the policies on the same map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from matplotlib.colors import LinearSegmentedColormap

from sim.analysis.amounts import counted, sentence, spoken
from sim.analysis.sweep import words as tipping_words
from sim.analysis.sweep.crossing import EVEN
from sim.charts import lettering, scales
from sim.charts.page import CONTENT, Dress, Words, footer, inches, new_page
from sim.charts.style import BLUE, HEAD, INK, LABEL, MUTED, ORANGE, TICK, house_style, tint

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.analysis.intervals import Array
    from sim.analysis.sweep.aim import Aim
    from sim.analysis.sweep.axis import Axis
    from sim.analysis.sweep.tipping_map import Map
    from sim.charts.page import Page
    from sim.results import RunFacts

HEIGHT: Final = 4.1
SIDE: Final = 2.75
"""Room at the right for what colours mean."""
FOOT: Final = 0.62
NEUTRAL: Final = "#F4F2EF"
LINE: Final = 0.21
"""Inches that a label of a position takes."""
_TICK_EVERY: Final = 0.8


def tipping_map(found: Map, aim: Aim, facts: RunFacts, *, dress: Dress = Dress.PAGE) -> Figure:
    """Draw the odds as a heat map with the line of even odds and its 95 % band."""
    with house_style():
        units = [scales.of_key(axis.unit, axis.currency) for axis in (found.across, found.up)]
        span = _span(found.up)
        left = scales.labels_width(span, units[1], inches(HEIGHT)) + 0.3
        wide = inches(CONTENT) - left - SIDE
        page = new_page(_words(found, aim, facts), inches(HEIGHT) + FOOT, dress)
        axes = page.axes(left, 0.0, wide, inches(HEIGHT))
        axes.spines["bottom"].set_visible(False)
        _draw(axes, found)
        ticks = [scales.value_ticks(*_span(axis), size, every=_TICK_EVERY * size / max(size, wide) + 0.02)
                 for axis, size in ((found.across, wide), (found.up, inches(HEIGHT)))]  # fmt: skip
        for each, unit, places in zip((axes.xaxis, axes.yaxis), units, ticks, strict=True):
            scales.show_ticks(each, places, unit.ticks(places))
        _name_axes(page, found, left, wide)
        _spots(axes, found, wide)
        _legend(page, found, left + wide + 0.35)
    return page.figure


def _colours() -> LinearSegmentedColormap:
    """Return the colours of odds 0, 1/4, 1/2, 3/4, 1.

    They are far apart for every kind of colour vision, and the line tells them apart without colour.
    """
    return LinearSegmentedColormap.from_list("odds", [ORANGE, tint(ORANGE, 0.55), NEUTRAL, tint(BLUE, 0.55), BLUE])


def _span(axis: Axis) -> tuple[float, float]:
    """Return the ends of an axis with half a cell beyond the first and the last value."""
    half = (axis.high - axis.low) / (len(axis.values) - 1) / 2.0
    return axis.low - half, axis.high + half


def _draw(axes: Axes, found: Map) -> None:
    across, up = np.array(found.across.values), np.array(found.up.values)
    axes.pcolormesh(
        across, up, found.odds.T, cmap=_colours(), vmin=0.0, vmax=1.0, shading="nearest", rasterized=True, gid="odds"
    )
    axes.set_xlim(*_span(found.across))
    axes.set_ylim(*_span(found.up))
    for surface in (found.low, found.high):
        _contour(axes, found, surface, {"colors": INK, "linewidths": 0.9, "linestyles": "dashed"})
    _contour(axes, found, found.surface, {"colors": "white", "linewidths": 4.2})
    _contour(axes, found, found.surface, {"colors": INK, "linewidths": 2.2})


def _contour(axes: Axes, found: Map, surface: Array, look: dict[str, Any]) -> None:
    """Draw where a surface is even, if it is anywhere."""
    if surface.min() < EVEN < surface.max():
        axes.contour(found.across.values, found.up.values, surface.T, levels=[EVEN], **look)


def _name_axes(page: Page, found: Map, left: float, wide: float) -> None:
    look: dict[str, Any] = {"fontsize": LABEL, "color": MUTED}
    across = lettering.shortened(sentence(found.across.label), wide, LABEL)
    up = lettering.shortened(sentence(found.up.label), inches(HEIGHT), LABEL)
    page.text(left + wide / 2.0, inches(HEIGHT) + 0.36, across, ha="center", **look)
    page.text(0.0, inches(HEIGHT) / 2.0, up, rotation=90.0, va="center", **look)


def _spots(axes: Axes, found: Map, wide: float) -> None:
    """Mark positions, labels below them, or above where that is off the map or taken."""
    spots = [*found.policies, *([found.today] if found.today else [])]
    low, high = axes.get_ylim()
    left, right = axes.get_xlim()
    taken: list[tuple[float, float, float]] = []
    for spot in spots:
        x, y = (spot.place[0] - left) / (right - left) * wide, (spot.place[1] - low) / (high - low) * inches(HEIGHT)
        text = tipping_words.marked(spot)
        half = lettering.width(text, TICK, "bold") / 2.0 + 0.05
        middle = min(max(x, half), wide - half)
        place = next((one for one in (y - 0.22, y + 0.22, y - 0.42, y + 0.42) if _free(taken, middle, half, one)), y)
        taken.append((middle, half, place))
        axes.plot(
            *spot.place, "o", color="white", markeredgecolor=INK, markeredgewidth=2.0, markersize=9.0,
            gid=spot.name or "today", zorder=6, clip_on=False,
        )  # fmt: skip
        axes.text(
            left + middle / wide * (right - left), low + place / inches(HEIGHT) * (high - low), text, fontsize=TICK,
            fontweight="bold", ha="center", va="center", zorder=7,
            bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.82, "pad": 1.2},
        )  # fmt: skip


def _free(taken: list[tuple[float, float, float]], middle: float, half: float, height: float) -> bool:
    inside = LINE / 2.0 < height < inches(HEIGHT) - LINE / 2.0
    return inside and all(
        abs(middle - other) > half + width or abs(height - place) > LINE for other, width, place in taken
    )


def _legend(page: Page, found: Map, left: float) -> None:
    page.text(left, 0.0, "How to read it", fontsize=HEAD, fontweight="bold")
    noun, top = sentence(found.outcome), 0.38
    for share, name, odds in (
        (0.97, f"{noun} very likely", "odds above nine in ten"),
        (0.72, f"{noun} more likely than not", "better than even odds"),
        (0.28, f"{noun} less likely than not", "worse than even odds"),
        (0.03, f"{noun} very unlikely", "odds below one in ten"),
    ):
        swatch = page.axes(left, top, 0.26, 0.26)
        swatch.set_axis_off()
        swatch.add_patch(_square(_colours()(share)))
        room = SIDE - 0.35 - 0.38
        page.text(
            left + 0.38, top - 0.02, lettering.shortened(name, room, TICK, "bold"), fontsize=TICK, fontweight="bold"
        )
        page.text(left + 0.38, top + 0.145, odds, fontsize=LABEL, color=MUTED)
        top += 0.44
    for part in (tipping_words.ways(found), _lines_say(found)):
        top += 0.1
        for text in lettering.wrapped(part + "." if part else "", SIDE - 0.35, TICK):
            page.text(left, top, text, fontsize=TICK, color=INK)
            top += lettering.height(TICK)


def _square(colour: Any) -> Any:  # noqa: ANN401 (matplotlib's colour, and its patch)
    from matplotlib.patches import Rectangle

    return Rectangle((0.0, 0.0), 1.0, 1.0, color=colour)


def _lines_say(found: Map) -> str:
    if not found.surface.min() < EVEN < found.surface.max():
        return ""
    return "Black line: even odds; dashed: its 95% band"


def _words(found: Map, aim: Aim, facts: RunFacts) -> Words:
    paths = f"{counted(found.replications, 'simulated path')} per cell, the same luck in each"
    subtitle = (
        f"Chance of {found.outcome} under {spoken(found.policy)} by {found.across.name} and {found.up.name}; {paths}"
    )
    clause = f"{sentence(found.outcome)}: {aim.clause}."
    smooth = "Lines from a smooth surface" if found.fit == "logistic" else "Lines interpolated between cells"
    notes = f"{clause} {smooth}, band from resampled paths. {_policy_note(found)}".strip()
    return Words(tipping_words.map_title(found), subtitle, footer(facts, notes))


def _policy_note(found: Map) -> str:
    if not found.policies:
        return ""
    return f"Other dots: policies that differ from {spoken(found.policy)} in these settings only."
