"""A figure of the page: heading, drawing, what is read off it, source, and its numbers as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.report.pack.plots import Curves, Fan, Map, Picture, Ranges, Scatter, Tornado, Waterfall
from sim.report.page.grid import grid
from sim.report.page.markup import add, element
from sim.report.page.svg.curves import curves
from sim.report.page.svg.fan import panels
from sim.report.page.svg.heat import heat
from sim.report.page.svg.ranges import ranges
from sim.report.page.svg.scatter import scatter
from sim.report.page.svg.tornado import tornado
from sim.report.page.svg.waterfall import waterfall
from sim.report.page.table import identity, table

if TYPE_CHECKING:
    from sim.report.pack.chapter import Exhibit
    from sim.report.pack.plots import Plot
    from sim.report.page.markup import Element

SMALL, LARGE = 344.0, 720.0
"""Widths of drawings for a phone and for a desk: each is shown where it keeps its letters readable."""
READ: Final = "Point at the chart, or focus it and use the arrow keys, Home and End, to read values; Escape ends."


def figure(exhibit: Exhibit, chapter: str) -> Element:
    """Return a figure with all that goes with it."""
    name = f"{chapter}:{exhibit.name}"
    ident = identity(name)
    heading = element("figcaption", exhibit.heading, id=f"{ident}-heading", data_text=f"{name}:heading")
    made = element("figure", heading, id=ident, class_=type(exhibit.plot).__name__.lower())
    add(made, [_drawings(exhibit, ident)])
    if isinstance(exhibit.plot, Fan | Curves | Map):
        add(made, [element("output", aria_live="polite", data_hint=READ)])
    numbers = element(
        "details",
        element("summary", "The numbers of this chart"),
        table(grid(exhibit.plot), name, exhibit.heading),
    )
    return add(made, [element("p", exhibit.source, class_="source", data_text=f"{name}:source"), numbers])


def _drawings(exhibit: Exhibit, ident: str) -> Element:
    plot = exhibit.plot
    if isinstance(plot, Picture):
        from sim.report.page.picture import picture

        return element("div", picture(plot, exhibit.alt), class_="drawings picture")
    if isinstance(plot, Fan) and len(plot.courses) > 1:
        drawn = [
            _named(svg, exhibit, f"{ident}-{place}", f"{course.name}: {course.end}")
            for place, (svg, course) in enumerate(zip(panels(plot, SMALL), plot.courses, strict=True))
        ]
        for place, svg in enumerate(drawn):
            svg.set("data-rows", f"{ident}-{place}")
        return element("div", *drawn, class_="drawings panels")
    both = []
    for kind, wide in (("small", SMALL), ("large", LARGE)):
        svg = _named(_drawn(plot, wide), exhibit, f"{ident}-{kind}", exhibit.heading)
        svg.set("class", kind)
        _read(svg, plot, ident)
        both.append(svg)
    return element("div", *both, class_="drawings")


def _drawn(plot: Plot, wide: float) -> Element:
    match plot:
        case Fan():
            return panels(plot, wide)[0]
        case Curves():
            return curves(plot, wide)
        case Ranges():
            return ranges(plot, wide)
        case Tornado():
            return tornado(plot, wide)
        case Waterfall():
            return waterfall(plot, wide)
        case Scatter():
            return scatter(plot, wide)
        case Map():
            return heat(plot, wide)
    raise TypeError(type(plot).__name__)


def _read(svg: Element, plot: Plot, ident: str) -> None:
    """Say which rows of the table the script reads for a drawing."""
    if isinstance(plot, Fan | Curves):
        count = len(plot.courses) if isinstance(plot, Fan) else len(plot.lines)
        svg.set("data-rows", " ".join(f"{ident}-{place}" for place in range(count)))
    if isinstance(plot, Map):
        svg.set("data-cells", f"{ident}-0")
        svg.set("data-names", f"{plot.up.name}|{plot.across.name}|{plot.value.name}".replace("\n", " "))


def _named(svg: Element, exhibit: Exhibit, ident: str, title: str) -> Element:
    """Give a drawing its title and description."""
    svg.insert(0, element("title", title, id=f"{ident}-t"))
    svg.insert(1, element("desc", exhibit.alt, id=f"{ident}-d"))
    svg.set("role", "img")
    svg.set("aria-labelledby", f"{ident}-t {ident}-d")
    return svg
