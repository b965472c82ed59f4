"""Axes that tell the truth: round ticks, labels no coarser than the ticks, calendar years.

Only what touches axes of matplotlib loads it; a web page draws with the rest.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sim.analysis.amounts import FACTORS, MINUS, MONTHS_A_YEAR, money, percent, quantity, suffix_for, symbol

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matplotlib.axes import Axes
    from matplotlib.axis import Axis

TICK_EVERY: Final = 0.42
"""Inches of height per tick, at least."""

ROOM: Final = 0.03
"""Room beyond the outermost value, as a share of the span."""

MONTH_EVERY: Final = 0.78
"""Inches that a label of a month takes."""

MONTH_NAMES: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Unit:
    """How the numbers of an axis are written: money, shares, or plain."""

    kind: str
    currency: str = ""

    @classmethod
    def of(cls, column_unit: str, currency: str) -> Unit:
        """Return the unit of a column of the results."""
        kind = column_unit.partition("/")[0]
        return cls(kind, currency if kind == "money" else "")

    def text(self, value: float) -> str:
        """Write one value on its own."""
        if self.kind == "money":
            return money(value, self.currency)
        return percent(value) if self.kind == "share" else quantity(value)

    def ticks(self, values: Iterable[float]) -> list[str]:
        """Write values of one axis alike: one suffix, as many decimals as their step needs."""
        numbers = [float(value) for value in values]
        size = max((abs(value) for value in numbers), default=0.0)
        factor, suffix = self._scale(size)
        scaled = [value / factor for value in numbers]
        decimals = _decimals(scaled)
        return [self._tick(value, decimals, suffix) for value in scaled]

    def _scale(self, size: float) -> tuple[float, str]:
        if self.kind == "share":
            return 0.01, "%"
        suffix = suffix_for(size)
        return FACTORS[suffix], suffix

    def _tick(self, value: float, decimals: int, suffix: str) -> str:
        if value == 0.0:
            return f"{symbol(self.currency)}0{'%' if suffix == '%' else ''}" if self.currency or suffix == "%" else "0"
        return f"{MINUS if value < 0 else ''}{symbol(self.currency)}{abs(value):,.{decimals}f}{suffix}"


def of_key(unit: str, currency: str) -> Unit:
    """Return how values of a parameter are written on an axis: rates as percent, spans of time as plain numbers."""
    if unit == "share" or unit.startswith("per "):
        return Unit("share")
    return Unit("money", currency) if unit == "money" else Unit("plain")


def _decimals(values: list[float]) -> int:
    """Return the decimals that tell neighbouring ticks apart exactly: 2.5 needs one, 5 none."""
    for decimals in range(7):
        if all(math.isclose(round(value, decimals), value, rel_tol=1e-9, abs_tol=1e-12) for value in values):
            return decimals
    return 7


def limits(low: float, high: float) -> tuple[float, float]:
    """Return limits of a value axis: zero is always on it, and a flat line has room."""
    low, high = (value if math.isfinite(value) else 0.0 for value in (low, high))
    low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        return (0.0, 1.0)
    room = ROOM * (high - low)
    return (low - room if low < 0.0 else 0.0, high + room if high > 0.0 else 0.0)


def around_zero(values: Iterable[float]) -> tuple[float, float]:
    """Return limits for differences: zero and every known value lie inside, with room on both sides."""
    known = [0.0, *(value for value in values if math.isfinite(value))]
    low, high = min(known), max(known)
    room = ROOM * (high - low) or 1.0
    return (low - room, high + room)


def value_ticks(low: float, high: float, inches: float, *, every: float = TICK_EVERY) -> list[float]:
    """Return round tick values between the limits, no denser than one per `every` inches."""
    bins = max(1, min(8, int(inches / every)))
    from matplotlib.ticker import MaxNLocator

    ticks = MaxNLocator(nbins=bins, steps=[1, 2, 2.5, 5, 10], min_n_ticks=2).tick_values(low, high)
    return [float(tick) for tick in ticks if low <= tick <= high]


def show_ticks(axis: Axis, ticks: list[float], labels: list[str]) -> None:
    """Put these labels at these ticks."""
    from matplotlib.ticker import FixedFormatter, FixedLocator

    axis.set_major_locator(FixedLocator(ticks))
    axis.set_major_formatter(FixedFormatter(labels))


def value_axis(axes: Axes, span: tuple[float, float], unit: Unit, inches: float) -> None:
    """Set up the vertical axis: round ticks, grid lines, and a base line at zero."""
    axes.set_ylim(*span)
    ticks = value_ticks(*span, inches)
    show_ticks(axes.yaxis, ticks, unit.ticks(ticks))
    axes.grid(axis="y")
    if span[0] < 0.0:
        axes.axhline(0.0, color=axes.spines["bottom"].get_edgecolor(), linewidth=0.8, zorder=1)
        axes.spines["bottom"].set_visible(False)


def labels_width(span: tuple[float, float], unit: Unit, inches: float) -> float:
    """Return the room that the labels of such an axis take, in inches."""
    from sim.charts import lettering
    from sim.charts.style import TICK

    texts = unit.ticks(value_ticks(*span, inches))
    return max((lettering.width(text, TICK) for text in texts), default=0.0) + 0.1


def month_axis(axes: Axes, months: int, start: str, inches: float) -> None:
    """Set up the horizontal axis over months 0 … `months`: month 1 stands at 1 under its own name, the opening at 0."""
    axes.set_xlim(0.0, max(months, 1))
    ticks, labels = month_ticks(months, start, month_room(inches))
    show_ticks(axes.xaxis, ticks, labels)


def month_room(inches: float) -> int:
    """Return how many labels of a time axis have room."""
    return max(1, int(inches / MONTH_EVERY))


def month_ticks(months: int, start: str, room: int) -> tuple[list[float], list[str]]:
    """Return at most about `room` ticks over months 0 … `months`, and what is written at each.

    A tick has the name of the month whose figure stands there; the opening has that of the month before the first.
    Under many months there is one a year or rarer, so that 12 is the end of the first year.
    """
    year, first = _first_month(start)
    if months >= 2 * MONTHS_A_YEAR:
        step = _step(months / MONTHS_A_YEAR / room, (1, 2, 3, 4, 5, 10, 20, 25, 50, 100)) * MONTHS_A_YEAR
    else:
        step = _step(max(months, 1) / room, (1, 2, 3, 6, 12))
    ticks = range(0, months + 1, step)
    if year is None:
        name = _year_name if months >= 2 * MONTHS_A_YEAR else "month {}".format
        return [float(tick) for tick in ticks], [name(tick) for tick in ticks]
    return [float(tick) for tick in ticks], [_month_name(year, first - 1 + tick) for tick in ticks]


def _first_month(start: str) -> tuple[int | None, int]:
    """Return year and month (from 0) of a start such as 2026-01; no year when it isn't a date."""
    parts = [*start.split("-"), "1"]
    dated = parts[0].isdigit() and parts[1].isdigit()
    return (int(parts[0]), int(parts[1]) - 1) if dated else (None, 0)


def _year_name(month: int) -> str:
    return f"year {month // MONTHS_A_YEAR}"


def _month_name(year: int, month: int) -> str:
    years, place = divmod(month, MONTHS_A_YEAR)
    return f"{MONTH_NAMES[place]} {year + years}"


def _step(least: float, allowed: tuple[int, ...]) -> int:
    return next((step for step in allowed if step >= least), allowed[-1])
