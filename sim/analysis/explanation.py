"""Why it spirals: what `explain` found, policy by policy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.analysis.attribution import Attribution
    from sim.analysis.gain import Gain
    from sim.analysis.spiral import Spiral
    from sim.analysis.waterfall import Gap, Waterfall
    from sim.results import RunFacts


@dataclass(frozen=True, slots=True)
class Turn:
    """Which way the cycle turns under one policy, and what carries it.

    Attributes
    ----------
    policy
        Its name.
    spiral
        The label and what it rests on.
    later
        Gains of pushes after the first, by month.
    waterfall
        The gain of the first push, step by step.
    """

    policy: str
    spiral: Spiral
    later: tuple[Gain, ...]
    waterfall: Waterfall


@dataclass(frozen=True, slots=True)
class Explanation:
    """What was found.

    Attributes
    ----------
    facts
        The run that it rests on.
    turns
        One per policy.
    gaps
        Where each policy's lead over the baseline, or its lag, comes from.
    attributions
        What each loop adds, by policy; empty when it was not asked for.
    """

    facts: RunFacts
    turns: tuple[Turn, ...]
    gaps: tuple[Gap, ...]
    attributions: tuple[Attribution, ...] = ()
