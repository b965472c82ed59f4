"""The firm's own months over what the calibrated firm shows: one panel per measure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.amounts import counted, listed, sentence, spoken
from sim.analysis.calibration.found import BANDS
from sim.charts import lettering, panels, scales
from sim.charts.page import Dress, Words, footer, new_page
from sim.charts.style import BLUE, HEAD, INK, LABEL, MUTED, ORANGE, house_style, tint
from sim.results import MEASURES

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.analysis.calibration.found import Calibration
    from sim.charts.page import Page
    from sim.charts.panels import Box

_PAIRS: Final = ((0, 6, 0.17), (1, 5, 0.38), (2, 4, 0.64))
"""Quantiles of `BANDS` between which lie 95, 80 and 50 %, and how strong their tint is."""
_FEW: Final = 0.8
"""Share of months inside the 95 % band below which a measure is called badly met."""


@dataclass(frozen=True, slots=True)
class _Panel:
    """One measure."""

    name: str
    unit: scales.Unit
    span: tuple[float, float]


def observed(found: Calibration, *, dress: Dress = Dress.PAGE) -> Figure:
    """Draw the data as dots over the bands of the calibrated firm, one panel per measure, each on its own scale."""
    shown = [_panel(found, name) for name in found.observed.measures]
    with house_style():
        high = panels.plot_height(len(shown))
        room = max(scales.labels_width(one.span, one.unit, high) for one in shown)
        layout = panels.grid(len(shown), room, room)
        page = new_page(_words(found), layout.height, dress)
        for number, one in enumerate(shown):
            box = layout.box(number)
            axes = page.axes(box.left, box.top, box.width, box.height)
            _head(page, box, found, one.name)
            _draw(axes, found, one.name)
            scales.value_axis(axes, one.span, one.unit, box.height)
            scales.month_axis(axes, len(found.observed), found.observed.start, box.width)
    return page.figure


def _panel(found: Calibration, name: str) -> _Panel:
    band, data = found.bands[name], found.observed.values[name]
    span = scales.limits(min(band[0].min(), np.nanmin(data)), max(band[-1].max(), np.nanmax(data)))
    return _Panel(name, scales.Unit.of(MEASURES[name].unit, found.facts.currency), span)


def _head(page: Page, box: Box, found: Calibration, name: str) -> None:
    inside, months = found.inside(name)
    colour = ORANGE if inside < _FEW * months else MUTED
    top = box.top - panels.HEAD_HEIGHT
    page.text(box.left, top, sentence(spoken(name)), fontsize=HEAD, fontweight="bold", color=INK)
    line = f"{inside} of {counted(months, 'month')} inside the 95% band"
    page.text(box.left, top + lettering.height(HEAD), line, fontsize=LABEL, fontweight="bold", color=colour)


def _draw(axes: Axes, found: Calibration, name: str) -> None:
    months, band = np.arange(1, len(found.observed) + 1), found.bands[name]
    for low, high, strength in _PAIRS:
        gid = f"p{1000 * BANDS[low]:g} to p{1000 * BANDS[high]:g}"
        axes.fill_between(months, band[low], band[high], color=tint(BLUE, strength), linewidth=0.0, gid=gid)
    axes.plot(months, band[3], color=BLUE, linewidth=1.6, gid="median")
    axes.plot(months, found.observed.values[name], "o", color=INK, markersize=3.2, gid="observed", zorder=4)


def _words(found: Calibration) -> Words:
    parts = [(name, *found.inside(name)) for name in found.observed.measures]
    poor = [spoken(name) for name, inside, months in parts if inside < _FEW * months]
    source = found.observed.source
    title = f"The calibrated firm meets {source}" if not poor else f"The calibrated firm misses {listed(poor)}"
    subtitle = f"Monthly figures, {found.observed.span}, under {spoken(found.policy)}"
    notes = (
        "Dots: the firm's own months. Bands hold 50%, 80% and 95% of calibrated firms, each with its own luck; the "
        "line is their median. Every panel has its own scale."
    )
    return Words(title, subtitle, footer(found.facts, notes, of="path"))
