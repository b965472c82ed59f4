"""Values as a reader expects them, by what they measure."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.analysis.amounts import MISSING, money, p_value, percent, points, quantity
from sim.charts.scales import MONTH_NAMES, Unit

if TYPE_CHECKING:
    from sim.report.pack.plots import Scale
    from sim.report.tables.table import Kind


def said(value: float, kind: Kind, currency: str = "") -> str:
    """Write one value on its own."""
    if not math.isfinite(value):
        return MISSING
    if kind == "money":
        return money(value, currency)
    writers = {"share": percent, "points": points, "p": p_value, "number": _whole}
    return writers.get(kind, quantity)(value)


def written(value: float, scale: Scale) -> str:
    """Write one value of a scale."""
    return said(value, scale.kind, scale.currency)


def change(value: float, scale: Scale) -> str:
    """Write a difference, with its sign."""
    text = written(value, scale)
    return f"+{text}" if value > 0.0 and not text.startswith(("+", "<", MISSING)) else text


def unit_of(scale: Scale) -> Unit:
    """Return how values of a scale are written along an axis."""
    kind = {"points": "share"}.get(scale.kind, scale.kind)
    return Unit(kind, scale.currency if kind == "money" else "")


def month_of(month: float, start: str) -> str:
    """Write a month of the run: `Mar 2027`, `opening`, or `month 3` where months have no dates."""
    if month == 0:
        return "opening"
    parts = start.split("-")
    if len(parts) < 2 or not (parts[0].isdigit() and parts[1].isdigit()) or month != int(month):  # noqa: PLR2004 (year and month)
        return f"month {quantity(month)}"
    years, rest = divmod(int(parts[1]) - 1 + int(month) - 1, len(MONTH_NAMES))
    return f"{MONTH_NAMES[rest]} {int(parts[0]) + years}"


def _whole(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else quantity(value)
