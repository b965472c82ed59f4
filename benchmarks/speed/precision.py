"""Part (d): time to a given precision of a policy difference, against the twin with the same seed per replication."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from benchmarks.speed.differences import MAIN, OUTCOMES, Bout, measured, pairs
from benchmarks.speed.rounds import LEAST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.speed.sizes import Sizes

HORIZONS: Final = (60, 120)
"""Months: as everywhere on the page, and as the presets have it."""

HEAD: Final = """
## Time to a precise difference

How long until the 95 % interval of a difference in NPV between two policies is ± 1 % of the baseline's NPV: the engine,
whose luck is the same by construction ([common random numbers](../explanation/common-random-numbers.md)), against usual
practice, the twin with the same seed per replication under both policies. And what the same luck brings: the variance
of a difference with independent luck over that with the same luck. Aims for the main pair: 1,000 times less time, and a
factor of 30 on cumulative profit.

| preset, main pair | months | times less | in one go | factor, cumulative profit | same seed, twin |
|---|---|---|---|---|---|
"""
MIDDLE: Final = """
The main pair is what the preset does unless told otherwise (*carry on*, its baseline) and the rule that the engine is
there to judge (*plan first*), as on [how many replications](../explanation/how-many-replications.md). Over ten years,
the presets' own horizon, the same luck brings less: the two firms have grown apart, and it moves each by another
amount. Usual practice gains little at any horizon: as soon as one policy draws once more, or a sampler rejects once
more, both histories go on with different luck.

Replications are (1.96 s / half width)², at least {least}, with s the standard deviation of the paired difference in
{paired:,} replications of the engine and {paired_twin:,} of the twin. Their price is the CPU time of a pair of
histories in a run of {paired:,} replications, start-up left out, the engine's own harvest included. *In one go* is one
run of the engine of just the replications needed, measured as a whole.

Every pair:

| preset, months | policies | times less | engine: replications | CPU | twin: replications | CPU |
|---|---|---|---|---|---|---|
"""
FACTORS: Final = """
Variance-reduction factors with 95 % intervals, from a bootstrap over replications ({resamples:,} resamples):

| preset, months | policies | cumulative profit: engine | same seed, twin | NPV: engine | same seed, twin |
|---|---|---|---|---|---|
"""


def part(sizes: Sizes) -> str:
    """Return the part of the page."""
    bouts = [measured(preset, months, sizes) for preset in sizes.presets for months in HORIZONS]
    middle = MIDDLE.format(least=LEAST, paired=sizes.paired, paired_twin=sizes.paired_twin)
    return "".join(
        [
            HEAD,
            *(main_row(bout, sizes.resamples) for bout in bouts),
            middle,
            *(row for bout in bouts for row in time_rows(bout)),
            FACTORS.format(resamples=sizes.resamples),
            *(row for bout in bouts for row in _factor_rows(bout, sizes.resamples)),
        ]
    )


def main_row(bout: Bout, resamples: int) -> str:
    """Return what the same luck and the engine's speed bring together for the main pair."""
    needed = [side.needed(MAIN, bout.half) * side.price for side in (bout.ours, bout.usual)]
    less = " | ".join(f"**{needed[1] / seconds:,.0f}×**" for seconds in (needed[0], bout.direct))
    factors = [side.factor(MAIN, "cumulative_profit", resamples) for side in (bout.ours, bout.usual)]
    return f"| `{bout.preset}` | {bout.months} | {less} | **{factors[0]}** | {factors[1]} |\n"


def time_rows(bout: Bout) -> Iterator[str]:
    """Yield for every pair what the precision costs on both sides."""
    for pair in pairs():
        needs = [(side.needed(pair, bout.half), side.price) for side in (bout.ours, bout.usual)]
        seconds = [count * price for count, price in needs]
        cells = " | ".join(f"{count:,} | {_time(count * price)}" for count, price in needs)
        yield f"| `{bout.preset}`, {bout.months} | {_named(pair)} | **{seconds[1] / seconds[0]:,.0f}×** | {cells} |\n"


def _factor_rows(bout: Bout, resamples: int) -> Iterator[str]:
    for pair in pairs():
        sides = ((outcome, side) for outcome in reversed(OUTCOMES) for side in (bout.ours, bout.usual))
        cells = " | ".join(str(side.factor(pair, outcome, resamples)) for outcome, side in sides)
        yield f"| `{bout.preset}`, {bout.months} | {_named(pair)} | {cells} |\n"


def _named(pair: tuple[str, str]) -> str:
    return ", ".join(policy.replace("_", " ") for policy in pair)


def _time(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds < 100 else f"{seconds / 60:,.0f} min"  # noqa: PLR2004 (where minutes read better)
