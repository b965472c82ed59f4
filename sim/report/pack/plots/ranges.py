"""Ranges: figures with intervals under one another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.report.pack.plots.scale import Scale, Tone


@dataclass(frozen=True, slots=True)
class Range:
    """A figure with an interval.

    Attributes
    ----------
    name
        For people.
    middle, low, high
        The figure and the ends of its interval.
    tone
        Colour.
    text
        What is written beside it.
    """

    name: str
    middle: float
    low: float
    high: float
    tone: Tone
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranges:
    """Figures with intervals under one another.

    Attributes
    ----------
    value
        What is measured.
    rows
        From the top.
    zero
        A value that matters, such as 0 for differences, and what it means; None for none.
    interval
        What the interval is: `95% interval of the mean`, `middle 90% of paths`.
    """

    value: Scale
    rows: tuple[Range, ...]
    zero: tuple[str, float] | None
    interval: str
