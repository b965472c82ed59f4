"""What every figure of the board pack is made of: what an axis measures, rows of numbers, tones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from sim.report.tables.table import Kind

Tone = Literal["good", "bad", "plain"]
"""Whether something speaks for or against; every format has a colour of its own for it."""
Row = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Scale:
    """What an axis measures.

    Attributes
    ----------
    name
        For people: `yearly revenue`.
    kind
        How values are written.
    currency
        Code of the currency where values are money; else empty.
    """

    name: str
    kind: Kind
    currency: str = ""
