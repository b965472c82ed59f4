"""A picture: what no format draws natively."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.figure import Figure

    from sim.report.tables.table import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What no format draws natively.

    Attributes
    ----------
    draw
        Draws it without a title.
    headings, rows
        Its data: a heading with kind per column, and values.
    form
        `wide` needs the whole width of a slide; beside another, words have room.
    """

    draw: Callable[[], Figure]
    headings: tuple[tuple[str, Kind], ...]
    rows: tuple[tuple[str | float | None, ...], ...]
    form: Literal["usual", "wide"] = "usual"
