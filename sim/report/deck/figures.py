"""Figures of a pack on slides: which are drawn natively, and which are pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sim.charts.files import png
from sim.charts.style import BLUE, ORANGE
from sim.report.deck.charts import curves, fan, ranges, scatter, tornado, waterfall
from sim.report.pack.plots import Curves, Fan, Map, Picture, Ranges, Scatter, Tornado, Waterfall

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.report.deck.boxes import Box
    from sim.report.deck.charts.space import Space
    from sim.report.deck.ground import Ground
    from sim.report.pack.plots import Plot

DPI: Final = 150
"""Dots an inch of a picture's usual size, of which a slide shows two thirds: 220 an inch there."""
SHARE: Final = 0.7
"""Of their usual size at which pictures are drawn, since a slide is read from afar."""
_SIDE: Final = 0.72
"""Share of the width that a picture takes at most if words stand beside it."""
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


def picture(ground: Ground, plot: Plot) -> bytes | None:
    """Return a figure as a picture in the colours of the theme; None for one that is drawn natively."""
    if not isinstance(plot, Map | Picture):
        return None
    good, bad, _ = ground.theme.accents  # grey stays: the lines of axes are drawn in it too
    return png(plot.draw, DPI, {BLUE: good, ORANGE: bad}, SHARE)


def draw(space: Space, content: bytes | None) -> None:
    """Place a picture; without one, draw a figure natively, or the part of it that belongs on a slide."""
    if content is not None:
        space.leaf.picture(space.box, content, space.tag())
    else:
        _NATIVE[type(space.exhibit.plot)](space, space.exhibit.plot)


def leaves_side(content: bytes | None, box: Box) -> bool:
    """Tell whether a picture is so high that words have room beside it."""
    if content is None:
        return False
    width, height = (int.from_bytes(content[place : place + 4]) for place in (16, 20))  # PNG, section 11.2.1
    return width / height * box.height < _SIDE * box.width


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
    return isinstance(plot, Picture | Map)
