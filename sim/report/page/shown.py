"""The numbers that a figure shows, as a table: what stands under it, and what its figures are checked by."""

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
from sim.report.page.grid import Cell, Grid, Part, plain
from sim.report.page.writing import change, month_of, short, written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sim.report.pack.plots.plot import Plot
    from sim.report.pack.plots.scale import Row, Scale


def shown(plot: Plot) -> Grid:
    """Return the numbers that a figure shows."""
    return _GRIDS[type(plot)](plot)


def titled(scale: Scale) -> str:
    """Return the name of a scale with its unit."""
    units = {"money": scale.currency, "points": "percentage points", "months": "months"}
    unit = units.get(scale.kind, "")
    return f"{scale.name}, {unit}" if unit and unit != scale.name else scale.name


def _values(values: Iterable[float], scale: Scale) -> tuple[Cell, ...]:
    return tuple(Cell(written(value, scale), value) for value in values)


def _changes(values: Iterable[float], scale: Scale) -> tuple[Cell, ...]:
    return tuple(Cell(change(value, scale), value) for value in values)


def _fan(plot: Fan) -> Grid:
    shares = plot.courses[0].bands if plot.courses else ()
    ends = [f"{share}% of paths: {end}" for share, _, _ in shares for end in ("from", "to")]
    parts = []
    for course in plot.courses:
        rows = zip(course.median, *(row for _, low, high in course.bands for row in (low, high)), strict=True)
        parts.append(Part(course.name, tuple(
            (Cell(month_of(month, plot.start), month), *_values(row, plot.value))
            for month, row in zip(plot.months, rows, strict=True)
        )))  # fmt: skip
    return Grid(("Month", "Median", *ends), tuple(parts))


def _curves(plot: Curves) -> Grid:
    across = _places(plot.across, plot.places, plot.start)
    parts = []
    for one in plot.lines:
        columns: list[Row] = [one.middle, *([one.low, one.high] if one.low and one.high else [])]
        rows = zip(across, zip(*columns, strict=True), strict=True)
        parts.append(Part(one.name, tuple(
            (place, *_padded(_values(row, plot.value), 3)) for place, row in rows
        )))  # fmt: skip
    return Grid(
        (sentence(titled(plot.across)), sentence(titled(plot.value)), "Interval: from", "Interval: to"), tuple(parts)
    )


def _padded(cells: tuple[Cell, ...], count: int) -> tuple[Cell, ...]:
    return (*cells, *[Cell("")] * (count - len(cells)))


def _places(scale: Scale, places: Sequence[float], start: str) -> list[Cell]:
    if scale.kind == "months" and start:
        return [Cell(month_of(place, start), place) for place in places]
    return [Cell(written(place, scale), place) for place in places]


def _map(plot: Map) -> Grid:
    across = short(plot.places_across, plot.across)
    rows = list(zip(short(plot.places_up, plot.up), plot.places_up, plot.odds, strict=True))
    body = tuple((Cell(name, up), *_values(odds, plot.value)) for name, up, odds in reversed(rows))
    corner = f"{sentence(titled(plot.up))} (down); {titled(plot.across)} (across)"
    return Grid((corner, *across), (Part("", body),))


def _ranges(plot: Ranges) -> Grid:
    rows = tuple((Cell(row.name), *_values((row.middle, row.low, row.high), plot.value)) for row in plot.rows)
    ends = (f"Low end of {plot.interval}", f"High end of {plot.interval}")
    return Grid(("", sentence(titled(plot.value)), *ends), (Part("", rows),))


def _tornado(plot: Tornado) -> Grid:
    rows = tuple(
        (
            Cell(swing.name), Cell(swing.low_text), *_changes([swing.low], plot.value),
            Cell(swing.high_text), *_changes([swing.high], plot.value), Cell("yes" if swing.clear else "no"),
        )
        for swing in plot.swings
    )  # fmt: skip
    base = (Cell("Every input at its median"), Cell(""), *_values([plot.base], plot.value), *[Cell("")] * 3)
    name = titled(plot.value)
    headings = (
        "Input", "Low end", f"Change there of {name}", "High end", f"Change there of {name}", "Beyond noise",
    )  # fmt: skip
    return Grid(headings, (Part("", (base, *rows)),))


def _waterfall(plot: Waterfall) -> Grid:
    rows = tuple(
        (
            Cell(one.name), Cell("stands at" if one.total else "adds"),
            *(_values if one.total else _changes)((one.amount, one.low, one.high), plot.value),
        )
        for one in plot.strides
    )  # fmt: skip
    headings = ("Step", "What it does", sentence(titled(plot.value)), "Low end of 95% interval", "High end")
    return Grid(headings, (Part("", rows),))


def _scatter(plot: Scatter) -> Grid:
    rows = tuple(
        (Cell(spot.name), *_values((spot.x, *spot.x_ci), plot.x), *_values((spot.y, *spot.y_ci), plot.y))
        for spot in plot.spots
    )
    ends = ("low end of 95% interval", "high end of 95% interval")
    headings = [
        text
        for scale in (plot.x, plot.y)
        for text in (sentence(titled(scale)), *(sentence(f"{scale.name}: {end}") for end in ends))
    ]
    return Grid(("", *headings), (Part("", rows),))


def _picture(plot: Picture) -> Grid:
    rows = tuple(
        tuple(plain(value, kind) for value, (_, kind) in zip(row, plot.headings, strict=True)) for row in plot.rows
    )
    return Grid(tuple(sentence(name) for name, _ in plot.headings), (Part("", rows),))


_GRIDS: Final[dict[type, Callable[[Any], Grid]]] = {
    Fan: _fan, Curves: _curves, Map: _map, Ranges: _ranges, Tornado: _tornado, Waterfall: _waterfall,
    Scatter: _scatter, Picture: _picture,
}  # fmt: skip
