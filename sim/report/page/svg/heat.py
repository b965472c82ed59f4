"""The tipping map: odds as a field of cells, with the line of even odds and where policies stand."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Final

from sim.analysis.amounts import sentence
from sim.report.page.markup import element
from sim.report.page.svg.apart import Label, beside
from sim.report.page.svg.axes import finite
from sim.report.page.svg.canvas import FAINT, INK, MUTED, PAPER, SMALL, TONES, box, dot, drawing, path, text
from sim.report.page.svg.cursor import places
from sim.report.page.svg.lettering import shortened, widest
from sim.report.page.writing import short

if TYPE_CHECKING:
    from sim.report.pack.plots.map import Map
    from sim.report.pack.plots.scale import Row, Scale
    from sim.report.page.markup import Element

WIDE: Final = 560.0
EVEN: Final = 0.5
DOT: Final = 6.0
FULL: Final = 0.92
"""How strongly a cell of odds 0 or 1 is filled."""
LEGEND: Final = (
    (0.97, "very likely", "above 9 in 10"), (0.72, "likelier than not", "above even odds"),
    (0.28, "less likely", "below even odds"), (0.03, "very unlikely", "below 1 in 10"),
)  # fmt: skip


def heat(plot: Map, wide: float) -> Element:
    """Draw the map, `wide` pixels wide."""
    legend, legend_high = _legend(wide)
    top = 22.0 + legend_high
    bottom = top + (250.0 if wide < WIDE else 330.0)
    ups = _labels(plot.up, plot.places_up)
    left = widest(ups, SMALL) + 8.0
    frame = (left, top, wide - 2.0, bottom)
    return drawing(
        (wide, bottom + 44.0), *legend,
        text((0.0, top - 9.0), shortened(sentence(plot.up.name), wide, SMALL), font_size=SMALL, fill=MUTED),
        _cells(plot, frame), *_even(plot, frame), *_up(ups, frame), *_across(plot, frame, wide),
        *_marks(plot, frame), _cursor(plot, frame),
        data_x=places(_at(plot, frame, (column, 0.0))[0] for column in range(len(plot.places_across))),
        data_y=places(_at(plot, frame, (0.0, row))[1] for row in reversed(range(len(plot.places_up)))),
    )  # fmt: skip


def tint(odds: float) -> tuple[str, float]:
    """Return the colour of odds and how strongly it is laid on: none at even odds."""
    tone = TONES["good" if odds >= EVEN else "bad"]
    return tone, FULL * min(1.0, abs(odds - EVEN) / EVEN)


def _cells(plot: Map, frame: tuple[float, float, float, float]) -> Element:
    drawn = []
    for row, odds in enumerate(plot.odds):
        for column, value in enumerate(odds):
            if finite([value]):
                corner, other = _corners(plot, frame, (column, row))
                colour, strength = tint(value)
                drawn.append(box(corner, other, fill=colour, fill_opacity=f"{strength:.2f}"))
    return element("g", *drawn, shape_rendering="crispEdges")


def _corners(plot: Map, frame: tuple[float, float, float, float], cell: tuple[int, int]) -> tuple[
    tuple[float, float], tuple[float, float]
]:  # fmt: skip
    left, top, right, bottom = frame
    wide, high = (right - left) / len(plot.places_across), (bottom - top) / len(plot.places_up)
    column, row = cell
    return (left + wide * column, bottom - high * row), (left + wide * (column + 1), bottom - high * (row + 1))


def _even(plot: Map, frame: tuple[float, float, float, float]) -> list[Element]:
    """Draw where the odds are even, between the middles of cells."""
    if len(plot.places_across) < 2 or len(plot.places_up) < 2:  # noqa: PLR2004 (a line needs two)
        return []
    import numpy as np
    from contourpy import contour_generator

    drawn = []
    for points in contour_generator(z=[list(row) for row in plot.odds]).lines(EVEN):
        placed = [_at(plot, frame, (float(column), float(row))) for column, row in np.asarray(points)]
        drawn += [path(placed, stroke=PAPER, stroke_width=6.0), path(placed, stroke=INK, stroke_width=2.5)]
    return [each for each in drawn if each is not None]


def _at(plot: Map, frame: tuple[float, float, float, float], cell: tuple[float, float]) -> tuple[float, float]:
    """Return where a place between the middles of cells lies, counted in cells."""
    left, top, right, bottom = frame
    across = (cell[0] + 0.5) / len(plot.places_across)
    up = (cell[1] + 0.5) / len(plot.places_up)
    return left + across * (right - left), bottom - up * (bottom - top)


def position(cells: Row, value: float) -> float:
    """Return where a value lies among the values of cells, counted in cells; off the map it stays at the edge."""
    if len(cells) == 1:
        return 0.0
    place = min(max(bisect_right(cells, value) - 1, 0), len(cells) - 2)
    low, high = cells[place], cells[place + 1]
    share = (value - low) / (high - low) if high > low else 0.0
    return min(max(place + share, -0.5), len(cells) - 0.5)


def _marks(plot: Map, frame: tuple[float, float, float, float]) -> list[Element]:
    found = [
        Label(_at(plot, frame, (position(plot.places_across, across), position(plot.places_up, up))), name)
        for name, across, up in plot.marks
        if len(finite((across, up))) == 2  # noqa: PLR2004 (both)
    ]
    taken = [(x - DOT, y - DOT, x + DOT, y + DOT) for x, y in (mark.at for mark in found)]
    dots = [dot(mark.at, DOT, fill=PAPER, stroke=INK, stroke_width=2.5) for mark in found]
    return [*beside(found, frame, taken), *dots]


def _labels(scale: Scale, places: Row) -> list[str]:
    return short(places, scale)


def _up(labels: list[str], frame: tuple[float, float, float, float]) -> list[Element]:
    left, top, _, bottom = frame
    high = (bottom - top) / len(labels)
    every = max(1, int(-(-20.0 // high)))
    return [
        text((left - 7.0, bottom - high * (place + 0.5) + 4.0), label, font_size=SMALL, fill=MUTED, text_anchor="end")
        for place, label in enumerate(labels)
        if place % every == 0
    ]


def _across(plot: Map, frame: tuple[float, float, float, float], wide: float) -> list[Element]:
    left, _, right, bottom = frame
    labels = _labels(plot.across, plot.places_across)
    cell = (right - left) / len(labels)
    broad = widest(labels, SMALL)
    every = max(1, int(-(-(broad + 10.0) // cell)))
    drawn = [
        text(
            (min(left + cell * (place + 0.5), wide - broad / 2.0), bottom + 18.0),
            label,
            font_size=SMALL,
            fill=MUTED,
            text_anchor="middle",
        )
        for place, label in enumerate(labels)
        if place % every == 0
    ]
    name = shortened(sentence(plot.across.name), wide, SMALL)
    return [*drawn, text((right, bottom + 37.0), name, font_size=SMALL, fill=MUTED, text_anchor="end")]


def _cursor(plot: Map, frame: tuple[float, float, float, float]) -> Element:
    (left, bottom), (right, top) = _corners(plot, frame, (0, 0))
    half = (right - left) / 2.0, (bottom - top) / 2.0
    cell = box((-half[0], -half[1]), half, fill="none", stroke=INK, stroke_width=3.0)
    return element("g", cell, class_="cursor", visibility="hidden")


def _legend(wide: float) -> tuple[list[Element], float]:
    """Return what colours mean, two or four in a row, and the height that it takes."""
    columns = 4 if wide >= WIDE else 2
    drawn: list[Element] = []
    for place, (odds, name, meaning) in enumerate(LEGEND):
        x, y = wide / columns * (place % columns), 40.0 * (place // columns)
        colour, strength = tint(odds)
        drawn += [
            box((x, y + 2.0), (x + 26.0, y + 28.0), fill=colour, fill_opacity=f"{strength:.2f}", stroke=FAINT),
            text((x + 34.0, y + 12.0), name, font_size=SMALL, font_weight="bold"),
            text((x + 34.0, y + 27.0), meaning, font_size=SMALL, fill=MUTED),
        ]
    return drawn, 40.0 * -(-len(LEGEND) // columns)
