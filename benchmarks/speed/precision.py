"""Part (d): time to a given precision of a policy difference, against the twin with the same seed per replication."""

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
    from collections.abc import Iterator

    from benchmarks.speed.sizes import Sizes

Array = NDArray[np.float64]
Ends = dict[tuple[str, str], Array]
"""Values over replications by (policy, outcome)."""

MAIN: Final = ("plan_first", "carry_on")
MONTHS: Final = 120
"""The horizon of the presets."""
OUTCOMES: Final = ("npv", "cumulative_profit")
HALF: Final = 0.01
"""Wanted half width of the interval, as a share of the baseline's NPV."""

HEAD: Final = """
## Time to a precise difference

How long until the 95 % interval of a difference in NPV between two policies is ± 1 % of the baseline's NPV: the engine,
whose luck is the same by construction ([common random numbers](../explanation/common-random-numbers.md)), against usual
practice, the twin with the same seed per replication under both policies. Aim: 1,000 times less.

| preset | policies | times less | engine: replications | CPU | twin: replications | CPU |
|---|---|---|---|---|---|---|
"""
MIDDLE: Final = """
In bold the main pair: what the preset does unless told otherwise (*carry on*, its baseline) against the rule that the
engine is there to judge (*plan first*), as on [how many replications](../explanation/how-many-replications.md).
Replications are (1.96 s / half width)², at least 30, with s the standard deviation of the paired difference in
{paired:,} replications of the engine and {paired_twin:,} of the twin, 120 months. Their price is the CPU time of a pair
of histories in a run of {paired:,} replications, start-up left out; the engine's includes the harvest that it runs
along where neither policy is one. A run of {least} replications costs more a pair than that, since a month's work on
few lanes is mostly Python: the main pair of `{preset}`, done as one run of just the replications needed, took
{direct:.2f} s, {direct_ratio:,.0f} times less than the twin.

## What the same luck brings

Variance-reduction factor: the variance of the difference with independent luck over that with the same luck, with its
95 % interval (bootstrap over replications, {resamples:,} resamples). Aim for the main pair: 30 on cumulative profit.

| preset | policies | cumulative profit: engine | same seed, twin | NPV: engine | same seed, twin |
|---|---|---|---|---|---|
"""
TAIL: Final = """
Usual practice gains little: as soon as one policy draws once more, or a sampler rejects once more, both histories go on
with different luck.
"""


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


def sides(preset: str, sizes: Sizes) -> tuple[Side, Side]:
    """Measure the engine and the twin."""
    job = Job(who="engine", preset=preset, policies=POLICIES, replications=sizes.paired, months=MONTHS)
    pair = replace(job, policies=MAIN)
    twin = replace(pair, who="twin", replications=sizes.twin)
    rounds = [(cost(pair).cpu / pair.replications, cost(twin).cpu / twin.replications) for _ in range(sizes.rounds)]
    prices = [median(side) for side in zip(*rounds, strict=True)]
    return Side(_engine(job), prices[0]), Side(_twin(replace(job, replications=sizes.paired_twin)), prices[1])


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


def part(sizes: Sizes) -> str:
    """Return the part of the page."""
    found = {preset: sides(preset, sizes) for preset in sizes.presets}
    preset = sizes.presets[0]
    ours, usual = found[preset]
    half = _half(ours)
    direct = _direct(preset, ours.needed(MAIN, half), sizes.rounds)
    middle = MIDDLE.format(
        paired=sizes.paired, paired_twin=sizes.paired_twin, least=30, preset=preset, direct=direct,
        direct_ratio=usual.price * usual.needed(MAIN, half) / direct, resamples=sizes.resamples,
    )  # fmt: skip
    times = "".join(row for preset, both in found.items() for row in time_rows(preset, *both))
    factors = "".join(row for preset, both in found.items() for row in _factor_rows(preset, *both, sizes.resamples))
    return HEAD + times + middle + factors + TAIL


def _half(side: Side) -> float:
    return HALF * float(side.ends[MAIN[1], "npv"].mean())


def _direct(preset: str, replications: int, rounds: int) -> float:
    """Return the CPU time of one run of the main pair with so many replications."""
    job = Job(who="engine", preset=preset, policies=MAIN, replications=replications, months=MONTHS)
    return median(cost(job).cpu for _ in range(rounds))


def pairs() -> list[tuple[str, str]]:
    """Return every pair of policies, the main pair first."""
    rest = [pair for pair in combinations(POLICIES, 2) if set(pair) != set(MAIN)]
    return [MAIN, *rest]


def time_rows(preset: str, ours: Side, usual: Side) -> Iterator[str]:
    """Yield for every pair what the precision costs on both sides."""
    half = _half(ours)
    for pair in pairs():
        needs = [(side.needed(pair, half), side.needed(pair, half) * side.price) for side in (ours, usual)]
        less = needs[1][1] / needs[0][1]
        cells = " | ".join(f"{count:,} | {_time(seconds)}" for count, seconds in needs)
        yield f"| `{preset}` | {_named(pair)} | {_bold(f'{less:,.0f}×', pair)} | {cells} |\n"


def _factor_rows(preset: str, ours: Side, usual: Side, resamples: int) -> Iterator[str]:
    for pair in pairs():
        cells = [str(side.factor(pair, outcome, resamples)) for outcome in reversed(OUTCOMES) for side in (ours, usual)]
        yield f"| `{preset}` | {_named(pair)} | {' | '.join(cells)} |\n"


def _named(pair: tuple[str, str]) -> str:
    return _bold(", ".join(policy.replace("_", " ") for policy in pair), pair)


def _bold(text: str, pair: tuple[str, str]) -> str:
    return f"**{text}**" if pair == MAIN else text


def _time(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds < 100 else f"{seconds / 60:,.0f} min"  # noqa: PLR2004 (where minutes read better)


def _three(value: float) -> str:
    return f"{value:.3g}" if value < 1000 else f"{value:,.0f}"  # noqa: PLR2004 (no exponents on a page)
