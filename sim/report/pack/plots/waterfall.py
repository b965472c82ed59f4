"""A waterfall: what steps add, one after the other, between totals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.report.pack.plots.scale import Scale


@dataclass(frozen=True, slots=True)
class Stride:
    """A step of a waterfall.

    Attributes
    ----------
    name
        For people.
    amount
        What it adds; of a total, where it stands.
    low, high
        Ends of its interval.
    total
        Whether it is a total, drawn from zero.
    """

    name: str
    amount: float
    low: float
    high: float
    total: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Waterfall:
    """What steps add, one after the other, between totals.

    Attributes
    ----------
    value
        What is added up.
    strides
        In order.
    """

    value: Scale
    strides: tuple[Stride, ...]
