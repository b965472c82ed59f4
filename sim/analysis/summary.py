"""What a run says about each policy: worth, growth, ruin, payback, and the paired difference from the baseline."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.analysis import summary_table
from sim.analysis.intervals import Array, Chance, Spread, chance, spread
from sim.analysis.paired import ChanceDifference, Difference, chance_difference, difference
from sim.analysis.ranking import Flip, contenders, flips
from sim.analysis.regime import Regime, regime

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from numpy.typing import NDArray

    from sim.results import Results, RunFacts


@dataclass(frozen=True, slots=True)
class Payback:
    """When a policy leaves the owners ahead of harvest for good.

    Attributes
    ----------
    month
        Median over all replications, where never counts as later than any month; NaN when half or more never do.
    ever
        Share of replications that get there within the horizon.
    """

    month: float
    ever: Chance


@dataclass(frozen=True, slots=True)
class AgainstBaseline:
    """The same luck under this policy and under the baseline policy.

    Attributes
    ----------
    npv, npv_without_terminal_value
        Paired differences in money.
    ruin, ending_lower
        Paired differences of two chances.
    """

    npv: Difference
    npv_without_terminal_value: Difference
    ruin: ChanceDifference
    ending_lower: ChanceDifference


@dataclass(frozen=True, slots=True)
class PolicySummary:
    """What a run says about one policy.

    Attributes
    ----------
    name, rule
        The policy and the rule it follows.
    npv, npv_without_terminal_value, final_revenue, lowest_cash
        Spread over replications, money.
    ruin
        Chance that the firm closes within the horizon.
    ending_lower
        Chance that the last year's revenue is below the opening year's, or that the firm closed;
        unknown as soon as the growth of one living firm is.
    regime
        Shares growing, holding, shrinking, and one word where one is fair.
    payback
        Months to beat harvest.
    against_baseline
        None for the baseline itself.
    """

    name: str
    rule: str
    npv: Spread
    npv_without_terminal_value: Spread
    final_revenue: Spread
    lowest_cash: Spread
    ruin: Chance
    ending_lower: Chance
    regime: Regime
    payback: Payback
    against_baseline: AgainstBaseline | None

    def as_json(self) -> dict[str, Any]:
        """Return the entry of `run --json`; figures that don't exist are null."""
        return summary_table.entry(self)


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run says.

    Attributes
    ----------
    facts
        What identifies the run.
    policies
        One entry per policy, in the run's order.
    contenders
        Policies that can't be told from the best by NPV; a single name is a winner beyond noise.
    flips
        Pairs of policies whose order depends on the terminal value.
    """

    facts: RunFacts
    policies: tuple[PolicySummary, ...]
    contenders: tuple[str, ...]
    flips: tuple[Flip, ...]

    def __getitem__(self, name: str) -> PolicySummary:
        """Return one policy by name."""
        return next(policy for policy in self.policies if policy.name == name)

    @property
    def baseline(self) -> PolicySummary:
        """The policy that the others are compared with."""
        return self[self.facts.baseline]

    @property
    def others(self) -> tuple[PolicySummary, ...]:
        """Every policy but the baseline."""
        return tuple(policy for policy in self.policies if policy.name != self.facts.baseline)

    def as_json(self) -> list[dict[str, Any]]:
        """Return the `policies` list of `run --json`."""
        return [policy.as_json() for policy in self.policies]

    def frame(self) -> pd.DataFrame:
        """Return a row per policy with the columns of `summary_table.COLUMNS`."""
        return summary_table.frame(self.policies)


def summarise(results: Results) -> Summary:
    """Summarise a run.

    Raises
    ------
    ValueError
        When the policies don't share the same replications, so that nothing could be paired.
    """
    facts = results.facts
    columns = {name: aligned(results.outcomes, name, facts.policies) for name in _NEEDED}
    lanes = {name: {column: columns[column][name] for column in _NEEDED} for name in facts.policies}
    policies = tuple(
        _policy(name, rule, lanes[name], _comparison(lanes, name, facts.baseline))
        for name, rule in zip(facts.policies, facts.rules, strict=True)
    )
    worth, bare = columns["npv"], columns["npv_without_terminal_value"]
    return Summary(facts, policies, contenders(worth), flips(worth, bare))


_NEEDED = (
    "npv", "npv_without_terminal_value", "final_revenue", "lowest_cash", "ruined", "growth", "payback_month",
)  # fmt: skip


def aligned(outcomes: pd.DataFrame, column: str, policies: tuple[str, ...]) -> dict[str, Array]:
    """Return one outcome per policy, each ordered by replication, so that equal positions share their luck."""
    found = {}
    order = None
    for policy in policies:
        rows = outcomes.loc[outcomes["policy"] == policy, ["replication", column]].sort_values("replication")
        replications = rows["replication"].to_numpy()
        if order is not None and not np.array_equal(order, replications):
            message = f"policy {policy!r} has other replications than {policies[0]!r}: they can't be paired"
            raise ValueError(message)
        order = replications
        found[policy] = rows[column].to_numpy(dtype=np.float64)
    return found


def _policy(name: str, rule: str, lane: Mapping[str, Array], against: AgainstBaseline | None) -> PolicySummary:
    ruined = lane["ruined"] > 0.0
    return PolicySummary(
        name=name,
        rule=rule,
        npv=spread(lane["npv"]),
        npv_without_terminal_value=spread(lane["npv_without_terminal_value"]),
        final_revenue=spread(lane["final_revenue"]),
        lowest_cash=spread(lane["lowest_cash"]),
        ruin=chance(ruined),
        ending_lower=chance(_lower(lane) if _is_known(lane) else _lower(lane)[:0]),
        regime=regime(lane["growth"], ruined),
        payback=_payback(lane["payback_month"]),
        against_baseline=against,
    )


def _lower(lane: Mapping[str, Array]) -> NDArray[np.bool_]:
    return np.asarray((lane["growth"] < 0.0) | (lane["ruined"] > 0.0))


def _is_known(lane: Mapping[str, Array]) -> bool:
    """Tell whether every living replication's growth is known."""
    return not bool(np.any(np.isnan(lane["growth"]) & (lane["ruined"] == 0.0)))


def _payback(months: Array) -> Payback:
    median = float(np.median(np.nan_to_num(months, nan=math.inf))) if len(months) else math.nan
    return Payback(median if math.isfinite(median) else math.nan, chance(~np.isnan(months)))


def _comparison(lanes: Mapping[str, Mapping[str, Array]], name: str, baseline: str) -> AgainstBaseline | None:
    if name == baseline:
        return None
    here, there = lanes[name], lanes[baseline]
    known = slice(None) if _is_known(here) and _is_known(there) else slice(0)
    return AgainstBaseline(
        npv=difference(here["npv"], there["npv"], baseline=baseline),
        npv_without_terminal_value=difference(
            here["npv_without_terminal_value"], there["npv_without_terminal_value"], baseline=baseline
        ),
        ruin=chance_difference(here["ruined"] > 0.0, there["ruined"] > 0.0, baseline=baseline),
        ending_lower=chance_difference(_lower(here)[known], _lower(there)[known], baseline=baseline),
    )
