"""A scatter: points by two figures, with their intervals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.report.pack.plots.scale import Scale, Tone


@dataclass(frozen=True, slots=True)
class Spot:
    """A point with its intervals.

    Attributes
    ----------
    name
        For people.
    x, y
        Where it lies.
    x_ci, y_ci
        Ends of their 95 % intervals.
    tone
        Colour: `good` for what nothing beats on both axes.
    """

    name: str
    x: float
    y: float
    x_ci: tuple[float, float]
    y_ci: tuple[float, float]
    tone: Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class Scatter:
    """Points by two figures.

    Attributes
    ----------
    x, y
        What is measured.
    spots
        The points.
    """

    x: Scale
    y: Scale
    spots: tuple[Spot, ...]
