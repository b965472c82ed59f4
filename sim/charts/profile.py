"""Value and ruin along the one setting that was tuned."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from sim.analysis.amounts import counted, sentence, spoken
from sim.analysis.tuning.words import limit_text, noun, number, profile_title
from sim.charts import lettering, scales
from sim.charts.page import CONTENT, Dress, Words, footer, new_page
from sim.charts.style import BLUE, HEAD, INK, LABEL, MUTED, ORANGE, TICK, house_style, tint
from sim.results import OUTCOMES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.analysis.intervals import Interval
    from sim.analysis.tuning.profile import Profile
    from sim.analysis.tuning.tuned import Optimum, Tuned

Dashes = tuple[int, tuple[float, ...] | None]

HIGH, LOW = 2.6, 1.5
"""Height of the panel of the value and of that of ruin, in inches."""
HEAD_ROOM: Final = lettering.height(HEAD) + 0.08
ROW: Final = lettering.height(LABEL)
GUTTER: Final = 0.42
FOOT: Final = 0.55
LEAST: Final = 0.02
"""The axis of ruin reaches at least this share."""
RIGHT: Final = 0.6


def profile(found: Optimum, *, dress: Dress = Dress.PAGE) -> Figure | None:
    """Draw value and ruin along a setting, with intervals, today's and the best setting marked; None without one."""
    along = found.profile
    if along is None or any(math.isnan(worth.mean) for worth in along.worth):
        return None
    unit = scales.Unit.of(OUTCOMES[found.measure].unit, found.facts.currency)
    values = [worth.mean for worth in along.worth], [worth.ci95 for worth in along.worth]
    ruins = [worth.ruin.probability for worth in along.worth], [worth.ruin.ci95 for worth in along.worth]
    up = scales.limits(min(low for low, _ in values[1]), max(high for _, high in values[1]))
    down = scales.limits(0.0, max(LEAST, found.limit, *(high for _, high in ruins[1])))
    with house_style():
        left = max(scales.labels_width(up, unit, HIGH), scales.labels_width(down, scales.Unit("share"), LOW))
        first = HEAD_ROOM + ROW  # today's and the best setting are named in two rows, so that they never overlap
        wide, second = CONTENT - left - RIGHT, first + HIGH + GUTTER
        page = new_page(_words(found, along), second + HEAD_ROOM + LOW + FOOT, dress)
        page.text(0.0, 0.0, sentence(noun(found)), fontsize=HEAD, fontweight="bold", color=INK)
        page.text(0.0, second, "Chance of ruin", fontsize=HEAD, fontweight="bold", color=INK)
        top, bottom = page.axes(left, first, wide, HIGH), page.axes(left, second + HEAD_ROOM, wide, LOW)
        for axes, span, each, (line, bands), high in (
            (top, up, unit, values, HIGH),
            (bottom, down, scales.Unit("share"), ruins, LOW),
        ):
            scales.value_axis(axes, span, each, high)
            _axis(axes, along, wide)
            _curve(axes, along.at, line, bands)
            _marks(axes, found)
        bottom.axhline(found.limit, color=ORANGE, linewidth=1.2, linestyle=(0, (4, 3)), gid="limit")
        beside: dict[str, Any] = {"fontsize": LABEL, "color": ORANGE, "fontweight": "bold", "va": "center_baseline"}
        text = f" {limit_text(found.limit)}"
        bottom.text(1.0, found.limit, text, transform=bottom.get_yaxis_transform(), **beside)
        _name_marks(top, found, (wide, HIGH))
        foot, setting = second + HEAD_ROOM + LOW + 0.32, found.best.settings[0]
        what = lettering.shortened(f"{sentence(spoken(along.setting))}: {setting.meaning}", wide, TICK)
        page.text(left + wide / 2, foot, what, fontsize=TICK, color=MUTED, ha="center")
    return page.figure


def _axis(axes: Axes, along: Profile, wide: float) -> None:
    axes.set_xlim(along.at[0], along.at[-1])
    ticks = scales.value_ticks(along.at[0], along.at[-1], wide, every=0.8)
    kind = "share" if along.unit == "share" else "plain"
    scales.show_ticks(axes.xaxis, ticks, scales.Unit(kind).ticks(ticks))


def _curve(axes: Axes, at: Sequence[float], line: Sequence[float], bands: Sequence[Interval]) -> None:
    low, high = zip(*bands, strict=True)
    axes.fill_between(at, low, high, color=tint(BLUE, 0.2), linewidth=0.0, gid="interval")
    axes.plot(at, line, color=BLUE, linewidth=2.0, gid="mean")


def _marks(axes: Axes, found: Optimum) -> None:
    for gid, value, colour, dashes in _marked(found.best):
        axes.axvline(value, color=colour, linewidth=1.1, linestyle=dashes, gid=gid, zorder=2)


def _marked(tuned: Tuned) -> list[tuple[str, float, str, Dashes]]:
    """Return what is marked: its name, where it lies, and how it looks."""
    setting, name = tuned.settings[0], "best" if tuned.holds else "safest"
    marks: list[tuple[str, float, str, Dashes]] = [(name, setting.best, BLUE, (0, None))]
    low, high = setting.searched
    if low <= setting.yours <= high:
        marks.append(("yours", setting.yours, MUTED, (0, (1, 2))))
    return marks


def _name_marks(axes: Axes, found: Optimum, inches: tuple[float, float]) -> None:
    """Write what the marks are above the plot, as near to them as its ends allow."""
    wide, high = inches
    setting, (low, top) = found.best.settings[0], axes.get_xlim()
    for row, (gid, value, colour, _) in enumerate(reversed(_marked(found.best))):
        text = f"{gid} {number(value, setting)}"
        half = lettering.width(text, LABEL, "bold") / 2.0
        x = min(max((value - low) / (top - low) * wide, half), wide - half)
        y = high + 0.04 + (row + 0.5) * ROW
        look: dict[str, Any] = {
            "fontsize": LABEL,
            "color": colour,
            "fontweight": "bold",
            "ha": "center",
            "va": "center_baseline",
        }
        axes.text(x / wide, y / high, text, transform=axes.transAxes, **look)


def _words(found: Optimum, along: Profile) -> Words:
    first = along.worth[0].ruin.trials
    subtitle = (
        f"Mean {noun(found)} and chance of ruin of {spoken(along.policy)} along its {spoken(along.setting)}, all else "
        f"as in the scenario; {counted(first, 'simulated path')} per value, the same luck in each"
    )
    notes = (
        "Bands: 95% intervals. These paths selected the best setting, so read figures in the title, which are from "
        "other paths, not off the curve."
    )
    return Words(profile_title(found), subtitle, footer(found.facts, notes))
