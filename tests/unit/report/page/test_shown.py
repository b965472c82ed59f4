"""The table under a figure holds the figure's numbers in full, and the drawing shows the same."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

import pytest

from sim.report.pack.plots.scale import Scale
from sim.report.page.grid import of_table
from sim.report.page.shown import shown
from sim.report.page.svg.axes import Span, ticks
from sim.report.page.svg.curves import curves
from sim.report.page.svg.fan import panels
from sim.report.page.svg.heat import heat, position, tint
from sim.report.page.svg.lettering import shortened, width, wrapped
from sim.report.page.svg.waterfall import stacked
from sim.report.page.writing import along, change, month_of, short, written
from tests.unit.report.pack.samples import ATTACK, PLOTS, TABLE

if TYPE_CHECKING:
    from sim.report.pack.plots.curves import Curves
    from sim.report.pack.plots.fan import Fan
    from sim.report.pack.plots.map import Map
    from sim.report.pack.plots.tornado import Tornado
    from sim.report.pack.plots.waterfall import Waterfall
    from tests.unit.report.page.conftest import Node

FAN = cast("Fan", PLOTS["fan"])
MAP = cast("Map", PLOTS["map"])
EUR, SHARE = Scale("worth", "money", "EUR"), Scale("odds", "share")


def values(tree: Node, name: str) -> list[list[float]]:
    """Return the numbers behind a table of the page, row by row."""
    (table,) = tree.every("table", data_exhibit=name)
    cells = [[float(cell["data-value"]) for cell in row.every("th", "td") if "data-value" in cell.attributes]
             for row in table.every("tr")]  # fmt: skip
    return [row for row in cells if row]


def test_the_page_holds_every_number_of_the_fan_in_full(tree: Node) -> None:
    wanted = [
        [month, course.median[place], *(end[place] for _, low, high in course.bands for end in (low, high))]
        for course in FAN.courses
        for place, month in enumerate(FAN.months)
    ]
    assert values(tree, "fan:fan-exhibit") == wanted
    nudged = replace(FAN.courses[0], median=tuple(value * (1 + 1e-12) for value in FAN.courses[0].median))
    assert shown(replace(FAN, courses=(nudged,))).parts[0] != shown(FAN).parts[0]


def test_the_map_stands_in_its_table_as_it_is_seen(tree: Node) -> None:
    rows = values(tree, "map:map-exhibit")
    assert [row[0] for row in rows] == [0.05, 0.03, 0.01]
    assert rows[0][1:] == list(MAP.odds[-1])


@pytest.mark.parametrize("name", list(PLOTS))
def test_every_row_of_a_table_is_as_long_as_its_head(name: str) -> None:
    grid = shown(PLOTS[name])
    assert {len(row) for part in grid.parts for row in part.rows} == {len(grid.headings)}


def test_a_table_of_the_report_is_written_by_its_columns() -> None:
    grid = of_table(TABLE, "GBP")
    assert [[cell.text for cell in row] for row in grid.parts[0].rows] == [
        ["Steady", "£900k", "2.0%"], [ATTACK, "−£100k", "20%"], ["Nothing", "", "n/a"],
    ]  # fmt: skip


def points(path: str) -> list[tuple[float, float]]:
    pairs = [pair.split() for pair in path.removeprefix("M").removesuffix("Z").split("L")]
    return [(float(x), float(y)) for x, y in pairs]


def test_the_line_of_a_fan_lies_where_its_numbers_say() -> None:
    drawn = panels(FAN, 344.0)[0]
    (line,) = [each for each in drawn.iter("path") if each.get("stroke-width") == "2.5"]
    heights = [y for _, y in points(line.get("d", ""))]
    steps = {round(after - before, 0) for before, after in itertools.pairwise(heights)}
    assert len(heights) == len(FAN.months)
    assert heights == sorted(heights, reverse=True)  # it rises, and up is less
    assert len(steps) <= 2  # evenly, but for rounding
    marker = next(each for each in drawn.iter("g") if each.get("data-y"))
    assert [float(y) for y in marker.get("data-y", "").split()] == heights


def test_panels_share_one_scale() -> None:
    labels = [[each.text for each in drawn.iter("text") if each.get("text-anchor") == "end"]
              for drawn in panels(FAN, 344.0)]  # fmt: skip
    assert labels[0] == labels[1] == labels[2]
    assert "€0" in labels[0]


@pytest.mark.parametrize("name", ["fan", "curves"])
@pytest.mark.parametrize("value", [math.nan, math.inf, 0.0, 1e18, 1e-9])
def test_odd_numbers_are_drawn_or_left_out(name: str, value: float) -> None:
    odd: Any
    if name == "fan":
        row = (value, *FAN.courses[0].median[1:])
        odd = replace(FAN, courses=(replace(FAN.courses[0], median=row, bands=()),), level=("today", value))
        drawn = panels(odd, 344.0)[0]
    else:
        plot = cast("Curves", PLOTS["curves"])
        line = replace(plot.lines[0], middle=tuple(value for _ in plot.places))
        odd = replace(plot, lines=(line,), level=("limit", value), marks=(("today", value),))
        drawn = curves(odd, 344.0)
    for each in drawn.iter():
        assert not any(word in str(each.attrib) for word in ("nan", "inf", "e+"))


def test_a_waterfall_goes_on_where_it_stood() -> None:
    bars = stacked(cast("Waterfall", PLOTS["waterfall"]).strides)
    assert [(bar.start, bar.end) for bar in bars] == [
        (0.0, -1e5), (-1e5, 2e5), (2e5, -2e5), (-2e5, 3e5), (0.0, 3e5),
    ]  # fmt: skip
    assert (bars[1].low, bars[1].high) == (1e5, 3e5)


def test_a_tornado_says_what_is_within_noise() -> None:
    grid = shown(cast("Tornado", PLOTS["tornado"]))
    assert [row[-1].text for row in grid.parts[0].rows] == ["", "yes", "yes", "no"]


def test_the_line_of_even_odds_divides_the_map() -> None:
    drawn = heat(MAP, 720.0)
    assert any(each.get("stroke-width") == "2.5" and each.tag == "path" for each in drawn.iter())
    sure = replace(MAP, odds=tuple(tuple(0.9 for _ in row) for row in MAP.odds))
    assert not any(each.tag == "path" for each in heat(sure, 720.0).iter())


def test_tints_and_positions_of_the_map() -> None:
    assert tint(0.5)[1] == 0.0
    assert tint(0.9)[0] != tint(0.1)[0]
    assert tint(0.9)[1] == pytest.approx(tint(0.1)[1])
    assert position((0.0, 0.5, 1.0), 0.25) == 0.5
    assert position((0.0, 0.5, 1.0), 9.0) == 2.5  # the edge
    assert position((0.3,), 0.1) == 0.0


def test_ticks_are_round_and_written_alike() -> None:
    found = ticks((-1.2e6, 2.4e6), EUR, 5)
    assert found.labels == ["−€1m", "€0", "€1m", "€2m"]
    assert ticks((2.012e6, 2.024e6), EUR, 3).labels == ["€2.015m", "€2.020m"]
    assert len(set(ticks((0.0, 1e-9), EUR, 4).labels)) == len(ticks((0.0, 1e-9), EUR, 4).labels)
    assert ticks((1.0, 1.0), EUR, 4).values == [1.0]
    assert Span(0.0, 2.0, 10.0, 110.0).at(0.5) == 35.0


def test_values_are_written_as_people_expect() -> None:
    assert short([0.115, 0.306666, 0.345], SHARE) == ["11.5%", "30.7%", "34.5%"]
    assert short([2.0121e6, 2.0122e6], EUR) == along([2.0121e6, 2.0122e6], EUR)
    assert (change(5e3, EUR), change(-5e3, EUR), change(0.0, EUR)) == ("+€5,000", "−€5,000", "€0")
    assert change(math.nan, EUR) == written(math.nan, EUR) == "n/a"
    assert [month_of(month, "2026-03") for month in (0, 1, 11)] == ["Opening", "Mar 2026", "Jan 2027"]
    assert month_of(3, "") == "month 3"


def test_texts_fit() -> None:
    assert wrapped("one two three", width("one two"), 3) == ["one two", "three"]
    cut = wrapped("one two three four", width("one two"), 2)
    assert len(cut) == 2
    assert cut[1].endswith("…")
    assert width(shortened("日本語日本語日本語", 50.0)) <= 50.0
    assert width("日本語") > width("abc")
