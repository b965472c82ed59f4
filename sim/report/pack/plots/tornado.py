"""A tornado: what every input does at its low and at its high end, the widest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.report.pack.plots.scale import Scale


@dataclass(frozen=True, slots=True)
class Swing:
    """What an input at its low and its high end does.

    Attributes
    ----------
    name
        Of the input, for people.
    low, high
        Change of the value from the base with the input at its low and its high end.
    low_text, high_text
        Where the input stands then.
    clear
        Whether it does anything beyond noise.
    """

    name: str
    low: float
    high: float
    low_text: str
    high_text: str
    clear: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Tornado:
    """Swings around a base, the widest first.

    Attributes
    ----------
    value
        What swings.
    base
        The value with every input at its median.
    swings
        The bars.
    """

    value: Scale
    base: float
    swings: tuple[Swing, ...]
