"""What a run may be asked to go on for, and when it looks whether it has come that far.

Intervals are 95 %. Looking again and again costs what is said in `docs/reference/until.md`: widths are judged by the
plain interval, which late and seldom looks leave honest; who is best is judged by procedures made for looking often.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from sim.analysis.intervals import Array, Interval

FIRST: Final = 1_000
"""Replications before the first look: fewer do not tell a small chance of ruin."""

EVERY: Final = 500
"""Replications from look to look."""

SHARES: Final = frozenset({"share", "share/year", "flag"})
"""Units in which a per cent is a point, not a part of the mean."""

RANKED: Final = "npv"
"""The outcome by which a policy is the best."""

Column = Callable[[str], Mapping[str, Array]]
"""Gives the values of an outcome by policy, ordered by replication."""


@dataclass(frozen=True, slots=True)
class Width:
    """An interval that is to be narrow enough.

    Attributes
    ----------
    text
        As the user wrote it.
    outcome
        The outcome whose mean is wanted.
    policy
        The policy it is wanted for; every policy when empty.
    less
        The policy whose outcome is subtracted, replication by replication; none when empty.
    half
        Half width wanted: in the unit of the outcome, or as a part of the mean.
    part_of
        What `half` is given in.
    """

    text: str
    outcome: str
    policy: str
    less: str
    half: float
    part_of: Literal["unit", "mean"]

    def about(self, policies: Iterable[str]) -> tuple[str, ...]:
        """Return the policies it is about, of those there are."""
        if not self.policy:
            return tuple(policies)
        return (self.policy, self.less) if self.less else (self.policy,)


@dataclass(frozen=True, slots=True)
class Best:
    """The policy with the highest mean NPV is to be known.

    Attributes
    ----------
    text
        As the user wrote it.
    zone
        Difference in money that is not worth telling; 0 to tell any.
    """

    text: str
    zone: float

    @property
    def outcome(self) -> str:
        """The outcome that policies are ranked by."""
        return RANKED

    def about(self, policies: Iterable[str]) -> tuple[str, ...]:
        """Return the policies it is about: all there are."""
        return tuple(policies)


Target = Width | Best


@dataclass(frozen=True, slots=True)
class Estimate:
    """How well one mean is known.

    Attributes
    ----------
    of
        Policy, or `A - B`.
    mean, ci95
        In the unit of the outcome.
    half, wanted
        Half width of the interval, and the one that is wide enough.
    """

    of: str
    mean: float
    ci95: Interval
    half: float
    wanted: float

    @property
    def shortfall(self) -> float:
        """How many times wider than wanted; 1 or less is good."""
        if self.wanted > 0.0:
            return self.half / self.wanted
        return math.inf if self.half > 0.0 else 0.0


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether a target is reached.

    Attributes
    ----------
    text, outcome
        The target as written, and the outcome it is about.
    reached
        Whether it is.
    estimates
        For a width: every mean it is about.
    leaders
        For the best: the policies it may still be, highest mean first; one, or several that are the same, when reached.
    missing
        Replications in which the outcome does not exist: it has no mean then, and more replications give none.
    needed
        Replications that would reach it if means and spreads stayed as they are; infinite where no number would.
    """

    text: str
    outcome: str
    reached: bool
    estimates: tuple[Estimate, ...] = ()
    leaders: tuple[str, ...] = ()
    missing: int = 0
    needed: float = math.inf


@dataclass(frozen=True, slots=True)
class Stopped:
    """When a run stopped, and why.

    Attributes
    ----------
    judgements
        Every target at the last look.
    looks
        Numbers of replications at which it looked.
    most
        Replications after which it would have stopped in any case.
    """

    judgements: tuple[Judgement, ...]
    looks: tuple[int, ...]
    most: int

    @property
    def replications(self) -> int:
        """Replications made."""
        return self.looks[-1]

    @property
    def reached(self) -> bool:
        """Whether every target was."""
        return all(one.reached for one in self.judgements)

    @property
    def hopeless(self) -> bool:
        """Whether some target can't be reached by any number of replications."""
        return any(one.missing for one in self.judgements)


def looks(most: int) -> tuple[int, ...]:
    """Return the numbers of replications at which a run of up to `most` looks: all targets together, every time."""
    return (*range(FIRST, most, EVERY), most) if most > FIRST else (most,)
