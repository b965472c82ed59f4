"""A figure of the page: heading, drawing, what is read off it, source, and its numbers as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sim.analysis.amounts import sentence
from sim.report.pack.plots.curves import Curves
from sim.report.pack.plots.fan import Fan
from sim.report.pack.plots.map import Map
from sim.report.pack.plots.picture import Picture
from sim.report.pack.plots.ranges import Ranges
from sim.report.pack.plots.scatter import Scatter
from sim.report.pack.plots.tornado import Tornado
from sim.report.pack.plots.waterfall import Waterfall
from sim.report.page.markup import add, element, prose
from sim.report.page.shown import shown
from sim.report.page.svg.curves import curves
from sim.report.page.svg.fan import panels
from sim.report.page.svg.heat import heat
from sim.report.page.svg.ranges import ranges
from sim.report.page.svg.scatter import scatter
from sim.report.page.svg.tornado import tornado
from sim.report.page.svg.waterfall import waterfall
from sim.report.page.table import identity, table

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.report.pack.chapter import Exhibit
    from sim.report.pack.plots.plot import Plot
    from sim.report.page.markup import Element

SMALL, LARGE = 344.0, 720.0
"""Widths of drawings for a phone and for a desk: each is shown where it keeps its letters readable."""
READ: Final = "Point at the chart, or focus it and use the arrow keys, Home and End, to read values; Escape ends."


def figure(exhibit: Exhibit, chapter: str) -> Element:
    """Return a figure with all that goes with it."""
    name = f"{chapter}:{exhibit.name}"
    ident = identity(name)
    heading = element("figcaption", *prose(exhibit.heading), id=f"{ident}-heading", data_text=f"{name}:heading")
    made = element("figure", heading, id=ident, class_=type(exhibit.plot).__name__.lower())
    add(made, [_drawings(exhibit, ident)])
    if isinstance(exhibit.plot, Fan | Curves | Map):
        add(made, [element("output", aria_live="polite", data_hint=READ)])
    numbers = element(
        "details",
        element("summary", "The numbers of this chart"),
        table(shown(exhibit.plot), name, exhibit.heading),
    )
    return add(made, [element("p", *prose(exhibit.source), class_="source", data_text=f"{name}:source"), numbers])


def _drawings(exhibit: Exhibit, ident: str) -> Element:
    plot = exhibit.plot
    if isinstance(plot, Picture):
        from sim.report.page.picture import picture

        drawn = picture(plot, exhibit.alt)
        label = f"Picture: {exhibit.heading}"
        return element("div", drawn, class_="picture", tabindex="0", role="region", aria_label=label)
    if isinstance(plot, Fan) and len(plot.courses) > 1:
        return element("div", *_panels(exhibit, plot, ident), class_="drawings panels")
    both = []
    for kind, wide in (("small", SMALL), ("large", LARGE)):
        svg = _named(_DRAWN[type(plot)](plot, wide), exhibit, f"{ident}-{kind}", exhibit.heading)
        svg.set("class", kind)
        _read(svg, plot, ident)
        both.append(svg)
    return element("div", *both, class_="drawings")


def _panels(exhibit: Exhibit, plot: Fan, ident: str) -> list[Element]:
    drawn = panels(plot, SMALL)
    for place, (svg, course) in enumerate(zip(drawn, plot.courses, strict=True)):
        _named(svg, exhibit, f"{ident}-{place}", f"{course.name}: {course.end}".removesuffix(": "))
        svg.set("data-rows", f"{ident}-{place}")
    return drawn


def _read(svg: Element, plot: Plot, ident: str) -> None:
    """Say which rows of the table the script reads for a drawing."""
    if isinstance(plot, Fan | Curves):
        count = len(plot.courses) if isinstance(plot, Fan) else len(plot.lines)
        svg.set("data-rows", " ".join(f"{ident}-{place}" for place in range(count)))
    if isinstance(plot, Map):
        svg.set("data-rows", f"{ident}-0")
        svg.set("data-names", f"{sentence(plot.across.name)}\n{plot.up.name}\n{plot.value.name}")


def _named(svg: Element, exhibit: Exhibit, ident: str, title: str) -> Element:
    """Give a drawing its title and description."""
    svg.insert(0, element("title", title, id=f"{ident}-t"))
    svg.insert(1, element("desc", exhibit.alt, id=f"{ident}-d"))
    svg.set("role", "img")
    svg.set("aria-labelledby", f"{ident}-t {ident}-d")
    return svg


_DRAWN: Final[dict[type, Callable[[Any, float], Element]]] = {
    Fan: lambda plot, wide: panels(plot, wide)[0], Curves: curves, Ranges: ranges, Tornado: tornado,
    Waterfall: waterfall, Scatter: scatter, Map: heat,
}  # fmt: skip
