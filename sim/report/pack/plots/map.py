"""A map: odds over two quantities."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.figure import Figure

    from sim.report.pack.plots.scale import Row, Scale


@dataclass(frozen=True, slots=True, kw_only=True)
class Map:
    """Odds over two quantities.

    Attributes
    ----------
    value
        What the odds are of.
    across, up
        The quantities.
    places_across, places_up
        Values of the cells.
    odds
        A row per value of `up`, from the lowest; a share per value of `across`.
    marks
        (name, across, up) of today and of policies.
    draw
        Draws it as a picture, without title, for formats that have no maps.
    """

    value: Scale
    across: Scale
    up: Scale
    places_across: Row
    places_up: Row
    odds: tuple[Row, ...]
    marks: tuple[tuple[str, float, float], ...]
    draw: Callable[[], Figure]
