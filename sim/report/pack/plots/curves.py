"""Curves: lines with intervals over months or another quantity, in one panel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.report.pack.plots.scale import Row, Scale, Tone


@dataclass(frozen=True, slots=True)
class Line:
    """A curve over the months with its interval.

    Attributes
    ----------
    name
        For people.
    middle, low, high
        A value per month; `low` and `high` are empty for no interval.
    tone
        Colour.
    """

    name: str
    middle: Row
    low: Row
    high: Row
    tone: Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class Curves:
    """Lines in one panel, over months or over another quantity.

    Attributes
    ----------
    value
        What goes up.
    across
        What goes across.
    places
        Positions across.
    start
        Calendar month of month 1 where `across` is months; else empty.
    lines
        The lines.
    marks
        (name, place across) of what is marked by a vertical line.
    level
        (name, value) of a horizontal line; None for none.
    """

    value: Scale
    across: Scale
    places: Row
    start: str
    lines: tuple[Line, ...]
    marks: tuple[tuple[str, float], ...] = ()
    level: tuple[str, float] | None = None
