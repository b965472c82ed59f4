"""Measure on the presets how outcomes spread, alone and as paired differences."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from sim.analysis.intervals import quantile_interval, wilson
from sim.experiment.run import only, run
from sim.scenario import load

if TYPE_CHECKING:
    from collections.abc import Sequence

Array = NDArray[np.float64]

ROOT: Final = Path(__file__).resolve().parents[2]
PRESETS: Final = ("b2b_services", "saas", "online_retailer", "small_manufacturer")
REPLICATIONS: Final = 2000
BATCHES: Final = 20
T_975: Final = 2.093
"""Student's t for 95 % with 19 degrees of freedom."""
Z_975: Final = 1.96
LEAST: Final = 30
"""Fewer replications do not tell their own spread."""
LOW_END: Final = 0.05
"""The quantile of NPV that stands for a bad outcome."""
OUTCOMES: Final = ("npv", "npv_without_terminal_value", "final_revenue", "ruined")
CLOSE: Final = {
    "share_40": {"rule": "fixed_share", "share": 0.40},
    "share_42": {"rule": "fixed_share", "share": 0.42},
}
"""Two policies that hardly differ."""


@dataclass(frozen=True, slots=True)
class Preset:
    """Outcomes of one preset, replication by replication.

    Attributes
    ----------
    name
        The preset.
    today
        Today's yearly revenue, the unit of money on the pages.
    ends
        Outcomes by (outcome, policy), shape (replications,) each; money in `today`.
    """

    name: str
    today: float
    ends: dict[tuple[str, str], Array]

    def pair(self, outcome: str, policies: tuple[str, str]) -> Pair:
        """Return two policies' values of an outcome."""
        first, second = policies
        return Pair(self.ends[outcome, first], self.ends[outcome, second])


@dataclass(frozen=True, slots=True)
class Pair:
    """An outcome under two policies, each pair of values from the same replication."""

    first: Array
    second: Array

    @property
    def spread(self) -> float:
        """Standard deviation of the paired difference."""
        return float(np.std(self.first - self.second, ddof=1))

    @property
    def spread_apart(self) -> float:
        """Standard deviation of the difference of two independent values."""
        return math.hypot(float(np.std(self.first, ddof=1)), float(np.std(self.second, ddof=1)))

    @property
    def correlation(self) -> float:
        """Correlation of the two over replications."""
        return float(np.corrcoef(self.first, self.second)[0, 1])

    @property
    def factor(self) -> float:
        """Variance of the difference with independent luck over that with the same luck."""
        return (self.spread_apart / self.spread) ** 2

    def factor_interval(self) -> tuple[float, float]:
        """Return the 95 % interval of the factor by a jackknife over batches, on the log scale."""
        batch = np.arange(len(self.first)) % BATCHES
        logs = np.log([Pair(self.first[batch != b], self.second[batch != b]).factor for b in range(BATCHES)])
        half = T_975 * math.sqrt((BATCHES - 1) / BATCHES * float(((logs - logs.mean()) ** 2).sum()))
        return (self.factor * math.exp(-half), self.factor * math.exp(half))


def preset(
    name: str, replications: int = REPLICATIONS, seed: int | None = None, policies: Sequence[str] = ()
) -> Preset:
    """Simulate a preset under the policies that the pages compare."""
    scenario = load(ROOT / "scenarios" / "presets" / f"{name}.yaml")
    scenario = scenario.vary({f"policies.{policy}": rule for policy, rule in CLOSE.items()})
    wanted = only(scenario, list(policies) or ["carry_on", "plan_first", "harvest", *CLOSE])
    results = run(wanted, replications=replications, seed=seed)
    month = results.paths[(results.paths.measure == "revenue") & (results.paths.month == 0)]
    today = 12 * float(month["mean"].iloc[0])
    table, ends = results.outcomes, {}
    for policy in wanted.policies:
        rows = table[table.policy == policy].sort_values("replication")
        for outcome in OUTCOMES:
            ends[outcome, policy] = rows[outcome].to_numpy(np.float64) / (1.0 if outcome == "ruined" else today)
    return Preset(name, today, ends)


def for_mean(spread: float, half: float) -> int:
    """Return how many replications bring the 95 % interval of a mean down to ± `half`, `LEAST` or more."""
    return max(LEAST, math.ceil((Z_975 * spread / half) ** 2))


def for_share(share: float, half: float) -> int:
    """Return how many replications bring the Wilson interval of a share down to ± `half`; by bisection."""
    low, high = 1, 10_000_000
    while low < high:
        middle = (low + high) // 2
        ends = wilson(round(share * middle), middle)
        low, high = (low, middle) if ends[1] - ends[0] <= 2 * half else (middle + 1, high)
    return low


def for_quantile(values: Array, half: float) -> int:
    """Return how many replications bring the 95 % interval of the low end down to ± `half`, from its width now.

    Never fewer than bound the quantile from below at all.
    """
    low, high = quantile_interval(values, LOW_END)
    bounded = math.ceil(math.log(0.025) / math.log(1 - LOW_END))
    return max(bounded, math.ceil(len(values) * ((high - low) / 2 / half) ** 2))
