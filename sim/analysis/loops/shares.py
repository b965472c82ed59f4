"""Which loops of the cycle move it, month by month: what a study of them finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from sim.analysis.intervals import Interval
    from sim.analysis.loops.system import Edge
    from sim.outcomes import Array
    from sim.results import RunFacts

GROWTH: Final = "growth"
"""Family of the reinforcing loops through the budget: the cycle itself."""
FEW: Final = 20
"""Living firms below which shares are not to be relied on: resampling so few makes bands too narrow."""


@dataclass(frozen=True, slots=True)
class Place:
    """A node of the causal graph: its name, its title in words, its step from 1 to 6 or 0 for the world."""

    name: str
    title: str
    step: int


@dataclass(frozen=True, slots=True)
class NamedLoop:
    """A loop of the cycle in words.

    Attributes
    ----------
    code
        `R1`, `B1` and so on.
    name
        What it does, in a few words.
    family
        Loops of one kind, whose shares are added.
    sign
        1 reinforcing, -1 balancing.
    nodes
        Names round the loop.
    words
        The whole of it: code, name, and titles round the loop.
    """

    code: str
    name: str
    family: str
    sign: int
    nodes: tuple[str, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Family:
    """Loops of one kind together.

    Attributes
    ----------
    name, sign
        As of its loops.
    share, low, high
        Part of all loop movement, from 0 to 1, by month, with a 95 % band; NaN where nothing moves.
    """

    name: str
    sign: int
    share: Array
    low: Array
    high: Array


@dataclass(frozen=True, slots=True)
class Handover:
    """The last change of the lead between reinforcing and balancing loops.

    Attributes
    ----------
    month
        From which on the new side leads up to the end.
    to
        1 when the reinforcing loops lead from then on, -1 when the balancing ones do.
    ci95
        Interval of the month among bootstrap draws that hand over the same way; (NaN, NaN) without any.
    sure
        Share of bootstrap draws that hand over the same way.
    """

    month: int
    to: int
    ci95: Interval
    sure: float


@dataclass(frozen=True, slots=True)
class PolicyLoops:
    """The loops under one policy.

    Attributes
    ----------
    policy
        Its name.
    months
        Each compares the twelve months that end with it with the twelve before, shape (months,).
    shares
        Signed share of every loop, shape (loops, months).
    families
        Largest average share first.
    reinforcing
        All reinforcing loops together.
    handover
        None when the lead never changes.
    rising
        Mean change of monthly revenue from the year before, in money, shape (months,): tells growth from decline.
    rising_ci95
        Interval of its mean over months.
    links
        Link scores, shape (months,), by link.
    told
        Part of the change of every node that its declared causes explain, by node; 1 is all of it.
    alive
        Replications that the figures of a month come from: those in which the firm lives, shape (months,).
    """

    policy: str
    months: NDArray[np.int64]
    shares: Array
    families: tuple[Family, ...]
    reinforcing: Family
    handover: Handover | None
    rising: Array
    rising_ci95: Interval
    links: Mapping[Edge, Array]
    told: Mapping[str, Array]
    alive: NDArray[np.int64]

    @property
    def few(self) -> bool:
        """Whether so few firms live at any time that nothing is to be claimed."""
        return int(self.alive.max(initial=0)) < FEW

    def family(self, name: str) -> Family:
        """Return a family by name."""
        return next(family for family in self.families if family.name == name)

    @property
    def balancing(self) -> Family:
        """All balancing loops together: what reinforcing ones leave."""
        other = self.reinforcing
        return Family("balancing", -1, 1 - other.share, 1 - other.high, 1 - other.low)


@dataclass(frozen=True, slots=True)
class LoopShares:
    """Loop shares of a scenario.

    Attributes
    ----------
    facts
        What was simulated.
    places, signs
        The causal graph: nodes, and the sign of every link.
    loops
        All loops, the reinforcing ones first.
    policies
        One entry per policy.
    """

    facts: RunFacts
    places: tuple[Place, ...]
    signs: Mapping[Edge, int]
    loops: tuple[NamedLoop, ...]
    policies: tuple[PolicyLoops, ...]
