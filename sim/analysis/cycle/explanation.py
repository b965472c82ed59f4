"""Why it spirals: what `explain` found, policy by policy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.analysis.cycle.attribution import Attribution
    from sim.analysis.cycle.contrast import Contrast
    from sim.analysis.cycle.gain import Gain
    from sim.analysis.cycle.lead import Gap
    from sim.analysis.cycle.spiral import Spiral
    from sim.analysis.cycle.waterfall import Waterfall
    from sim.analysis.fate.decided import Decided
    from sim.analysis.loops.shares import LoopShares
    from sim.analysis.statistics.resampling import Estimate
    from sim.analysis.sweep.tipping import Curve
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
    replacement
        What is reinvested in the second lap over what is in the first, without any push; missing without a lap.
    idle
        Whether the policy never reinvests anything.
    later
        Gains of pushes after the first, by month.
    waterfall
        The gain of the first push, step by step.
    dates
        What separates the gain of each later push from that of the first, step by step.
    """

    policy: str
    spiral: Spiral
    replacement: Estimate
    idle: bool
    later: tuple[Gain, ...]
    waterfall: Waterfall
    dates: tuple[Contrast, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """What was found.

    Attributes
    ----------
    facts
        The run that it rests on.
    best
        The policy of the highest mean net present value but for the baseline; the baseline when it is alone.
    leads
        Whether the mean net present value of the best is above the baseline's.
    turns
        One per policy.
    contrasts
        What separates the gain of every policy from the baseline's, step by step.
    gaps
        Where each policy's lead over the baseline, or its lag, comes from.
    attributions
        What each loop adds, under the baseline and the best; empty when it was not asked for.
    tipping
        Odds of growth along the share of profit that one policy reinvests; None where no policy has such a share.
    loops
        Which loops move the baseline and the best, month by month; None when it was not asked for.
    decided
        How many paths are virtuous or vicious by a third of the horizon; None when it was not asked for, or when too
        few paths get anywhere.
    """

    facts: RunFacts
    best: str
    leads: bool
    turns: tuple[Turn, ...]
    contrasts: tuple[Contrast, ...]
    gaps: tuple[Gap, ...]
    attributions: tuple[Attribution, ...] = ()
    tipping: Curve | None = None
    loops: LoopShares | None = None
    decided: Decided | None = None

    @property
    def told(self) -> tuple[Turn, ...]:
        """The turns that are told in full: the best policy's and the baseline's."""
        names = dict.fromkeys((self.best, self.facts.baseline))
        by_name = {turn.policy: turn for turn in self.turns}
        return tuple(by_name[name] for name in names)

    @property
    def contrast(self) -> Contrast | None:
        """What separates the gain of the best from the baseline's; None when there is only one policy."""
        return next((one for one in self.contrasts if one.policy == self.best), None)

    @property
    def gap(self) -> Gap | None:
        """Where the lead of the best over the baseline comes from; None when there is only one policy."""
        return next((one for one in self.gaps if one.policy == self.best), None)
