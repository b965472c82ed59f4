"""Native charts, drawn from cells of the workbook, so that they can be edited and checked."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from sim.analysis.amounts import suffix_for
from sim.report.workbook.styles import FAINT, FONT, INK, MUTED, sign_of
from sim.report.workbook.text import safe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.chart import Chart
    from xlsxwriter.workbook import Workbook

    from sim.report.tables.table import Cell
    from sim.report.workbook.placed import Placed

COLOURS: Final = ("#0B6AA8", "#C8500A", "#1B2130", "#6B8E23", "#8E4585", "#8A93A0")
"""Of lines; blue and orange are those of the other charts. Further lines take the next pattern of dashes."""
DASHES: Final = ("solid", "dash", "round_dot")
SIZE: Final = {"width": 690, "height": 380}
LONGEST: Final = 200
"""Letters of a title."""


def lines(book: Workbook, title: str, series: Sequence[dict[str, Any]], size: float, *, currency: str) -> Chart:
    """Return lines over the months of a run; every series has `name`, `categories`, `values` and perhaps `line`.

    `size` is that of the largest value.
    """
    chart = book.add_chart({"type": "line"})
    for place, one in enumerate(series):
        chart.add_series({"line": line(place), **one})
    _dress(chart, title)
    months = len(range(int(series[0]["values"][1]), int(series[0]["values"][3]) + 1))
    every = 12 if months > 25 else max(1, months // 8)  # noqa: PLR2004 (years from the third on)
    axis = {**_axis("month"), "interval_unit": every, "interval_tick": every, "position_axis": "on_tick"}
    chart.set_x_axis({**axis, "label_position": "low"})
    chart.set_y_axis({**_axis(""), "num_format": amounts(size, currency), "major_gridlines": _GRID})
    chart.set_legend({"position": "right", "font": _font(9)})
    return chart


def line(place: int) -> dict[str, Any]:
    """Return the look of a line by its place among others."""
    colour, dash = COLOURS[place % len(COLOURS)], DASHES[place // len(COLOURS) % len(DASHES)]
    return {"color": colour, "width": 2.0, "dash_type": dash}


def bars(book: Workbook, title: str, placed: Placed, columns: tuple[str, str, str], *, currency: str = "") -> Chart:
    """Return bars of a table's policies with the interval of each: columns of the value, its reach down and up.

    Of money when there is a currency, else of shares.
    """
    value, down, up = columns
    low, high, step = _ends(placed, columns)
    chart = book.add_chart({"type": "bar"})
    reach = {"type": "custom", "plus_values": _ref(placed, up), "minus_values": _ref(placed, down),
             "line": {"color": INK, "width": 1.25}}  # fmt: skip
    chart.add_series(
        {
            "name": value,
            "categories": placed.column("policy"),
            "values": placed.column(value),
            "fill": {"color": COLOURS[0]},
            "gap": 60,
            "x_error_bars": reach,
        }
    )
    _dress(chart, title)
    chart.set_y_axis({**_axis(""), "reverse": True, "label_position": "low", "crossing": "max"})
    numbers = amounts(max(abs(low), abs(high)), currency) if currency else "0.0%" if high < _TENTH else "0%"
    chart.set_x_axis(
        {**_axis(""), "num_format": numbers, "major_gridlines": _GRID, "min": low, "max": high, "major_unit": step}
    )
    chart.set_legend({"none": True})
    return chart


def amounts(size: float, currency: str) -> str:
    """Return a short number format for an axis of money: thousands or millions where they are meant."""
    sign = sign_of(currency)
    suffix = suffix_for(size)
    digits = {"k": '0,"k"', "m": '0.0,,"m"', "bn": '0.0,,,"bn"'}.get(suffix, "#,##0" if size >= _WHOLE else "General")
    digits = "0.0E+00" if suffix == "tn" else digits
    return f"{sign}{digits};-{sign}{digits};0"


def _ends(placed: Placed, columns: tuple[str, str, str]) -> tuple[float, float, float]:
    """Return round ends and steps of an axis that holds every interval and has a mark at zero."""
    names = [heading.name for heading in placed.table.headings]
    lows, highs = [0.0], [0.0]
    for row in placed.table.rows:
        middle, down, up = (_number(row[names.index(name)]) for name in columns)
        lows += [end for end in (middle, middle - down) if math.isfinite(end)]
        highs += [end for end in (middle, middle + up) if math.isfinite(end)]
    span = (max(highs) - min(lows)) or 1.0
    power = 10.0 ** math.floor(math.log10(span / _STEPS))
    step = next(power * size for size in (1.0, 2.0, 5.0, 10.0) if power * size * _STEPS >= span)
    low, high = math.floor(min(lows) / step) * step, math.ceil(max(highs) / step) * step
    return low, high if high > low else low + step, step


def _number(cell: Cell) -> float:
    return float(cell) if isinstance(cell, float | int) else math.nan


def heading(text: str) -> str:
    """Return a title: never a formula, never longer than a chart can hold."""
    shown = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
    return safe(shown)


_TENTH, _WHOLE, _STEPS = 0.1, 10.0, 6
_GRID: Final[dict[str, Any]] = {"visible": True, "line": {"color": FAINT, "width": 0.75}}


def _ref(placed: Placed, name: str) -> str:
    from xlsxwriter.utility import xl_range_formula

    sheet, *cells = placed.column(name)
    return str(xl_range_formula(str(sheet), *(int(cell) for cell in cells)))


def _dress(chart: Chart, title: str) -> None:
    chart.set_title({"name": heading(title), "name_font": {**_font(11), "bold": True, "color": INK}, "overlay": False})
    chart.set_size(dict(SIZE))
    chart.set_chartarea({"border": {"color": FAINT}})
    chart.show_blanks_as("gap")


def _axis(name: str) -> dict[str, Any]:
    named = {"name": name, "name_font": {**_font(9), "bold": False}} if name else {}
    return {**named, "num_font": _font(9), "line": {"color": MUTED}, "major_tick_mark": "none"}


def _font(size: int) -> dict[str, Any]:
    return {"name": FONT, "size": size, "color": MUTED}
