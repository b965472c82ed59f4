"""What no chart of the page draws itself, as a picture inside the page: drawn for paper, so it keeps a light ground."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Final

from sim.charts.files import svg, webp
from sim.report.page.markup import element

if TYPE_CHECKING:
    from sim.report.pack.plots.picture import Picture
    from sim.report.page.markup import Element

HEAVY: Final = 200_000
"""Bytes from which on lines are kept as points: a page of thousands of lines opens slowly."""
SHARP: Final = 1600
"""Pixels across, so that it stays sharp on screens of two pixels for one."""


def picture(plot: Picture, alt: str) -> Element:
    """Return a picture as an element that holds all of it."""
    figure = plot.draw()
    kind, data = "svg+xml", svg(figure)
    if len(data) > HEAVY:
        kind, data = "webp", webp(figure, SHARP)
    return element("img", src=f"data:image/{kind};base64,{b64encode(data).decode('ascii')}", alt=alt)
