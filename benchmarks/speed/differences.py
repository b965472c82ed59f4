"""Paired differences of two policies, of the engine and of the twin with the same seed per replication."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations
from statistics import median
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.speed.contest import POLICIES
from benchmarks.speed.job import Job, cost
from benchmarks.speed.rounds import replications_needed
from benchmarks.speed.work import SEED, scenario_of
from benchmarks.twin.inputs import cases_of
from benchmarks.twin.sample import Request, twin_samples
from sim.experiment.run import run

if TYPE_CHECKING:
    from benchmarks.speed.sizes import Sizes

Array = NDArray[np.float64]
Ends = dict[tuple[str, str], Array]
"""Values over replications by (policy, outcome)."""

MAIN: Final = ("plan_first", "carry_on")
OUTCOMES: Final = ("npv", "cumulative_profit")
HALF: Final = 0.01
"""Wanted half width of the interval, as a share of the baseline's NPV."""


@dataclass(frozen=True, slots=True)
class Factor:
    """A variance-reduction factor and its 95 % interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        """Return it as the page shows it."""
        return " ".join([_three(self.value), f"[{_three(self.low)}, {_three(self.high)}]"])


@dataclass(frozen=True, slots=True)
class Side:
    """One way to compare policies: outcomes in step, and seconds of CPU time for a pair of histories."""

    ends: Ends
    price: float

    def needed(self, pair: tuple[str, str], half: float) -> int:
        """Return replications for ± `half` on the difference in NPV."""
        first, second = (self.ends[policy, "npv"] for policy in pair)
        return replications_needed(float(np.std(first - second, ddof=1)), half)

    def factor(self, pair: tuple[str, str], outcome: str, resamples: int) -> Factor:
        """Return the variance-reduction factor of a pair on an outcome."""
        first, second = (self.ends[policy, outcome] for policy in pair)
        rng = np.random.default_rng(SEED)  # noqa: TID251 (resampling, not simulation)
        picks = (rng.integers(0, first.size, first.size) for _ in range(resamples))
        low, high = np.quantile([reduction(first[pick], second[pick]) for pick in picks], [0.025, 0.975])
        return Factor(reduction(first, second), float(low), float(high))


def reduction(first: Array, second: Array) -> float:
    """Return the variance of a difference with independent luck over that of the paired one."""
    return float((np.var(first, ddof=1) + np.var(second, ddof=1)) / np.var(first - second, ddof=1))


@dataclass(frozen=True, slots=True)
class Bout:
    """Both sides on a preset over so many months.

    Attributes
    ----------
    direct
        Seconds of CPU time of one run of the engine with the main pair and just the replications needed.
    """

    preset: str
    months: int
    ours: Side
    usual: Side
    direct: float

    @property
    def half(self) -> float:
        """The wanted half width, in money."""
        return _half(self.ours)


def measured(preset: str, months: int, sizes: Sizes) -> Bout:
    """Measure the engine and the twin."""
    job = Job(who="engine", preset=preset, policies=POLICIES, replications=sizes.paired, months=months)
    pair = replace(job, policies=MAIN)
    twin = replace(pair, who="twin", replications=sizes.twin)
    rounds = [(cost(pair).cpu / pair.replications, cost(twin).cpu / twin.replications) for _ in range(sizes.rounds)]
    prices = [median(side) for side in zip(*rounds, strict=True)]
    ours = Side(_engine(job), prices[0])
    usual = Side(_twin(replace(job, replications=sizes.paired_twin)), prices[1])
    just = replace(pair, replications=ours.needed(MAIN, _half(ours)))
    return Bout(preset, months, ours, usual, median(cost(just).cpu for _ in range(sizes.rounds)))


def _half(side: Side) -> float:
    return HALF * float(side.ends[MAIN[1], "npv"].mean())


def _engine(job: Job) -> Ends:
    table = run(scenario_of(job), workers=1).outcomes
    return {
        (policy, outcome): table.loc[table["policy"] == policy, outcome].to_numpy(float)
        for policy in job.policies
        for outcome in OUTCOMES
    }


def _twin(job: Job) -> Ends:
    scenario = scenario_of(job)
    requests = [
        Request(tuple(cases_of(scenario, policy, seed=SEED, replications=job.replications)), SEED, job.replications, ())
        for policy in job.policies
    ]
    samples = zip(job.policies, twin_samples(requests), strict=True)
    return {(policy, outcome): sample.outcomes[outcome] for policy, sample in samples for outcome in OUTCOMES}


def pairs() -> list[tuple[str, str]]:
    """Return every pair of policies, the main pair first."""
    rest = [pair for pair in combinations(POLICIES, 2) if set(pair) != set(MAIN)]
    return [MAIN, *rest]


def _three(value: float) -> str:
    return f"{value:.3g}" if value < 1000 else f"{value:,.0f}"  # noqa: PLR2004 (no exponents on a page)
