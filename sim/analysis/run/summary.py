"""What a run says about each policy: worth, growth, ruin, payback, and the paired difference from the baseline."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from sim.analysis.fate.regime import Regime, regime
from sim.analysis.intervals import Array, Chance, Spread, chance, spread
from sim.analysis.run import summary_table
from sim.analysis.run.ranking import Flip, contenders, flips
from sim.analysis.run.reliance import Reliance, reliance
from sim.analysis.statistics.paired import ChanceDifference, Difference, chance_difference, difference

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd

    from sim.results import Results, RunFacts

Described = TypeVar("Described")


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
    reliance
        What the winner owes to the terminal value; None when there is no winner.
    """

    facts: RunFacts
    policies: tuple[PolicySummary, ...]
    contenders: tuple[str, ...]
    flips: tuple[Flip, ...]
    reliance: Reliance | None

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
    """Summarise a run, one outcome after another: there may be millions of replications."""
    facts, ends = results.facts, results.ends
    spreads = {name: _each(spread, ends.column(name)) for name in _SPREADS}
    gaps = {name: _gaps(ends.column(name), facts.baseline) for name in _COMPARED}
    directions = _directions(ends.column("growth"), ends.column("ruined"), facts.baseline)
    paybacks = _each(_payback, ends.column("payback_month"))
    policies = tuple(
        PolicySummary(
            name=name,
            rule=rule,
            **{outcome: spreads[outcome][name] for outcome in _SPREADS},
            payback=paybacks[name],
            ruin=directions[name].ruin,
            ending_lower=directions[name].ending_lower,
            regime=directions[name].regime,
            against_baseline=_against(name, facts.baseline, gaps, directions),
        )
        for name, rule in zip(facts.policies, facts.rules, strict=True)
    )
    worth, paid = ends.column("npv"), ends.column("npv_without_terminal_value")
    return Summary(facts, policies, contenders(worth), flips(worth, paid), reliance(worth, paid))


_SPREADS = ("npv", "npv_without_terminal_value", "final_revenue", "lowest_cash")
_COMPARED = ("npv", "npv_without_terminal_value")


@dataclass(frozen=True, slots=True)
class _Direction:
    """Where a policy's replications go, and how often the baseline's go elsewhere under the same luck."""

    ruin: Chance
    ending_lower: Chance
    regime: Regime
    ruin_gap: ChanceDifference
    lower_gap: ChanceDifference


def _each(describe: Callable[[Array], Described], column: Mapping[str, Array]) -> dict[str, Described]:
    """Describe an outcome policy by policy."""
    return {name: describe(values) for name, values in column.items()}


def _gaps(column: Mapping[str, Array], baseline: str) -> dict[str, Difference]:
    """Compare an outcome of every other policy with the baseline's."""
    return {
        name: difference(values, column[baseline], baseline=baseline)
        for name, values in column.items()
        if name != baseline
    }


def _directions(growth: Mapping[str, Array], ruined: Mapping[str, Array], baseline: str) -> dict[str, _Direction]:
    closed = {name: np.asarray(values > 0.0) for name, values in ruined.items()}
    lower = {name: np.asarray((growth[name] < 0.0) | closed[name]) for name in closed}
    known = {name: not bool(np.any(np.isnan(growth[name]) & ~closed[name])) for name in closed}
    found = {}
    for name, here in closed.items():
        both = slice(None) if known[name] and known[baseline] else slice(0)
        found[name] = _Direction(
            ruin=chance(here),
            ending_lower=chance(lower[name] if known[name] else lower[name][:0]),
            regime=regime(growth[name], here),
            ruin_gap=chance_difference(here, closed[baseline], baseline=baseline),
            lower_gap=chance_difference(lower[name][both], lower[baseline][both], baseline=baseline),
        )
    return found


def _payback(months: Array) -> Payback:
    median = float(np.median(np.nan_to_num(months, nan=math.inf))) if len(months) else math.nan
    return Payback(median if math.isfinite(median) else math.nan, chance(~np.isnan(months)))


def _against(
    name: str, baseline: str, gaps: Mapping[str, Mapping[str, Difference]], directions: Mapping[str, _Direction]
) -> AgainstBaseline | None:
    if name == baseline:
        return None
    return AgainstBaseline(
        **{outcome: gaps[outcome][name] for outcome in _COMPARED},
        ruin=directions[name].ruin_gap,
        ending_lower=directions[name].lower_gap,
    )
