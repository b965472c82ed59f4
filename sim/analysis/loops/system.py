"""A system as the scorer sees it: equations, and stocks with their flows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sim.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sim.arrays import Array

Edge = tuple[str, str]
"""From a cause to what it acts on."""


@dataclass(frozen=True, slots=True)
class Equation:
    """How an auxiliary or a flow is worked out.

    Attributes
    ----------
    reads
        Names of its inputs. Random numbers are inputs too: unnamed, they would hide in the other links.
    rule
        Takes the inputs' series in this order and returns its own, element by element.
    """

    reads: tuple[str, ...]
    rule: Callable[..., Array]


@dataclass(frozen=True, slots=True)
class Stock:
    """The flows of a stock, as rates."""

    inflows: tuple[str, ...] = ()
    outflows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class System:
    """Equations and stocks by name; a name that is neither is given from outside."""

    equations: Mapping[str, Equation]
    stocks: Mapping[str, Stock] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse a name that is both a stock and an equation."""
        both = sorted(set(self.equations) & set(self.stocks))
        if both:
            raise UsageError(f"both a stock and an equation: {', '.join(both)}")

    @property
    def edges(self) -> tuple[Edge, ...]:
        """All links, equations first, in the order given."""
        read = [(source, name) for name, equation in self.equations.items() for source in equation.reads]
        moved = [(flow, name) for name, stock in self.stocks.items() for flow in (*stock.inflows, *stock.outflows)]
        return (*read, *moved)
