"""Figures of a pack on slides: which are drawn natively, and which are pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sim.charts.files import png
from sim.charts.page import Room
from sim.charts.style import BLUE, ORANGE
from sim.report.deck.charts import curves, fan, ranges, scatter, tornado, waterfall
from sim.report.pack.plots.curves import Curves
from sim.report.pack.plots.fan import Fan
from sim.report.pack.plots.map import Map
from sim.report.pack.plots.picture import Picture
from sim.report.pack.plots.ranges import Ranges
from sim.report.pack.plots.scatter import Scatter
from sim.report.pack.plots.tornado import Tornado
from sim.report.pack.plots.waterfall import Waterfall

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.report.deck.boxes import Box
    from sim.report.deck.charts.space import Space
    from sim.report.deck.ground import Ground
    from sim.report.pack.plots.plot import Plot

DPI: Final = 200
"""Dots an inch of a slide."""
LARGER: Final = 1.2
"""How much larger letters are on a slide than on paper: none below 10 points, since a slide is read from afar."""
_BARS: Final = 7
"""Bars of a waterfall from which on it takes the whole width."""
_NATIVE: Final[dict[type, Any]] = {
    Fan: fan.draw, Curves: curves.draw, Ranges: ranges.draw, Tornado: tornado.draw, Waterfall: waterfall.draw,
    Scatter: scatter.draw,
}  # fmt: skip
_PARTS: Final[dict[type, Callable[[Any], int]]] = {Fan: fan.parts, Ranges: ranges.parts, Tornado: tornado.parts}


def parts(plot: Plot) -> int:
    """Return how many slides a figure takes."""
    return _PARTS[type(plot)](plot) if type(plot) in _PARTS else 1


def draw(space: Space) -> None:
    """Draw a figure natively, or the part of it that belongs on a slide; as a picture what has no native chart."""
    plot = space.exhibit.plot
    if isinstance(plot, Map | Picture):
        space.leaf.picture(space.box, picture(space.leaf.ground, plot, space.box), space.tag())
    else:
        _NATIVE[type(plot)](space, plot)


def picture(ground: Ground, plot: Map | Picture, box: Box) -> bytes:
    """Return a figure as a picture in the colours of the theme, drawn to fill its place."""
    good, bad, _ = ground.theme.accents  # grey stays: the lines of axes are drawn in it too
    room = Room(box.width / LARGER, box.height / LARGER)
    return png(plot.draw, round(DPI * LARGER), {BLUE: good, ORANGE: bad}, room)


def spare(plot: Plot, part: int, box: Box) -> Box | None:
    """Return the room that a figure leaves free within its box, if any."""
    return fan.spare(plot, part, box) if isinstance(plot, Fan) else None


def is_crowded(plot: Plot) -> bool:
    """Tell whether a figure needs its room in full, so that words must be few."""
    return isinstance(plot, Picture) or (isinstance(plot, Fan) and fan.crowded(plot))


def is_wide(plot: Plot) -> bool:
    """Tell whether a figure needs the whole width."""
    if isinstance(plot, Fan):
        return len(plot.courses) > 1
    if isinstance(plot, Waterfall):
        return len(plot.strides) >= _BARS
    return isinstance(plot, Map) or (isinstance(plot, Picture) and plot.form == "wide")
