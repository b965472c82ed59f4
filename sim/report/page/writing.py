"""Values as a reader expects them, by what they measure."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from sim.analysis.amounts import HUGE, MISSING, money, p_value, percent, points, quantity
from sim.charts.scales import MONTH_NAMES, Unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.report.pack.plots.scale import Scale
    from sim.report.tables.table import Kind

TINY: Final = 1e-5
"""Below it only powers of ten are short."""


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


def along(values: Sequence[float], scale: Scale) -> list[str]:
    """Write values of one scale alike: one suffix, as many decimals as they need."""
    size = max((abs(value) for value in values if math.isfinite(value)), default=0.0)
    if 0.0 < size < TINY or size >= HUGE:
        return [written(value, scale) for value in values]
    return unit_of(scale).ticks(values)


def short(values: Sequence[float], scale: Scale) -> list[str]:
    """Write values of one scale alike with three digits, or with more where those could not tell them apart."""
    rounded = along([float(f"{value:.3g}") for value in values], scale)
    return rounded if len(set(rounded)) == len(set(values)) else along(values, scale)


def month_of(month: float, start: str) -> str:
    """Write a month of the run: `Mar 2027`, `Opening`, or `month 3` where months have no dates."""
    if month == 0:
        return "Opening"
    parts = start.split("-")
    if len(parts) < 2 or not (parts[0].isdigit() and parts[1].isdigit()) or month != int(month):  # noqa: PLR2004 (year and month)
        return f"month {quantity(month)}"
    years, rest = divmod(int(parts[1]) - 1 + int(month) - 1, len(MONTH_NAMES))
    return f"{MONTH_NAMES[rest]} {int(parts[0]) + years}"


def _whole(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else quantity(value)
