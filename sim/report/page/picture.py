"""What no chart of the page draws itself, as a picture in the page: drawn for paper, so it keeps a light ground."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

from sim.charts.files import DPI, png
from sim.report.page.markup import element

if TYPE_CHECKING:
    from sim.report.pack.plots import Picture
    from sim.report.page.markup import Element


def picture(plot: Picture, alt: str) -> Element:
    """Return a picture as an element that holds all of it."""
    data = b64encode(png(plot.draw, DPI, {})).decode("ascii")
    return element("img", src=f"data:image/png;base64,{data}", alt=alt)
