"""Numbers as a reader of slides expects them, by their kind."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.analysis.amounts import MISSING, money, p_value, percent, points, quantity, signed_money

if TYPE_CHECKING:
    from sim.report.pack.plots.scale import Scale
    from sim.report.tables.table import Cell, Kind


def cell(value: Cell, kind: Kind, currency: str) -> str:
    """Write a value of a table; nothing is a dash."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return "\N{EN DASH}"
    if isinstance(value, str):
        return value
    return figure(float(value), kind, currency)


def figure(value: float, kind: Kind, currency: str) -> str:
    """Write a number by its kind."""
    if not math.isfinite(value):
        return MISSING
    if kind == "share":
        return percent(value)
    if kind == "money":
        return money(value, currency)
    special = {"points": points, "p": p_value}
    if kind in special:
        return special[kind](value)
    return f"{value:.0f}" if kind == "number" else quantity(value)


def of_scale(value: float, scale: Scale) -> str:
    """Write a value of an axis."""
    return figure(value, scale.kind, scale.currency)


def change(value: float, scale: Scale) -> str:
    """Write a difference of two values of an axis, with its sign."""
    if scale.kind in {"share", "points"}:
        return f"{points(value)} pts"
    if scale.kind == "money":
        return signed_money(value, scale.currency)
    return f"+{quantity(value)}" if value > 0.0 and math.isfinite(value) else quantity(value)
