"""What tuned settings are worth on replications that neither the search nor the selection has looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from sim.analysis.intervals import Interval
    from sim.analysis.run.reliance import Reliance
    from sim.analysis.statistics.paired import ChanceDifference, Difference
    from sim.analysis.tuning.ends import Optimism, Verdict, Worth
    from sim.analysis.tuning.frontier import Frontier
    from sim.analysis.tuning.profile import Profile
    from sim.results import RunFacts


@dataclass(frozen=True, slots=True)
class Setting:
    """One tuned number.

    Attributes
    ----------
    name, unit, meaning
        `share`, `split.demand`, its unit, and what it does.
    yours
        In the scenario; the middle of its belief when uncertain, NaN when left to the rule.
    best
        What was found, rounded as it is to be written.
    searched
        Range that was searched.
    close
        Lowest and highest value among the settings that the search can't tell from the best.
    """

    name: str
    unit: str
    meaning: str
    yours: float
    best: float
    searched: Interval
    close: Interval

    @property
    def edge(self) -> Literal["lowest", "highest", ""]:
        """At which end of its range it lies; the best may then lie beyond."""
        if self.best <= self.searched[0]:
            return "lowest"
        return "highest" if self.best >= self.searched[1] else ""


@dataclass(frozen=True, slots=True)
class Tuned:
    """The best settings found for one policy under one limit, and what they are worth on fresh replications.

    Attributes
    ----------
    policy
        Its name.
    limit
        On the chance of ruin; 1 for none.
    holds
        Whether the limit held where it was selected; else these are the safest settings found.
    settings
        The tuned numbers.
    worth
        On the fresh replications.
    against_yours, ruin_against_yours
        Paired differences from the same policy with your settings.
    against_baseline
        Paired difference from the baseline; None when the baseline itself was tuned.
    optimism
        What the search promised too much.
    """

    policy: str
    limit: float
    holds: bool
    settings: tuple[Setting, ...]
    worth: Worth
    against_yours: Difference
    ruin_against_yours: ChanceDifference
    against_baseline: Difference | None
    optimism: Optimism

    @property
    def verdict(self) -> Verdict:
        """Whether the limit is kept on the fresh replications."""
        return self.worth.verdict(self.limit)


@dataclass(frozen=True, slots=True)
class Yours:
    """A policy as the scenario has it.

    Attributes
    ----------
    policy
        Its name.
    worth
        On the fresh replications.
    """

    policy: str
    worth: Worth


@dataclass(frozen=True, slots=True)
class Price:
    """What the limit costs: the best without it less the best with it, each chosen without looking here.

    Attributes
    ----------
    binds
        False when the best without the limit keeps it anyway: both are one and the same.
    free
        The best without the limit.
    cost
        Paired difference.
    """

    binds: bool
    free: Tuned
    cost: Difference


@dataclass(frozen=True, slots=True)
class Optimum:
    """What tuning found.

    Attributes
    ----------
    facts
        The run that the reported figures are the same as.
    measure
        The outcome that was made as high as possible.
    limit
        On the chance of ruin.
    best
        The tuned policy that the selection preferred.
    policies
        Every tuned policy, in the scenario's order.
    yours
        Every policy as the scenario has it.
    price
        Of the limit; None where no setting keeps it.
    searched, selected
        Replications of the search and of the selection.
    profile
        Value and ruin along the one setting that was tuned; None when there were more.
    frontier
        Best value for every limit on ruin; None when it was not asked for.
    reliance
        What the best owes to the terminal value, against the same policy with your settings; None when it is not the
        better one beyond noise, or when the outcome is not net present value.
    """

    facts: RunFacts
    measure: str
    limit: float
    best: Tuned
    policies: tuple[Tuned, ...]
    yours: tuple[Yours, ...]
    price: Price | None
    searched: int
    selected: int
    profile: Profile | None = None
    frontier: Frontier | None = None
    reliance: Reliance | None = None

    @property
    def of_best(self) -> Yours:
        """The policy that was tuned best, with your settings."""
        return next(yours for yours in self.yours if yours.policy == self.best.policy)
