"""Policies under the same luck: which is the best, how sure that is, what a wrong choice costs, what may go wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from sim.analysis.comparing.best import Standing
    from sim.analysis.comparing.dominance import Dominance
    from sim.analysis.comparing.regret import Regret
    from sim.analysis.comparing.risk import Tail
    from sim.analysis.intervals import Chance, Interval
    from sim.analysis.run.reliance import Reliance
    from sim.analysis.statistics.paired import ChanceDifference, Difference


@dataclass(frozen=True, slots=True)
class Against:
    """A policy less the baseline, replication by replication.

    Attributes
    ----------
    paired
        Mean, the t interval of this difference alone, share of paths that end higher, variance reduction.
    better
        Share of paths that end better: higher, or lower where less is better.
    interval
        Simultaneous 95 % interval: holds for all differences from the baseline at once.
    ruin
        Paired difference of the chance of ruin.
    ruin_p_value
        Exact McNemar, adjusted for the number of policies (Holm).
    dominance
        Whether the whole distribution is better.
    """

    paired: Difference
    better: Chance
    interval: Interval
    ruin: ChanceDifference
    ruin_p_value: float
    dominance: Dominance

    @property
    def direction(self) -> int:
        """1 when the outcome is higher than the baseline's beyond noise, −1 when it is lower, else 0."""
        return (self.interval[0] > 0.0) - (self.interval[1] < 0.0)


@dataclass(frozen=True, slots=True)
class Compared:
    """One policy in a comparison.

    Attributes
    ----------
    name
        Of the policy.
    mean, ci95
        Mean outcome and its t interval.
    standing
        Against the best of the others; for an outcome of which less is better the sign is turned, so that above zero is
        ahead in any case.
    ruin
        Chance that the firm closes, with Wilson interval.
    tail
        The mean of the worst paths: the lowest outcomes, or the highest where less is better.
    against
        None for the baseline.
    """

    name: str
    mean: float
    ci95: Interval
    standing: Standing
    ruin: Chance
    tail: Tail
    against: Against | None


@dataclass(frozen=True, slots=True)
class Pair:
    """A difference of two policies.

    Attributes
    ----------
    policy, less
        The two; the second is subtracted.
    mean, interval
        Mean paired difference and the simultaneous 95 % interval over all pairs.
    """

    policy: str
    less: str
    mean: float
    interval: Interval


@dataclass(frozen=True, slots=True)
class Comparison:
    """Policies compared under the same luck.

    Attributes
    ----------
    measure, better
        The outcome, and which of its values are the better ones.
    baseline
        Name of the policy that is subtracted.
    replications, left_out
        Replications that count, and those in which the outcome is missing under a policy.
    policies
        In the order given.
    pairs
        Every pair.
    needed
        Replications that would tell the best from the closest contender, if the difference stays as it is; 0 when it is
        told already, infinite when no number would do.
    regret
        What choosing wrongly costs.
    reliance
        What the best policy owes to the terminal value; None when no policy is surely the best, or when the outcome is
        not net present value.
    """

    measure: str
    better: Literal["higher", "lower"]
    baseline: str
    replications: int
    left_out: int
    policies: tuple[Compared, ...]
    pairs: tuple[Pair, ...]
    needed: float
    regret: Regret
    reliance: Reliance | None = None

    def __getitem__(self, name: str) -> Compared:
        """Return one policy by name."""
        return next(policy for policy in self.policies if policy.name == name)

    @property
    def ranked(self) -> tuple[Compared, ...]:
        """The policies, the best mean first."""
        sign = -1.0 if self.better == "higher" else 1.0
        return tuple(sorted(self.policies, key=lambda policy: sign * policy.mean))

    @property
    def contenders(self) -> tuple[Compared, ...]:
        """Policies that can't be told from the best, the best mean first."""
        return tuple(policy for policy in self.ranked if policy.standing.may_be_best)

    @property
    def close(self) -> tuple[Compared, ...]:
        """The best mean, and those it can't be told from: as contenders, or by the interval from the baseline."""
        first = self.ranked[0]
        return tuple(policy for policy in self.ranked if policy.standing.may_be_best or self._near(first, policy))

    @property
    def alike(self) -> bool:
        """Whether all of those are one and the same in every replication."""
        names = {policy.name for policy in self.close}
        among = [pair for pair in self.pairs if {pair.policy, pair.less} <= names]
        return bool(among) and all(pair.interval == (0.0, 0.0) for pair in among)

    def _near(self, first: Compared, other: Compared) -> bool:
        """Tell whether one of two policies is the baseline and the other one within noise of it."""
        against = other.against if first.against is None else first.against
        return self.baseline in {first.name, other.name} and against is not None and not against.direction

    @property
    def winner(self) -> Compared | None:
        """The best policy beyond noise, by both kinds of interval that the tables show."""
        first, *rest = self.close
        return None if rest else first
